"""A transaction is on behalf of a viewer, and commits all it owes or nothing."""

import asyncio
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg import errors
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, StatementError

from aacabot.domain.viewers import EVERYONE
from aacabot.services.hub import Hub, Unit
from aacabot.store.database import Database, have_collided
from aacabot.store.models import Agency, Drain, Node

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


async def test_sqlite_keeps_what_it_acknowledged_and_its_references(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    expected = {
        "journal_mode": "wal",
        "synchronous": 2,  # FULL: https://sqlite.org/pragma.html#pragma_synchronous
        "foreign_keys": 1,
        "busy_timeout": 30_000,
    }
    try:
        for opened in (database.begin, database.read):
            async with opened(EVERYONE) as session:
                for pragma, value in expected.items():
                    assert (await session.execute(text(f"PRAGMA {pragma}"))).scalar_one() == value, pragma
        with pytest.raises(IntegrityError):
            async with database.begin(EVERYONE) as session:
                await session.execute(
                    text("INSERT INTO brands (id, key, member_id, name) VALUES ('b', 'b', 'nobody', 'Brand')")
                )
    finally:
        await database.dispose()


async def test_a_naive_moment_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="naive datetime"):
        async with database.begin(EVERYONE) as session:
            session.add(Node(name="n", seen_at=datetime(2026, 11, 22, 12)))  # noqa: DTZ001
    async with database.read(EVERYONE) as session:
        assert await session.get(Node, "n") is None


@given(
    st.datetimes(datetime(1970, 1, 2), datetime(2199, 12, 30)),  # noqa: DTZ001
    st.integers(-23 * 60, 23 * 60),
)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_a_moment_is_read_back_as_the_same_moment_in_utc(
    database: Database, at: datetime, minutes: int
) -> None:
    moment = at.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    async with database.begin(EVERYONE) as session:
        await session.merge(Node(name="n", seen_at=moment))
    async with database.read(EVERYONE) as session:
        read = (await session.get_one(Node, "n")).seen_at
    assert read == moment and read.utcoffset() == timedelta(0)


async def test_a_read_never_commits(database: Database) -> None:
    async with database.read(EVERYONE) as session:
        session.add(Node(name="n", seen_at=NOON))
        await session.flush()
    async with database.read(EVERYONE) as session:
        assert await session.get(Node, "n") is None


async def waiting(hub: Hub) -> int:
    return sum(depth.waiting for depth in await hub.engine.depths())


async def test_a_unit_commits_its_rows_and_what_it_owes_together(hub: Hub) -> None:
    async with hub.unit(EVERYONE) as unit:
        unit.session.add(Node(name="n", seen_at=NOON))
        unit.wake("fill_channel", "T:C")
        await hub.engine.owe(unit.session, "screen_batch", "b", {})
        assert await waiting(hub) == 0
    assert await waiting(hub) == 2


@pytest.mark.parametrize("moment", ["inside", "at the end", "in the database"])
async def test_a_unit_that_fails_anywhere_leaves_neither_rows_nor_owed_work(hub: Hub, moment: str) -> None:
    async def fail() -> None:
        raise OSError(moment)

    with pytest.raises((OSError, IntegrityError)):
        async with hub.unit(EVERYONE) as unit:
            unit.session.add(Node(name="n", seen_at=NOON))
            await unit.session.flush()
            await hub.engine.owe(unit.session, "screen_batch", "b", {})
            unit.wake("fill_channel", "T:C")
            if moment == "inside":
                await fail()
            elif moment == "at the end":
                unit.at_the_end("x", "y", None, lambda _unit, _items: fail())
            else:
                unit.session.add_all([Agency(id=ident, key="same", name="A") for ident in "ab"])
    assert await waiting(hub) == 0
    async with hub.database.read(EVERYONE) as session:
        assert await session.get(Node, "n") is None
        assert await session.get(Drain, ("fill_channel", "T:C")) is None


async def test_a_cancelled_unit_leaves_nothing(hub: Hub) -> None:
    entered = asyncio.Event()

    async def work() -> None:
        async with hub.unit(EVERYONE) as unit:
            await hub.engine.owe(unit.session, "screen_batch", "b", {})
            entered.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(work())
    await entered.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await waiting(hub) == 0
    async with hub.unit(EVERYONE) as unit:
        await hub.engine.owe(unit.session, "screen_batch", "b", {})
    assert await waiting(hub) == 1


async def test_what_is_left_for_the_end_is_done_once_for_all_and_in_one_order(hub: Hub) -> None:
    done: list[list[str]] = []

    async def note(_: Unit, items: list[str]) -> None:
        done.append(items)

    async with hub.unit(EVERYONE) as unit:
        for key in ("b", "a", "b"):
            unit.at_the_end("card", key, key.upper(), note)
        assert done == []
    assert done == [["A", "B"]]


def test_only_collisions_are_worth_another_try() -> None:
    assert have_collided(IntegrityError("INSERT", None, Exception()))
    assert have_collided(OperationalError("UPDATE", None, errors.DeadlockDetected()))
    assert not have_collided(OperationalError("SELECT", None, errors.AdminShutdown()))
    assert not have_collided(DBAPIError("SELECT", None, Exception("disk full")))
