"""From a click to Slack's acknowledgement, to the marketplace's first byte, and takedowns a second.

`python -m tests.benchmarks.bench_confirm [sqlite|postgres]`
"""

import asyncio
import sys
import tempfile
import time
from contextlib import AbstractContextManager
from pathlib import Path

from sqlalchemy import select
from sqlmodel import col

from aacabot.domain.viewers import EVERYONE
from aacabot.store.database import Database
from aacabot.store.models import CaseRow, TakedownRow
from tests.benchmarks.clickers import click, listing, send_all
from tests.benchmarks.databases import DATABASES
from tests.benchmarks.figures import Figure, percentile, report
from tests.benchmarks.instant_market import InstantMarket
from tests.journeys import alliance as journey
from tests.journeys.running_hub import RunningHub

CLICKS = 300
PER_SECOND = 20
IDLE_CLICKS = 60
TAKEDOWNS = 600
HANDS = 8


async def open_cases(url: str) -> list[str]:
    """The ids of the open cases."""
    database = Database(url)
    async with database.read(EVERYONE) as session:
        rows = await session.execute(select(col(CaseRow.id)).where(col(CaseRow.state) == "alerted"))
        found = list(rows.scalars())
    await database.dispose()
    return found


async def opened(url: str, count: int) -> list[str]:
    """Wait until `count` cases are open, and return them."""
    while len(found := await open_cases(url)) < count:
        await asyncio.sleep(0.5)
    return found[:count]


async def acknowledged(running: RunningHub, cases: list[str]) -> list[float]:
    """Milliseconds from click to acknowledgement, at a steady pace, whatever the earlier clicks do."""
    begun = time.perf_counter()

    async def one(n: int, case: str) -> float:
        await asyncio.sleep(max(0.0, begun + n / PER_SECOND - time.perf_counter()))
        return await click(running, case, journey.ANN)

    return [took * 1000 for took in await asyncio.gather(*(one(n, case) for n, case in enumerate(cases)))]


async def first_bytes(running: RunningHub, market: InstantMarket, cases: list[str]) -> list[float]:
    """Milliseconds from a click to the notice's arrival at the marketplace, one at a time, after a rest."""
    took = []
    for case in cases:
        known, start = len(market.notices), time.perf_counter()
        await click(running, case, journey.ANN)
        while len(market.notices) == known:
            await asyncio.sleep(0.001)
        took.append((market.notices[-1] - start) * 1000)
        await asyncio.sleep(0.3)
    return took


async def takedowns_per_second(
    running: RunningHub, market: InstantMarket, url: str, cases: list[str]
) -> float:
    """All confirmed while the lane is stopped; from the first notice until the last answer is recorded."""
    await running.run("lane", "stop")
    left = iter(cases)

    async def hand() -> None:
        for case in left:
            await click(running, case, journey.ANN)

    await asyncio.gather(*(hand() for _ in range(HANDS)))
    known = len(market.notices)
    await running.run("lane", "open")
    await answered(url, cases)
    return len(cases) / (time.perf_counter() - market.notices[known])


async def answered(url: str, cases: list[str]) -> None:
    """Wait until the answers to all these cases' notices are recorded."""
    database = Database(url)
    unanswered = select(col(TakedownRow.id)).where(
        col(TakedownRow.case_id).in_(cases), col(TakedownRow.answered_at).is_(None)
    )
    while True:
        async with database.read(EVERYONE) as session:
            if (await session.execute(unanswered.limit(1))).first() is None:
                break
        await asyncio.sleep(0.1)
    await database.dispose()


async def measure(name: str, database: AbstractContextManager[str], folder: Path) -> list[Figure]:
    market = InstantMarket()
    await market.start()
    with database as url:
        running = RunningHub(url, folder, AACABOT_BRAKE_CONFIRMS="1000000")
        await running.start(migrate=True, base_url=market.base_url, requests_per_second=5_000, concurrency=32)
        try:
            await send_all(running, [listing(f"a{n}") for n in range(IDLE_CLICKS + CLICKS + TAKEDOWNS)])
            cases = await opened(url, IDLE_CLICKS + CLICKS + TAKEDOWNS)
            await asyncio.sleep(3)
            idle = await first_bytes(running, market, cases[:IDLE_CLICKS])
            rate = await takedowns_per_second(running, market, url, cases[IDLE_CLICKS + CLICKS :])
            market.answers_after = 5.0
            acks = await acknowledged(running, cases[IDLE_CLICKS : IDLE_CLICKS + CLICKS])
        finally:
            await running.stop()
            await market.stop()
    return [
        Figure("click_to_ack_p99_ms", percentile(acks, 0.99), 100, "lower", name),
        Figure("click_to_ack_p50_ms", percentile(acks, 0.50), 100, "lower", name),
        Figure("click_to_first_byte_p99_ms", percentile(idle, 0.99), 300, "lower", name),
        Figure("takedowns_recorded_per_second", rate, 100, "higher", name),
    ]


async def main(which: list[str]) -> None:
    figures: list[Figure] = []
    for name, make in DATABASES.items():
        if which and name not in which:
            continue
        with tempfile.TemporaryDirectory(prefix="aacabot-bench-") as folder:
            figures += await measure(name, make(Path(folder)), Path(folder))
    report(
        figures,
        [
            f"{CLICKS} clicks at {PER_SECOND}/s while the marketplace takes 5 s; {IDLE_CLICKS} when idle;",
            f"{TAKEDOWNS} takedowns that waited for the lane: each read, kept, sent and its answer recorded.",
            "Clicker, sandbox Slack, marketplace, hub and database share the cores.",
        ],
    )


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
