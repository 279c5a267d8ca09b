"""Durable work: owed in a transaction, run once it commits, tried again, given up, and retried."""

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from aacabot import engine as engines
from aacabot.config import Settings
from aacabot.domain.viewers import EVERYONE
from aacabot.engine import TRIES, DatabaseInUse, DeadLetter, Engine, Payload
from aacabot.services.hub import Hub

Dead = tuple[str, str, Payload, str]


class Running:
    """A hub whose engine runs here: jobs are plain functions of the test."""

    def __init__(self, hub: Hub) -> None:
        self.hub, self.engine = hub, hub.engine
        self.dead: list[Dead] = []

    async def start(self, **jobs: Callable[[Payload], Awaitable[None]]) -> None:
        for name, job in jobs.items():
            self.engine.register(name, job)
        await self.engine.start(self._on_dead)

    async def _on_dead(self, *letter: Any) -> None:
        self.dead.append(letter)

    async def owe(self, name: str, key: str, /, **payload: Any) -> None:
        async with self.hub.unit(EVERYONE) as unit:
            await self.engine.owe(unit.session, name, key, payload, partition=payload.get("partition"))

    async def depth(self, queue: str) -> int:
        (found,) = [each for each in await self.engine.depths() if each.queue == queue]
        assert found.oldest_seconds >= 0 and (found.waiting > 0 or found.oldest_seconds == 0)
        return found.waiting


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Pauses are noted, and over at once."""
    noted: list[float] = []
    pause = engines.pause_before

    def no_pause(tries: int) -> timedelta:
        noted.append(pause(tries).total_seconds())
        return timedelta(milliseconds=1)

    monkeypatch.setattr(engines, "pause_before", no_pause)
    return noted


@pytest.fixture
async def running(hub: Hub) -> AsyncIterator[Running]:
    # The engine is one to a process: the hub's fixture stops it, and with it the engine is gone.
    yield Running(hub)


async def until(true: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(40):
        while not await true():
            await asyncio.sleep(0.05)


async def test_work_is_owed_in_its_transaction_and_once_per_key(hub: Hub) -> None:
    running = Running(hub)
    for _ in range(3):
        await running.owe("screen_batch", "same", batch_id="b")
    await running.owe("screen_batch", "other", batch_id="b")
    await running.owe("fill_channel", "same", key="T:C", partition="T:C")
    assert await running.depth("screening") == 2
    assert await running.depth("channels") == 1
    assert await running.depth("marketplaces") == 0
    with pytest.raises(ZeroDivisionError):
        async with hub.unit(EVERYONE) as unit:
            await hub.engine.owe(unit.session, "screen_batch", "undone", {})
            raise ZeroDivisionError
    assert await running.depth("screening") == 2


async def test_delayed_work_does_not_count_as_waiting(hub: Hub) -> None:
    async with hub.unit(EVERYONE) as unit:
        await hub.engine.owe(unit.session, "screen_batch", "later", {}, delay=timedelta(hours=1))
    assert await Running(hub).depth("screening") == 0


async def test_work_nobody_has_heard_of_is_refused(hub: Hub) -> None:
    async def job(_: Payload) -> None: ...

    with pytest.raises(KeyError):
        hub.engine.register("paint_the_fence", job)
    with pytest.raises(KeyError):
        await Running(hub).owe("paint_the_fence", "1")


async def test_owed_work_runs_and_what_fails_is_tried_until_it_is_a_dead_letter_that_can_be_retried(
    running: Running, quick: list[float]
) -> None:
    """One start of the engine for the whole story: it takes seconds, and there is one to a process."""
    ran: list[Payload] = []
    failures = 2
    mended = False

    async def screen(payload: Payload) -> None:
        nonlocal failures
        if payload.get("shaky") and failures:
            failures -= 1
            raise RuntimeError("not yet")
        ran.append(payload)

    async def serve(payload: Payload) -> None:
        if not mended:
            raise ValueError(f"broken for {payload['key']}")
        ran.append(payload)

    await running.owe("screen_batch", "before the start", batch_id="1")
    await running.start(screen_batch=screen, serve_marketplace=serve)
    await running.owe("screen_batch", "2", batch_id="2")
    await running.owe("screen_batch", "3", batch_id="3", shaky=True)

    async def all_three_ran() -> bool:
        return sorted(str(each["batch_id"]) for each in ran) == ["1", "2", "3"]

    await until(all_three_ran)
    assert failures == 0 and running.dead == []

    await running.owe("serve_marketplace", "m:0", key="m", partition="m")

    async def is_dead() -> bool:
        return bool(await running.engine.dead_letters())

    await until(is_dead)
    (letter,) = await running.engine.dead_letters()
    assert isinstance(letter, DeadLetter)
    assert (letter.name, letter.payload) == ("serve_marketplace", {"key": "m", "partition": "m"})
    assert "broken for m" in letter.error and letter.at_ms > 0
    ((name, ident, payload, error),) = running.dead
    assert (name, ident, payload["key"]) == ("serve_marketplace", letter.id, "m")
    assert error == "ValueError: broken for m"
    assert len(quick) == 2 + TRIES - 1
    grown = quick[-(TRIES - 1) :]
    assert all(later > earlier for earlier, later in pairwise(grown)) and grown[-1] > 30 > 2 > grown[0]

    assert await running.engine.retry("no such letter") is None
    mended = True
    again = await running.engine.retry(letter.id)
    assert again is not None and again != letter.id
    assert await running.engine.retry(letter.id) is None, "a letter is retried once"

    async def served() -> bool:
        return {"key": "m", "partition": "m"} in ran

    await until(served)
    assert await running.engine.dead_letters() == []


@pytest.mark.parametrize("tries", range(1, TRIES))
def test_pauses_grow_fourfold_and_are_never_the_same_for_two(tries: int) -> None:
    middle = 4.0 ** (tries - 1)
    drawn = {engines.pause_before(tries).total_seconds() for _ in range(50)}
    assert len(drawn) > 10
    assert all(middle * 0.75 <= pause <= middle * 1.25 for pause in drawn)


HOLDER = """
import asyncio, sys
from aacabot.app import make_hub
from aacabot.config import load_settings

async def hold():
    hub = make_hub(load_settings(None))
    async def on_dead(*_): ...
    await hub.engine.start(on_dead)
    print("up", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    await hub.engine.stop()
    await hub.database.dispose()

asyncio.run(hold())
"""


async def test_a_second_process_on_one_sqlite_file_is_refused_until_the_first_has_stopped(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(
        _env_file=None, database_url=sqlite_url, secret_key="a2tr" * 10 + "a2s=", slack_signing_secret="s",
        slack_bot_token="xoxb-1",
    )  # fmt: skip
    monkeypatch.setenv("AACABOT_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("AACABOT_SECRET_KEY", "a2tr" * 10 + "a2s=")
    monkeypatch.setenv("SLACK_SIGNING_SECRET", "s")
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    holder = await asyncio.create_subprocess_exec(
        sys.executable, "-c", HOLDER,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, cwd=Path(__file__).parents[1],
    )  # fmt: skip
    assert holder.stdin is not None and holder.stdout is not None
    first, second = Engine(settings), Engine(settings)

    async def on_dead(*_: object) -> None: ...

    try:
        async with asyncio.timeout(60):
            assert await holder.stdout.readline() == b"up\n"
            with pytest.raises(DatabaseInUse, match=r"hub\.db is in use by another running hub; stop"):
                await first.start(on_dead)
        holder.stdin.close()
        assert await asyncio.wait_for(holder.wait(), 60) == 0
        await second.start(on_dead)
    finally:
        if holder.returncode is None:
            holder.kill()
            await holder.wait()
        await first.stop()
        await second.stop()
