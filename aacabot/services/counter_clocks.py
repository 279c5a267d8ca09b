"""The time a brand has to answer a seller: reminders on its way, and its end, which is never silent."""

from datetime import timedelta

from aacabot.domain.cases import CaseEventKind, CaseState
from aacabot.domain.counter_notices import (
    CounterNoticeState,
    Silence,
    next_moment,
    reminder_due,
)
from aacabot.domain.notes import NoteKind
from aacabot.domain.takedowns import TakedownState
from aacabot.domain.viewers import EVERYONE
from aacabot.services import cases, counter_answers, feedback, takedowns
from aacabot.services.cases import CaseFile
from aacabot.services.counter_notices import settle, tell
from aacabot.services.hub import Hub, Unit
from aacabot.services.sweeps import each
from aacabot.services.withdrawal import withdraw_takedown
from aacabot.store import counter_notices as store
from aacabot.store import listings
from aacabot.store.models import CounterNoticeRow
from aacabot.store.takedowns import latest_takedown

AT_ONCE = 100
"""Cases looked at in one minute; the rest follow in the next."""
_N = CounterNoticeState
_NOT_ANSWERED = frozenset({TakedownState.OWED, TakedownState.SENDING, TakedownState.PENDING})
"""The marketplace may still remove the listing: it is told that nobody asks for that any more."""
_LOOK_AGAIN = timedelta(hours=1)


async def watch_counter_notices(hub: Hub) -> int:
    """Remind, let rebuttals nobody approved lapse, and end what was not answered; returns of how many cases.

    Several nodes may do this at once: each case is held, and looked at again, before anything is done.
    """
    async with hub.database.read(EVERYONE) as session:
        due = await store.cases_with_something_due(session, hub.clock(), AT_ONCE)
    await each(due, lambda case_id: _watch(hub, case_id))
    return len(due)


async def _watch(hub: Hub, case_id: str) -> None:
    async with hub.unit(EVERYONE) as unit:
        file = await cases.open_file(unit, case_id, lock=True)
        for row in await store.open_of(unit.session, EVERYONE, case_id):
            if row.next_at is not None and row.next_at <= unit.now:
                await _look_at(unit, file, row)


async def _look_at(unit: Unit, file: CaseFile, row: CounterNoticeRow) -> None:
    if file.state is CaseState.FAILED and row.answer_by > unit.now:
        # The desk may have the takedown tried again: then the seller's answer still waits for the brand's.
        row.next_at = min(row.answer_by, unit.now + _LOOK_AGAIN)
    elif file.state is not CaseState.COUNTER_NOTICED:
        settle(row, _N.MOOT)
    elif row.answer_by <= unit.now:
        await _end(unit, file, row)
    else:
        if row.state == _N.REBUTTAL_ASKED and (file.case.second_by or unit.now) <= unit.now:
            await counter_answers.refused(unit, file, row, None)
        await _remind(unit, file, row)
        row.next_at = next_moment(row.filed_at, row.answer_by, row.reminded)
        if row.state == _N.REBUTTAL_ASKED and file.case.second_by is not None:
            row.next_at = min(row.next_at, file.case.second_by)


async def _remind(unit: Unit, file: CaseFile, row: CounterNoticeRow) -> None:
    percent = reminder_due(row.filed_at, row.answer_by, row.reminded, unit.now)
    if percent is not None:
        row.reminded = percent
        await tell(unit, file, NoteKind.COUNTER_REMINDER, row, percent=percent)


async def _end(unit: Unit, file: CaseFile, row: CounterNoticeRow) -> None:
    """Nobody answered in time: the marketplace's rule decides, as was said from the beginning."""
    takedown = await latest_takedown(unit.session, EVERYONE, file.case.id)
    data = {"counter_notice": row.id, "procedure": row.procedure}
    if row.silence == Silence.RESTORES:
        settle(row, _N.LAPSED)
        await cases.record(unit, file.case, CaseEventKind.COUNTER_LAPSED, data=data)
        if takedown is not None and takedown.state == TakedownState.REMOVED:
            takedown.state, takedown.due_at = TakedownState.CANCELLED.value, None
        elif takedown is not None and takedown.state in _NOT_ANSWERED:
            await withdraw_takedown(unit, file)
        await listings.mark_settled(unit.session, [file.row.id], unit.now)
        await feedback.owe(unit, file.case, "undecided", "counter_notice_unanswered")
        kind = NoteKind.COUNTER_LAPSED
    elif takedown is not None and takedown.verified_at is None:
        # What never came down cannot stay down: the desk takes it from here.
        settle(row, _N.STOOD)
        await takedowns.fail(unit, takedown, file, "STILL_LIVE", None)
        return
    else:
        settle(row, _N.STOOD)
        await cases.record(unit, file.case, CaseEventKind.COUNTER_STOOD, data=data)
        kind = NoteKind.COUNTER_STOOD
    await tell(unit, file, kind, row, to_desk=NoteKind.COUNTER_ENDED_FOR_DESK)
