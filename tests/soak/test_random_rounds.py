"""Random rounds for AACABOT_SOAK_SECONDS: kills anywhere, a moody marketplace, a failing Slack."""

import asyncio
import os
import random
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import pytest

from aacabot.sandbox.marketplace import Behaviour
from tests.journeys.crashes import CrashingHub
from tests.journeys.crashing_hub import POINTS
from tests.soak.clickers import Clickers

pytestmark = [pytest.mark.soak, pytest.mark.timeout(0)]
SECONDS = float(os.environ.get("AACABOT_SOAK_SECONDS", "120"))
MOODS = (
    (Behaviour.FAIL, None),
    (Behaviour.FAIL_AFTER_EFFECT, None),
    (Behaviour.LIMIT, 1.0),
    (Behaviour.DROP, None),
    (Behaviour.HANG, 2.0),
    (Behaviour.HESITATE, 1.0),
)


@pytest.fixture
async def crashing(database_url: str, tmp_path: Path) -> AsyncIterator[CrashingHub]:
    running = CrashingHub(database_url, tmp_path, AACABOT_NODE="hub", AACABOT_BRAKE_CONFIRMS="100000")
    try:
        await running.start()
        yield running
    finally:
        await running.stop()


async def test_random_kills_and_faults_lose_nothing_and_do_nothing_twice(crashing: CrashingHub) -> None:
    seed = int(os.environ.get("AACABOT_SOAK_SEED", time.time()))
    print(f"AACABOT_SOAK_SEED={seed}")
    chance = random.Random(seed)
    clickers, kills, end = Clickers(crashing, chance), 0, time.monotonic() + SECONDS
    while time.monotonic() < end:
        order_faults(crashing, chance)
        await one_round(crashing, clickers, chance)
        kills += 1
    crashing.market.behave(Behaviour.INSTANT)
    await clickers.all_are_done_once()
    assert "no dead letters" in await crashing.run("work", "list")
    print(f"{kills} kills, {len(clickers.sent)} listings, {len(clickers.acknowledged)} acknowledged clicks")


async def one_round(crashing: CrashingHub, clickers: Clickers, chance: random.Random) -> None:
    """Two listings and some clicks, and a kill somewhere in between; then the hub is started again."""
    if chance.random() < 0.7:
        await crashing.crash_at(chance.choice(sorted(POINTS)))
    sending = [asyncio.create_task(clickers.send_one()) for _ in range(2)]
    for _ in range(chance.randint(2, 8)):
        await clickers.click_one()
        await asyncio.sleep(chance.uniform(0, 0.8))
    with suppress(ProcessLookupError):
        await crashing.kill()
    await crashing.revive()
    await asyncio.gather(*sending)


def order_faults(crashing: CrashingHub, chance: random.Random) -> None:
    behaviour, seconds = chance.choice(MOODS)
    crashing.market.behave(behaviour, seconds=seconds, times=1)
    method = chance.choice(["chat.postMessage", "chat.update"])
    kind = chance.randrange(4)
    if kind == 0:
        crashing.slack.fail(method, status=500, after_effect=chance.random() < 0.5)
    elif kind == 1:
        crashing.slack.fail(method, drop=True, after_effect=chance.random() < 0.5)
    elif kind == 2:
        crashing.slack.fail(method, retry_after=1)
