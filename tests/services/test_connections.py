"""Who reads how a member is connected, and how much of it. On both databases."""

import pytest

from aacabot.domain.errors import NeedsRole
from aacabot.services import connections, invites
from aacabot.services.hub import Hub
from tests.journeys.alliance import ANN, BEA, OLA, RAY
from tests.services.newcomers import NEW_TEAM, OTHER_TEAM, begun, coded, joined, member


async def test_an_admin_sees_it_all_and_may_change_it(hub: Hub) -> None:
    work = await begun(hub)
    first = await joined(work)
    await coded(work)
    seen = await connections.connections_of(work.hub, first.reader.person, first.member_id)
    assert (seen.member, seen.can_edit, seen.can_invite) == ("Brindlewick Pottery", True, True)
    assert [(team.team_id, team.is_installed, team.is_operators) for team in seen.teams] == [
        (NEW_TEAM, True, False)
    ]
    assert [(one.made_by, one.member) for one in seen.invites] == [("Ola", "Brindlewick Pottery")]
    assert [(lane.marketplace, lane.is_fast) for lane in seen.lanes] == [("Sandbox Market", False)]
    assert seen.joined_at == work.now


async def test_others_of_the_member_read_without_the_codes(hub: Hub) -> None:
    work = await begun(hub)
    acme = await member(work, "acme")
    await coded(work, "acme")
    seen = await connections.connections_of(work.hub, await work.person(ANN), acme.id)
    assert (seen.can_edit, seen.can_invite, seen.invites) == (False, False, ())
    assert [team.is_operators for team in seen.teams] == [True]


async def test_agencies_are_named_with_their_end_to_the_member_and_only_itself_to_an_agency(hub: Hub) -> None:
    work = await begun(hub)
    beta = await member(work, "beta")
    for user in (BEA, RAY):
        seen = await connections.connections_of(work.hub, await work.person(user), beta.id)
        assert [(one.name, one.brands, str(one.ends)) for one in seen.agencies] == [
            ("Redlens", 1, "2026-12-31")
        ]
    work.later(days=60)
    seen = await connections.connections_of(work.hub, await work.person(BEA), beta.id)
    assert seen.agencies == ()


async def test_another_member_is_not_shown_whether_it_exists_or_not(hub: Hub) -> None:
    work = await begun(hub)
    bea = await work.person(BEA)
    refusals = []
    for asked in ((await member(work, "acme")).id, "nobody"):
        with pytest.raises(NeedsRole) as found:
            await connections.connections_of(work.hub, bea, asked)
        refusals.append(vars(found.value))
    assert refusals[0] == refusals[1]


async def test_the_operator_finds_members_by_name_and_key(hub: Hub) -> None:
    work = await begun(hub)
    ola = await work.person(OLA)
    found, total = await connections.members_shown(work.hub, ola, "brindlew")
    assert ([name for _, name in found], total) == (["Brindlewick Pottery"], 1)
    everybody, total = await connections.members_shown(work.hub, ola, "")
    assert len(everybody) == total == 4
    assert await connections.members_shown(work.hub, ola, "50%_") == ([], 0)


async def test_an_inviter_is_offered_only_members_they_may_invite_for(hub: Hub) -> None:
    work = await begun(hub)
    assert len(await invites.who_can_be_invited(work.hub, await work.person(OLA), "")) == 4
    assert await invites.who_can_be_invited(work.hub, await work.person(BEA), "") == []
    first = await joined(work, team_id=OTHER_TEAM)
    own = await invites.who_can_be_invited(work.hub, first.reader.person, "")
    assert own == [(first.member_id, "Brindlewick Pottery")]


async def test_the_command_line_lists_members_with_where_they_are(hub: Hub) -> None:
    work = await begun(hub)
    made = await invites.invite_by_key(work.hub, "cli:tess", "brindle", 3)
    assert made.member == "Brindlewick Pottery"
    listed = {one.key: (one.place, one.joined, one.open_codes) for one in await invites.listed(work.hub)}
    assert listed["brindle"] == ("", False, 1)
    assert listed["beta"][0] == "T0OPS:C0BETA"
