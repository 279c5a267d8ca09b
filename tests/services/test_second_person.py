"""Two people: what asks for a second one, who that is, who stands in, and what happens when nobody comes."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from aacabot.domain.cases import CaseState
from aacabot.domain.errors import AlreadyDecided, IllegalMove, NotAllowed, OwnRequest, SameAgency, SamePerson
from aacabot.domain.ids import new_id
from aacabot.domain.people import Role
from aacabot.domain.rights import ReasonCode
from aacabot.domain.second_person import SecondReason
from aacabot.domain.viewers import EVERYONE
from aacabot.services import enforcement, second_clocks, second_person
from aacabot.services.cases import CaseFile
from aacabot.services.hub import Hub
from aacabot.store.models import (
    AuthorisedSeller,
    Brand,
    GoodFaith,
    GrantRow,
    Member,
    PersonRow,
    RegisteredRight,
)
from tests.journeys.alliance import ANN, BEA, BEN, GIL, OLA, RAY
from tests.services.casework import REX, Casework

R = SecondReason


async def add(work: Casework, *rows: object) -> None:
    async with work.hub.database.begin(EVERYONE) as session:
        session.add_all(rows)


async def confirmed(work: Casework, user: str, case_id: str, *, at_once: int = 1) -> tuple[str, list[str]]:
    """Where a confirm leads, and which reasons it wrote down."""
    file = await enforcement.confirm(work.hub, await work.person(user), case_id, at_once=at_once)
    return file.state, file.case.second_why


async def under_the_design(work: Casework, user: str, brand: str = "acme") -> str:
    """A case confirmed under a design right."""
    case_id = await work.suspect(brand)
    member = (await work.rows(Member, key=brand))[0]
    (row,) = await work.rows(Brand, member_id=member.id, key=f"{brand}-brand")
    design = RegisteredRight(
        id=new_id(), member_id=member.id, brand_id=row.id, kind="design", office="WIPO", number=new_id()
    )
    await add(work, design)
    person = await work.person(user)
    await enforcement.report_as(work.hub, person, case_id, design.id, ReasonCode.DESIGN)
    assert await confirmed(work, user, case_id) == (CaseState.PENDING_SECOND, ["patent_or_design"])
    return case_id


async def test_a_design_needs_counsel_and_the_card_says_who_is_missing_and_until_when(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await under_the_design(work, BEN)
    needed = (await work.alert(case_id)).second_needed
    assert needed is not None
    assert (needed.why, needed.counsel, needed.who, needed.desk) == (
        (R.PATENT_OR_DESIGN,),
        True,
        ("Ann",),
        False,
    )
    assert needed.until == work.now + timedelta(hours=12)
    asked = [event for event in await work.events(case_id) if event.kind == "second_asked"]
    assert [event.data for event in asked] == [{"why": ["patent_or_design"]}]

    await second_person.approve(work.hub, await work.person(ANN), case_id)
    assert (await work.case(case_id)).state == CaseState.CONFIRMED
    assert await work.takedown(case_id) is not None
    assert (await work.alert(case_id)).second_needed is None


async def test_an_enforcer_is_not_enough_where_counsel_is_asked_for(hub: Hub) -> None:
    work = await Casework.begun(hub)
    acme = (await work.rows(Member, key="acme"))[0]
    ben = await work.person(BEN)
    await add(work, GrantRow(id=new_id(), person_id=ben.id, role=Role.COUNSEL.value, member_id=acme.id))
    case_id = await under_the_design(work, ANN)
    (counsel,) = [row for row in await work.rows(GrantRow, person_id=ben.id) if row.role == "counsel"]
    async with work.hub.database.begin(EVERYONE) as session:
        await session.delete(await session.get_one(GrantRow, counsel.id))
    with pytest.raises(NotAllowed) as refused:
        await second_person.approve(work.hub, await work.person(BEN), case_id)
    assert refused.value.action == "case_approve_as_counsel"
    await second_person.refuse(work.hub, await work.person(BEN), case_id)
    row = await work.case(case_id)
    assert (row.state, row.second_why, row.decided_by) == (CaseState.ALERTED, [], None)


async def test_more_than_ten_at_once_or_of_one_seller_need_a_second_person(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ten, eleven = await work.suspect(), await work.suspect()
    assert await confirmed(work, ANN, ten, at_once=10) == (CaseState.CONFIRMED, [])
    assert await confirmed(work, ANN, eleven, at_once=11) == (CaseState.PENDING_SECOND, ["many"])

    shop: dict[str, Any] = {"seller": {"id": "s-many", "name": "Many Shop"}}
    for _ in range(10):
        assert (await confirmed(work, ANN, await work.suspect(**shop)))[0] == CaseState.CONFIRMED
    assert await confirmed(work, ANN, await work.suspect(**shop)) == (CaseState.PENDING_SECOND, ["many"])
    other: dict[str, Any] = {"seller": {"id": "s-other", "name": "Other"}}
    assert (await confirmed(work, ANN, await work.suspect(**other)))[0] == CaseState.CONFIRMED
    work.later(hours=25)
    assert (await confirmed(work, ANN, await work.suspect(**shop)))[0] == CaseState.CONFIRMED


async def test_a_brand_on_watch_needs_counsel_for_that_reason_only(hub: Hub) -> None:
    work = await Casework.begun(hub)
    acme, market = (await work.rows(Member, key="acme"))[0], await work.marketplace()
    row = {"member_id": acme.id, "marketplace_id": market.id, "since": work.now, "computed_at": work.now}
    await add(work, GoodFaith(**row, reason_code="PATENT", status="watch"))
    assert (await confirmed(work, BEN, await work.suspect()))[1] == []
    await add(work, GoodFaith(**row, reason_code="", status="watch"))
    assert await confirmed(work, BEN, await work.suspect()) == (CaseState.PENDING_SECOND, ["watch"])


async def test_a_seller_another_member_allows_is_a_conflict_that_names_nobody(hub: Hub) -> None:
    work = await Casework.begun(hub)
    beta = (await work.rows(Member, key="beta"))[0]
    brand = (await work.rows(Brand, member_id=beta.id))[0]
    listed = {"member_id": beta.id, "brand_id": brand.id, "marketplace_key": "sandbox", "seller_id": "s-beta"}
    await add(work, AuthorisedSeller(id=new_id(), **listed))
    case_id = await work.suspect(seller={"id": "s-beta", "name": "Shared Shop"})
    assert await confirmed(work, ANN, case_id) == (CaseState.PENDING_SECOND, ["authorised_elsewhere"])
    told = [event.data for event in await work.events(case_id)]
    assert "beta" not in str(told).lower()
    own = await work.suspect("beta", seller={"id": "s-beta", "name": "Shared Shop"})
    assert (
        "authorised_elsewhere"
        not in (await enforcement.confirm(work.hub, await work.person(BEA), own, sure=True)).case.second_why
    )


async def test_the_first_confirm_in_a_role_given_by_hand_needs_a_second_person(hub: Hub) -> None:
    work = await Casework.begun(hub)
    acme, ben = (await work.rows(Member, key="acme"))[0], await work.person(BEN)
    assert (await confirmed(work, BEN, await work.suspect()))[1] == []
    work.later(minutes=1)
    await add(
        work,
        GrantRow(
            id=new_id(), person_id=ben.id, role=Role.ADMIN.value, member_id=acme.id, granted_at=work.now
        ),
    )
    assert await confirmed(work, BEN, await work.suspect()) == (CaseState.PENDING_SECOND, ["new_role"])
    work.later(minutes=1)
    assert (await confirmed(work, BEN, await work.suspect()))[1] == []


async def test_a_colleague_of_the_same_agency_is_no_second_person(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ray, bea = await work.person(RAY), await work.person(BEA)
    case_id = await work.suspect("beta")
    assert (await confirmed(work, RAY, case_id, at_once=11))[0] == CaseState.PENDING_SECOND
    assert ray.of_agency is not None
    async with work.hub.database.begin(EVERYONE) as session:
        (await session.get_one(PersonRow, bea.id)).agency_id = ray.of_agency
    needed = (await work.alert(case_id)).second_needed
    assert needed is not None
    assert needed.who == ()
    with pytest.raises(SameAgency):
        await second_person.approve(work.hub, await work.person(BEA), case_id)


async def test_where_nobody_else_is_there_an_operators_admin_stands_in(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await under_the_design(work, GIL, "gamma")
    needed = (await work.alert(case_id)).second_needed
    assert needed is not None
    assert (needed.desk, needed.who) == (True, ())
    (card,) = await work.messages(case_id, "review")
    assert card.channel == "T0OPS:C0OPS"
    with pytest.raises(SamePerson):
        await second_person.approve(work.hub, await work.person(GIL), case_id)
    with pytest.raises(NotAllowed):
        await second_person.approve(work.hub, await work.person(REX), case_id)
    await second_person.approve(work.hub, await work.person(OLA), case_id)
    assert (await work.case(case_id)).state == CaseState.PLATFORM_REVIEW
    approved = [event for event in await work.events(case_id) if event.kind == "second_approved"]
    assert [event.data for event in approved] == [{"for": "desk"}]


async def test_the_operator_does_not_stand_in_where_somebody_is_there_nor_for_its_own_firm(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await under_the_design(work, BEN)
    with pytest.raises(NotAllowed) as refused:
        await second_person.approve(work.hub, await work.person(OLA), case_id)
    assert refused.value.who_may == ("Ann",)
    acme, ola = (await work.rows(Member, key="acme"))[0], await work.person(OLA)
    await add(work, GrantRow(id=new_id(), person_id=ola.id, role=Role.VIEWER.value, member_id=acme.id))
    with pytest.raises(OwnRequest):
        await second_person.approve(work.hub, await work.person(OLA), case_id)


async def test_after_twelve_hours_it_waits_for_a_decision_again_and_the_first_is_told_once(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await under_the_design(work, BEN)
    work.later(hours=11, minutes=59)
    await second_clocks.expire_overdue(work.hub)
    assert (await work.case(case_id)).state == CaseState.PENDING_SECOND
    work.later(minutes=1)
    await asyncio.gather(*(second_clocks.expire_overdue(work.hub) for _ in range(3)))
    row = await work.case(case_id)
    assert (row.state, row.decided_by, row.second_by, row.second_why) == (CaseState.ALERTED, None, None, [])
    assert row.decide_by == work.now + timedelta(hours=24)
    assert [event.kind for event in await work.events(case_id)].count("second_expired") == 1
    (note,) = await work.messages(case_id, "note")
    assert (note.values["kind"], note.values["slack_user"]) == ("second_expired", BEN)
    shown = await work.alert(case_id)
    assert (shown.decision, shown.second_expired_at) == (None, work.now)
    with pytest.raises(IllegalMove):
        await second_person.approve(work.hub, await work.person(ANN), case_id)


async def test_of_two_second_persons_at_once_one_wins(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await work.suspect()
    assert (await confirmed(work, BEN, case_id, at_once=11))[0] == CaseState.PENDING_SECOND
    ann = await work.person(ANN)
    outcomes = await asyncio.gather(
        second_person.approve(work.hub, ann, case_id),
        second_person.refuse(work.hub, ann, case_id),
        second_person.approve(work.hub, ann, case_id),
        return_exceptions=True,
    )
    assert sum(isinstance(outcome, CaseFile) for outcome in outcomes) == 1
    assert all(isinstance(outcome, CaseFile | AlreadyDecided) for outcome in outcomes), outcomes
