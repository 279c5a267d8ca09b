"""Taking a decision back: undone while nothing went out, otherwise retracted, and withdrawn where it went."""

from datetime import datetime

from aacabot.domain.cases import MOVES, RETRACTABLE_STATES, UNDO_WITHIN, CaseEventKind, CaseState
from aacabot.domain.errors import FieldProblem, IllegalMove, NotAllowed, TooLateToUndo
from aacabot.domain.people import Person
from aacabot.domain.takedowns import TakedownState
from aacabot.services import cases, counter_notices, feedback
from aacabot.services.cases import CaseFile
from aacabot.services.deciding import already_decided, require_decider
from aacabot.services.hub import Hub, Unit
from aacabot.services.withdrawal import withdraw_takedown
from aacabot.store import people
from aacabot.store.models import CaseRow, TakedownRow
from aacabot.store.takedowns import latest_takedown

REASON_LIMIT = 1_000
CARRIED_OUT = frozenset({CaseState.TAKEN_DOWN, CaseState.EDITED, CaseState.COUNTER_NOTICED})
"""From here on a retraction gives the seller back what was taken: who confirmed may, counsel, or an admin."""
_ON_ITS_WAY = frozenset(
    {TakedownState.SENDING, TakedownState.PENDING, TakedownState.REMOVED, TakedownState.WITHDRAWING}
)


async def retract(hub: Hub, person: Person, case_id: str, reason: str | None = None) -> CaseFile:
    """The brand takes its word back: what has not gone out never will, what has is withdrawn.

    The marketplace, and through it the seller, reads the reason. Raises CaseNotFound, NotAllowed,
    AlreadyDecided, IllegalMove, or FieldProblem for a reason that is too long.
    """
    if reason and len(reason) > REASON_LIMIT:
        raise FieldProblem("retract_reason", "too_long")
    async with hub.unit(person.viewer) as unit:
        file = await cases.open_file(unit, case_id, lock=True)
        await require_may_retract(unit, person, file)
        await counter_notices.close_open(unit, file)
        await withdraw_takedown(unit, file)
        await cases.record(unit, file.case, CaseEventKind.RETRACTED, person=person, reason=reason)
        await feedback.owe(unit, file.case, "undecided", "retracted")
        return file


async def to_retract(hub: Hub, person: Person, case_id: str) -> CaseFile:
    """The case a form is opened for. Raises as `retract`."""
    async with hub.database.read(person.viewer) as session:
        unit = Unit(session, person.viewer, hub.clock())
        file = await cases.open_file(unit, case_id)
        await require_may_retract(unit, person, file)
    return file


async def require_may_retract(unit: Unit, person: Person, file: CaseFile) -> None:
    """Raise unless the person may take this case's confirm back, and it can be."""
    await require_decider(unit, person, file, "case_retract")
    if file.state is CaseState.RETRACTED:
        raise await already_decided(unit, file)
    if file.state not in RETRACTABLE_STATES:
        raise IllegalMove(file.case.number, file.case.state, CaseEventKind.RETRACTED)
    theirs = file.case.decided_by == person.id
    if (
        file.state in CARRIED_OUT
        and not theirs
        and not person.may_answer_sellers(file.member.id, file.brand.id)
    ):
        who = await people.who_may_answer(unit.session, unit.viewer, file.member.id, file.brand.id, unit.now)
        raise NotAllowed("case_retract", file.brand.name, who)


async def undo(hub: Hub, person: Person, case_id: str) -> CaseFile:
    """Who confirmed takes it back within five minutes, while nothing went out: the case waits again.

    Raises NotAllowed for others, TooLateToUndo where the desk is on it, something went out, or time is over.
    """
    async with hub.unit(person.viewer) as unit:
        file = await cases.open_file(unit, case_id, lock=True)
        await require_decider(unit, person, file, "case_undo")
        if (file.state, CaseEventKind.UNDONE) not in MOVES:
            raise await already_decided(unit, file)
        if file.case.decided_by != person.id:
            await _refuse_others(unit, file)
        takedown = await latest_takedown(unit.session, unit.viewer, case_id)
        if is_on_its_way(file.case, takedown.state if takedown else None) or _is_late(unit, file.case):
            raise TooLateToUndo(file.case.number)
        await withdraw_takedown(unit, file)
        await cases.record(unit, file.case, CaseEventKind.UNDONE, person=person)
        undecide(file.case)
        await feedback.owe(unit, file.case, "undecided", "undone")
        return file


def undo_until(file: CaseFile, takedown: TakedownRow | None, now: datetime) -> datetime | None:
    """Until when a confirm can be undone; None where it cannot, or no more."""
    case = file.case
    possible = (file.state, CaseEventKind.UNDONE) in MOVES and case.decided_at is not None
    if not possible or is_on_its_way(case, takedown.state if takedown else None):
        return None
    end = case.decided_at + UNDO_WITHIN if case.decided_at else now
    return end if now < end else None


def is_on_its_way(case: CaseRow, takedown_state: str | None) -> bool:
    """Whether a confirm has gone beyond the brand: a reviewer is on it, or it is at the marketplace."""
    return takedown_state in _ON_ITS_WAY or case.reviewer_id is not None


def _is_late(unit: Unit, case: CaseRow) -> bool:
    return case.decided_at is None or unit.now > case.decided_at + UNDO_WITHIN


async def _refuse_others(unit: Unit, file: CaseFile) -> None:
    known = {file.case.decided_by} if file.case.decided_by else set()
    names = await people.names(unit.session, known)
    raise NotAllowed("case_undo", file.brand.name, tuple(names.values()))


def undecide(case: CaseRow) -> None:
    """Nobody has decided the case, as when it was opened."""
    case.decided_by = case.decided_at = case.decided_version = case.reviewer_id = None
    case.second_why = []
