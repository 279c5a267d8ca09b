"""Who is on a case, and what happens to it when that person is lost."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from aacabot.domain.errors import (
    AlreadyClaimed,
    CaseNotFound,
    IllegalMove,
    NotAllowed,
    NotOnIt,
    UnknownPerson,
)
from aacabot.domain.listings import MarketplaceEvent
from aacabot.marketplaces.connector import TakedownStatus
from aacabot.services import assignments, enforcement, handover, lookup, membership
from aacabot.services.admission import AT_ONCE
from aacabot.services.deactivation import deactivate
from aacabot.services.hub import Hub
from aacabot.services.marketplace_events import receive_event
from aacabot.services.people import identify
from aacabot.store.models import Absence, GrantRow, OrgWorkspace, SlackIdentity
from tests.journeys import alliance as journey
from tests.journeys.alliance import ANN, BEA, BEN, OLA, OPS, VIC
from tests.services.casework import EVE
from tests.services.membership import ABE, ADA, Houses, told_places, with_admins


async def claimed(work: Houses, user: str = BEN, **listing: Any) -> str:
    case_id = await work.suspect(**listing)
    await assignments.claim(work.hub, await work.person(user), case_id)
    return case_id


async def deputy(work: Houses, of: str, name: str | None) -> None:
    async with work.hub.unit(AT_ONCE) as unit:
        unit.session.add(
            Absence(
                person_id=await work.id_of(of),
                since=work.now,
                deputy_id=await work.id_of(name) if name else None,
            )
        )


async def test_a_claim_is_on_the_card_and_in_the_history_and_locks_nobody_out(hub: Hub) -> None:
    work = await Houses.opened(hub)
    case_id = await claimed(work)
    await assignments.claim(work.hub, await work.person(BEN), case_id)
    ann = await work.person(ANN)
    assert (await work.alert(case_id, ann)).assignee == "Ben"
    assert [event.kind for event in await work.events(case_id)] == ["opened", "claimed"]
    with pytest.raises(AlreadyClaimed) as refused:
        await assignments.claim(work.hub, ann, case_id)
    assert refused.value.person == "Ben"
    with pytest.raises(NotOnIt):
        await assignments.release(work.hub, ann, case_id)
    (deed,) = await work.deeds("case.assigned")
    assert deed.person_id == await work.id_of("Ben")
    await enforcement.confirm(work.hub, ann, case_id)
    with pytest.raises(IllegalMove):
        await assignments.claim(work.hub, ann, case_id)


async def test_who_is_on_it_and_an_admin_can_release(hub: Hub) -> None:
    work = await Houses.opened(hub)
    ben = await work.person(BEN)
    case_id = await claimed(work)
    await assignments.release(work.hub, ben, case_id)
    with pytest.raises(NotOnIt):
        await assignments.release(work.hub, ben, case_id)
    await assignments.claim(work.hub, ben, case_id)
    await assignments.release(work.hub, await work.person(ADA), case_id)
    assert (await work.case(case_id)).assignee_id is None
    found = await lookup.open_case(work.hub, ben, case_id)
    assert [line.kind for line in found.history][1:] == ["claimed", "released", "claimed", "released"]


@pytest.mark.parametrize(
    ("user", "refusal"), [(VIC, NotAllowed), (EVE, NotAllowed), (BEA, CaseNotFound), (OLA, NotAllowed)]
)
async def test_only_who_may_decide_takes_a_case_on(hub: Hub, user: str, refusal: type[Exception]) -> None:
    work = await Houses.opened(hub)
    case_id = await work.suspect()
    with pytest.raises(refusal):
        await assignments.claim(work.hub, await work.person(user), case_id)


async def test_a_lost_persons_cases_go_to_their_deputy(hub: Hub) -> None:
    work = await Houses.opened(hub)
    case_id, other = await claimed(work), await claimed(work, "U0ADA", brand="second")
    await deputy(work, "Ben", "Ann")
    await membership.remove_person(work.hub, await work.person(ADA), await work.id_of("Ben"))
    assert (await work.case(case_id)).assignee_id == await work.id_of("Ann")
    assert (await work.case(other)).assignee_id == await work.id_of("Ada")
    assert [event.kind for event in await work.events(case_id)][-2:] == ["released", "claimed"]
    (told,) = await work.notices("cases_handed_on", ANN)
    assert (told["person"], told["count"]) == ("Ben", 1)
    assert not await work.notices("cases_came_back")


async def test_a_deputy_who_may_not_decide_is_passed_by(hub: Hub) -> None:
    """Eve decides for the second brand only."""
    work = await Houses.opened(hub)
    first, second = await claimed(work), await claimed(work, brand="second")
    await deputy(work, "Ben", "Eve")
    await membership.remove_person(work.hub, await work.person(ADA), await work.id_of("Ben"))
    assert (await work.case(first)).assignee_id is None
    assert (await work.case(second)).assignee_id == await work.id_of("Eve")
    (told,) = await work.notices("cases_came_back", "C0ACME")
    assert [case["case_id"] for case in told["cases"]] == [first] and told["from"] == "Ben"


async def test_taking_the_role_that_decides_releases_what_rested_on_it(hub: Hub) -> None:
    work = await Houses.opened(hub)
    case_id = await claimed(work)
    await membership.take_role(work.hub, await work.person(ADA), await work.grant_of("Ben", "enforcer"))
    assert (await work.case(case_id)).assignee_id is None
    assert len(await work.notices("cases_came_back")) == 1


async def test_who_remains_hears_of_deadlines_of_the_brands_they_decide_for(hub: Hub) -> None:
    work = await Houses.opened(hub, brake_confirms=0)
    pending = await work.suspect()
    await enforcement.confirm(work.hub, await work.person(BEN), pending)
    assert (await work.case(pending)).state == "pending_second"
    await membership.remove_person(work.hub, await work.person(ADA), await work.id_of("Ben"))
    places = await told_places(work, "deadlines_left")
    assert places == {"C0ACME", ANN, ADA, ABE}, "not Vic who looks on, nor Eve of the other brand"
    told = (await work.notices("deadlines_left", ANN))[0]
    assert told["cases"][0]["case_id"] == pending and told["cases"][0]["what"] == "second_person"
    for _ in range(2):
        await handover.release_the_lapsed(work.hub)
    assert len(await work.notices("deadlines_left", ANN)) == 1


async def test_a_counsels_counter_notices_are_told_to_who_remains(hub: Hub) -> None:
    work = await Houses.opened(hub)
    case_id = await work.suspect()
    await enforcement.confirm(work.hub, await work.person(BEN), case_id)
    takedown = await work.send(case_id)
    await work.answer(case_id, TakedownStatus.REMOVED)
    await _seller_objects(work, takedown.id)
    assert (await work.case(case_id)).state == "counter_noticed"
    await membership.remove_person(work.hub, await work.person(ADA), await work.id_of("Ann"))
    told = (await work.notices("deadlines_left", BEN))[0]
    assert told["cases"][0]["what"] == "counter_notice"
    assert told["cases"][0]["due"] == (work.now + timedelta(days=15)).isoformat()


async def _seller_objects(work: Houses, takedown_id: str) -> None:
    event = MarketplaceEvent.model_validate(
        {
            "type": "counter_notice.filed",
            "takedown_id": takedown_id,
            "at": work.now.isoformat(),
            "text": "Mine.",
        }
    )
    await receive_event(work.hub, await work.marketplace(), "objection", event)


async def test_a_deactivated_person_loses_everything_at_once_and_gets_nothing_back(hub: Hub) -> None:
    work = await Houses.opened(hub)
    case_id, ben = await claimed(work), await work.id_of("Ben")
    assert await deactivate(work.hub, OPS, BEN)
    with pytest.raises(UnknownPerson):
        await work.person(BEN)
    assert not await work.rows(GrantRow, person_id=ben)
    assert (await work.case(case_id)).assignee_id is None
    assert not await deactivate(work.hub, OPS, BEN), "told again, nothing happens"
    assert not await deactivate(work.hub, "T0NOWHERE", BEN), "the same id elsewhere is somebody else"
    assert len(await work.deeds("person.deactivated")) == 1


async def test_one_of_two_identities_takes_that_one_only(hub: Hub) -> None:
    work = await Houses.opened(hub)
    case_id = await claimed(work)
    async with work.hub.unit(AT_ONCE) as unit:
        unit.session.add(SlackIdentity(team_id="T0OTHER", user_id="U0B", person_id=await work.id_of("Ben")))
    await deactivate(work.hub, OPS, BEN)
    assert (await identify(work.hub, "T0OTHER", "U0B")).person.name == "Ben"
    with pytest.raises(UnknownPerson):
        await work.person(BEN)
    assert (await work.case(case_id)).assignee_id == await work.id_of("Ben")
    await deactivate(work.hub, "T0OTHER", "U0B")
    with pytest.raises(UnknownPerson):
        await identify(work.hub, "T0OTHER", "U0B")


async def test_of_two_identities_that_go_at_once_the_second_takes_the_person(hub: Hub) -> None:
    work = await Houses.opened(hub)
    case_id, ben = await claimed(work), await work.id_of("Ben")
    async with work.hub.unit(AT_ONCE) as unit:
        unit.session.add(SlackIdentity(team_id="T0OTHER", user_id="U0B", person_id=ben))
    await asyncio.gather(deactivate(work.hub, OPS, BEN), deactivate(work.hub, "T0OTHER", "U0B"))
    assert not await work.rows(GrantRow, person_id=ben)
    assert (await work.case(case_id)).assignee_id is None
    assert sorted(deed.details["last"] for deed in await work.deeds("person.deactivated")) == [False, True]


async def test_an_account_that_slack_names_by_its_organisation_is_gone_too(hub: Hub) -> None:
    work = await Houses.opened(hub)
    async with work.hub.unit(AT_ONCE) as unit:
        for team_id in (OPS, "T0SISTER"):
            unit.session.add(OrgWorkspace(team_id=team_id, enterprise_id="E0ORG", since=unit.now))
    assert not await deactivate(work.hub, "T0SISTER", BEN), "gone from a workspace that is not theirs here"
    assert not await deactivate(work.hub, "E0ELSE", BEN)
    assert await deactivate(work.hub, "E0ORG", BEN)
    with pytest.raises(UnknownPerson):
        await work.person(BEN)


async def test_the_desk_hears_when_slack_deactivates_a_members_last_admin(hub: Hub) -> None:
    work = await Houses.opened(hub)
    await deactivate(work.hub, OPS, ABE)
    assert not await work.notices("no_admin_left")
    await deactivate(work.hub, OPS, ADA)
    (told,) = await work.notices("no_admin_left", "C0OPS")
    assert told == {"organisation": "Zephyrine Group", "person": "Ada"}


async def test_people_the_alliance_file_drops_leave_their_cases_and_deadlines_too(hub: Hub) -> None:
    work = await Houses.opened(hub, brake_confirms=1)
    pending, open_case = await work.suspect(), await claimed(work)
    other = await work.suspect()
    await enforcement.confirm(work.hub, await work.person(BEN), other)
    await enforcement.confirm(work.hub, await work.person(BEN), pending)
    data = with_admins()
    acme = data["members"][0]
    acme["people"] = [one for one in acme["people"] if one["slack"] != journey.BEN]
    await work.apply(data, prune=True)
    for _ in range(2):
        await handover.release_the_lapsed(work.hub)
    assert (await work.case(open_case)).assignee_id is None
    assert len(await work.notices("deadlines_left", ANN)) == 1
