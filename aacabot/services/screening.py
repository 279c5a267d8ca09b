"""From a stored batch to open cases: which brands each listing touches, and whose card it becomes."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from aacabot.domain.case_numbers import format_case_number
from aacabot.domain.cases import (
    CONFIRM_WITHIN,
    WAITING_STATES,
    CaseEventKind,
    CaseState,
    opens_next_round,
)
from aacabot.domain.ids import new_id
from aacabot.domain.listings import Listing, PartialListing, differences
from aacabot.domain.rights import REASONS_BY_RIGHT, propose_right
from aacabot.domain.severity import severity_of
from aacabot.domain.viewers import EVERYONE
from aacabot.logs import log
from aacabot.screening import Match, Subject, UnscreenableMark, WatchedMark, Watchlist, screen
from aacabot.services import cases, messages, waking
from aacabot.services.case_events import append
from aacabot.services.hub import Hub, Unit
from aacabot.services.intel import encounters
from aacabot.services.intel.matching import Matcher, matcher_in
from aacabot.store import cases as case_store
from aacabot.store import listings as store
from aacabot.store import watchlists
from aacabot.store.models import Brand, CaseRow, IntakeBatch, ListingRow, Marketplace

# Cases are opened a few to a commit: on SQLite a click waits for the writer that is at work.
LISTINGS_PER_COMMIT = 20
LISTINGS_PER_LOOK = 500


@dataclass(frozen=True)
class Watch:
    """A built watchlist, and the brand behind each mark."""

    rows: tuple[watchlists.MarkRow, ...]
    watchlist: Watchlist
    brand_of: dict[str, tuple[str, str]]


class Watcher:
    """Keeps the watchlist of the marks that are stored now, and builds it again only when they change."""

    def __init__(self) -> None:
        self._watch: Watch | None = None

    async def watch(self, rows: Sequence[watchlists.MarkRow]) -> Watch:
        if self._watch is None or self._watch.rows != tuple(rows):
            self._watch = await asyncio.to_thread(_build, tuple(rows))
        return self._watch


def _build(rows: tuple[watchlists.MarkRow, ...]) -> Watch:
    marks = []
    for row in rows:
        mark = WatchedMark(
            id=row.mark_id,
            text=row.text,
            forms={script: tuple(forms) for script, forms in row.forms.items()},
            category=row.category,
            common=row.common,
        )
        try:
            Watchlist.build([mark])
        except UnscreenableMark as error:
            log(__name__).warning("mark cannot be screened for", mark=row.text, why=str(error))
        else:
            marks.append(mark)
    return Watch(rows, Watchlist.build(marks), {row.mark_id: (row.brand_id, row.member_id) for row in rows})


@dataclass(frozen=True)
class Hit:
    """A listing that touches a brand, and why."""

    row: ListingRow
    listing: Listing
    brand_id: str
    member_id: str
    matches: tuple[Match, ...]


async def screen_batch(hub: Hub, watcher: Watcher, batch_id: str) -> int:
    """Open or update a case for each brand a batch's listings touch; returns how many listings matched.

    May be run again after a crash: what has been screened is passed over.
    """
    async with hub.database.read(EVERYONE) as session:
        batch = await session.get_one(IntakeBatch, batch_id)
        marketplace = await session.get_one(Marketplace, batch.marketplace_id)
        watch = await watcher.watch(await watchlists.live_marks(session))
        brands = await watchlists.live_brands(session)
    ids: list[str] = orjson.loads(batch.listing_ids)
    matched = 0
    for start in range(0, len(ids), LISTINGS_PER_LOOK):
        hits, missed = await _look(hub, watch, brands, ids[start : start + LISTINGS_PER_LOOK])
        matched += len({hit.row.id for hit in hits})
        async with hub.unit(EVERYONE) as unit:
            await store.mark_screened(unit.session, missed, matched=False)
        await _open_cases(hub, marketplace, hits)
    async with hub.unit(EVERYONE) as unit:
        (await unit.session.get_one(IntakeBatch, batch_id)).screened_at = unit.now
    return matched


async def _look(
    hub: Hub, watch: Watch, brands: dict[str, Brand], ids: Sequence[str]
) -> tuple[list[Hit], list[ListingRow]]:
    async with hub.database.read(EVERYONE) as session:
        rows = [row for row in await store.get_listings(session, ids) if row.screened_version < row.version]
        bodies = await store.current_bodies(session, [row.id for row in rows])
        undecided = await case_store.undecided_on(session, [row.id for row in rows if row.version > 1])
    listings = [Listing.model_validate_json(bodies[row.id]) for row in rows]
    found = await asyncio.to_thread(screen, watch.watchlist, [_subject(listing) for listing in listings])
    hits = [
        hit
        for row, listing, matches in zip(rows, listings, found, strict=True)
        for hit in route(row, listing, matches, watch, brands)
    ]
    hits += _unnamed(undecided, hits, {row.id: (row, each) for row, each in zip(rows, listings, strict=True)})
    hit_ids = {hit.row.id for hit in hits}
    return hits, [row for row in rows if row.id not in hit_ids]


def _subject(listing: Listing) -> Subject:
    return Subject(
        title=listing.title,
        description=listing.description,
        category=listing.category,
        brand=listing.brand,
        seller=listing.seller.name if listing.seller else None,
    )


def route(
    row: ListingRow,
    listing: Listing,
    matches: Sequence[Match],
    watch: Watch,
    brands: dict[str, Brand],
) -> list[Hit]:
    """The brands a listing goes to: the one the marketplace named, otherwise each whose mark it mentions."""
    by_brand: dict[tuple[str, str], list[Match]] = {}
    for match in matches:
        by_brand.setdefault(watch.brand_of[match.mark_id], []).append(match)
    if listing.brand is not None and listing.brand in brands:
        brand = brands[listing.brand]
        key = (brand.id, brand.member_id)
        by_brand = {key: by_brand.get(key, [])}
    return [Hit(row, listing, *key, tuple(found)) for key, found in by_brand.items()]


def _unnamed(
    undecided: Sequence[CaseRow], hits: Sequence[Hit], listings: dict[str, tuple[ListingRow, Listing]]
) -> list[Hit]:
    """Changed listings whose brand still has to decide, though the text names it no more."""
    named = {(hit.row.id, hit.brand_id) for hit in hits}
    return [
        Hit(*listings[case.listing_id], case.brand_id, case.member_id, ())
        for case in undecided
        if (case.listing_id, case.brand_id) not in named
    ]


async def _open_cases(hub: Hub, marketplace: Marketplace, hits: Sequence[Hit]) -> None:
    grouped: dict[str, list[Hit]] = {}
    for hit in hits:
        grouped.setdefault(hit.row.id, []).append(hit)
    ids = list(grouped)
    for start in range(0, len(ids), LISTINGS_PER_COMMIT):
        chosen = ids[start : start + LISTINGS_PER_COMMIT]
        chunk = [hit for ident in chosen for hit in grouped[ident]]
        async with hub.unit(EVERYONE) as unit:
            matching = await matcher_in(hub, unit)
            opened = await _settle(unit, marketplace, chunk, matching)
            await store.mark_screened(unit.session, [hit.row for hit in chunk], matched=True)
        hub.metrics.cases.labels(marketplace.key).inc(opened)


async def _settle(unit: Unit, marketplace: Marketplace, hits: Sequence[Hit], matching: Matcher) -> int:
    """Open, reopen or update the case of each hit; returns how many were opened."""
    latest = await case_store.latest_rounds(unit.session, [hit.row.id for hit in hits])
    # Asked while the cases are held: a takedown may have been quicker than this batch.
    settled = await store.settled_among(unit.session, [listing_id for listing_id, _ in latest])
    sellers = {hit.listing.seller.id for hit in hits if hit.listing.seller}
    allowed = await watchlists.authorised(unit.session, marketplace.key, sellers)
    to_open: list[tuple[Hit, int]] = []
    for hit in hits:
        last = latest.get((hit.row.id, hit.brand_id))
        if last is None:
            to_open.append((hit, 1))
        elif CaseState(last.state) in WAITING_STATES:
            await _update(unit, last, hit, allowed, matching)
        elif last.version == hit.row.version and hit.row.id in settled:
            continue  # gone already, before this batch had its turn
        elif opens_next_round(_ended_as(last), content_changed=last.version != hit.row.version):
            to_open.append((hit, last.round + 1))
    numbers = await case_store.take_numbers(unit.session, len(to_open)) if to_open else range(0)
    for number, (hit, number_of_round) in zip(numbers, to_open, strict=True):
        number_said = format_case_number(number)
        await _open(unit, marketplace, hit, number_said, number_of_round, allowed, matching)
    return len(to_open)


def _ended_as(case: CaseRow) -> CaseState:
    return CaseState(case.ended_as or case.state)


async def _open(
    unit: Unit,
    marketplace: Marketplace,
    hit: Hit,
    number: str,
    number_of_round: int,
    allowed: set[tuple[str, str]],
    matching: Matcher,
) -> None:
    rights = await cases.rights_of(unit, hit.brand_id)
    right = propose_right(rights, unit.now.date(), hit.listing.country)
    seller = hit.listing.seller
    brand = await unit.session.get_one(Brand, hit.brand_id)
    case = CaseRow(
        id=new_id(),
        number=number,
        listing_id=hit.row.id,
        brand_id=hit.brand_id,
        member_id=hit.member_id,
        marketplace_id=marketplace.id,
        round=number_of_round,
        state=CaseState.ALERTED.value,
        version=hit.row.version,
        right_id=right.id if right else None,
        reason_code=REASONS_BY_RIGHT[right.kind][0].value if right else None,
        matches=[_as_data(match) for match in hit.matches],
        authorised_seller=bool(seller and (hit.brand_id, seller.id) in allowed),
        opened_at=unit.now,
        decide_by=unit.now + CONFIRM_WITHIN,
        severity=severity_of(brand.category, hit.listing.category).value,
        seller_row_id=hit.row.seller_row_id,
    )
    unit.session.add(case)
    await unit.session.flush()
    append(
        unit,
        case,
        CaseEventKind.OPENED,
        before=None,
        data={"version": case.version, "source": hit.listing.source.value},
        occurred_at=hit.listing.first_seen_at,
    )
    encounters.meet(unit, case, brand.category, hit.listing, matching, is_new=True)
    messages.show_case(unit, case)
    waking.wake(unit, case)


async def _update(
    unit: Unit, case: CaseRow, hit: Hit, allowed: set[tuple[str, str]], matching: Matcher
) -> None:
    if case.version == hit.row.version:
        return
    before = await store.body_of(unit.session, case.listing_id, case.version)
    changes = differences(Listing.model_validate_json(before.body), _as_partial(hit.listing))
    seller = hit.listing.seller
    case.version = hit.row.version
    case.authorised_seller = bool(seller and (hit.brand_id, seller.id) in allowed)
    case.matches = [_as_data(match) for match in hit.matches] or case.matches
    brand = await unit.session.get_one(Brand, case.brand_id)
    encounters.meet(unit, case, brand.category, hit.listing, matching)
    await cases.record(
        unit,
        case,
        CaseEventKind.LISTING_CHANGED,
        data={"changes": [[change.field, change.before, change.after] for change in changes]},
    )


def _as_partial(listing: Listing) -> PartialListing:
    return PartialListing.model_validate(listing.model_dump(include=set(PartialListing.model_fields)))


def matches_in(watch: Watch, listing: Listing) -> list[dict[str, Any]]:
    """What one listing names of these marks, as a case keeps it, best first."""
    (found,) = screen(watch.watchlist, [_subject(listing)])
    return [_as_data(match) for match in found]


def _as_data(match: Match) -> dict[str, Any]:
    return {
        "mark": match.mark,
        "surface": match.surface,
        "kind": match.kind.value,
        "field": str(match.field),
        "reason": str(match.reason),
        "score": round(match.score, 4),
        "span": list(match.span),
    }
