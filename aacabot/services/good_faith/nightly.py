"""Every night all standings are computed anew, and the days compared with the cases they count."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from aacabot.domain.good_faith import NONE_YET, Counts, Thresholds, thresholds_of, window
from aacabot.domain.viewers import EVERYONE
from aacabot.logs import log
from aacabot.services.good_faith.standings import new_standing, settle, with_overall
from aacabot.services.hub import Hub, Unit
from aacabot.store import good_faith as store
from aacabot.store import nights
from aacabot.store.models import Marketplace

MEMBERS_AT_ONCE = 20
"""Members in one commit: a click never waits longer for a place to write than these take."""
NIGHT = "good_faith"
BEGINS = time(0, 10)
"""UTC, when the day before is over everywhere it is counted."""
LEASE = timedelta(minutes=10)


@dataclass
class Computed:
    """How many standings were computed, how many changed, and on how many days the counts were mended."""

    standings: int = 0
    changed: int = 0
    mended: int = 0


async def compute_nightly(hub: Hub) -> Computed | None:
    """Compute all, once a night on one node; None while it is not due, or another node is on it.

    Made to run every minute: a node that died on the way is followed by another ten minutes later.
    """
    now = hub.clock()
    async with hub.database.read(EVERYONE) as session:
        if not await nights.is_due(session, NIGHT, now):
            return None
    async with hub.unit(EVERYONE) as unit:
        if not await nights.claim(unit.session, NIGHT, unit.now, unit.now + LEASE):
            return None
    done = await compute_all(hub)
    async with hub.unit(EVERYONE) as unit:
        await nights.put_off(unit.session, NIGHT, _next_night(now))
    return done


def _next_night(now: datetime) -> datetime:
    tonight = datetime.combine(now.astimezone(UTC).date(), BEGINS, UTC)
    return tonight if now < tonight else tonight + timedelta(days=1)


async def compute_all(hub: Hub) -> Computed:
    """Compare every member's days with its cases, mend them, and bring its standings up to date."""
    async with hub.database.read(EVERYONE) as session:
        members, marketplaces = await store.everywhere(session)
    done = Computed()
    for start in range(0, len(members), MEMBERS_AT_ONCE):
        async with hub.unit(EVERYONE) as unit:
            await _compute(unit, members[start : start + MEMBERS_AT_ONCE], marketplaces, done)
    if done.mended:
        log(__name__).warning("good-faith counts differed from the cases", days=done.mended)
    hub.metrics.good_faith_mended.inc(done.mended)
    return done


async def _compute(unit: Unit, members: list[str], marketplaces: list[Marketplace], done: Computed) -> None:
    # Standings before days, as counting.py takes them, and one mending at a time.
    await nights.take_turn(unit.session, NIGHT)
    await store.hold_of_members(unit.session, members)
    differing = await store.differences(unit.session, members)
    await store.add_to_days(unit.session, differing)
    done.mended += len(differing)
    thresholds = {one.id: thresholds_of(one.good_faith) for one in marketplaces}
    counted = await _counts(unit, members, thresholds)
    # Read last: what was added while this waited is in it.
    held = await store.standings_of_members(unit.session, members)
    rows = []
    for (member_id, marketplace_id), by_reason in with_held(counted, held).items():
        for reason_code, counts in by_reason.items():
            row = held.get((member_id, marketplace_id, reason_code)) or new_standing(
                unit, member_id, marketplace_id, reason_code
            )
            done.changed += settle(unit, row, counts, thresholds[marketplace_id])
            rows.append(row)
    await store.save_standings(unit.session, rows)
    done.standings += len(rows)


async def _counts(
    unit: Unit, members: list[str], thresholds: dict[str, Thresholds]
) -> dict[tuple[str, str], dict[str, Counts]]:
    """By member and marketplace, the counts of each reason code."""
    found: dict[tuple[str, str], dict[str, Counts]] = defaultdict(dict)
    for months, ids in _by_months(thresholds).items():
        counts = await store.counts_in(unit.session, members, ids, window(unit.now.date(), months))
        for (member_id, marketplace_id, reason_code), count in counts.items():
            found[member_id, marketplace_id][reason_code] = count
    return found


def with_held(
    counted: dict[tuple[str, str], dict[str, Counts]], held: Iterable[store.Key]
) -> dict[tuple[str, str], dict[str, Counts]]:
    """The counts with the overall ones, and with nothing for standings of which nothing counts any more."""
    for member_id, marketplace_id, reason_code in held:
        counted.setdefault((member_id, marketplace_id), {}).setdefault(reason_code, NONE_YET)
    return {pair: with_overall(by_reason) for pair, by_reason in counted.items()}


def _by_months(thresholds: dict[str, Thresholds]) -> dict[int, list[str]]:
    by_months: dict[int, list[str]] = defaultdict(list)
    for marketplace_id, one in thresholds.items():
        by_months[one.months].append(marketplace_id)
    return by_months
