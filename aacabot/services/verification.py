"""What reading a listing again proves. Each function is one commit."""

from collections.abc import Sequence
from datetime import datetime

from aacabot.domain.cases import WAITING_STATES, CaseEventKind, CaseState
from aacabot.domain.takedowns import (
    TakedownState,
    verify_again_after,
)
from aacabot.domain.viewers import EVERYONE
from aacabot.marketplaces.connector import ListingStatus
from aacabot.services import cases, messages
from aacabot.services.hub import Hub, Unit
from aacabot.services.takedowns import fail, open_step
from aacabot.store import listings
from aacabot.store import takedowns as store
from aacabot.store.models import CaseRow


async def read_again(hub: Hub, takedown_id: str, status: ListingStatus, read_at: datetime) -> TakedownState:
    """Record a reading of a listing reported removed: gone proves it, anything else is looked at again."""
    async with hub.unit(EVERYONE) as unit:
        beside = (
            await store.lock_cases_beside(unit.session, takedown_id)
            if status is ListingStatus.REMOVED
            else []
        )
        opened = await open_step(unit, takedown_id, TakedownState.REMOVED)
        if opened is None:
            return TakedownState.CANCELLED
        takedown, file = opened
        takedown.read_at, takedown.read_status = read_at, status.value
        if status is ListingStatus.REMOVED:
            takedown.state, takedown.due_at = TakedownState.VERIFIED.value, None
            takedown.verified_at = read_at
            await cases.record(unit, file.case, CaseEventKind.VERIFIED, occurred_at=read_at)
            await close_waiting(unit, file.row.id, [case for case in beside if case.id != file.case.id])
        elif takedown.deadline_at is not None and unit.now > takedown.deadline_at:
            await fail(unit, takedown, file, "STILL_LIVE", None)
        else:
            takedown.tries += 1
            takedown.due_at = unit.now + verify_again_after(takedown.tries)
            messages.show_case(unit, file.case)
        state = TakedownState(takedown.state)
    hub.metrics.takedowns.labels(file.marketplace.key, state.value).inc()
    return state


async def listing_gone(unit: Unit, listing_row_id: str) -> None:
    """The listing was seen gone: every case on it that still waits is closed."""
    await close_waiting(unit, listing_row_id, await cases.cases_on_listing(unit, listing_row_id))


async def close_waiting(unit: Unit, listing_row_id: str, held: Sequence[CaseRow]) -> None:
    """Close those of a gone listing's cases that still wait, without saying whose work it was."""
    await listings.mark_settled(unit.session, listing_row_id, unit.now)
    for case in held:
        if CaseState(case.state) not in WAITING_STATES:
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
