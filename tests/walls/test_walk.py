"""No reply, card, home, form, suggestion, log line or error carries another member's data (issue 3, 4).

`AACABOT_WALK_SEED` chooses another walk. A failure names the steps that led to it; they are decided one by
one by the numbers of the seed.
"""

import os
import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.walls.everywhere import read_exports, read_pages
from tests.walls.stage import Stage, staged
from tests.walls.walk import Walk

SECONDS = 18.0
LONG = 900.0
SEED = int(os.environ.get("AACABOT_WALK_SEED", "20261122"))


def numbers(seconds: float, seed: int) -> Iterator[int]:
    """Numbers for as long as there is time."""
    chance, end = random.Random(seed), time.monotonic() + seconds
    while time.monotonic() < end:
        yield chance.getrandbits(32)


async def walked(stage: Stage, seconds: float, seed: int) -> Walk:
    """A whole walk: with the agency's grant, without it, and through what is not in Slack."""
    walk = Walk(stage)
    await walk.take(numbers(seconds * 0.7, seed))
    if not walk.leaks:
        await walk.outlive_the_grant()
        await walk.take(numbers(seconds * 0.3, seed + 1))
        await walk.settle()
        await read_pages(stage, walk.inspection)
        await read_exports(stage, walk.inspection)
    return walk


def told(walk: Walk) -> str:
    counted = ", ".join(f"{count} {by}" for by, count in walk.inspection.inspected.most_common())
    whole = sum(walk.inspection.inspected.values())
    return f"{whole} replies inspected after {len(walk.trail)} deeds of {len(walk.used)} kinds: {counted}"


async def test_nobody_reads_what_is_anothers(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    async with staged(database_url, tmp_path, monkeypatch) as stage:
        walk = await walked(stage, SECONDS, SEED)
    request.node.user_properties.append(("told at the end", f"walls: {told(walk)}"))
    assert not walk.leaks, "\n".join([*walk.trail[-8:], *walk.leaks[:20]])
    assert sum(walk.inspection.inspected.values()) > 100
    assert not stage.bugs, "\n".join(stage.bugs[:5])


@pytest.mark.soak
@pytest.mark.timeout(LONG * 2)
async def test_nobody_reads_what_is_anothers_in_a_long_walk(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    seed = random.SystemRandom().getrandbits(32)
    async with staged(database_url, tmp_path, monkeypatch) as stage:
        walk = await walked(stage, LONG, seed)
    request.node.user_properties.append(("told at the end", f"walls, seed {seed}: {told(walk)}"))
    assert not walk.leaks, "\n".join([f"seed {seed}", *walk.trail[-20:], *walk.leaks[:20]])
    assert not stage.bugs, "\n".join([f"seed {seed}", *stage.bugs[:5]])
