"""Work of a node that went silent is taken over on Postgres; SQLite has one node and nothing to watch."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from aacabot.app import make_hub
from aacabot.config import Settings
from aacabot.domain.viewers import EVERYONE
from aacabot.engine import Payload
from aacabot.services.hub import Hub
from jobs.heartbeats import SILENT_SECONDS, beat, beat_until_cancelled, say_goodbye, take_over
from tests.conftest import SECRET_KEY

STARTED_BY = {"screen_batch": None, "serve_marketplace": "m1"}


class Node:
    """A hub's engine under a name, with jobs that write down what they ran."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        self.ran: list[str] = []
        self.dead: list[str] = []

    async def start(self) -> None:
        async def job(payload: Payload) -> None:
            self.ran.append(str(payload["key"]))

        async def on_dead(name: str, ident: str, payload: Payload, error: str) -> None:
            self.dead.append(ident)

        for name in STARTED_BY:
            self.hub.engine.register(name, job)
        await beat(self.hub)
        await self.hub.engine.start(on_dead)

    async def left_behind(self, name: str, key: str, *, by: str, restarts: int = 0) -> str:
        """Work that another node had begun when it died."""
        async with self.hub.unit(EVERYONE) as unit:
            partition = STARTED_BY[name]
            payload = {"key": key, "partition": partition}
            await self.hub.engine.owe(unit.session, name, key, payload, partition=partition)
        ident = f"{name}:{key}"
        async with self.hub.database.engine.begin() as connection:
            await connection.execute(
                text(
                    "UPDATE dbos.workflow_status SET status = 'PENDING', executor_id = :by, "
                    "recovery_attempts = :restarts WHERE workflow_uuid = :ident"
                ),
                {"by": by, "ident": ident, "restarts": restarts},
            )
        return ident

    async def heard_of(self, name: str, *, seconds_ago: float) -> None:
        async with self.hub.database.engine.begin() as connection:
            await connection.execute(
                text("INSERT INTO nodes (name, seen_at) VALUES (:name, clock_timestamp() - :ago)"),
                {"name": name, "ago": timedelta(seconds=seconds_ago)},
            )

    async def runs(self, key: str) -> None:
        async with asyncio.timeout(60):
            while key not in self.ran:
                await asyncio.sleep(0.05)

    async def known(self) -> set[str]:
        async with self.hub.database.read(EVERYONE) as session:
            return set((await session.execute(text("SELECT name FROM nodes"))).scalars())


def node_on(url: str, folder: Path) -> Node:
    settings = Settings(
        _env_file=None,
        database_url=url,
        evidence_url=f"file://{folder}/evidence",
        secret_key=SECRET_KEY,
        slack_signing_secret="signing-secret",
        slack_bot_token="xoxb-test",
        node="here",
    )
    return Node(make_hub(settings))


@pytest.fixture
async def node(postgres_url: str, tmp_path: Path) -> AsyncIterator[Node]:
    """A node called `here` on Postgres, not yet started."""
    node = node_on(postgres_url, tmp_path)
    yield node
    await node.hub.engine.stop()
    await node.hub.database.dispose()


async def test_a_silent_nodes_work_is_taken_over(node: Node) -> None:
    await node.left_behind("screen_batch", "b1", by="silent")
    await node.heard_of("silent", seconds_ago=SILENT_SECONDS * 2)
    await node.start()
    assert await take_over(node.hub) == ["silent"]
    await node.runs("b1")
    assert await node.known() == {"here"}


async def test_work_of_a_node_that_never_was_heard_of_is_taken_over(node: Node) -> None:
    await node.left_behind("screen_batch", "b1", by="unknown")
    await node.start()
    assert await take_over(node.hub) == ["unknown"]
    await node.runs("b1")


async def test_a_live_nodes_work_is_left_alone(node: Node) -> None:
    await node.left_behind("screen_batch", "b1", by="busy")
    await node.heard_of("busy", seconds_ago=0)
    await node.start()
    assert await take_over(node.hub) == []
    assert await node.known() == {"here", "busy"}
    assert await node.hub.engine.nodes_at_work() == {"busy"}


async def test_a_worker_that_saw_many_restarts_is_taken_up_again_and_never_given_up(node: Node) -> None:
    await node.left_behind("serve_marketplace", "m1:0", by="silent", restarts=500)
    await node.left_behind("screen_batch", "poison", by="silent", restarts=500)
    await node.start()
    await take_over(node.hub)
    await node.runs("m1:0")
    async with asyncio.timeout(60):
        while not (letters := await node.hub.engine.dead_letters()):
            await asyncio.sleep(0.05)
    assert [letter.id for letter in letters] == ["screen_batch:poison"]
    assert "poison" not in node.ran


async def test_a_node_that_stops_leaves_what_waits_to_the_others_and_says_goodbye(node: Node) -> None:
    await node.start()
    await node.hub.engine.stop()
    async with node.hub.unit(EVERYONE) as unit:
        await node.hub.engine.owe(unit.session, "screen_batch", "late", {"key": "late"})
    await say_goodbye(node.hub)
    assert await node.known() == set()
    assert node.ran == []


async def test_on_sqlite_there_is_no_heartbeat(sqlite_url: str, tmp_path: Path) -> None:
    node = node_on(sqlite_url, tmp_path)
    try:
        await beat(node.hub)
        await asyncio.wait_for(beat_until_cancelled(node.hub), 60)
        await say_goodbye(node.hub)
        assert await node.known() == set()
    finally:
        await node.hub.engine.stop()
        await node.hub.database.dispose()
