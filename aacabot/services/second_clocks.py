"""The clock of a second person: where nobody came, the first is told, and the case waits again."""

from aacabot.domain.cases import CaseEventKind, CaseState
from aacabot.domain.notes import NoteKind
from aacabot.domain.viewers import EVERYONE
from aacabot.services import cases, messages
from aacabot.services.cases import CaseFile
from aacabot.services.hub import Hub, Unit
from aacabot.services.notes import case_note
from aacabot.services.second_person import undecide
from aacabot.services.sweeps import each
from aacabot.store import second_person as store

_AT_ONCE = 200


async def expire_overdue(hub: Hub) -> None:
    """Cases whose second person did not come within twelve hours wait for a decision again; the first hears.

    Several nodes may do this at once: each case is held, and looked at again, before it is moved.
    """
    async with hub.database.read(EVERYONE) as session:
        due = await store.overdue(session, hub.clock(), _AT_ONCE)
    await each(due, lambda case_id: _look_at(hub, case_id))


async def _look_at(hub: Hub, case_id: str) -> None:
    async with hub.unit(EVERYONE) as unit:
        file = await cases.open_file(unit, case_id, lock=True)
        if file.state is CaseState.PENDING_SECOND and (file.case.second_by or unit.now) <= unit.now:
            await _expire(unit, file)


async def _expire(unit: Unit, file: CaseFile) -> None:
    first_id = file.case.decided_by
    note = await case_note(unit, file, NoteKind.SECOND_EXPIRED, due=file.case.second_by)
    await cases.record(unit, file.case, CaseEventKind.SECOND_EXPIRED)
    undecide(file)
    await messages.note_in_thread(unit, file.case, note)
    if first_id is not None and note.slack_user is None:
        await messages.note_in_person(unit, file.case, note, first_id)
