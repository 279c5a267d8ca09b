"""A running hub for a journey: on the database the test asks for."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.journeys.running_hub import RunningHub


@pytest.fixture
async def running(sqlite_url: str, tmp_path: Path) -> AsyncIterator[RunningHub]:
    """A hub on SQLite, up and ready."""
    running = RunningHub(sqlite_url, tmp_path)
    try:
        await running.start()
        yield running
    finally:
        await running.stop()


@pytest.fixture
async def running_on_both(database_url: str, tmp_path: Path) -> AsyncIterator[RunningHub]:
    """A hub, once on SQLite and once on Postgres."""
    running = RunningHub(database_url, tmp_path)
    try:
        await running.start()
        yield running
    finally:
        await running.stop()


@pytest.fixture
async def typed_on_both(database_url: str, tmp_path: Path) -> AsyncIterator[RunningHub]:
    """A hub, once on SQLite and once on Postgres, its processes started as an operator types them."""
    running = RunningHub(database_url, tmp_path, typed=True)
    try:
        await running.start()
        yield running
    finally:
        await running.stop()
