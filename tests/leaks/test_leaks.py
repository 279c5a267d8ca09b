"""Random sharing by five members and two groups: every surface shows each what the model says, and no more.

`AACABOT_LEAK_SEED` chooses another history.
"""

import os
import random
from datetime import timedelta
from pathlib import Path

import pytest

from aacabot.store.models import Brand, Member
from tests.leaks import cast
from tests.leaks.history import History, ids_of
from tests.leaks.reading import Reading
from tests.leaks.surfaces import Surfaces, meet_sellers
from tests.walls.stage import Stage, staged

SEED = int(os.environ.get("AACABOT_LEAK_SEED", "20261122"))
DEEDS = 40


async def shared_at_random(stage: Stage, seed: int, deeds: int) -> Surfaces:
    members, brands = await ids_of(stage.hub, Member), await ids_of(stage.hub, Brand)
    history = History(stage.hub, random.Random(seed), members, brands)
    surfaces = Surfaces(stage, history, Reading(stage, history.model))
    await history.begin()
    await meet_sellers(stage, history, 5)
    await history.go_on(deeds, surfaces.look)
    await stage.pass_time(timedelta(minutes=1))
    await surfaces.look()
    return surfaces


async def test_nobody_reads_what_is_not_for_them(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    async with staged(database_url, tmp_path, monkeypatch, cast) as stage:
        surfaces = await shared_at_random(stage, SEED, DEEDS)
        await surfaces.look_at_all()
        await surfaces.look()
    history, reading = surfaces.history, surfaces.reading
    done = ", ".join(f"{count} {what}" for what, count in history.done.most_common())
    counted = ", ".join(f"{count} {by}" for by, count in reading.read.most_common())
    request.node.user_properties.append(("told at the end", f"leaks: after {done}: {counted}"))
    assert not reading.leaks, "\n".join(reading.leaks[:20])
    assert not stage.bugs, "\n".join(stage.bugs[:5])
