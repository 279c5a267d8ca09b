"""The directory: rights holders and brands by region, growth, and what the operator sees of a member."""

from datetime import UTC, datetime, timedelta

import pytest

from aacabot.domain.directory import Quarter, RegionCount, growth
from aacabot.domain.errors import NeedsRole
from aacabot.domain.viewers import EVERYONE
from aacabot.services import directory, enforcement
from aacabot.services.hub import Hub
from aacabot.store.models import Brand, Member, SlackChannel
from tests.journeys.alliance import ANN, GIL, OLA, RAY
from tests.services.casework import Casework


async def test_rights_holders_are_counted_apart_from_brands(hub: Hub) -> None:
    work = await Casework.begun(hub)
    async with work.hub.unit(EVERYONE) as unit:
        for row in await work.rows(Member):
            member = await unit.session.get_one(Member, row.id)
            member.region = {"gamma": None, "beta": "china"}.get(row.key, row.region)
            member.joined_at = datetime(2026, 2, 1, tzinfo=UTC)
        gone = Member(id="gone", key="gone", name="Gone", region="china", withdrawn_at=work.now)
        unit.session.add(gone)
        await unit.session.flush()
        unit.session.add(Brand(id="gone-b", key="gone-b", member_id="gone", name="Gone"))
    found = await directory.summary(work.hub, await work.person(OLA))
    assert (found.members, found.brands) == (3, 4)
    assert found.regions == (
        RegionCount(region=None, members=1, brands=1),
        RegionCount(region="china", members=1, brands=1),
        RegionCount(region="europe", members=1, brands=2),
    )
    assert [(one.label, one.members) for one in found.growth] == [
        ("2026 Q1", 3), ("2026 Q2", 3), ("2026 Q3", 3), ("2026 Q4", 3),
    ]  # fmt: skip


def test_growth_is_cumulative_and_keeps_the_last_quarters_with_all_that_came_before() -> None:
    start = datetime(2015, 1, 1, tzinfo=UTC)
    now = datetime(2026, 11, 22, tzinfo=UTC)
    shown = growth([start + timedelta(days=91 * number) for number in range(40)], now)
    assert len(shown) == 12
    assert shown[-1] == Quarter(year=2026, quarter=4, members=40)
    assert [one.members for one in shown] == sorted(one.members for one in shown)
    assert growth([], now) == (Quarter(year=2026, quarter=4, members=0),)
    assert growth([now], now) == (Quarter(year=2026, quarter=4, members=1),)


async def test_members_are_searched_filtered_and_paged_to_the_last(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ola = await work.person(OLA)
    async with work.hub.unit(EVERYONE) as unit:
        for number in range(700):
            region = "china" if number % 7 == 0 else None
            name = f"Firm {number:03} {'安' if number == 5 else ''}".strip()
            unit.session.add(Member(id=f"m{number:04}", key=f"firm-{number}", name=name, region=region))
    seen: set[str] = set()
    for page in range(1, 37):
        listed = await directory.list_members(work.hub, ola, page=page)
        seen |= {one.id for one in listed.members}
    assert len(seen) == listed.total == 703
    assert (await directory.list_members(work.hub, ola, region="china")).total == 100
    assert (await directory.list_members(work.hub, ola, region="unsaid")).total == 600
    (found,) = (await directory.list_members(work.hub, ola, "安 firm")).members
    assert found.id == "m0005"
    assert [one.id for one in await directory.find_members(work.hub, ola, "firm-699")] == ["m0699"]
    assert (await directory.list_members(work.hub, ola, "100%")).total == 0


async def test_a_member_that_is_opened_shows_how_it_is_doing(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ola = await work.person(OLA)
    (acme,) = await work.rows(Member, key="acme")
    decided = await work.suspect()
    await work.suspect()
    await enforcement.confirm(work.hub, await work.person(ANN), decided)
    async with work.hub.unit(EVERYONE) as unit:
        (await unit.session.get_one(Member, acme.id)).account_manager = OLA
        (await unit.session.get_one(SlackChannel, "T0OPS:C0ACME")).problem = "not_in_channel"
    opened = await directory.open_member(work.hub, ola, acme.id)
    assert opened is not None
    assert (opened.account_manager, opened.people, opened.brands, opened.phase) == ("Ola", 4, 2, 1)
    assert (opened.problem, opened.last_decision_at, opened.open_cases) == ("not_in_channel", work.now, 1)
    assert await directory.open_member(work.hub, ola, "nobody") is None


async def test_members_and_agencies_do_not_read_the_directory(hub: Hub) -> None:
    work = await Casework.begun(hub)
    (beta,) = await work.rows(Member, key="beta")
    for user in (ANN, GIL, RAY):
        person = await work.person(user)
        for refused in (
            directory.summary(work.hub, person),
            directory.list_members(work.hub, person),
            directory.open_member(work.hub, person, beta.id),
            directory.find_members(work.hub, person, "q"),
            directory.named(work.hub, person, [beta.id]),
        ):
            with pytest.raises(NeedsRole):
                await refused
