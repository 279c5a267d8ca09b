"""Good faith over a million decided cases: the night's computing of all, and one restore's own."""

import os
import time

import sqlalchemy as sa

from aacabot.domain.cases import CaseEventKind, CaseState
from aacabot.domain.viewers import EVERYONE
from aacabot.services import cases
from aacabot.services.good_faith import compute_all, counting
from aacabot.services.hub import Hub
from aacabot.store.models import CaseRow
from tests.benchmarks.enforcement.many_cases import CASES, hub_with_cases
from tests.benchmarks.figures import Figure, percentile

RESTORES = int(os.environ.get("AACABOT_BENCH_RESTORES", "200"))
NOTES = (
    f"good_faith: {CASES:,} decided cases over 27 months, 5 in a hundred declined, 2 restored; first_night "
    "counts them all for the first time, nightly finds nothing to mend.",
    f"good_faith_incremental: {RESTORES} restores, what good faith adds to each; restore_commit: another "
    f"{RESTORES}, each whole commit with its event and card.",
)
_DECIDED = """
    UPDATE cases SET outcome = CASE WHEN round % 20 = 0 THEN 'declined' ELSE 'taken_down' END,
        state = CASE WHEN round % 20 = 0 THEN 'declined' ELSE 'taken_down' END,
        outcome_reason = CASE round % 3 WHEN 0 THEN 'COUNTERFEIT' WHEN 1 THEN 'TRADEMARK_USE'
            ELSE 'COPYRIGHT_IMAGE' END,
        outcome_at = opened_at, restored_at = CASE WHEN round % 50 = 1 THEN opened_at END
"""


async def bench(name: str, url: str) -> list[Figure]:
    """The figures on one database, which is filled first."""
    hub = await hub_with_cases(url)
    try:
        async with hub.database.begin(EVERYONE) as session:
            await session.execute(sa.text(_DECIDED))
        async with hub.database.begin(EVERYONE) as session:
            await session.execute(sa.text("ANALYZE"))
        first, nightly = await _seconds(hub), await _seconds(hub)
        incremental, commits = await _incremental(hub), await _commits(hub)
    finally:
        await hub.engine.stop()
        await hub.database.dispose()
    return [
        Figure("good_faith_first_night_s", first, 60, "lower", name),
        Figure("good_faith_nightly_s", nightly, 60, "lower", name),
        Figure("good_faith_incremental_p50_ms", percentile(incremental, 0.5), 50, "lower", name),
        Figure("good_faith_incremental_p99_ms", percentile(incremental, 0.99), 50, "lower", name),
        Figure("good_faith_restore_commit_p50_ms", percentile(commits, 0.5), 50, "lower", name),
    ]


async def _seconds(hub: Hub) -> float:
    started = time.perf_counter()
    await compute_all(hub)
    return time.perf_counter() - started


async def _to_restore(hub: Hub, count: int) -> list[str]:
    async with hub.database.read(EVERYONE) as session:
        found = await session.execute(
            sa.text("SELECT id FROM cases WHERE state = 'taken_down' AND restored_at IS NULL LIMIT :most"),
            {"most": count},
        )
        return list(found.scalars())


async def _incremental(hub: Hub) -> list[float]:
    """What good faith adds to the commit of a restore: the day's count and the standings."""
    took = []
    for case_id in await _to_restore(hub, RESTORES):
        async with hub.unit(EVERYONE) as unit:
            case = await unit.session.get_one(CaseRow, case_id)
            before = counting.share_of(case)
            case.state, case.restored_at = CaseState.RESTORED.value, unit.now
            counting.note(unit, case, before, None)
            await unit.session.flush()
            started = time.perf_counter()
            await unit.finish()
            await unit.session.flush()
            took.append((time.perf_counter() - started) * 1000)
    return took


async def _commits(hub: Hub) -> list[float]:
    """A restore as a whole: the event, its card, good faith, and the commit's way to the disk."""
    took = []
    for case_id in await _to_restore(hub, RESTORES):
        started = time.perf_counter()
        async with hub.unit(EVERYONE) as unit:
            case = await unit.session.get_one(CaseRow, case_id)
            await cases.record(unit, case, CaseEventKind.RESTORED)
        took.append((time.perf_counter() - started) * 1000)
    return took
