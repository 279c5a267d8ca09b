"""A worker that is woken looks: no wake is lost, and none starts it twice."""

import asyncio
import random
from collections import Counter
from typing import Any

import pytest
from sqlalchemy import text

from aacabot.domain.viewers import EVERYONE
from aacabot.services.hub import Hub
from aacabot.store import drains
from aacabot.store.models import Drain, Node

WORKER, KEY = "serve_marketplace", "m"


async def owed(hub: Hub) -> list[str]:
    """The ids of work that waits in the queue."""
    table = "workflow_status" if hub.settings.is_sqlite else "dbos.workflow_status"
    async with hub.database.read(EVERYONE) as session:
        rows = await session.execute(text(f"SELECT workflow_uuid FROM {table} WHERE status = 'ENQUEUED'"))
        return sorted(rows.scalars())


async def take(hub: Hub, ident: str) -> None:
    """The engine hands work to a worker: it no longer waits."""
    table = "workflow_status" if hub.settings.is_sqlite else "dbos.workflow_status"
    async with hub.database.begin(EVERYONE) as session:
        await session.execute(
            text(f"UPDATE {table} SET status = 'SUCCESS' WHERE workflow_uuid = :id"), {"id": ident}
        )


async def something_to_do(hub: Hub, name: str) -> None:
    async with hub.unit(EVERYONE) as unit:
        unit.session.add(Node(name=name, seen_at=unit.now))
        unit.wake(WORKER, KEY)


async def begin_and_look(hub: Hub) -> set[str]:
    async with hub.unit(EVERYONE) as unit:
        await drains.begin(unit.session, WORKER, KEY)
    async with hub.database.read(EVERYONE) as session:
        return set((await session.execute(text("SELECT name FROM nodes"))).scalars())


async def test_many_wakes_before_a_start_owe_the_work_once(hub: Hub) -> None:
    await asyncio.gather(*(something_to_do(hub, f"n{number}") for number in range(30)))
    assert await owed(hub) == [f"{WORKER}:{KEY}:0"]


async def test_a_wake_after_the_start_owes_it_again_under_a_new_id(hub: Hub) -> None:
    for generation in range(3):
        await something_to_do(hub, f"n{generation}")
        ident = f"{WORKER}:{KEY}:{generation}"
        assert await owed(hub) == [ident]
        await take(hub, ident)
        await begin_and_look(hub)
    assert await owed(hub) == []


async def test_keys_do_not_wake_each_other(hub: Hub) -> None:
    async with hub.unit(EVERYONE) as unit:
        for key in ("a", "b", "a"):
            unit.wake(WORKER, key)
    assert await owed(hub) == [f"{WORKER}:a:0", f"{WORKER}:b:0"]


async def test_opposite_orders_of_wakes_never_wait_for_each_other(hub: Hub) -> None:
    keys = [f"k{number}" for number in range(12)]

    async def wake_all(order: list[str]) -> None:
        async with hub.unit(EVERYONE) as unit:
            for key in order:
                unit.wake(WORKER, key)

    async with asyncio.timeout(60):
        await asyncio.gather(*(wake_all(random.sample(keys, len(keys))) for _ in range(20)))
    assert len(await owed(hub)) == len(keys)


@pytest.mark.parametrize("seed", [1, 2])
async def test_among_concurrent_wakes_and_starts_none_is_lost_and_none_doubled(hub: Hub, seed: int) -> None:
    """Writers wake while workers start; whoever looks last has seen everything, or work still waits."""
    chance = random.Random(seed)
    started: Counter[str] = Counter()
    seen: set[str] = set()
    writing = True

    async def write(number: int) -> None:
        await asyncio.sleep(chance.random() * 0.3)
        await something_to_do(hub, f"n{number}")

    async def work() -> None:
        # One worker per key, as the queue has it: what waits is taken in order, and begins by looking.
        while writing or await owed(hub):
            for ident in await owed(hub):
                started[ident] += 1
                await take(hub, ident)
                seen.update(await begin_and_look(hub))
            await asyncio.sleep(0.005)

    worker = asyncio.create_task(work())
    await asyncio.gather(*(write(number) for number in range(60)))
    writing = False
    await worker
    assert seen == {f"n{number}" for number in range(60)}
    assert set(started.values()) == {1}
    assert await owed(hub) == []
    async with hub.database.read(EVERYONE) as session:
        drain: Any = await session.get_one(Drain, (WORKER, KEY))
    assert (drain.owed, drain.generation) == (False, len(started))
