"""Requests to marketplaces: owed in the decision's commit, carried out by the marketplace's worker."""

from collections.abc import Sequence
from hashlib import sha256

from sqlalchemy import select
from sqlmodel import col

from aacabot.domain.cases import MOVES, CaseEventKind
from aacabot.domain.ids import new_id
from aacabot.domain.notes import NoteKind
from aacabot.domain.takedowns import TakedownState
from aacabot.domain.viewers import EVERYONE
from aacabot.marketplaces.notice import Programme
from aacabot.services import cases, messages
from aacabot.services.cases import CaseFile
from aacabot.services.hub import Hub, Unit
from aacabot.services.notes import case_note
from aacabot.store import takedowns as store
from aacabot.store.models import CaseRow, ListingRow, TakedownRow

WORKER = "serve_marketplace"
LANE_STOPPED = "lane_stopped"

Step = tuple[TakedownRow, CaseFile]


def wake(unit: Unit, marketplace_id: str) -> None:
    """The marketplace's worker has something to do once this commits."""
    unit.wake(WORKER, marketplace_id)


async def owe(unit: Unit, file: CaseFile, programme: Programme) -> None:
    """Owe the takedown of a confirmed case."""
    last = await store.latest_takedown(unit.session, EVERYONE, file.case.id)
    unit.session.add(
        TakedownRow(
            id=new_id(),
            case_id=file.case.id,
            member_id=file.member.id,
            marketplace_id=file.marketplace.id,
            attempt=last.attempt + 1 if last else 1,
            programme=programme.value,
            state=TakedownState.OWED.value,
            owed_at=unit.now,
            due_at=unit.now,
        )
    )
    await unit.session.flush()
    wake(unit, file.marketplace.id)


async def open_steps(unit: Unit, takedown_ids: Sequence[str], *states: TakedownState) -> dict[str, Step]:
    """Those takedowns that are still in such a state, and their cases, held: cases first, as decisions do."""
    held = {case.id: case for case in await store.lock_cases_of(unit.session, takedown_ids)}
    # Read after the cases are held: whoever held them before may have changed the takedowns.
    rows = [
        row
        for row in await store.get_takedowns(unit.session, takedown_ids, lock=True)
        if row.state in states and row.case_id in held
    ]
    files = await cases.files_of(unit, [held[row.case_id] for row in rows])
    return {row.id: (row, files[row.case_id]) for row in rows}


async def open_step(unit: Unit, takedown_id: str, *states: TakedownState) -> Step | None:
    """The takedown and its case, held, if it is still in such a state."""
    return (await open_steps(unit, [takedown_id], *states)).get(takedown_id)


def as_sent(takedown: TakedownRow) -> dict[str, str]:
    """What the event of a notice that went out keeps: the chain covers the very bytes that were sent."""
    digest = {"notice": sha256(takedown.notice).hexdigest()} if takedown.notice is not None else {}
    return {"takedown": takedown.id, **digest}


async def fail(unit: Unit, takedown: TakedownRow, file: CaseFile, reason: str, text: str | None) -> None:
    """Give up: the case says so, the decider is told in the thread, and the desk gets a dead letter.

    A case that has ended otherwise stays as it is; only the desk hears then.
    """
    takedown.state, takedown.due_at = TakedownState.FAILED.value, None
    takedown.reason, takedown.text = reason, text
    if (file.state, CaseEventKind.FAILED) in MOVES:
        await cases.record(unit, file.case, CaseEventKind.FAILED, reason=reason, data={"text": text or ""})
        note = await case_note(unit, file, NoteKind.FAILED, reason=reason, text=text)
        await messages.note_in_thread(unit, file.case, note)
    dead = await case_note(unit, file, NoteKind.DEAD_LETTER, reason=reason, text=text)
    await messages.note_to_desk(unit, dead, f"{takedown.id}:{file.case.event_count}")


async def listing_id_of(hub: Hub, takedown_id: str) -> str | None:
    """The marketplace's id of the listing a takedown is about."""
    async with hub.database.read(EVERYONE) as session:
        found = await session.execute(
            select(col(ListingRow.listing_id))
            .join(CaseRow, col(CaseRow.listing_id) == col(ListingRow.id))
            .join(TakedownRow, col(TakedownRow.case_id) == col(CaseRow.id))
            .where(col(TakedownRow.id) == takedown_id)
        )
        return found.scalar_one_or_none()
