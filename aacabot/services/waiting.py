"""What waits for a person: their brands' undecided cases, or the desk's reviews and questions."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

import orjson

from aacabot.domain.alerts import QueueLine
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
from aacabot.services.hub import Hub, Unit
from aacabot.services.lookup import link_to
from aacabot.store import portfolio
from aacabot.store import waiting as store
from aacabot.store.models import CaseRow
from aacabot.store.waiting import Waited

PER_PAGE = 20
BRANDS_OFFERED = 100
"""As many options as a menu of Slack's takes; typing narrows them down."""
_EVERYTHING = Narrowed()
K = TypeVar("K")


async def waiting_for(
    hub: Hub, person: Person, timezone: str = "UTC", narrowed: Narrowed = _EVERYTHING, page: int = 1
) -> Waiting:
    """A page of what waits for the person, most urgent first; `timezone` is where their day ends.

    Narrowed down to a brand they may not see it is nothing.
    """
    kinds = FOR_THE_DESK if person.is_operator else FOR_BRANDS
    async with hub.database.read(person.viewer) as session:
        unit = Unit(session, person.viewer, hub.clock())
        midnight = _end_of_day(unit.now, timezone)
        of_brand = _waited(person, kinds, Narrowed(brand_id=narrowed.brand_id))
        counts = await store.count_waiting(session, of_brand, unit.now, midnight)
        asked = {key: n for key, n in counts.items() if narrowed.kind in (None, kinds[key[0]])}
        total = sum(asked.values())
        lines = await _page(unit, _waited(person, kinds, narrowed), total, page, midnight) if total else ()
        brand = await _brand_named(unit, person, narrowed.brand_id)
    return Waiting(
        lines=tuple(lines),
        total=total,
        kinds=_summed((kinds[state], n) for (state, _), n in counts.items()),
        urgencies=_summed((urgency, n) for (_, urgency), n in asked.items()),
        narrowed=narrowed,
        brand=brand,
    )


def _waited(person: Person, kinds: Mapping[CaseState, WaitingKind], narrowed: Narrowed) -> Waited:
    return Waited(
        states=[state for state, kind in kinds.items() if narrowed.kind in (None, kind)],
        reach=Reach.of(person),
        but_confirmed_by=person.id,
        brand_id=narrowed.brand_id,
    )


def _end_of_day(now: datetime, timezone: str) -> datetime:
    local = now.astimezone(ZoneInfo(timezone))
    return (local + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)


def _summed(counted: Iterable[tuple[K, int]]) -> Mapping[K, int]:
    sums: Counter[K] = Counter()
    for key, n in counted:
        sums[key] += n
    return sums


async def _page(
    unit: Unit, waited: Waited, total: int, page: int, midnight: datetime
) -> tuple[WaitingLine, ...]:
    last = (total + PER_PAGE - 1) // PER_PAGE
    offset = (min(page, last) - 1) * PER_PAGE
    rows = await store.waiting_page(unit.session, waited, limit=PER_PAGE, offset=offset)
    cards = await store.cards_of(unit.session, [case.id for case, *_ in rows])
    return tuple(
        WaitingLine(
            case=_line(case, brand, marketplace, body, link_to(cards[case.id]) if case.id in cards else None),
            urgency=urgency_of(case.decide_by, case.paused_at, unit.now, midnight),
        )
        for case, brand, marketplace, body in rows
    )


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
