"""What reading a listing again proves. Each function is one commit."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from aacabot.domain.cases import WAITING_STATES, CaseEventKind, CaseState
from aacabot.domain.takedowns import (
    TakedownState,
    verify_again_after,
)
from aacabot.domain.viewers import EVERYONE
from aacabot.marketplaces.connector import ListingStatus
from aacabot.services import cases, messages
from aacabot.services.cases import CaseFile
from aacabot.services.hub import Hub, Unit
from aacabot.services.keywords import MENDABLE, Edit, record_edit
from aacabot.services.takedowns import fail, open_step, open_steps
from aacabot.store import listings
from aacabot.store import takedowns as store
from aacabot.store.models import CaseRow, TakedownRow


@dataclass(frozen=True)
class Reading:
    """What a listing that was reported removed was found to be, and when; `edit` mends keyword misuse."""

    takedown_id: str
    status: ListingStatus
    read_at: datetime
    edit: Edit | None = None


async def record_readings(hub: Hub, readings: Sequence[Reading]) -> None:
    """Record readings in one commit: gone proves a removal, anything else is looked at again."""
    found = {reading.takedown_id: reading for reading in readings}
    gone = [ident for ident, reading in found.items() if reading.status is ListingStatus.REMOVED]
    async with hub.unit(EVERYONE) as unit:
        others = sorted(set(found) - set(gone))
        beside = await store.lock_cases_beside(unit.session, gone, others) if gone else []
        steps = await open_steps(unit, sorted(found), TakedownState.REMOVED)
        for takedown, file in steps.values():
            reading = found[takedown.id]
            takedown.read_at, takedown.read_status = reading.read_at, reading.status.value
            if reading.status is ListingStatus.REMOVED:
                takedown.state, takedown.due_at = TakedownState.VERIFIED.value, None
                takedown.verified_at = reading.read_at
                await cases.record(unit, file.case, CaseEventKind.VERIFIED, occurred_at=reading.read_at)
            elif reading.edit is not None and file.state in MENDABLE:
                await record_edit(hub, unit, takedown, file, reading.edit, reading.read_at)
            else:
                await _not_gone(unit, takedown, file)
        proven = {step[1].row.id for ident, step in steps.items() if ident in gone}
        await close_waiting(unit, proven, [case for case in beside if case.listing_id in proven])
    for takedown, file in steps.values():
        hub.metrics.takedowns.labels(file.marketplace.key, takedown.state).inc()


async def _not_gone(unit: Unit, takedown: TakedownRow, file: CaseFile) -> None:
    if takedown.deadline_at is not None and unit.now > takedown.deadline_at:
        await fail(unit, takedown, file, "STILL_LIVE", None)
    else:
        takedown.tries += 1
        takedown.due_at = unit.now + verify_again_after(takedown.tries)
        messages.show_case(unit, file.case)


async def listing_gone(unit: Unit, listing_row_id: str) -> None:
    """The listing was seen gone: every case on it that still waits is closed."""
    await close_waiting(unit, {listing_row_id}, await cases.cases_on_listing(unit, listing_row_id))


async def close_waiting(unit: Unit, listing_row_ids: Collection[str], held: Sequence[CaseRow]) -> None:
    """Close those of gone listings' cases that still wait, without saying whose work it was."""
    if not listing_row_ids:
        return
    await listings.mark_settled(unit.session, sorted(listing_row_ids), unit.now)
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
        await store.lock_cases_beside(unit.session, [takedown_id])
        opened = await open_step(unit, takedown_id, TakedownState.OWED)
        if opened is None:
            return
        takedown, file = opened
        # Also of a case that waits no more, such as one the seller answered: it would be looked at for ever.
        takedown.state, takedown.due_at = TakedownState.GONE.value, None
        await listing_gone(unit, file.row.id)
