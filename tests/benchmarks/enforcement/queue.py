"""The queue with a million cases, and an act over 200 of them: how long a person waits."""

import os
import random
import time
from collections.abc import Awaitable, Callable

from aacabot.domain.bulk_acts import BULK_LIMIT, BulkDeed
from aacabot.domain.people import Person
from aacabot.domain.severity import Severity
from aacabot.domain.waiting import Narrowed, Urgency, WaitingKind
from aacabot.services import bulk_acts, waiting
from aacabot.services.hub import Hub
from aacabot.services.people import identify
from tests.benchmarks.big_alliance import ADMIN
from tests.benchmarks.enforcement.many_cases import CASES, hub_with_cases
from tests.benchmarks.figures import Figure, percentile
from tests.journeys import alliance as journey

PAGES = int(os.environ.get("AACABOT_BENCH_PAGES", "400"))
ACTS = int(os.environ.get("AACABOT_BENCH_ACTS", "20"))
NOTES = (
    f"queue: {CASES:,} cases, 6 in a hundred waiting; {PAGES} pages of an admin with 200 brands, a fifth "
    "narrowed down, and as many of the desk.",
    f"bulk_act: {ACTS} acts over {BULK_LIMIT} cases; shown until its form can open, sent until it can close.",
)
_LEARNING = 40
_NARROWED = (
    Narrowed(urgency=Urgency.TODAY),
    Narrowed(severity=Severity.CRITICAL),
    Narrowed(seller="Shop 7"),
    Narrowed(kind=WaitingKind.APPROVE),
)


async def bench(name: str, url: str) -> list[Figure]:
    """The figures on one database, which is filled first."""
    hub = await hub_with_cases(url)
    try:
        admin = (await identify(hub, journey.OPS, ADMIN)).person
        desk = (await identify(hub, journey.OPS, journey.OLA)).person
        pages = await _pages(hub, admin)
        of_desk = await _pages(hub, desk)
        shown, sent = await _acts(hub, admin)
    finally:
        await hub.engine.stop()
        await hub.database.dispose()
    return [
        Figure("queue_page_p50_ms", percentile(pages, 0.5), 100, "lower", name),
        Figure("queue_page_p99_ms", percentile(pages, 0.99), 100, "lower", name),
        Figure("queue_page_of_desk_p99_ms", percentile(of_desk, 0.99), 100, "lower", name),
        Figure("bulk_act_shown_p99_ms", percentile(shown, 0.99), 1_000, "lower", name),
        Figure("bulk_act_acknowledged_p99_ms", percentile(sent, 0.99), 1_000, "lower", name),
    ]


async def _pages(hub: Hub, person: Person) -> list[float]:
    """Milliseconds of each page, after a few that teach the hub its statements."""
    chance, took = random.Random(5), []
    for _ in range(PAGES + _LEARNING):
        narrowed = chance.choice(_NARROWED) if chance.random() < 0.2 else Narrowed()
        page = 1 if chance.random() < 0.5 else chance.randrange(1, 51)

        async def show(narrowed: Narrowed = narrowed, page: int = page) -> None:
            await waiting.waiting_for(hub, person, "Europe/Paris", narrowed, page=page)

        took.append(await _milliseconds(show))
    return took[_LEARNING:]


async def _acts(hub: Hub, person: Person) -> tuple[list[float], list[float]]:
    shown, sent = [], []
    decide = Narrowed(kind=WaitingKind.DECIDE)
    for _ in range(ACTS):
        begun: list[str] = []

        async def begin(begun: list[str] = begun) -> None:
            ids, left_out = await waiting.found(hub, person, "Europe/Paris", decide, BULK_LIMIT)
            preview = await bulk_acts.begin(
                hub, person, BulkDeed.CONFIRM, dict.fromkeys(ids), left_out=left_out
            )
            begun.append(preview.act_id)

        async def send(begun: list[str] = begun) -> None:
            await bulk_acts.submit(hub, person, begun[0])

        shown.append(await _milliseconds(begin))
        sent.append(await _milliseconds(send))
    return shown, sent


async def _milliseconds(work: Callable[[], Awaitable[None]]) -> float:
    started = time.perf_counter()
    await work()
    return (time.perf_counter() - started) * 1000
