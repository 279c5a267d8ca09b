"""What is done when a takedown does not go as it should: tried again, given up, or retried by the operator.

Each function is one commit.
"""

import random
from collections.abc import Sequence
from datetime import datetime

from aacabot.domain.cases import CaseEventKind, CaseState
from aacabot.domain.notes import Note, NoteKind
from aacabot.domain.takedowns import (
    PENDING_FOR,
    VERIFY_FOR,
    TakedownState,
)
from aacabot.domain.viewers import EVERYONE
from aacabot.marketplaces.backoff import TAKEDOWN_TRIES, next_delay
from aacabot.services import cases, counter_notices, messages
from aacabot.services.answers import IN_FLIGHT
from aacabot.services.cases import CaseFile
from aacabot.services.hub import Hub, Unit
from aacabot.services.notes import case_note
from aacabot.services.takedowns import WORKER, as_sent, fail, open_step
from aacabot.store import drains
from aacabot.store.models import TakedownRow

NOT_ANSWERING = "not_answering"
STUMBLES = 5
"""How often a step may fail for an unforeseen reason before it is a dead letter."""


async def unreachable(
    hub: Hub, takedown_id: str, problem: str, retry_after: float | None, not_before: datetime | None
) -> datetime | None:
    """The marketplace could not be reached: try again later, or give up after about a day of trying.

    Returns when the next try is due, None where there is none.
    """
    async with hub.unit(EVERYONE) as unit:
        opened = await open_step(unit, takedown_id, *IN_FLIGHT, TakedownState.OWED, TakedownState.WITHDRAWING)
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
                unit, takedown_id, *IN_FLIGHT, TakedownState.OWED, TakedownState.WITHDRAWING
            )
            if opened is not None:
                takedown, file = opened
                takedown.due_at, takedown.problem = until, NOT_ANSWERING
                messages.show_case(unit, file.case)


async def refused(hub: Hub, takedown_id: str, status: int, text: str) -> None:
    """The marketplace refuses the request for good."""
    async with hub.unit(EVERYONE) as unit:
        opened = await open_step(unit, takedown_id, *IN_FLIGHT, TakedownState.OWED, TakedownState.WITHDRAWING)
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
        opened = await open_step(unit, takedown_id, *IN_FLIGHT, TakedownState.OWED, TakedownState.WITHDRAWING)
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


async def retry(hub: Hub, takedown_id: str) -> bool:
    """Try a request again that failed or was pending too long; False where it is neither."""
    async with hub.unit(EVERYONE) as unit:
        opened = await open_step(unit, takedown_id, TakedownState.FAILED, TakedownState.PENDING)
        if opened is None or (opened[0].state == TakedownState.PENDING and opened[0].due_at is not None):
            return False
        takedown, file = opened
        if takedown.state == TakedownState.PENDING:
            _ask_on(unit, takedown)
            return True
        withdrawing = takedown.reason == "WITHDRAW_FAILED"
        if not withdrawing and file.state not in {CaseState.FAILED, CaseState.COUNTER_NOTICED}:
            return False
        again = TakedownState.WITHDRAWING if withdrawing else _where_it_stopped(takedown)
        takedown.state, takedown.due_at = again.value, unit.now
        takedown.tries, takedown.problem, takedown.reason = 0, None, None
        takedown.deadline_at = unit.now + VERIFY_FOR
        if not withdrawing:
            if file.state is CaseState.FAILED:
                await cases.record(unit, file.case, CaseEventKind.RETRIED)
            if takedown.sent_at is not None:
                await cases.record(unit, file.case, CaseEventKind.SENT, data=as_sent(takedown))
            await counter_notices.wait_again(unit, file)
        unit.wake(WORKER, takedown.marketplace_id)
        return True


def _ask_on(unit: Unit, takedown: TakedownRow) -> None:
    takedown.due_at, takedown.deadline_at, takedown.tries = unit.now, unit.now + PENDING_FOR, 0
    unit.wake(WORKER, takedown.marketplace_id)


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
