"""What waits for a person: their brands' undecided cases, or the desk's reviews and questions."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from aacabot.domain.alerts import QueueLine
from aacabot.domain.bulk_acts import deeds_of
from aacabot.domain.cases import CaseState
from aacabot.domain.finding import found_among
from aacabot.domain.people import Person
from aacabot.domain.portfolio import Reach
from aacabot.domain.waiting import (
    FOR_BRANDS,
    FOR_THE_DESK,
    Narrowed,
    Waiting,
    WaitingKind,
    WaitingLine,
    urgency_of,
)
from aacabot.services import cases
from aacabot.services.hub import Hub, Unit
from aacabot.services.lookup import link_to
from aacabot.store import portfolio
from aacabot.store import waiting as store
from aacabot.store.marketplaces import all_marketplaces
from aacabot.store.models import CaseRow
from aacabot.store.waiting import Waited

PER_PAGE = 20
BRANDS_OFFERED = 100
"""As many options as a menu of Slack's takes; typing narrows them down."""
_EVERYTHING = Narrowed()
K = TypeVar("K")


async def waiting_for(
    hub: Hub,
    person: Person,
    timezone: str = "UTC",
    narrowed: Narrowed = _EVERYTHING,
    page: int = 1,
    per_page: int = PER_PAGE,
) -> Waiting:
    """A page of what waits for the person, most urgent first; `timezone` is where their day ends.

    Narrowed down to a brand they may not see it is nothing.
    """
    kinds = FOR_THE_DESK if person.is_operator else FOR_BRANDS
    async with hub.database.read(person.viewer) as session:
        unit = Unit(session, person.viewer, hub.clock())
        waited = await _waited(session, person, kinds, narrowed, unit.now, timezone)
        every_kind = replace(waited, states=list(kinds)) if narrowed.kind else waited
        counts, is_more = await store.count_waiting(session, every_kind)
        asked = {key: n for key, n in counts.items() if narrowed.kind in (None, kinds[key[0]])}
        total = sum(asked.values())
        lines = await _page(unit, waited, total, page, per_page) if total else ()
        brand = await _brand_named(unit, person, narrowed.brand_id)
    return Waiting(
        lines=tuple(lines),
        total=total,
        kinds=_summed((kinds[state], n) for (state, _), n in counts.items()),
        urgencies=_summed((urgency, n) for (_, urgency), n in asked.items()),
        narrowed=narrowed,
        brand=brand,
        is_more=is_more,
        deeds=deeds_of(person),
    )


async def found(
    hub: Hub, person: Person, timezone: str, narrowed: Narrowed, limit: int
) -> tuple[list[str], int]:
    """The ids of what waits for the person, most urgent first, up to a limit; and how many are beyond it.

    No more are counted than a page of the queue counts.
    """
    kinds = FOR_THE_DESK if person.is_operator else FOR_BRANDS
    async with hub.database.read(person.viewer) as session:
        waited = await _waited(session, person, kinds, narrowed, hub.clock(), timezone)
        if not waited.states:
            return [], 0
        ids = await store.waiting_ids(session, waited, limit=limit)
        if len(ids) < limit:
            return ids, 0
        counts, _ = await store.count_waiting(session, waited)
    return ids, max(sum(counts.values()) - len(ids), 0)


async def marketplaces_named(hub: Hub, person: Person) -> list[tuple[str, str]]:
    """(id, name) of every marketplace of the alliance, for a menu."""
    async with hub.database.read(person.viewer) as session:
        return [(one.id, one.name) for one in await all_marketplaces(session)]


async def _waited(
    session: AsyncSession,
    person: Person,
    kinds: Mapping[CaseState, WaitingKind],
    narrowed: Narrowed,
    now: datetime,
    timezone: str,
) -> Waited:
    return Waited(
        states=[state for state, kind in kinds.items() if narrowed.kind in (None, kind)],
        reach=Reach.of(person),
        but_confirmed_by=person.id,
        now=now,
        midnight=_end_of_day(now, timezone),
        narrowed=narrowed,
        sellers=await store.sellers_named(session, narrowed.seller) if narrowed.seller else (),
    )


def _end_of_day(now: datetime, timezone: str) -> datetime:
    local = now.astimezone(ZoneInfo(timezone))
    return (local + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)


def _summed(counted: Iterable[tuple[K, int]]) -> Mapping[K, int]:
    sums: Counter[K] = Counter()
    for key, n in counted:
        sums[key] += n
    return sums


async def _page(unit: Unit, waited: Waited, total: int, page: int, per_page: int) -> tuple[WaitingLine, ...]:
    last = (total + per_page - 1) // per_page
    offset = (min(page, last) - 1) * per_page
    rows = await store.waiting_page(unit.session, waited, limit=per_page, offset=offset)
    rights = await cases.rights_of_brands(unit, {case.brand_id for case, *_ in rows})
    cards = await store.cards_of(unit.session, [case.id for case, *_ in rows])
    return tuple(
        WaitingLine(
            case=_line(case, brand, marketplace, body, link_to(cards[case.id]) if case.id in cards else None),
            urgency=urgency_of(case.decide_by, _paused_at(case), unit.now, waited.midnight),
            seen=cases.affirmed(case, rights.get(case.brand_id, []), unit.now.date()),
        )
        for case, brand, marketplace, body in rows
    )


def _paused_at(case: CaseRow) -> datetime | None:
    """Since when the reader's clock stands still: the desk's does while it waits for a brand's answer."""
    return None if case.state == CaseState.ANSWER_NEEDED else case.paused_at


def _line(case: CaseRow, brand: str, marketplace: str, body: bytes, card_url: str | None) -> QueueLine:
    return QueueLine(
        case_id=case.id,
        number=case.number,
        brand=brand,
        title=str(orjson.loads(body)["title"]),
        marketplace=marketplace,
        state=CaseState(case.state),
        decide_by=case.decide_by,
        card_url=card_url,
    )


async def _brand_named(unit: Unit, person: Person, brand_id: str | None) -> str | None:
    if brand_id is None:
        return None
    return await portfolio.brand_name(unit.session, Reach.of(person), brand_id)


async def brands_offered(hub: Hub, person: Person, typed: str) -> list[tuple[str, str]]:
    """(id, name) of up to a hundred of the person's brands that are named so, for a menu."""
    async with hub.database.read(person.viewer) as session:
        named = await portfolio.brand_names(session, Reach.of(person))
    if typed.strip():
        named = found_among(typed, [((brand_id, name), [name]) for brand_id, name in named])
    return named[:BRANDS_OFFERED]
