"""Keyword misuse that a marketplace mends by editing: the listing stays, and names the mark no more."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aacabot.domain.cases import CaseEventKind, CaseState, Change
from aacabot.domain.listings import Listing, PartialListing, differences, merge
from aacabot.domain.rights import ReasonCode
from aacabot.domain.takedowns import TakedownState
from aacabot.domain.viewers import EVERYONE
from aacabot.screening import Subject, screen
from aacabot.services import cases
from aacabot.services.cases import CaseFile
from aacabot.services.hub import Hub, Unit
from aacabot.services.intake import owe_screening
from aacabot.services.screening import Watcher, matches_in
from aacabot.services.versions import keep_version
from aacabot.store import takedowns as store
from aacabot.store import watchlists
from aacabot.store.models import CaseRow, ListingRead, TakedownRow

MENDABLE = frozenset({CaseState.SUBMITTED, CaseState.COUNTER_NOTICED})
"""A seller may object before the edit is seen: the case still waits for the brand's answer then."""
IN_FLIGHT = frozenset({TakedownState.SENDING, TakedownState.PENDING, TakedownState.REMOVED})


@dataclass(frozen=True)
class Edit:
    """How a listing reads that names the brand no more, and what that changed."""

    listing: Listing
    changes: tuple[Change, ...]


async def edit_for_takedown(hub: Hub, takedown_id: str, read: PartialListing | None) -> Edit | None:
    """The edit that mends a takedown's case, if what was read is one."""
    if read is None:
        return None
    async with hub.database.read(EVERYONE) as session:
        takedown = await store.get_takedown(session, takedown_id)
        case = await session.get(CaseRow, takedown.case_id) if takedown else None
    return (await _edits(hub, [case], read)).get(case.id) if case else None


async def edits_for_listing(hub: Hub, read_id: str, read: PartialListing | None) -> dict[str, Edit]:
    """By case, the edits that mend cases on a listing that is read again."""
    if read is None:
        return {}
    async with hub.database.read(EVERYONE) as session:
        asked = await session.get(ListingRead, read_id)
        held = await store.worked_on(session, asked.listing_id) if asked else []
    return await _edits(hub, held, read)


def _is_mendable(case: CaseRow) -> bool:
    return case.reason_code == ReasonCode.KEYWORD_MISUSE and CaseState(case.state) in MENDABLE


async def _edits(hub: Hub, held: Sequence[CaseRow], read: PartialListing) -> dict[str, Edit]:
    mendable = [case for case in held if _is_mendable(case)]
    if not mendable:
        return {}
    async with hub.database.read(EVERYONE) as session:
        files = await cases.open_files(Unit(session, EVERYONE, hub.clock()), [case.id for case in mendable])
        marks = await watchlists.marks_of_brands(session, {case.brand_id for case in mendable})
    edits = {}
    for file in files.values():
        now_reads, changes = merge(file.listing, read), differences(file.listing, read)
        own = [mark for mark in marks if mark.brand_id == file.brand.id]
        if changes and not await _names(own, now_reads):
            edits[file.case.id] = Edit(now_reads, changes)
    return edits


async def _names(marks: Sequence[watchlists.MarkRow], listing: Listing) -> bool:
    """Whether the listing's own text still names one of these marks, screened as a new listing would be."""
    watch = await Watcher().watch(marks)
    subject = Subject(title=listing.title, description=listing.description, category=listing.category)
    (found,) = await asyncio.to_thread(screen, watch.watchlist, [subject])
    return bool(found)


async def own_matches(unit: Unit, brand_id: str, listing: Listing) -> list[dict[str, Any]]:
    """Where a listing that its brand reports by itself names the brand's marks, best first."""
    watch = await Watcher().watch(await watchlists.marks_of_brands(unit.session, {brand_id}))
    return await asyncio.to_thread(matches_in, watch, listing)


async def record_edit(
    hub: Hub, unit: Unit, takedown: TakedownRow, file: CaseFile, edit: Edit, at: datetime
) -> None:
    """The marketplace mended the listing: the case is upheld, and others' cases on it see the new text.

    One the seller objects to stays where it is, with its takedown verified.
    """
    takedown.state, takedown.due_at, takedown.verified_at = TakedownState.VERIFIED.value, None, at
    takedown.read_at, takedown.read_status = at, "live"
    changes = [[change.field, change.before, change.after] for change in edit.changes]
    is_answered = file.state is CaseState.COUNTER_NOTICED
    kind = CaseEventKind.VERIFIED if is_answered else CaseEventKind.EDITED
    await cases.record(unit, file.case, kind, data={"changes": changes}, occurred_at=at)
    if await keep_version(unit, file.row, edit.listing):
        await owe_screening(hub, unit, file.marketplace.id, [file.row.id])


async def record_edits(
    hub: Hub, unit: Unit, held: Sequence[CaseRow], edits: dict[str, Edit], at: datetime
) -> None:
    """The same for cases that are held, each by its takedown that is under way."""
    for case in held:
        if case.id not in edits or not _is_mendable(case):
            continue
        takedown = await store.latest_takedown(unit.session, EVERYONE, case.id)
        if takedown is not None and takedown.state in IN_FLIGHT:
            file = await cases.file_of(unit, case)
            await record_edit(hub, unit, takedown, file, edits[case.id], at)
