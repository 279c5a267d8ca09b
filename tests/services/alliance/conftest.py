"""Migrated databases for the alliance's tests."""

import os
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from aacabot.domain.ids import new_id
from aacabot.store import schema
from aacabot.store.database import Database


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    with fresh_database(request.param, tmp_path) as url:
        yield url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = Database(database_url)
    yield opened
    await opened.dispose()


@contextmanager
def fresh_database(kind: str, folder: Path) -> Iterator[str]:
    """A migrated database of its own."""
    if kind == "sqlite":
        url = f"sqlite:///{folder / (new_id() + '.db')}"
        schema.upgrade(url)
        yield url
        return
    server = os.environ.get("AACABOT_TEST_POSTGRES_URL")
    if server is None:
        pytest.skip("AACABOT_TEST_POSTGRES_URL names no server")
    name = f"alliance_{new_id()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    try:
        parts = urlsplit(server)
        url = f"postgresql://{parts.netloc}/{name}" + (f"?{parts.query}" if parts.query else "")
        schema.upgrade(url)
        yield url
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
async def another_database(tmp_path: Path) -> AsyncIterator[Database]:
    url = f"sqlite:///{tmp_path / 'another.db'}"
    schema.upgrade(url)
    opened = Database(url)
    yield opened
    await opened.dispose()
