"""A second database, for what is carried from one hub to another."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from aacabot.store import schema
from aacabot.store.database import Database


@pytest.fixture
async def another_database(tmp_path: Path) -> AsyncIterator[Database]:
    url = f"sqlite:///{tmp_path / 'another.db'}"
    schema.upgrade(url)
    opened = Database(url)
    yield opened
    await opened.dispose()
