"""The state of an installation under way: good once, for ten minutes, on any node."""

import asyncio

import pytest

from aacabot.services.hub import Hub
from aacabot.services.oauth_states import consume_state, issue_state
from aacabot.store.models import OAuthStateRow
from jobs.timetable import tidy
from tests.services.casework import Casework


@pytest.fixture
def work(hub: Hub) -> Casework:
    return Casework(hub)


async def test_a_state_is_good_once_even_if_asked_about_twice_at_once(work: Casework) -> None:
    state = await issue_state(work.hub)
    answers = await asyncio.gather(*(consume_state(work.hub, state) for _ in range(3)))
    assert sorted(answers) == [False, False, True]
    assert not await consume_state(work.hub, state)


async def test_a_state_ends_after_ten_minutes_and_guesses_are_none(work: Casework) -> None:
    state = await issue_state(work.hub)
    assert not await consume_state(work.hub, state + "x")
    assert not await consume_state(work.hub, "")
    assert not await consume_state(work.hub, "\ud800")
    work.later(minutes=10)
    assert not await consume_state(work.hub, state)


async def test_only_its_hash_is_kept_and_not_for_ever(work: Casework) -> None:
    state = await issue_state(work.hub)
    (row,) = await work.rows(OAuthStateRow)
    assert state not in row.state_hash
    work.later(days=8)
    await tidy(work.hub)
    assert await work.rows(OAuthStateRow) == []
