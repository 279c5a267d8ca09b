"""Sellers' answers come in from the marketplace: the brand gets its clock, and everybody hears of it."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime

from aacabot.domain.cases import CaseEventKind, CaseState
from aacabot.domain.counter_notices import (
    CounterNoticeState,
    Procedure,
    answer_by,
    applicable,
    next_moment,
    procedures_of,
    window_ends,
)
from aacabot.domain.ids import new_id
from aacabot.domain.listings import MarketplaceEvent
from aacabot.domain.notes import NoteKind
from aacabot.domain.people import Person
from aacabot.domain.rights import RightKind
from aacabot.domain.viewers import EVERYONE
from aacabot.logs import log
from aacabot.services import cases, messages
from aacabot.services.cases import CaseFile
from aacabot.services.hub import Unit
from aacabot.services.notes import case_note
from aacabot.store import counter_notices as store
from aacabot.store import people
from aacabot.store.correspondents import admins_of
from aacabot.store.models import CounterNoticeRow, Marketplace, RegisteredRight, TakedownRow
from aacabot.store.takedowns import latest_takedown

TEXT_LIMIT = 10_000
_E = CaseEventKind


@dataclass(frozen=True, kw_only=True)
class Filing:
    """What a seller answered: when (aware), under which procedure, and the mark the same one comes with."""

    procedure: Procedure
    source_key: str
    filed_at: datetime
    reason: str | None
    text: str | None


def procedures_at(marketplace: Marketplace) -> tuple[Procedure, ...]:
    return procedures_of(marketplace.counter_notice_rules, marketplace.counter_notice_days)


async def arrived(unit: Unit, file: CaseFile, event: MarketplaceEvent) -> None:
    """The marketplace says that the seller answers. The same again, or one that comes too late, does nothing.

    Raises IllegalMove where the case does not wait for one.
    """
    right = await right_of(unit, file)
    filing = Filing(
        procedure=applicable(procedures_at(file.marketplace), event.procedure, right),
        source_key=event.counter_notice_id or digest(event.at.isoformat(), event.reason, event.text),
        filed_at=event.at,
        reason=event.reason,
        text=event.text,
    )
    if await store.is_known(unit.session, file.case.id, filing.source_key):
        return
    takedown = await latest_takedown(unit.session, unit.viewer, file.case.id)
    if is_too_late(filing, takedown):
        log(__name__).info("counter-notice after its window", case=file.case.number)
        note = await case_note(unit, file, NoteKind.COUNTER_NOTICE_TOO_LATE, at=event.at)
        await messages.note_to_desk(unit, note, f"{file.case.id}:{filing.source_key}")
        return
    await take_in(unit, file, filing, takedown)


def is_too_late(filing: Filing, takedown: TakedownRow | None) -> bool:
    """Whether the procedure's window, from the takedown on, was over when the seller answered."""
    done = (takedown.verified_at or takedown.reported_removed_at or takedown.sent_at) if takedown else None
    end = window_ends(done, filing.procedure)
    return end is not None and filing.filed_at > end


async def right_of(unit: Unit, file: CaseFile) -> RightKind | None:
    """What kind of right the notice stood on."""
    row = await unit.session.get(RegisteredRight, file.case.right_id) if file.case.right_id else None
    return RightKind(row.kind) if row else None


async def take_in(
    unit: Unit,
    file: CaseFile,
    filing: Filing,
    takedown: TakedownRow | None,
    entered_by: Person | None = None,
) -> CounterNoticeRow:
    """The case waits for the brand's answer, and everybody is told until when and what silence does.

    A further answer takes an open one's place and gives the brand no more time than that.
    """
    due = answer_by(filing.filed_at, filing.procedure, file.member.timezone)
    for earlier in await store.open_of(unit.session, unit.viewer, file.case.id):
        if file.state is CaseState.COUNTER_NOTICED:
            due = min(due, earlier.answer_by)
        settle(earlier, CounterNoticeState.MOOT)
    row = CounterNoticeRow(
        id=new_id(),
        case_id=file.case.id,
        member_id=file.member.id,
        marketplace_id=file.marketplace.id,
        takedown_id=takedown.id if takedown else None,
        source_key=filing.source_key,
        procedure=filing.procedure.name,
        filed_at=filing.filed_at,
        answer_by=due,
        reason=filing.reason,
        text=filing.text,
        entered_by=entered_by.id if entered_by else None,
        state=CounterNoticeState.OPEN.value,
        silence=filing.procedure.silence.value,
        next_at=next_moment(filing.filed_at, due, 0),
    )
    unit.session.add(row)
    await _noted(unit, file, row, entered_by)
    return row


async def _noted(unit: Unit, file: CaseFile, row: CounterNoticeRow, by: Person | None) -> None:
    file.case.answer_by = row.answer_by
    data = {
        "text": row.text or "",
        "due": row.answer_by.isoformat(),
        "counsel": list(await who_answers(unit, file)),
        "procedure": row.procedure,
        "silence": row.silence,
        "counter_notice": row.id,
    }
    await cases.record(
        unit, file.case, _E.COUNTER_NOTICED, person=by, reason=row.reason, data=data, occurred_at=row.filed_at
    )
    await tell(unit, file, NoteKind.COUNTER_NOTICED, row, to_desk=NoteKind.COUNTER_NOTICE_FOR_DESK)


async def wait_again(unit: Unit, file: CaseFile) -> None:
    """A failed takedown is tried again: the seller's open answer waits for the brand's, until the same time.

    Nothing happens where no answer is open, or the case waits for one already.
    """
    rows = await store.open_of(unit.session, EVERYONE, file.case.id)
    if not rows or file.state is CaseState.COUNTER_NOTICED:
        return
    row = rows[-1]
    row.state = CounterNoticeState.OPEN.value
    row.next_at = next_moment(row.filed_at, row.answer_by, row.reminded)
    await _noted(unit, file, row, None)


async def who_answers(unit: Unit, file: CaseFile) -> tuple[str, ...]:
    """Person ids of the brand's counsel; of the member's admins where it has none."""
    counsel = await people.counsel_of(unit.session, file.member.id, file.brand.id, unit.now)
    return counsel or tuple(await admins_of(unit.session, file.member.id, unit.now.date()))


async def tell(
    unit: Unit,
    file: CaseFile,
    kind: NoteKind,
    row: CounterNoticeRow,
    *,
    to_desk: NoteKind | None = None,
    percent: int | None = None,
) -> None:
    """Tell in the case's thread and the brand's counsel in person; the desk too where it has its own word."""
    note = await case_note(unit, file, kind, reason=row.reason, at=row.filed_at, due=row.answer_by)
    note = replace(note, silence=row.silence, percent=percent)
    about = f":{row.id}:{percent or ''}"
    await messages.note_in_thread(unit, file.case, note, about)
    if to_desk is not None:
        desk = replace(note, kind=to_desk, person=None, slack_user=None)
        await messages.note_to_desk(unit, desk, f"{file.case.id}:{file.case.event_count}{about}")
    for person_id in await who_answers(unit, file):
        await messages.note_in_person(unit, file.case, note, person_id, about)


def settle(row: CounterNoticeRow, state: CounterNoticeState) -> None:
    """Nothing more is expected of the brand; where a rebuttal is owed, its sending is."""
    row.state, row.next_at = state.value, None


async def close_open(unit: Unit, file: CaseFile) -> None:
    """The case has ended otherwise: its open answers wait for nobody."""
    for row in await store.open_of(unit.session, EVERYONE, file.case.id):
        settle(row, CounterNoticeState.MOOT)


def digest(*parts: str | None) -> str:
    return hashlib.sha256("\x1f".join(part or "" for part in parts).encode()).hexdigest()[:32]
