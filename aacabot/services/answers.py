"""What marketplaces answer to a takedown, at once or later. Each function is one commit."""

from collections.abc import Sequence
from datetime import datetime

from aacabot.domain.cases import CaseEventKind, CaseState
from aacabot.domain.notes import NoteKind
from aacabot.domain.takedowns import (
    PENDING_FOR,
    VERIFY_FOR,
    TakedownState,
    ask_again_after,
)
from aacabot.domain.viewers import EVERYONE
from aacabot.marketplaces.connector import TakedownAnswer, TakedownStatus
from aacabot.services import cases, messages
from aacabot.services.cases import CaseFile
from aacabot.services.hub import Hub, Unit
from aacabot.services.notes import case_note
from aacabot.services.takedowns import as_sent, fail, open_step, open_steps
from aacabot.store import listings
from aacabot.store import takedowns as store
from aacabot.store.models import TakedownRow

IN_FLIGHT = (TakedownState.SENDING, TakedownState.PENDING, TakedownState.REMOVED)
"""The notice may be in the world, and nothing final has been said."""


async def record_answers(hub: Hub, given: Sequence[tuple[str, TakedownAnswer]]) -> dict[str, TakedownState]:
    """Record the marketplace's answers to notices, or its later words on them, in one commit.

    Returns where that leaves each takedown.
    """
    answers = dict(given)
    async with hub.unit(EVERYONE) as unit:
        rows = await store.get_takedowns(unit.session, sorted(answers))
        steps = await open_steps(unit, sorted(answers), *IN_FLIGHT, TakedownState.WITHDRAWING)
        first = [step for step in steps.values() if step[0].sent_at is None]
        for takedown, file in steps.values():
            await settle(unit, takedown, file, answers[takedown.id], None)
        states = dict.fromkeys(answers, TakedownState.CANCELLED)
        states |= {row.id: TakedownState(row.state) for row in rows}
    for takedown, file in steps.values():
        hub.metrics.takedowns.labels(file.marketplace.key, takedown.state).inc()
    for takedown, file in first:
        hub.metrics.send_seconds.labels(file.marketplace.key).observe(
            (unit.now - takedown.owed_at).total_seconds()
        )
    return states


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
        await cases.record(unit, file.case, CaseEventKind.SENT, data=as_sent(takedown))
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
        # By deadline: the desk may have it asked on, and hears of the next one too.
        await messages.note_to_desk(unit, note, f"{takedown.id}:{int(takedown.deadline_at.timestamp())}")


async def _declined(
    unit: Unit, takedown: TakedownRow, file: CaseFile, reason: str | None, at: datetime | None
) -> None:
    takedown.state, takedown.due_at, takedown.reason = TakedownState.DECLINED.value, None, reason
    await cases.record(unit, file.case, CaseEventKind.DECLINED, reason=reason, occurred_at=at)
    note = await case_note(unit, file, NoteKind.DECLINED, reason=reason)
    await messages.note_in_thread(unit, file.case, note)


async def withdrawn(hub: Hub, takedown_id: str) -> None:
    """The marketplace took the notice back, or never had it."""
    async with hub.unit(EVERYONE) as unit:
        opened = await open_step(unit, takedown_id, TakedownState.WITHDRAWING)
        if opened is None:
            return
        takedown, file = opened
        takedown.state, takedown.due_at, takedown.withdrawn_at = TakedownState.WITHDRAWN.value, None, unit.now
        takedown.problem = None
        if file.state in {CaseState.RETRACTED, CaseState.RESTORED}:
            await cases.record(unit, file.case, CaseEventKind.WITHDRAWN)
        await listings.mark_settled(unit.session, [file.row.id], unit.now)
    hub.metrics.takedowns.labels(file.marketplace.key, "withdrawn").inc()
