"""A stranger asks, once; an admin answers, once; the stranger hears of it."""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import select

from aacabot.domain.errors import (
    AccessSettled,
    AlreadyKnown,
    FieldProblem,
    NeedsRole,
    NobodyToAsk,
    NoSuchColleague,
    UnknownPerson,
)
from aacabot.domain.membership import Newcomer
from aacabot.services import access, membership
from aacabot.services.access import Met
from aacabot.services.admission import AT_ONCE
from aacabot.services.hub import Hub
from aacabot.services.people import identify
from aacabot.store.models import AccessRequest, LinkedWorkspace, Member
from tests.journeys.alliance import ANN, GIL, OLA, OPS
from tests.services.membership import ABE, ADA, BOB, DAN, Houses, told_places

HERE = Met(team_id=OPS, channel_id="C0ACME")


async def asked(work: Houses) -> str:
    """Dan asks under Acme's channel; returns the request's id."""
    assert await access.ask(work.hub, DAN, HERE) == "Zephyrine Group"
    (request,) = await work.rows(AccessRequest)
    return str(request.id)


async def test_a_question_goes_once_to_the_admins_of_the_member_whose_channel_it_was(hub: Hub) -> None:
    work = await Houses.opened(hub)
    request_id = await asked(work)
    assert await asked(work) == request_id
    assert await told_places(work, "access_asked") == {ADA, ABE}
    assert len(await work.notices("access_asked")) == 2
    assert [deed.actor for deed in await work.deeds("access.asked")] == ["stranger"]


async def test_the_card_says_whose_admins_and_the_workspace_only_where_it_has_one_member(hub: Hub) -> None:
    work = await Houses.opened(hub)
    case_id = await work.suspect("beta")
    met = Met(team_id=OPS, channel_id="C0BETA", case_id=case_id)
    assert await access.ask(work.hub, DAN, met) == "Quorvane Group"
    assert await told_places(work, "access_asked") == {BOB}
    for nowhere in (
        Met(team_id=OPS),
        Met(team_id=OPS, channel_id="C0RANDOM", case_id="x"),
        Met(team_id="T0"),
    ):
        with pytest.raises(NobodyToAsk):
            await access.ask(work.hub, replace(DAN, user_id="U0NEW"), nowhere)


async def test_a_case_from_another_channel_does_not_say_whose_it_is(hub: Hub) -> None:
    """A button's value can be exchanged: the question stays where the stranger is, and so does the answer."""
    work = await Houses.opened(hub)
    case_id = await work.suspect("beta")
    assert await access.ask(work.hub, DAN, replace(HERE, case_id=case_id)) == "Zephyrine Group"
    with pytest.raises(NobodyToAsk):
        await access.ask(work.hub, DAN, Met(team_id=OPS, channel_id="C0RANDOM", case_id=case_id))
    assert await told_places(work, "access_asked") == {ADA, ABE}


async def test_the_operators_workspace_is_no_members_however_few_live_there(hub: Hub) -> None:
    work = await Houses.opened(hub)
    async with work.hub.unit(AT_ONCE) as unit:
        for row in (await unit.session.execute(select(Member))).scalars():
            row.team_id = OPS if row.key == "acme" else f"T0{row.key.upper()}"
    with pytest.raises(NobodyToAsk):
        await access.ask(work.hub, DAN, Met(team_id=OPS))


async def test_a_workspace_linked_to_a_member_that_lives_elsewhere_is_the_members(hub: Hub) -> None:
    work = await Houses.opened(hub)
    async with work.hub.unit(AT_ONCE) as unit:
        acme = await work.member("acme")
        unit.session.add(LinkedWorkspace(member_id=acme, team_id="T0ACME", linked_at=unit.now))
    assert await access.ask(work.hub, DAN, Met(team_id="T0ACME")) == "Zephyrine Group"


async def test_asking_again_while_an_admin_answers_holds_up_neither(hub: Hub) -> None:
    work = await Houses.opened(hub)
    request_id, ada = await asked(work), await work.person(ADA)
    await asyncio.gather(
        *(access.ask(work.hub, DAN, HERE) for _ in range(5)),
        access.refuse(work.hub, ada, request_id),
        return_exceptions=True,
    )
    (request,) = await work.rows(AccessRequest)
    assert request.outcome == "refused"


async def test_a_member_without_an_admin_is_asked_about_at_the_desk(hub: Hub) -> None:
    work = await Houses.opened(hub)
    await access.ask(work.hub, DAN, Met(team_id=OPS, channel_id="C0GAMMA"))
    assert await told_places(work, "access_asked") == {"C0OPS"}
    (request,) = await work.rows(AccessRequest)
    ola = await work.person(OLA)
    with pytest.raises(NeedsRole):
        await access.grant(work.hub, ola, request.id, "viewer", [])
    await access.grant(work.hub, ola, request.id, "admin", [])
    dan = (await identify(work.hub, DAN.team_id, DAN.user_id)).person
    assert dan.administers(await work.member("gamma"))


async def test_an_admin_lets_them_in_and_they_hear_of_it(hub: Hub) -> None:
    work = await Houses.opened(hub)
    request_id, brand = await asked(work), await work.brand("acme-brand")
    await access.grant(work.hub, await work.person(ADA), request_id, "enforcer", [brand])
    dan = (await identify(work.hub, DAN.team_id, DAN.user_id)).person
    assert dan.may_decide(await work.member("acme"), brand)
    (told,) = await work.notices("access_settled", DAN.user_id)
    assert told == {"organisation": "Zephyrine Group", "outcome": "granted"}
    for again in (
        access.grant(work.hub, await work.person(ABE), request_id, "viewer", []),
        access.refuse(work.hub, await work.person(ABE), request_id),
    ):
        with pytest.raises(AccessSettled):
            await again
    with pytest.raises(AlreadyKnown):
        await asked(work)


async def test_a_no_stands_for_a_week(hub: Hub) -> None:
    work = await Houses.opened(hub)
    request_id = await asked(work)
    await access.refuse(work.hub, await work.person(ADA), request_id)
    with pytest.raises(UnknownPerson):
        await identify(work.hub, DAN.team_id, DAN.user_id)
    (told,) = await work.notices("access_settled", DAN.user_id)
    assert told["outcome"] == "refused"
    with pytest.raises(AccessSettled):
        await asked(work)
    work.later(days=8)
    assert await asked(work) == request_id
    assert len(await work.notices("access_asked", ADA)) == 2


async def test_only_the_members_admins_answer_and_others_learn_nothing(hub: Hub) -> None:
    work = await Houses.opened(hub)
    request_id = await asked(work)
    for user, refusal in ((ANN, NeedsRole), (BOB, NoSuchColleague), (GIL, NoSuchColleague)):
        somebody = await work.person(user)
        for answer in (
            access.asked(work.hub, somebody, request_id),
            access.refuse(work.hub, somebody, request_id),
            access.grant(work.hub, somebody, request_id, "viewer", []),
        ):
            with pytest.raises(refusal):
                await answer
    with pytest.raises(NoSuchColleague):
        await access.asked(work.hub, await work.person(ADA), "<!channel>")
    with pytest.raises(FieldProblem):
        await access.grant(
            work.hub, await work.person(ADA), request_id, "viewer", [await work.brand("beta-brand")]
        )
    (request,) = await work.rows(AccessRequest)
    assert request.settled_at is None


async def test_somebody_who_was_removed_can_ask_again(hub: Hub) -> None:
    work = await Houses.opened(hub)
    request_id = await asked(work)
    ada = await work.person(ADA)
    await access.grant(work.hub, ada, request_id, "viewer", [])
    await membership.remove_person(work.hub, ada, await work.id_of("Dan"))
    assert await asked(work) == request_id
    assert await access.asked(work.hub, ada, request_id) == ("Dan", await work.member("acme"))


async def test_a_name_of_any_kind_is_kept_as_it_is(hub: Hub) -> None:
    work = await Houses.opened(hub)
    hostile = Newcomer(team_id="T0X", user_id="U0X", name="<!channel> \u202e安" + "x" * 300)
    await access.ask(work.hub, hostile, HERE)
    (request,) = await work.rows(AccessRequest)
    assert len(request.name) == 200
