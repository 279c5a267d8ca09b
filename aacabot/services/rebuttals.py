"""Approved rebuttals: sent by the marketplace's worker, or passed on by the desk where it takes none."""

import random

from aacabot.domain.audit import Deed
from aacabot.domain.errors import IllegalMove, NeedsRole
from aacabot.domain.messages import MessageKind
from aacabot.domain.notes import Note, NoteKind
from aacabot.domain.notices import Notice, NoticeKind
from aacabot.domain.people import Person
from aacabot.domain.viewers import EVERYONE
from aacabot.marketplaces.backoff import TAKEDOWN_TRIES, next_delay
from aacabot.marketplaces.connector import RebuttalTold
from aacabot.services import cases, messages, takedowns
from aacabot.services.audit import note_deed
from aacabot.services.cases import CaseFile
from aacabot.services.hub import Hub, Unit
from aacabot.store import counter_notices as store
from aacabot.store.marketplaces import all_marketplaces, get_marketplace
from aacabot.store.messages import find_message
from aacabot.store.models import CounterNoticeRow

AT_ONCE = 20
BY_HAND = "by_hand"


def owe(unit: Unit, row: CounterNoticeRow) -> None:
    """Owe an approved rebuttal to the marketplace: its worker sends it, or gives it to the desk."""
    row.due_at, row.tries, row.problem = unit.now, 0, None
    takedowns.wake(unit, row.marketplace_id)


async def owed(hub: Hub, marketplace_id: str) -> list[RebuttalTold]:
    """The rebuttals due at a marketplace now."""
    async with hub.database.read(EVERYONE) as session:
        rows = await store.owed_rebuttals(session, marketplace_id, hub.clock(), AT_ONCE)
    return [
        RebuttalTold(
            id=row.id,
            takedown_id=row.takedown_id or "",
            case_number=number,
            text=row.rebuttal or "",
            decided_at=row.answered_at or row.filed_at,
        )
        for row, number in rows
    ]


async def sent(hub: Hub, ident: str) -> None:
    """The marketplace has it."""
    async with hub.unit(EVERYONE) as unit:
        row = await store.get(unit.session, ident, lock=True)
        if row is not None and row.due_at is not None:
            row.sent_at, row.due_at, row.problem = unit.now, None, None
            await _show(unit, row)


async def not_reached(hub: Hub, ident: str, problem: str, retry_after: float | None) -> None:
    """Try again later; after about a day of trying the desk passes it on."""
    async with hub.unit(EVERYONE) as unit:
        row = await store.get(unit.session, ident, lock=True)
        if row is None or row.due_at is None:
            return
        row.tries, row.problem = row.tries + 1, problem[:1_000]
        row.due_at = unit.now + next_delay(row.tries, retry_after, random.random())
        if row.tries >= TAKEDOWN_TRIES:
            await _give_to_desk(unit, row)


async def refused(hub: Hub, ident: str, status: int, text: str) -> None:
    """The marketplace does not take this one: the desk passes it on."""
    async with hub.unit(EVERYONE) as unit:
        row = await store.get(unit.session, ident, lock=True)
        if row is not None and row.due_at is not None:
            row.problem = f"HTTP {status} {text}"[:1_000]
            await _give_to_desk(unit, row)


async def turn_off(hub: Hub, marketplace_id: str) -> None:
    """The marketplace takes no rebuttals: the desk hears of it once, and passes each on by hand."""
    async with hub.unit(EVERYONE) as unit:
        marketplace = await get_marketplace(unit.session, marketplace_id)
        if marketplace.rebuttals_off_at is None:
            marketplace.rebuttals_off_at = unit.now
            note = Note(kind=NoteKind.REBUTTALS_OFF, marketplace=marketplace.name, at=unit.now)
            await messages.note_to_desk(unit, note, marketplace.id)
        for row in await store.unsent_of(unit.session, marketplace_id):
            await _give_to_desk(unit, row)


async def turn_on(hub: Hub) -> list[str]:
    """Send rebuttals again where that was turned off; returns the marketplaces' keys."""
    async with hub.unit(EVERYONE) as unit:
        silent = [one for one in await all_marketplaces(unit.session) if one.rebuttals_off_at is not None]
        for marketplace in silent:
            marketplace.rebuttals_off_at = None
        return [marketplace.key for marketplace in silent]


async def passed_on(hub: Hub, person: Person, ident: str) -> None:
    """Somebody of the desk has given the text to the marketplace by hand.

    Raises NeedsRole for others, IllegalMove where it went already.
    """
    async with hub.unit(EVERYONE) as unit:
        row = await store.get(unit.session, ident, lock=True)
        if not person.is_reviewer or row is None:
            raise NeedsRole("pass_on", "")
        file = await cases.open_file(unit, row.case_id)
        if row.problem is None or row.sent_at is not None or row.due_at is not None:
            raise IllegalMove(file.case.number, file.case.state, "passed_on")
        row.sent_at = unit.now
        note_deed(
            unit, Deed.REBUTTAL_PASSED_ON, "case", by=person, member_id=row.member_id,
            subject_id=row.case_id, details={"number": file.case.number, "counter_notice": row.id},
        )  # fmt: skip
        card = await find_message(unit.session, MessageKind.NOTICE, f"{NoticeKind.REBUTTAL_BY_HAND}:{row.id}")
        if card is not None:
            done = {"passed_on_by": person.name, "passed_on_at": unit.now.isoformat()}
            await messages.change_notice(unit, card, done)
        messages.show_case(unit, file.case)


async def _give_to_desk(unit: Unit, row: CounterNoticeRow) -> None:
    await _pass_on_by_hand(unit, await cases.open_file(unit, row.case_id), row)


async def _pass_on_by_hand(unit: Unit, file: CaseFile, row: CounterNoticeRow) -> None:
    row.due_at, row.problem = None, row.problem or BY_HAND
    values = {
        "counter_notice": row.id,
        "number": file.case.number,
        "brand": file.brand.name,
        "member": file.member.name,
        "marketplace": file.marketplace.name,
        "text": row.rebuttal or "",
        "answer_by": row.answer_by.isoformat(),
    }
    await messages.tell_desk(unit, Notice(kind=NoticeKind.REBUTTAL_BY_HAND, values=values), row.id)
    messages.show_case(unit, file.case)


async def _show(unit: Unit, row: CounterNoticeRow) -> None:
    messages.show_case(unit, (await cases.open_file(unit, row.case_id)).case)
