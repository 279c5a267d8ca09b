"""What a brand grants an agency: until its last day, announced in time, and ended without a trace lost."""

import asyncio
from datetime import date, timedelta

import pytest

from aacabot.domain.errors import (
    CaseNotFound,
    FieldProblem,
    NeedsRole,
    NoSuchColleague,
    NotAllowed,
    NotGrantable,
)
from aacabot.domain.people import Person
from aacabot.services import agencies, assignments, enforcement, handover, lookup, roster
from aacabot.services.hub import Hub
from aacabot.store.models import Agency, GrantRow
from tests.journeys.alliance import BEA, OLA, RAY
from tests.services.membership import ADA, BOB, Houses, told_places, with_admins

LAST_DAY = date(2026, 12, 31)


async def redlens(work: Houses) -> str:
    (agency,) = await work.rows(Agency)
    return str(agency.id)


async def granted(
    work: Houses, role: str = "enforcer", expires: date | None = LAST_DAY
) -> tuple[Person, str]:
    """Ada lets Redlens act for Acme's first brand; returns Ada and the brand."""
    ada, brand = await work.person(ADA), await work.brand("acme-brand")
    await agencies.grant_agency(work.hub, ada, await redlens(work), role, [brand], expires)
    return ada, brand


async def test_an_agency_acts_for_the_brand_it_was_granted_until_the_last_day(hub: Hub) -> None:
    work = await Houses.opened(hub)
    _, brand = await granted(work)
    acme = await work.member("acme")
    ray = await work.person(RAY)
    assert ray.may_decide(acme, brand) and not ray.may_decide(acme, await work.brand("second-brand"))
    (told,) = await work.notices("agency_granted", RAY)
    assert (told["role"], told["brands"], told["expires"]) == ("enforcer", ["Zephyrine"], "2026-12-31")
    work.later(days=39, hours=11)
    assert (await work.person(RAY)).may_decide(acme, brand), "the last day is included"
    work.later(hours=2)
    assert not (await work.person(RAY)).may_decide(acme, brand)


async def test_granting_again_moves_the_day_and_adds_nothing(hub: Hub) -> None:
    work = await Houses.opened(hub)
    _, brand = await granted(work)
    await granted(work, expires=None)
    (row,) = await work.rows(GrantRow, brand_id=brand, person_id=await work.id_of("Ray"))
    assert row.expires is None and row.granted_by == await work.id_of("Ada")


async def test_what_cannot_be_granted_is_refused_and_changes_nothing(hub: Hub) -> None:
    work = await Houses.opened(hub)
    ada, agency = await work.person(ADA), await redlens(work)
    own, others = await work.brand("acme-brand"), await work.brand("beta-brand")
    yesterday = work.now.date() - timedelta(days=1)
    for refusal, role, brands, until in (
        (FieldProblem, "enforcer", [own], yesterday),
        (FieldProblem, "enforcer", [others], LAST_DAY),
        (FieldProblem, "enforcer", [], LAST_DAY),
        (NotGrantable, "admin", [own], LAST_DAY),
        (NotGrantable, "reviewer", [own], LAST_DAY),
    ):
        with pytest.raises(refusal):
            await agencies.grant_agency(work.hub, ada, agency, role, brands, until)
    with pytest.raises(NoSuchColleague):
        await agencies.grant_agency(work.hub, ada, "0" * 32, "viewer", [own], None)
    with pytest.raises(NeedsRole):
        await agencies.grant_agency(work.hub, await work.person(BEA), agency, "viewer", [others], None)
    with pytest.raises(NoSuchColleague):
        await agencies.end_agency_grant(work.hub, ada, agency, others, "enforcer")
    with pytest.raises(NoSuchColleague):
        await agencies.grant_agency(work.hub, await work.person(OLA), agency, "viewer", [own], None)
    assert not await work.rows(GrantRow, person_id=await work.id_of("Ray"), brand_id=own)
    assert await work.rows(GrantRow, person_id=await work.id_of("Ray"), brand_id=others)


async def test_ending_a_grant_brings_its_cases_back_with_their_history(hub: Hub) -> None:
    work = await Houses.opened(hub)
    ada, brand = await granted(work)
    case_id = await work.suspect()
    await assignments.claim(work.hub, await work.person(RAY), case_id)
    await agencies.end_agency_grant(work.hub, ada, await redlens(work), brand, "enforcer")

    assert (await work.case(case_id)).assignee_id is None
    assert [event.kind for event in await work.events(case_id)][-2:] == ["claimed", "released"]
    (told,) = await work.notices("cases_came_back", "C0ACME")
    assert (told["from"], told["count"], told["cases"][0]["case_id"]) == ("Redlens", 1, case_id)
    with pytest.raises(CaseNotFound):
        await enforcement.confirm(work.hub, await work.person(RAY), case_id)
    found = await lookup.open_case(work.hub, await work.person(ADA), case_id)
    assert "Ray" in [line.person for line in found.history], "who served is still named"
    assert [deed.details["role"] for deed in await work.deeds("agency.ended")] == ["enforcer"]
    assert len(await work.notices("agency_ended", RAY)) == 1


async def test_another_role_the_agency_keeps_keeps_its_cases(hub: Hub) -> None:
    work = await Houses.opened(hub)
    ada, brand = await granted(work)
    await granted(work, role="counsel")
    case_id = await work.suspect()
    await assignments.claim(work.hub, await work.person(RAY), case_id)
    await agencies.end_agency_grant(work.hub, ada, await redlens(work), brand, "enforcer")
    assert (await work.case(case_id)).assignee_id == await work.id_of("Ray")
    assert not await work.notices("cases_came_back")


async def test_an_end_is_announced_once_a_week_before_and_once_when_it_has_come(hub: Hub) -> None:
    work = await Houses.opened(hub)
    await granted(work)
    case_id = await work.suspect()
    await assignments.claim(work.hub, await work.person(RAY), case_id)
    await agencies.announce_expiring(work.hub)
    assert not await work.notices("agency_ending"), "39 days are left"
    work.later(days=33)
    for _ in range(3):
        await agencies.announce_expiring(work.hub)
    # Beta's grant ends on the same day: its admin hears of it, and of nothing of Acme's.
    mine = await work.notices("agency_ending", ADA)
    assert [one["brands"] for one in mine] == [["Zephyrine"]]
    assert [one["brands"] for one in await work.notices("agency_ending", BOB)] == [["Quorvane"]]
    assert len(await work.notices("agency_ending", RAY)) == 2
    assert await told_places(work, "agency_ending") == {ADA, "U0ABE", BOB, RAY}

    work.later(days=7)
    for _ in range(3):
        await agencies.announce_expiring(work.hub)
        await handover.release_the_lapsed(work.hub)
    assert len(await work.notices("agency_ended", ADA)) == 1
    assert (await work.case(case_id)).assignee_id is None
    assert len(await work.notices("cases_came_back")) == 1
    assert len(await work.notices("agency_ending", ADA)) == 1


async def test_of_two_nodes_that_tick_at_once_one_writes_an_end_down(hub: Hub) -> None:
    work = await Houses.opened(hub)
    await granted(work)
    work.later(days=40)
    await asyncio.gather(*(agencies.announce_expiring(work.hub) for _ in range(4)))
    ended = [str(deed.member_id) for deed in await work.deeds("agency.ended")]
    assert sorted(ended) == sorted([await work.member("acme"), await work.member("beta")])


async def test_an_agency_withdrawn_by_the_alliance_file_gives_its_cases_back(hub: Hub) -> None:
    work = await Houses.opened(hub)
    await granted(work)
    case_id = await work.suspect()
    await assignments.claim(work.hub, await work.person(RAY), case_id)
    data = with_admins()
    data["agencies"] = []
    await work.apply(data, prune=True)
    await handover.release_the_lapsed(work.hub)
    assert (await work.case(case_id)).assignee_id is None
    (told,) = await work.notices("cases_came_back", "C0ACME")
    assert told["from"] == "Redlens"
    async with work.hub.database.read((await work.person(ADA)).viewer):
        alert = await work.alert(case_id, await work.person(ADA))
    assert alert.assignee is None


async def test_an_agency_user_looks_on_only(hub: Hub) -> None:
    work = await Houses.opened(hub)
    await granted(work, role="agency_user")
    case_id = await work.suspect()
    ray = await work.person(RAY)
    await lookup.open_case(work.hub, ray, case_id)
    with pytest.raises(NotAllowed):
        await enforcement.confirm(work.hub, ray, case_id)
    with pytest.raises(NotAllowed):
        await assignments.claim(work.hub, ray, case_id)


async def test_the_home_lists_agencies_with_what_this_member_granted_them(hub: Hub) -> None:
    work = await Houses.opened(hub)
    ada = await work.person(ADA)
    (line,), total = await roster.agency_lines(work.hub, ada, 1)
    assert (line.name, line.brands, total) == ("Redlens", 0, 1)
    nothing = await roster.agency_page(work.hub, ada, line.agency_id, 1)
    assert nothing.people == () and nothing.grants == [], "whom Beta let act is not Acme's to know"
    await granted(work)
    page = await roster.agency_page(work.hub, ada, line.agency_id, 1)
    assert page.people == ("Ray",)
    assert [(one.brand, one.role, one.expires) for one in page.grants] == [
        ("Zephyrine", "enforcer", LAST_DAY)
    ]
