"""The walls through PgBouncer in transaction mode: many clients, two connections, and nothing carries over.

Debian's package `pgbouncer` is needed; without it these tests are skipped, except in CI.
"""

import asyncio
import os
import random
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.ext.asyncio import AsyncSession

from aacabot.domain.viewers import EVERYONE, Viewer
from aacabot.store.database import RUNTIME_ROLE, Database
from aacabot.store.models import CaseRow
from tests.journeys import alliance as journey
from tests.journeys.running_hub import RunningHub
from tests.store.bouncer import PROGRAM, SERVER_CONNECTIONS, bounced
from tests.store.two_members import settle_in

pytestmark = pytest.mark.skipif(
    PROGRAM is None and not os.environ.get("CI"), reason="pgbouncer is not installed"
)
A, B, NOBODY = Viewer.of_members("members-a"), Viewer.of_members("members-b"), Viewer(frozenset())
SEES = {A: {"members-a"}, B: {"members-b"}, NOBODY: set[str](), EVERYONE: {"members-a", "members-b"}}
CASES: sa.Table = CaseRow.__table__  # type: ignore[attr-defined]


@pytest.fixture
def bouncer_url(postgres_url: str, tmp_path: Path) -> Iterator[str]:
    assert PROGRAM, "CI installs pgbouncer (.ci/run)"
    with bounced(postgres_url, tmp_path) as url:
        yield url


@pytest.fixture
async def pooled(bouncer_url: str) -> AsyncIterator[Database]:
    """Two members with one row in every table, behind PgBouncer, with more clients than servers."""
    database = Database(bouncer_url, pool_size=10)
    async with database.begin(EVERYONE) as session:
        await settle_in(session)
    yield database
    await database.dispose()


async def owners(session: AsyncSession) -> set[str]:
    return set((await session.execute(sa.select(CASES.c.member_id))).scalars())


async def asks(database: Database, viewer: Viewer, chance: random.Random) -> None:
    """One transaction of a viewer, now and then a broken one, or one given up halfway."""
    way = chance.random()
    if way < 0.15:
        with pytest.raises(ZeroDivisionError):
            async with database.begin(viewer) as session:
                assert await owners(session) == SEES[viewer]
                raise ZeroDivisionError
    elif way < 0.3:
        with pytest.raises(ProgrammingError):
            async with database.begin(viewer) as session:
                await session.execute(sa.text("SELECT broken"))
    elif way < 0.4:
        await _given_up(database, viewer)
    else:
        opened = database.begin if way < 0.6 else database.read
        async with opened(viewer) as session:
            assert await owners(session) == SEES[viewer]
            await asyncio.sleep(chance.random() * 0.01)
            assert await owners(session) == SEES[viewer]


async def _given_up(database: Database, viewer: Viewer) -> None:
    """A person's request ends while the database still works on it."""

    async def long() -> None:
        async with database.begin(viewer) as session:
            assert await owners(session) == SEES[viewer]
            await session.execute(sa.text("SELECT pg_sleep(5)"))

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await long()


async def test_each_sees_its_own_rows_whoever_had_the_connection_before(pooled: Database) -> None:
    chance = random.Random(11)

    async def client(number: int) -> None:
        own = random.Random(number)
        for _ in range(15):
            await asks(pooled, chance.choice(list(SEES)), own)

    await asyncio.gather(*(client(number) for number in range(20)))


async def test_no_role_and_no_scope_is_left_on_a_connection(pooled: Database) -> None:
    for viewer in (A, EVERYONE, B):
        async with pooled.read(viewer) as session:
            assert await owners(session) == SEES[viewer]
        async with pooled.engine.connect() as connection:
            said = await connection.execute(
                sa.text("SELECT current_setting('aacabot.scope', true), current_user::text")
            )
            scope, user = said.one()
            assert not scope and user != RUNTIME_ROLE


async def test_they_do_share_a_few_connections(pooled: Database) -> None:
    """Otherwise the tests above would prove nothing."""
    servers: set[int] = set()

    async def client() -> None:
        for _ in range(5):
            async with pooled.read(A) as session:
                servers.add((await session.execute(sa.text("SELECT pg_backend_pid()"))).scalar_one())

    await asyncio.gather(*(client() for _ in range(20)))
    assert 1 <= len(servers) <= SERVER_CONNECTIONS


async def test_one_click_takes_a_listing_down_through_pgbouncer(
    bouncer_url: str, postgres_url: str, tmp_path: Path
) -> None:
    """The whole hub, its engine too, with `migrate` going to Postgres itself."""
    running = RunningHub(bouncer_url, tmp_path, AACABOT_OWNER_DATABASE_URL=postgres_url)
    try:
        await running.start(migrate=True)
        await running.send("L1", "Zephyrine runner, last pairs")
        card = await running.card("C0ACME", containing="last pairs")
        assert (await running.click(card, "case_confirm", journey.ANN)).status == 200
        await running.until(lambda: running.takedowns_of("L1"))
        await running.shows(card, "case_retract")
        assert running.market.listings["L1"].status == "removed"
    finally:
        await running.stop()
