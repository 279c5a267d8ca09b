"""Random sharing by five members and two groups: every surface shows each what the model says, and no more.

`AACABOT_LEAK_SEED` chooses another history.
"""

import os
import random
from datetime import timedelta
from pathlib import Path

import pytest

from aacabot.domain.errors import IntelNotFound
from aacabot.services.intel.showing import open_item
from tests.leaks import cast
from tests.leaks.history import History, member_ids
from tests.leaks.reading import Reading
from tests.walls.stage import Stage, staged

SEED = int(os.environ.get("AACABOT_LEAK_SEED", "20261122"))
DEEDS = 40


async def open_everything(reading: Reading, history: History) -> None:
    """Every person opens every item by its id, whether it is for them or not."""
    for who in cast.PEOPLE:
        if not who.known:
            continue
        person, opened = await history.person(who), set()
        for item in history.model.items:
            try:
                shown = await open_item(history.hub, person, item.item_id)
            except IntelNotFound:
                continue
            opened.add(item.word)
            assert item.word in shown.text
        expected = {item.word for item in history.model.items if history.model.reads(who, item)}
        reading.note("opened by id", who, opened, expected)


async def shared_at_random(stage: Stage, seed: int, deeds: int) -> tuple[History, Reading]:
    history = History(stage.hub, random.Random(seed), await member_ids(stage.hub))
    reading = Reading(stage, history.model)
    await history.begin()
    await history.go_on(deeds)
    await stage.pass_time(timedelta(minutes=1))
    return history, reading


async def test_nobody_reads_what_is_not_for_them(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    async with staged(database_url, tmp_path, monkeypatch, cast) as stage:
        history, reading = await shared_at_random(stage, SEED, DEEDS)
        await open_everything(reading, history)
        reading.look()
    done = ", ".join(f"{count} {what}" for what, count in history.done.most_common())
    counted = ", ".join(f"{count} {by}" for by, count in reading.read.most_common())
    request.node.user_properties.append(("told at the end", f"leaks: after {done}: {counted}"))
    assert not reading.leaks, "\n".join(reading.leaks[:20])
    assert not stage.bugs, "\n".join(stage.bugs[:5])
