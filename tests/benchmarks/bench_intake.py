"""Intake over real HTTP: listings accepted, deduplicated and durably stored, and what size costs.

`python -m tests.benchmarks.bench_intake [sqlite|postgres]`
"""

import asyncio
import sys
import tempfile
import time
import uuid
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

import aiohttp
import orjson
from standardwebhooks.webhooks import Webhook

from aacabot.domain.ids import new_id
from aacabot.domain.viewers import EVERYONE
from aacabot.store import listings
from aacabot.store.database import Database
from aacabot.store.marketplaces import find_marketplace
from tests.benchmarks.databases import DATABASES
from tests.benchmarks.figures import Figure, report
from tests.journeys.running_hub import MARKET_SECRET, RunningHub

BATCH = 500
SMALL, LARGE = 10_000, 1_000_000
RATE_BATCHES = 60
AT_ONCE = 3


def batch(start: int) -> bytes:
    """A batch of new listings that match nobody, as a marketplace would send it."""
    rows: list[dict[str, Any]] = [
        {
            "listing_id": uuid.uuid4().hex,
            "url": f"https://market.example/item/{start + n}",
            "title": f"Canvas tote bag number {start + n}, washed cotton, natural",
            "description": "Sturdy bag for every day, washed cotton, inside pocket. Ships in two days.",
            "seller": {
                "id": f"s-{(start + n) % 5_000}",
                "name": f"Shop {(start + n) % 5_000}",
                "country": "CN",
            },
            "price": {"amount": "19.90", "currency": "EUR"},
            "images": [{"url": f"https://market.example/images/{start + n}.jpg"}],
            "category": "bags",
            "units_sold": n,
        }
        for n in range(BATCH)
    ]
    return orjson.dumps({"listings": rows})


async def send(session: aiohttp.ClientSession, url: str, body: bytes) -> float:
    """Send one batch, signed; returns the seconds until the answer."""
    ident, now = f"msg_{uuid.uuid4().hex}", datetime.now(UTC)
    headers = {
        "webhook-id": ident,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(MARKET_SECRET).sign(ident, now, body.decode()),
    }
    start = time.perf_counter()
    async with session.post(url, data=body, headers=headers) as answer:
        taken = await answer.json()
    assert answer.status == 202 and taken["accepted"] == BATCH, taken
    return time.perf_counter() - start


async def rate(session: aiohttp.ClientSession, url: str, start: int) -> float:
    """Listings a second with a few senders at once."""
    bodies = [batch(start + n * BATCH) for n in range(RATE_BATCHES)]
    waiting = iter(bodies)

    async def sender() -> None:
        for body in waiting:
            await send(session, url, body)

    began = time.perf_counter()
    await asyncio.gather(*(sender() for _ in range(AT_ONCE)))
    return RATE_BATCHES * BATCH / (time.perf_counter() - began)


async def cost(session: aiohttp.ClientSession, url: str, start: int) -> float:
    """Median seconds of a batch, one at a time."""
    return median([await send(session, url, batch(start + n * BATCH)) for n in range(20)])


async def fill(database_url: str, rows: int) -> None:
    """Store listings by the store's own bulk functions, to reach a size."""
    database = Database(database_url)
    async with database.read(EVERYONE) as session:
        marketplace = await find_marketplace(session, "sandbox")
    assert marketplace is not None
    for _ in range(0, rows, 20_000):
        now, ids = datetime.now(UTC), [new_id() for _ in range(20_000)]
        async with database.begin(EVERYONE) as session:
            await listings.add_listings(
                session,
                [
                    (ident, marketplace.id, uuid.uuid4().hex, f"https://market.example/{ident}", None, 1,
                     "0" * 64, now, 1)
                    for ident in ids
                ],
            )  # fmt: skip
            await listings.add_versions(session, [(ident, 1, b'{"title": "x"}', now) for ident in ids])
    await database.dispose()


async def screened(running: RunningHub) -> None:
    """Wait until the screening owed by what was sent is done: it is no part of intake."""

    async def is_idle() -> bool:
        async with aiohttp.ClientSession() as session, session.get(f"{running.url}/metrics") as answer:
            text = await answer.text()
        return 'aacabot_queue_depth{queue="screening"} 0.0' in text

    while not await is_idle():
        await asyncio.sleep(0.2)


async def measure(name: str, database: AbstractContextManager[str], folder: Path) -> list[Figure]:
    with database as url:
        running = RunningHub(url, folder)
        await running.start(migrate=True)
        try:
            address = f"{running.url}/api/v1/marketplaces/sandbox/listings"
            async with aiohttp.ClientSession() as session:
                await fill(url, SMALL)
                for n in range(3):
                    await send(session, address, batch(n * BATCH))
                await screened(running)
                small = await cost(session, address, 10_000)
                await screened(running)
                per_second = await rate(session, address, 100_000)
                await screened(running)
                await fill(url, LARGE - SMALL)
                large = await cost(session, address, 500_000)
        finally:
            await running.stop()
    return [
        Figure("intake_listings_per_second", per_second, 5_000, "higher", name),
        Figure("intake_batch_cost_1m_over_10k", large / small, 1.5, "lower", name),
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
            f"batches of {BATCH} over HTTP with {AT_ONCE} senders; client, hub and database share the cores.",
            "The batch cost is the median of 20, sent one at a time, within one run.",
        ],
    )


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
