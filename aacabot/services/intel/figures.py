"""The alliance's intel in figures: what was shared and met, by kind and quarter, as far as it may be told."""

from datetime import UTC, date, datetime, time

from aacabot.domain.intel.aggregates import Figure, Quarter, figures, is_old_enough, quarter_of
from aacabot.domain.intel.rules import SharingRules
from aacabot.domain.viewers import EVERYONE
from aacabot.services.hub import Hub, Unit
from aacabot.services.intel.rules import sharing_rules
from aacabot.store.intel import figures as store

QUARTERS = 2


async def alliance_figures(hub: Hub) -> tuple[list[Figure], SharingRules]:
    """The latest two quarters that are old enough, latest first, and the rules; the same for everybody."""
    async with hub.database.read(EVERYONE) as session:
        unit = Unit(session, EVERYONE, hub.clock())
        rules = await sharing_rules(unit)
        found: list[Figure] = []
        for quarter in _latest(unit.now.date(), rules):
            bounds = _midnight(_first_day(quarter)), _midnight(quarter.ended_on)
            shared = await store.shared_between(session, *bounds)
            met = await store.met_between(session, *bounds)
            found += figures(quarter, shared, met, unit.now.date(), rules)
        return found, rules


def _latest(today: date, rules: SharingRules) -> list[Quarter]:
    quarter, found = quarter_of(today), list[Quarter]()
    while len(found) < QUARTERS:
        if is_old_enough(quarter, today, rules):
            found.append(quarter)
        quarter = Quarter(year=quarter.year - (quarter.number == 1), number=(quarter.number - 2) % 4 + 1)
    return found


def _first_day(quarter: Quarter) -> date:
    return date(quarter.year, quarter.number * 3 - 2, 1)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
