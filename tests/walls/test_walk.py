"""No reply, card, home, form, suggestion, log line or error carries another member's data (issue 3, 4).

`AACABOT_WALK_SEED` chooses another walk. A failure names the steps that led to it; they are decided one by
one by the numbers of the seed.
"""

import math
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
DEEDS = 150
"""A walk that everybody's change must pass is nearly the same each time; the long one goes further."""
LONG = 900.0
LONG_DEEDS = 1_000_000
SEED = int(os.environ.get("AACABOT_WALK_SEED", "20261122"))


def numbers(seconds: float, seed: int, most: float = math.inf) -> Iterator[int]:
    """Numbers for as long as there is time, but no more than that many."""
    chance, end = random.Random(seed), time.monotonic() + seconds
    while most > 0 and time.monotonic() < end:
        most -= 1
        yield chance.getrandbits(32)


async def walked(stage: Stage, seconds: float, seed: int, deeds: int) -> Walk:
    """A whole walk: with the agency's grant, without it, and through what is not in Slack."""
    walk = Walk(stage)
    await walk.take(numbers(seconds * 0.7, seed, deeds * 0.7))
    if not walk.leaks:
        await walk.outlive_the_grant()
        await walk.take(numbers(seconds * 0.3, seed + 1, deeds * 0.3))
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
        walk = await walked(stage, SECONDS, SEED, DEEDS)
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
        walk = await walked(stage, LONG, seed, LONG_DEEDS)
    request.node.user_properties.append(("told at the end", f"walls, seed {seed}: {told(walk)}"))
    assert not walk.leaks, "\n".join([f"seed {seed}", *walk.trail[-20:], *walk.leaks[:20]])
    assert not stage.bugs, "\n".join([f"seed {seed}", *stage.bugs[:5]])
