"""The walk finds what is planted, and the second wall holds where the first is down."""

from pathlib import Path
from typing import Any

import pytest

from aacabot.domain.people import Person
from aacabot.domain.viewers import EVERYONE, Viewer
from aacabot.logs import log
from aacabot.services import people
from aacabot.store import cases
from tests.walls.stage import staged
from tests.walls.test_walk import numbers
from tests.walls.walk import Walk

LONGEST = 40.0
SEED = 7


async def leaks(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seconds: float
) -> list[str]:
    async with staged(database_url, tmp_path, monkeypatch) as stage:
        walk = Walk(stage)
        await walk.take(numbers(seconds, SEED))
        return walk.leaks


def forget_the_viewer(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the code asked for a case without saying who asks, and checked no role."""
    for name in ("get_case", "lock_case", "find_by_number", "find_by_listing", "events_of"):
        asked = getattr(cases, name)
        monkeypatch.setattr(cases, name, lambda session, _, what, asked=asked: asked(session, EVERYONE, what))
    monkeypatch.setattr(Person, "may_see", lambda *_: True)
    monkeypatch.setattr(Person, "may_decide", lambda *_: True)


async def test_a_forgotten_viewer_is_found(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forget_the_viewer(monkeypatch)
    assert await leaks(sqlite_url, tmp_path, monkeypatch, LONGEST)


async def test_row_level_security_holds_where_the_code_forgets(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The very walk that leaks on SQLite, as far as walls between members go: brands have only the first."""
    forget_the_viewer(monkeypatch)
    found = await leaks(postgres_url, tmp_path, monkeypatch, 12)
    assert not [leak for leak in found if not leak.startswith(("U0RAY", "U0RIA"))], found


async def test_a_viewer_that_is_everybody_is_found_on_postgres_too(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forget_the_viewer(monkeypatch)
    monkeypatch.setattr(Person, "viewer", property(lambda person: Viewer(None, waits=True)))
    assert await leaks(postgres_url, tmp_path, monkeypatch, LONGEST)


async def test_a_name_in_the_logs_is_found(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = people.identify

    async def chatty(*arguments: Any) -> Any:
        reader = await asked(*arguments)
        log(__name__).info("somebody clicked", name=reader.person.name)
        return reader

    monkeypatch.setattr("handlers.clicks.identify", chatty)
    found = await leaks(sqlite_url, tmp_path, monkeypatch, LONGEST)
    assert any(" by log: " in leak for leak in found), found
