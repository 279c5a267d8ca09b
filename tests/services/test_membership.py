"""Admins add people, give and take roles, and remove people; nobody else does."""

from dataclasses import replace

import pytest

from aacabot.domain.errors import (
    BelongsElsewhere,
    FieldProblem,
    LastAdmin,
    NeedsRole,
    NoSuchColleague,
    NotGrantable,
    UnknownPerson,
)
from aacabot.domain.membership import Newcomer
from aacabot.domain.people import Role
from aacabot.services import membership
from aacabot.services.admission import AT_ONCE
from aacabot.services.hub import Hub
from aacabot.services.people import identify
from aacabot.store.models import DutyShift, GrantRow, PersonRow, SlackIdentity
from tests.journeys.alliance import ANN, BEA, BEN, OLA, OPS, RAY, VIC
from tests.services.membership import ABE, ADA, BOB, DAN, Houses


async def test_somebody_from_another_workspace_is_added_by_their_own_identity(hub: Hub) -> None:
    work = await Houses.opened(hub)
    brand = await work.brand("acme-brand")
    await membership.add_person(work.hub, await work.ada(), DAN, "enforcer", [brand])

    dan = (await identify(work.hub, DAN.team_id, DAN.user_id)).person
    acme = await work.member("acme")
    assert dan.name == "Dan" and dan.of_member == acme
    assert dan.may_decide(acme, brand) and not dan.may_decide(acme, await work.brand("second-brand"))
    assert [deed.action for deed in await work.deeds("person.added", "role.granted")] == [
        "person.added",
        "role.granted",
    ]
    (granted,) = await work.deeds("role.granted")
    assert granted.member_id == acme and granted.details == {"role": "enforcer", "brand_id": brand}
    (told,) = await work.notices("role_given", DAN.user_id)
    assert told["brands"] == ["Zephyrine"] and told["by"] == "Ada" and told["role"] == "enforcer"


async def test_adding_and_giving_twice_changes_nothing_more(hub: Hub) -> None:
    work = await Houses.opened(hub)
    ada = await work.ada()
    first = await membership.add_person(work.hub, ada, DAN, "viewer", [])
    assert await membership.add_person(work.hub, ada, DAN, "viewer", []) == first
    await membership.give_role(work.hub, ada, first, "viewer", [await work.brand("acme-brand")])
    assert await work.roles("Dan") == [("viewer", None)]
    assert len(await work.deeds("role.granted")) == 1
    assert len(await work.notices("role_given")) == 1


@pytest.mark.parametrize("user", [ANN, VIC, RAY, BOB, OLA])
async def test_only_the_members_own_admins_change_its_people(hub: Hub, user: str) -> None:
    """Counsel, viewers, agencies, another member's admin and the desk: each in words, nothing changed."""
    work = await Houses.opened(hub)
    somebody = await work.person(user)
    ben, grant = await work.id_of("Ben"), await work.grant_of("Ben", "enforcer")
    for refused in (
        membership.give_role(work.hub, somebody, ben, "viewer", []),
        membership.take_role(work.hub, somebody, grant),
        membership.remove_person(work.hub, somebody, ben),
    ):
        with pytest.raises((NeedsRole, NoSuchColleague, NotGrantable)):
            await refused
    assert await work.roles("Ben") == [("enforcer", None)]
    assert not await work.deeds("role.granted", "role.revoked", "person.removed")


@pytest.mark.parametrize("role", ["operator_admin", "reviewer", "liaison", "agency_user", "emperor", ""])
async def test_a_members_admin_cannot_give_what_is_not_theirs(hub: Hub, role: str) -> None:
    work = await Houses.opened(hub)
    with pytest.raises(NotGrantable):
        await membership.give_role(work.hub, await work.ada(), await work.id_of("Ben"), role, [])
    with pytest.raises(NotGrantable):
        await membership.add_person(work.hub, await work.ada(), DAN, role, [])
    assert not await work.rows(SlackIdentity, user_id=DAN.user_id), "nothing half done"


async def test_another_members_brand_cannot_be_named(hub: Hub) -> None:
    work = await Houses.opened(hub)
    for brand in (await work.brand("beta-brand"), "0" * 32, "<!channel>"):
        with pytest.raises(FieldProblem):
            await membership.give_role(
                work.hub, await work.ada(), await work.id_of("Ben"), "counsel", [brand]
            )


async def test_who_acts_for_another_organisation_cannot_be_taken_in_and_it_is_not_named(hub: Hub) -> None:
    work = await Houses.opened(hub)
    for user in (BEA, RAY, OLA):
        newcomer = Newcomer(team_id=OPS, user_id=user, name="Somebody")
        with pytest.raises(BelongsElsewhere) as refused:
            await membership.add_person(work.hub, await work.ada(), newcomer, "viewer", [])
        assert "Quorvane" not in repr(refused.value.__dict__)


async def test_the_last_admin_stays(hub: Hub) -> None:
    work = await Houses.opened(hub)
    ada, abe = await work.ada(), await work.person(ABE)
    await membership.take_role(work.hub, ada, await work.grant_of("Abe", "admin"))
    for refused in (
        membership.take_role(work.hub, ada, await work.grant_of("Ada", "admin")),
        membership.remove_person(work.hub, ada, ada.id),
    ):
        with pytest.raises(LastAdmin) as said:
            await refused
        assert said.value.name == "Ada"
    # Abe's page was opened while he still was an admin: what counts is now.
    with pytest.raises(NeedsRole):
        await membership.take_role(work.hub, abe, await work.grant_of("Ada", "admin"))
    assert (await work.ada()).administers(await work.member("acme"))


async def test_an_admin_for_one_brand_only_is_no_admin_of_the_member(hub: Hub) -> None:
    work = await Houses.opened(hub)
    ada = await work.ada()
    await membership.give_role(
        work.hub, ada, await work.id_of("Ben"), "admin", [await work.brand("acme-brand")]
    )
    with pytest.raises(NeedsRole):
        await membership.remove_person(work.hub, await work.person(BEN), await work.id_of("Vic"))


async def test_a_removed_person_is_nobody_and_comes_back_without_roles(hub: Hub) -> None:
    work = await Houses.opened(hub)
    ada, ben = await work.ada(), await work.id_of("Ben")
    await membership.remove_person(work.hub, ada, ben)
    with pytest.raises(UnknownPerson):
        await work.person(BEN)
    assert not await work.rows(GrantRow, person_id=ben)
    assert len(await work.notices("person_removed", BEN)) == 1
    back = Newcomer(team_id=OPS, user_id=BEN, name="Ben B.")
    assert await membership.add_person(work.hub, ada, back, "viewer", []) == ben
    assert await work.roles("Ben B.") == [("viewer", None)]


async def test_who_left_one_member_starts_anew_at_another(hub: Hub) -> None:
    work = await Houses.opened(hub)
    await membership.remove_person(work.hub, await work.ada(), await work.id_of("Ben"))
    newcomer = Newcomer(team_id=OPS, user_id=BEN, name="Ben")
    now = await membership.add_person(work.hub, await work.person(BOB), newcomer, "viewer", [])
    ben = await work.person(BEN)
    assert ben.id == now and ben.of_member == await work.member("beta")
    assert len(await work.rows(PersonRow, name="Ben")) == 2


async def test_an_operators_admin_gives_the_desks_roles_and_appoints_a_members_first_admin(
    hub: Hub,
) -> None:
    work = await Houses.opened(hub)
    ola, gamma = await work.person(OLA), await work.member("gamma")
    await membership.add_person(work.hub, ola, DAN, "liaison", [])
    dan = (await identify(work.hub, DAN.team_id, DAN.user_id)).person
    assert not dan.is_operator and dan.viewer.member_ids == frozenset()
    gus = replace(DAN, user_id="U0GUS", name="Gus")
    await membership.appoint_admin(work.hub, ola, gamma, gus)
    assert (await identify(work.hub, gus.team_id, gus.user_id)).person.administers(gamma)
    with pytest.raises(NotGrantable):
        await membership.give_role(work.hub, ola, dan.id, "admin", [])
    with pytest.raises(NoSuchColleague):
        await membership.give_role(work.hub, ola, await work.id_of("Gus"), "reviewer", [])
    with pytest.raises(NeedsRole):
        await membership.appoint_admin(work.hub, await work.ada(), gamma, replace(DAN, user_id="U0X"))
    with pytest.raises(FieldProblem):
        await membership.appoint_admin(work.hub, ola, "0" * 32, replace(DAN, user_id="U0X"))


async def test_the_operators_last_admin_stays_too(hub: Hub) -> None:
    work = await Houses.opened(hub)
    ola = await work.person(OLA)
    with pytest.raises(LastAdmin):
        await membership.remove_person(work.hub, ola, ola.id)
    with pytest.raises(LastAdmin):
        await membership.take_role(work.hub, ola, await work.grant_of("Ola", "operator_admin"))


async def test_a_role_of_a_later_version_does_not_keep_anybody_out(hub: Hub) -> None:
    work = await Houses.opened(hub)
    async with work.hub.unit(AT_ONCE) as unit:
        unit.session.add(
            GrantRow(
                id="f" * 32,
                person_id=await work.id_of("Ann"),
                role="emperor",
                member_id=await work.member("acme"),
            )
        )
    ann = await work.person(ANN)
    assert {grant.role for grant in ann.grants} == {Role.ENFORCER, Role.COUNSEL}


async def test_shifts_end_with_the_person(hub: Hub) -> None:
    work = await Houses.opened(hub)
    ben = await work.id_of("Ben")
    async with work.hub.unit(AT_ONCE) as unit:
        unit.session.add(
            DutyShift(
                id="d" * 32, member_id=await work.member("acme"), person_id=ben, weekdays=[1],
                from_minute=0, to_minute=60, timezone="UTC",
            )
        )  # fmt: skip
    await membership.remove_person(work.hub, await work.person(ADA), ben)
    (shift,) = await work.rows(DutyShift)
    assert shift.withdrawn_at == work.now
