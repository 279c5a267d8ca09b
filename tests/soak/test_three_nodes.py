"""Three nodes on one Postgres, of which two die and one is taken for dead: everything is done once."""

import asyncio
import os
import random
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from jobs.heartbeats import SILENT_SECONDS
from tests.soak.clickers import Clickers
from tests.soak.nodes import Nodes

pytestmark = [pytest.mark.soak, pytest.mark.timeout(1800)]
LISTINGS = int(os.environ.get("AACABOT_SOAK_LISTINGS", "60"))
SEED = 20261122


@pytest.fixture
async def nodes(postgres_url: str, tmp_path: Path) -> AsyncIterator[Nodes]:
    nodes = Nodes(postgres_url, tmp_path, ["one", "two", "three"], AACABOT_BRAKE_CONFIRMS="100000")
    try:
        await nodes.start()
        yield nodes
    finally:
        await nodes.stop()


async def test_two_nodes_die_one_seems_to_and_every_acknowledged_click_is_done_once(nodes: Nodes) -> None:
    clickers, stop = Clickers(nodes, random.Random(SEED)), asyncio.Event()

    async def feed() -> None:
        for _ in range(LISTINGS):
            await clickers.send_one()
            await asyncio.sleep(0.5)

    feeding = asyncio.create_task(feed())
    clicking = [asyncio.create_task(clickers.click_until(stop)) for _ in range(4)]

    await nodes.until(lambda: clickers.acknowledged, 240)
    nodes.signal_node("three", signal.SIGSTOP)
    await asyncio.sleep(SILENT_SECONDS + 4)
    nodes.signal_node("three", signal.SIGCONT)
    await asyncio.sleep(3)
    await nodes.kill_node("one")
    await asyncio.sleep(4)
    await nodes.kill_node("two")

    await feeding
    stop.set()
    await asyncio.gather(*clicking)
    await clickers.all_are_done_once()
    assert clickers.acknowledged
    assert len(nodes.market.takedowns) == LISTINGS
    assert "no dead letters" in await nodes.run("work", "list")
