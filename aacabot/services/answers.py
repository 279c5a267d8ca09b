"""What marketplaces answer to a takedown, and what reading the listing again proves. Each is one commit."""

import random
from collections.abc import Sequence
from datetime import datetime

from aacabot.domain.cases import WAITING_STATES, CaseEventKind, CaseState
from aacabot.domain.notes import Note, NoteKind
from aacabot.domain.takedowns import (
    PENDING_FOR,
    VERIFY_FOR,
    TakedownState,
    ask_again_after,
    verify_again_after,
)
from aacabot.domain.viewers import EVERYONE
from aacabot.marketplaces.backoff import TAKEDOWN_TRIES, next_delay
from aacabot.marketplaces.connector import ListingStatus, TakedownAnswer, TakedownStatus
from aacabot.services import cases, messages
from aacabot.services.cases import CaseFile
from aacabot.services.hub import Hub, Unit
from aacabot.services.notes import case_note
from aacabot.services.takedowns import fail, open_step
from aacabot.store import drains, listings
from aacabot.store import takedowns as store
from aacabot.store.models import TakedownRow

_IN_FLIGHT = (TakedownState.SENDING, TakedownState.PENDING, TakedownState.REMOVED)
NOT_ANSWERING = "not_answering"
STUMBLES = 5
"""How often a step may fail for an unforeseen reason before it is a dead letter."""


async def answered(
    hub: Hub, takedown_id: str, answer: TakedownAnswer, *, at: datetime | None = None
) -> TakedownState:
    """Record a marketplace's answer to the notice, or its later word on it; returns where that leaves it.

    `at` is the marketplace's own time where it gave one.
    """
    async with hub.unit(EVERYONE) as unit:
        opened = await open_step(unit, takedown_id, *_IN_FLIGHT, TakedownState.WITHDRAWING)
        if opened is None:
            row = await store.get_takedown(unit.session, takedown_id)
            return TakedownState(row.state) if row else TakedownState.CANCELLED
        takedown, file = opened
        first = takedown.sent_at is None
        await settle(unit, takedown, file, answer, at)
        state = TakedownState(takedown.state)
        owed_for = (unit.now - takedown.owed_at).total_seconds()
    hub.metrics.takedowns.labels(file.marketplace.key, state.value).inc()
    if first:
        hub.metrics.send_seconds.labels(file.marketplace.key).observe(owed_for)
    return state


async def settle(
    unit: Unit, takedown: TakedownRow, file: CaseFile, answer: TakedownAnswer, at: datetime | None
) -> None:
    """Write an answer to a takedown in flight, within the caller's unit."""
    first = takedown.sent_at is None
    takedown.receipt = answer.receipt or takedown.receipt
    takedown.sent_at = takedown.sent_at or unit.now
    takedown.answered_at, takedown.problem = unit.now, None
    if takedown.state == TakedownState.WITHDRAWING:
        return
    if first:
        takedown.tries = 0
        await cases.record(unit, file.case, CaseEventKind.SENT, data={"takedown": takedown.id})
    if answer.status is TakedownStatus.REMOVED:
        if takedown.state != TakedownState.REMOVED:
            takedown.state, takedown.tries = TakedownState.REMOVED.value, 0
            takedown.reported_removed_at = at or unit.now
            takedown.deadline_at = unit.now + VERIFY_FOR
            await cases.record(unit, file.case, CaseEventKind.REPORTED_REMOVED, occurred_at=at)
        takedown.due_at = unit.now
    elif answer.status is TakedownStatus.PENDING:
        await _still_pending(unit, takedown, file)
    elif answer.status is TakedownStatus.DECLINED:
        await _declined(unit, takedown, file, answer.reason, at)
    elif answer.status is TakedownStatus.UNKNOWN:
        takedown.state, takedown.due_at = TakedownState.SENDING.value, unit.now
    else:
        await fail(unit, takedown, file, "WITHDRAWN_AT_MARKETPLACE", answer.reason)


async def _still_pending(unit: Unit, takedown: TakedownRow, file: CaseFile) -> None:
    if takedown.state != TakedownState.PENDING:
        takedown.state, takedown.tries = TakedownState.PENDING.value, 0
        takedown.deadline_at = unit.now + PENDING_FOR
        await cases.record(unit, file.case, CaseEventKind.PENDING)
    takedown.tries += 1
    takedown.due_at = unit.now + ask_again_after(takedown.tries)
    if takedown.deadline_at is not None and unit.now > takedown.deadline_at:
        takedown.due_at = None
        note = await case_note(unit, file, NoteKind.PENDING_TOO_LONG)
        await messages.note_to_desk(unit, note, takedown.id)


async def _declined(
    unit: Unit, takedown: TakedownRow, file: CaseFile, reason: str | None, at: datetime | None
) -> None:
    takedown.state, takedown.due_at, takedown.reason = TakedownState.DECLINED.value, None, reason
    await cases.record(unit, file.case, CaseEventKind.DECLINED, reason=reason, occurred_at=at)
    note = await case_note(unit, file, NoteKind.DECLINED, reason=reason)
    await messages.note_in_thread(unit, file.case, note)


async def read_again(hub: Hub, takedown_id: str, status: ListingStatus, read_at: datetime) -> TakedownState:
    """Record a reading of a listing reported removed: gone proves it, anything else is looked at again."""
    async with hub.unit(EVERYONE) as unit:
        if status is ListingStatus.REMOVED:
            await store.lock_cases_beside(unit.session, takedown_id)
        opened = await open_step(unit, takedown_id, TakedownState.REMOVED)
        if opened is None:
            return TakedownState.CANCELLED
        takedown, file = opened
        takedown.read_at, takedown.read_status = read_at, status.value
        if status is ListingStatus.REMOVED:
            takedown.state, takedown.due_at, takedown.verified_at = (
                TakedownState.VERIFIED.value,
                None,
                read_at,
            )
            await cases.record(unit, file.case, CaseEventKind.VERIFIED, occurred_at=read_at)
            await listing_gone(unit, file.row.id, except_case=file.case.id)
        elif takedown.deadline_at is not None and unit.now > takedown.deadline_at:
            await fail(unit, takedown, file, "STILL_LIVE", None)
        else:
            takedown.tries += 1
            takedown.due_at = unit.now + verify_again_after(takedown.tries)
            messages.show_case(unit, file.case)
        state = TakedownState(takedown.state)
    hub.metrics.takedowns.labels(file.marketplace.key, state.value).inc()
    return state


async def listing_gone(unit: Unit, listing_row_id: str, *, except_case: str | None = None) -> None:
    """The listing was seen gone: every case that still waits is closed, without saying whose work it was."""
    await listings.mark_settled(unit.session, listing_row_id, unit.now)
    for case in await cases.cases_on_listing(unit, listing_row_id):
        if case.id == except_case or CaseState(case.state) not in WAITING_STATES:
            continue
        takedown = await store.latest_takedown(unit.session, EVERYONE, case.id)
        if takedown is not None and takedown.state == TakedownState.SENDING:
            continue
        if takedown is not None and takedown.state == TakedownState.OWED:
            takedown.state, takedown.due_at = TakedownState.GONE.value, None
        await cases.record(unit, case, CaseEventKind.FOUND_GONE)


async def already_gone(hub: Hub, takedown_id: str) -> None:
    """The listing was gone before anything was sent: nothing is sent, and the case is closed."""
    async with hub.unit(EVERYONE) as unit:
        await store.lock_cases_beside(unit.session, takedown_id)
        opened = await open_step(unit, takedown_id, TakedownState.OWED)
        if opened is None:
            return
        await listing_gone(unit, opened[1].row.id)


async def unreachable(
    hub: Hub, takedown_id: str, problem: str, retry_after: float | None, not_before: datetime | None
) -> datetime | None:
    """The marketplace could not be reached: try again later, or give up after about a day of trying.

    Returns when the next try is due, None where there is none.
    """
    async with hub.unit(EVERYONE) as unit:
        opened = await open_step(
            unit, takedown_id, *_IN_FLIGHT, TakedownState.OWED, TakedownState.WITHDRAWING
        )
        if opened is None:
            return None
        takedown, file = opened
        takedown.tries += 1
        takedown.problem, takedown.text = NOT_ANSWERING, problem[:1_000]
        if takedown.tries >= TAKEDOWN_TRIES:
            if takedown.state == TakedownState.WITHDRAWING:
                await _withdraw_failed(unit, takedown, file, problem)
            else:
                await fail(unit, takedown, file, "NOT_ANSWERING", problem)
            return None
        due = unit.now + next_delay(takedown.tries, retry_after, random.random())
        takedown.due_at = max(due, not_before) if not_before else due
        messages.show_case(unit, file.case)
        return takedown.due_at


async def postpone(hub: Hub, takedown_ids: Sequence[str], until: datetime) -> None:
    """The marketplace is left alone for a while: its cards say so, and what is due waits until then."""
    async with hub.unit(EVERYONE) as unit:
        for takedown_id in sorted(takedown_ids):
            opened = await open_step(
                unit, takedown_id, *_IN_FLIGHT, TakedownState.OWED, TakedownState.WITHDRAWING
            )
            if opened is not None:
                takedown, file = opened
                takedown.due_at, takedown.problem = until, NOT_ANSWERING
                messages.show_case(unit, file.case)


async def refused(hub: Hub, takedown_id: str, status: int, text: str) -> None:
    """The marketplace refuses the request for good."""
    async with hub.unit(EVERYONE) as unit:
        opened = await open_step(
            unit, takedown_id, *_IN_FLIGHT, TakedownState.OWED, TakedownState.WITHDRAWING
        )
        if opened is None:
            return
        takedown, file = opened
        words = f"HTTP {status} {text}"[:1_000]
        if takedown.state == TakedownState.WITHDRAWING:
            await _withdraw_failed(unit, takedown, file, words)
        else:
            await fail(unit, takedown, file, "REFUSED", words)
    hub.metrics.takedowns.labels(file.marketplace.key, "refused").inc()


async def stumbled(hub: Hub, takedown_id: str, problem: str) -> None:
    """A step failed for a reason nobody foresaw: it is tried a few times more, then it is the desk's."""
    async with hub.unit(EVERYONE) as unit:
        opened = await open_step(
            unit, takedown_id, *_IN_FLIGHT, TakedownState.OWED, TakedownState.WITHDRAWING
        )
        if opened is None:
            return
        takedown, file = opened
        takedown.tries += 1
        if takedown.tries < STUMBLES:
            takedown.due_at = unit.now + next_delay(takedown.tries, None, random.random())
        elif takedown.state == TakedownState.WITHDRAWING:
            await _withdraw_failed(unit, takedown, file, problem[:1_000])
        else:
            await fail(unit, takedown, file, "INTERNAL", problem[:1_000])


async def _withdraw_failed(unit: Unit, takedown: TakedownRow, file: CaseFile, words: str) -> None:
    takedown.state, takedown.due_at, takedown.text = TakedownState.FAILED.value, None, words
    takedown.reason = "WITHDRAW_FAILED"
    note = await case_note(unit, file, NoteKind.DEAD_LETTER, reason="WITHDRAW_FAILED", text=words)
    await messages.note_to_desk(unit, note, f"{takedown.id}:withdraw")
    messages.show_case(unit, file.case)


async def withdrawn(hub: Hub, takedown_id: str) -> None:
    """The marketplace took the notice back, or never had it."""
    async with hub.unit(EVERYONE) as unit:
        opened = await open_step(unit, takedown_id, TakedownState.WITHDRAWING)
        if opened is None:
            return
        takedown, file = opened
        takedown.state, takedown.due_at, takedown.withdrawn_at = TakedownState.WITHDRAWN.value, None, unit.now
        takedown.problem = None
        if file.state is CaseState.RETRACTED:
            await cases.record(unit, file.case, CaseEventKind.WITHDRAWN)
        await listings.mark_settled(unit.session, file.row.id, unit.now)
    hub.metrics.takedowns.labels(file.marketplace.key, "withdrawn").inc()


async def retry(hub: Hub, takedown_id: str) -> bool:
    """Try a failed request again, at the operator's word; False where it is not failed."""
    async with hub.unit(EVERYONE) as unit:
        opened = await open_step(unit, takedown_id, TakedownState.FAILED)
        if opened is None:
            return False
        takedown, file = opened
        withdrawing = takedown.reason == "WITHDRAW_FAILED"
        again = TakedownState.WITHDRAWING if withdrawing else _where_it_stopped(takedown)
        takedown.state, takedown.due_at = again.value, unit.now
        takedown.tries, takedown.problem, takedown.reason = 0, None, None
        takedown.deadline_at = unit.now + VERIFY_FOR
        if not withdrawing:
            await cases.record(unit, file.case, CaseEventKind.RETRIED)
            if takedown.sent_at is not None:
                await cases.record(unit, file.case, CaseEventKind.SENT, data={"takedown": takedown.id})
        unit.wake("serve_marketplace", takedown.marketplace_id)
        return True


def _where_it_stopped(takedown: TakedownRow) -> TakedownState:
    if takedown.notice is None:
        return TakedownState.OWED
    return TakedownState.REMOVED if takedown.reported_removed_at else TakedownState.SENDING


async def tell_desk_of_dead_work(hub: Hub, work: str, ident: str, error: str, key: str | None) -> None:
    """Durable work was given up: the desk is told, with the id to look for in the logs.

    A worker that served a `key` is let go of, so that the next one who asks starts another.
    """
    async with hub.unit(EVERYONE) as unit:
        if key is not None:
            await drains.begin(unit.session, work, key)
        note = Note(kind=NoteKind.DEAD_LETTER, work=work, log_id=ident, text=error[:1_000], at=unit.now)
        await messages.note_to_desk(unit, note, ident)
