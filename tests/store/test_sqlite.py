"""SQLite under asyncio: what waits does not hold the loop, and what is cancelled holds nothing."""

import asyncio
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text

from aacabot.domain.viewers import EVERYONE
from aacabot.store.database import Database


@pytest.fixture
async def file(tmp_path: Path) -> Path:
    database = Database(f"sqlite:///{tmp_path}/x.db")
    async with database.begin(EVERYONE) as session:
        await session.execute(text("CREATE TABLE seen (name TEXT)"))
    await database.dispose()
    return tmp_path / "x.db"


async def names(database: Database) -> list[str]:
    async with database.read(EVERYONE) as session:
        return list((await session.execute(text("SELECT name FROM seen ORDER BY name"))).scalars())


async def test_the_loop_goes_on_while_another_process_holds_the_write_lock(file: Path) -> None:
    database, other = Database(f"sqlite:///{file}"), sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    async def write() -> None:
        async with database.begin(EVERYONE) as session:
            await session.execute(text("INSERT INTO seen VALUES ('ours')"))

    task = asyncio.create_task(write())
    assert [await names(database) for _ in range(3)] == [[], [], []]
    assert not task.done()
    other.execute("COMMIT")
    await task
    assert await names(database) == ["ours"]
    other.close()
    await database.dispose()


async def test_one_cancelled_while_it_waits_for_the_lock_leaves_it_free(file: Path) -> None:
    database, other = Database(f"sqlite:///{file}"), sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    async def write(name: str) -> None:
        async with database.begin(EVERYONE) as session:
            await session.execute(text("INSERT INTO seen VALUES (:name)"), {"name": name})

    task = asyncio.create_task(write("cancelled"))
    await asyncio.sleep(0.1)
    task.cancel()
    other.execute("COMMIT")
    with pytest.raises(asyncio.CancelledError):
        await task
    other.execute("BEGIN IMMEDIATE")
    other.execute("COMMIT")
    await asyncio.wait_for(write("next"), 5)
    assert await names(database) == ["next"]
    other.close()
    await database.dispose()
