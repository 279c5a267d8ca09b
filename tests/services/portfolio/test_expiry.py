"""Rights that run out are told of in time: in the channel, and to those who keep the brand; once each."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from aacabot.domain.viewers import EVERYONE
from aacabot.services import portfolio
from aacabot.services.hub import Hub
from aacabot.services.portfolio import RightAsked
from aacabot.store.models import RegisteredRight, SlackMessageRow
from tests.journeys.alliance import ANN, OPS
from tests.services.casework import NOON, Casework

LAST_DAY = date(2027, 6, 1)


@pytest.fixture
async def work(hub: Hub) -> Casework:
    """One right of Acme's ends on the first of June 2027."""
    work = await Casework.begun(hub)
    async with work.hub.unit(EVERYONE) as unit:
        for right in await work.rows(RegisteredRight, number="009000001"):
            (await unit.session.get_one(RegisteredRight, right.id)).expires = LAST_DAY
    return work


async def told(work: Casework) -> list[tuple[str, Mapping[str, Any]]]:
    """(channel, values) of every warning so far, in order."""
    rows = [
        row
        for row in await work.rows(SlackMessageRow, kind="notice")
        if row.values["kind"] == "right_expires"
    ]
    return [
        (row.channel.partition(":")[2], row.values["values"]) for row in sorted(rows, key=lambda row: row.id)
    ]


async def at(work: Casework, days_before: int) -> int:
    """Move the clock to so many days before the last day, and tick; returns how many were told of."""
    noon = NOON.replace(year=LAST_DAY.year, month=LAST_DAY.month, day=LAST_DAY.day)
    work.now = noon - timedelta(days=days_before)
    return await portfolio.warn_expiring(work.hub)


async def test_it_is_told_sixty_and_fourteen_days_ahead_and_on_the_day_once_each(work: Casework) -> None:
    counts = {days: await at(work, days) for days in (61, 60, 59, 15, 14, 13, 1, 0, -1, -7, -8)}
    assert {days for days, count in counts.items() if count} == {60, 14, 0}
    warnings = await told(work)
    assert [(where, values["days_left"]) for where, values in warnings] == [
        ("C0ACME", 60), (ANN, 60), ("C0ACME", 14), (ANN, 14), ("C0ACME", 0), (ANN, 0),
    ]  # fmt: skip
    assert warnings[0][1]["label"] == "EUIPO 009000001"
    rows = await work.rows(SlackMessageRow, kind="notice")
    assert all(row.channel.startswith(f"{OPS}:") for row in rows)


async def test_ticking_again_and_on_several_nodes_tells_nothing_twice(work: Casework) -> None:
    assert [await at(work, 60), await at(work, 60), await at(work, 60)] == [1, 0, 0]
    assert len(await told(work)) == 2


async def test_after_a_long_rest_only_the_nearest_warning_is_given(work: Casework) -> None:
    await at(work, -3)
    assert [values["days_left"] for _, values in await told(work)] == [-3, -3]


async def test_what_lapsed_long_ago_or_was_withdrawn_is_not_told(work: Casework) -> None:
    ann = await work.person(ANN)
    (right,) = await work.rows(RegisteredRight, number="009000001")
    await portfolio.change_right(work.hub, ann, right.id, None, withdraw=True)
    assert [await at(work, days) for days in (60, 14, 0)] == [0, 0, 0]
    work.now = NOON
    assert await portfolio.warn_expiring(work.hub) == 0, "one expired in 2020"


async def test_a_renewed_right_is_told_of_again_before_its_new_last_day(work: Casework) -> None:
    await at(work, 14)
    (right,) = await work.rows(RegisteredRight, number="009000001")
    renewed = RightAsked(territories="EU", expires="2027-07-20")
    await portfolio.change_right(work.hub, await work.person(ANN), right.id, renewed)
    assert await portfolio.warn_expiring(work.hub) == 0
    work.later(days=7)
    assert await portfolio.warn_expiring(work.hub) == 1
    assert (await told(work))[-1][1]["expires"] == "2027-07-20"
