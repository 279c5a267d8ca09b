"""Joining by a code: once, in time, for the right member, and nothing half done. On both databases."""

import asyncio
from typing import Any

import pytest
from cryptography.fernet import Fernet
from pydantic import SecretStr
from sqlalchemy import event

from aacabot.domain.audit import Deed
from aacabot.domain.connections import Room
from aacabot.domain.errors import FieldProblem, NeedsRole
from aacabot.domain.invites import TRIES_OF_A_PERSON, TRIES_OF_A_WORKSPACE, JoinProblem, new_code
from aacabot.domain.people import Role
from aacabot.domain.viewers import EVERYONE
from aacabot.services import invites, joining
from aacabot.services.hub import Hub
from aacabot.services.people import identify
from aacabot.services.secret_keys import encrypt_with_first_key
from aacabot.store.models import (
    Attempts,
    AuditEntryRow,
    GrantRow,
    Invite,
    LinkedWorkspace,
    PersonRow,
    SlackIdentity,
    SlackMessageRow,
)
from tests.conftest import SECRET_KEY
from tests.journeys.alliance import ANN, BEA, OLA, OPS, RAY
from tests.services.casework import REX, Casework
from tests.services.newcomers import NEW_TEAM, NIA, OTHER_TEAM, bearer, begun, coded, joined, member


async def refused(work: Casework, who: joining.Bearer, typed: str) -> str:
    """Why a code did not bring somebody in; nobody and nothing was added."""
    before = await everything(work)
    with pytest.raises(FieldProblem) as problem:
        await joining.redeem(work.hub, who, typed)
    assert await everything(work) == before
    assert problem.value.field == joining.CODE
    return problem.value.problem


async def everything(work: Casework) -> list[Any]:
    """What a refused code must not change."""
    tables = (PersonRow, SlackIdentity, GrantRow, Invite, LinkedWorkspace)
    rows = [row.model_dump() for table in tables for row in await work.rows(table)]
    return [rows, (await member(work)).model_dump(), (await member(work, "acme")).model_dump()]


async def deeds(work: Casework, deed: Deed) -> list[AuditEntryRow]:
    return await work.rows(AuditEntryRow, action=deed.value)


async def test_a_code_links_the_workspace_and_makes_the_newcomer_its_admin(hub: Hub) -> None:
    work = await begun(hub)
    made = await coded(work)
    entered = await joining.redeem(work.hub, bearer(), made.code.lower().replace("-", " "))
    brindle = await member(work)
    assert (brindle.team_id, brindle.channel_id, brindle.joined_at) == (NEW_TEAM, None, work.now)
    assert entered.member_id == brindle.id
    assert entered.reader.home_name == "Brindlewick Pottery"
    assert entered.reader.person.administers(brindle.id)
    assert (await identify(work.hub, NEW_TEAM, NIA)).person.name == "Nia"
    (invite,) = await work.rows(Invite)
    assert (invite.used_at, invite.used_team_id) == (work.now, NEW_TEAM)
    assert invite.used_by == entered.reader.person.id
    assert made.code not in str([row.model_dump() for row in await work.rows(AuditEntryRow)])
    (used,) = await deeds(work, Deed.INVITE_USED)
    assert (used.team_id, used.person_id, used.member_id) == (NEW_TEAM, invite.used_by, brindle.id)
    assert [row.subject_id for row in await deeds(work, Deed.INVITE_MADE)] == [invite.id]
    assert [row.details["role"] for row in await deeds(work, Deed.ROLE_GRANTED)] == ["admin"]


async def test_wrong_used_expired_and_withdrawn_codes_get_one_and_the_same_answer(hub: Hub) -> None:
    work = await begun(hub)
    used, withdrawn, expired = await coded(work), await coded(work), await coded(work, days=1)
    await joining.redeem(work.hub, bearer(), used.code)
    await invites.withdraw(work.hub, await work.person(OLA), withdrawn.id)
    work.later(days=1)
    for number, typed in enumerate(
        (new_code(), used.code, withdrawn.code, expired.code, "", "hello <!here>")
    ):
        assert await refused(work, bearer(f"U0GUESS{number}", OTHER_TEAM), typed) == JoinProblem.CODE
    told = {(row.details["why"], row.person_id, row.actor) for row in await deeds(work, Deed.INVITE_REFUSED)}
    assert told == {("code_refused", None, "hub")}


async def test_every_code_that_cannot_be_used_is_asked_about_in_the_same_statements(hub: Hub) -> None:
    work = await begun(hub)
    used, withdrawn, expired = await coded(work), await coded(work), await coded(work, days=1)
    await joining.redeem(work.hub, bearer(), used.code)
    await invites.withdraw(work.hub, await work.person(OLA), withdrawn.id)
    work.later(days=1)
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    engine = work.hub.database.engine.sync_engine
    told = []
    for number, typed in enumerate((new_code(), used.code, withdrawn.code, expired.code, "x")):
        event.listen(engine, "before_cursor_execute", note)
        with pytest.raises(FieldProblem):
            await joining.redeem(work.hub, bearer(f"U0GUESS{number}", OTHER_TEAM), typed)
        event.remove(engine, "before_cursor_execute", note)
        told.append(tuple(asked))
        asked.clear()
    assert len(set(told)) == 1
    assert len(told[0]) > 3


async def test_of_two_who_enter_one_code_at_once_one_is_let_in(hub: Hub) -> None:
    work = await begun(hub)
    made = await coded(work)
    teams = [NEW_TEAM, OTHER_TEAM] * 2
    tries = (joining.redeem(work.hub, bearer(f"U0N{n}", team), made.code) for n, team in enumerate(teams))
    outcomes = await asyncio.gather(*tries, return_exceptions=True)
    let_in = [one for one in outcomes if isinstance(one, joining.Joined)]
    assert len(let_in) == 1
    assert {one.problem for one in outcomes if isinstance(one, FieldProblem)} == {JoinProblem.CODE}
    brindle = await member(work)
    assert brindle.team_id == let_in[0].reader.person.team_id
    assert [row.team_id for row in await work.rows(LinkedWorkspace)] == [brindle.team_id]
    assert len(await work.rows(GrantRow, member_id=brindle.id)) == 1


async def test_two_members_codes_entered_at_once_in_one_workspace_link_one(hub: Hub) -> None:
    work = await begun(hub)
    ola = await work.person(OLA)
    new = invites.NewMember(key="second", name="Second")
    codes = [(await coded(work)).code, (await invites.invite_new(work.hub, ola, new, 14)).code]
    tries = (joining.redeem(work.hub, bearer(f"U0N{n}"), code) for n, code in enumerate(codes))
    outcomes = await asyncio.gather(*tries, return_exceptions=True)
    assert sorted(type(one).__name__ for one in outcomes) == ["FieldProblem", "Joined"]
    assert len(await work.rows(LinkedWorkspace)) == 1


async def test_guessing_is_stopped_per_person_and_the_right_code_does_not_help_then(hub: Hub) -> None:
    work = await begun(hub)
    made = await coded(work)
    for _ in range(TRIES_OF_A_PERSON):
        assert await refused(work, bearer(), new_code()) == JoinProblem.CODE
    for _ in range(3):
        assert await refused(work, bearer(), made.code) == JoinProblem.TRIES
    assert [row.details["why"] for row in await deeds(work, Deed.INVITE_REFUSED)].count("too_many_tries") == 1
    work.later(minutes=16)
    assert (await joining.redeem(work.hub, bearer(), made.code)).member_id


async def test_guessing_is_stopped_per_workspace_whoever_guesses(hub: Hub) -> None:
    work = await begun(hub)
    for number in range(TRIES_OF_A_WORKSPACE):
        assert await refused(work, bearer(f"U0G{number}"), new_code()) == JoinProblem.CODE
    assert await refused(work, bearer("U0LAST"), new_code()) == JoinProblem.TRIES
    assert await refused(work, bearer("U0LAST", OTHER_TEAM), new_code()) == JoinProblem.CODE


async def test_one_who_goes_on_trying_does_not_use_up_the_others_tries(hub: Hub) -> None:
    work = await begun(hub)
    for _ in range(TRIES_OF_A_PERSON + 4):
        await refused(work, bearer(), new_code())
    counted = {row.key: row.count for row in await work.rows(Attempts)}
    assert counted[f"invite:team:{NEW_TEAM}"] == counted["invite:all"] == TRIES_OF_A_PERSON


async def test_tries_at_once_are_all_counted(hub: Hub) -> None:
    work = await begun(hub)
    await asyncio.gather(
        *(joining.redeem(work.hub, bearer(), new_code()) for _ in range(12)), return_exceptions=True
    )
    counted = {row.key: row.count for row in await work.rows(Attempts)}
    assert counted[f"invite:person:{NEW_TEAM}:{NIA}"] == 12


async def test_a_workspace_of_another_member_is_refused_and_the_code_stays_good(hub: Hub) -> None:
    work = await begun(hub)
    await joined(work)
    ola = await work.person(OLA)
    other = await invites.invite_new(work.hub, ola, invites.NewMember(key="late", name="Late"), 14)
    assert await refused(work, bearer("U0LATE"), other.code) == JoinProblem.WORKSPACE
    entered = await joining.redeem(work.hub, bearer("U0LATE", OTHER_TEAM), other.code)
    assert (await member(work, "late")).id == entered.member_id


async def test_a_second_workspace_of_a_member_is_closed_to_others_too(hub: Hub) -> None:
    work = await begun(hub)
    first = await joined(work)
    again = await invites.invite(work.hub, first.reader.person, first.member_id, 7)
    second = await joining.redeem(work.hub, bearer("U0SECOND", OTHER_TEAM), again.code)
    assert second.reader.person.administers(first.member_id)
    assert (await member(work)).team_id == NEW_TEAM
    ola = await work.person(OLA)
    other = await invites.invite_new(work.hub, ola, invites.NewMember(key="late", name="Late"), 14)
    assert await refused(work, bearer("U0LATE", OTHER_TEAM), other.code) == JoinProblem.WORKSPACE


@pytest.mark.parametrize("user", [BEA, RAY, OLA, REX])
async def test_people_of_other_organisations_are_refused(hub: Hub, user: str) -> None:
    work = await begun(hub)
    made = await coded(work)
    assert await refused(work, bearer(user, OPS), made.code) == JoinProblem.ELSEWHERE
    assert (await identify(work.hub, OPS, user)).person.of_member != (await member(work)).id


async def test_somebody_the_member_has_keeps_their_roles_unless_it_has_no_admin(hub: Hub) -> None:
    work = await begun(hub)
    ann = await work.person(ANN)
    first = await coded(work, "acme")
    await joining.redeem(work.hub, bearer(ANN, OPS), first.code)
    assert (await work.person(ANN)).administers(ann.of_member or "")
    second = await coded(work, "acme")
    await joining.redeem(work.hub, bearer("U0VIC", OPS), second.code)
    assert [grant.role for grant in (await work.person("U0VIC")).grants] == [Role.VIEWER]


async def test_in_a_channel_only_the_code_whose_card_was_posted_there_can_be_used(hub: Hub) -> None:
    work = await begun(hub)
    room = Room(team_id=OPS, channel_id="C0SHARED")
    posted, unposted = await coded(work, room=room), await coded(work)
    from_outside = {"installed_team_id": OPS, "channel_id": "C0SHARED"}
    outsider = bearer("U0OUT", "T0FAR", **from_outside)
    assert await refused(work, outsider, unposted.code) == JoinProblem.CODE
    elsewhere = bearer("U0OUT", "T0FAR", installed_team_id=OPS, channel_id="C0BETA")
    assert await refused(work, elsewhere, posted.code) == JoinProblem.CODE

    await joining.redeem(work.hub, outsider, posted.code)
    brindle = await member(work)
    assert (brindle.team_id, brindle.channel_id) == (OPS, "C0SHARED")
    assert (await identify(work.hub, "T0FAR", "U0OUT")).person.administers(brindle.id)
    (card,) = await work.rows(SlackMessageRow, subject=f"join_here:{posted.id}")
    assert card.values["values"]["member"] == "Brindlewick Pottery"
    assert card.wanted_rev == 2


@pytest.mark.parametrize("channel", ["C0BETA", "C0OPS"])
async def test_no_card_is_posted_in_a_channel_of_somebody_else(hub: Hub, channel: str) -> None:
    work = await begun(hub)
    with pytest.raises(FieldProblem) as problem:
        await coded(work, room=Room(team_id=OPS, channel_id=channel))
    assert (problem.value.field, problem.value.problem) == ("invite_channel", "channel_taken")
    assert await work.rows(Invite) == []


async def test_who_may_not_invite_is_refused_and_nothing_is_made(hub: Hub) -> None:
    work = await begun(hub)
    brindle = await member(work)
    for user in (ANN, BEA, RAY, REX):
        person = await work.person(user)
        with pytest.raises(NeedsRole) as refused:
            await invites.invite(work.hub, person, brindle.id, 14)
        # Another member's id, sent by whoever, does not tell whose it is.
        assert refused.value.organisation == (brindle.name if user == REX else "")
        with pytest.raises(NeedsRole):
            await invites.invite_new(work.hub, person, invites.NewMember(key="x", name="X"), 14)
    assert await work.rows(Invite) == []
    first = await joined(work)
    with pytest.raises(NeedsRole):
        await invites.invite(work.hub, first.reader.person, (await member(work, "acme")).id, 14)


@pytest.mark.parametrize(
    ("new", "problem"),
    [
        (invites.NewMember(key="acme", name="Acme"), ("invite_key", "key_taken")),
        (invites.NewMember(key="No Key", name="Acme"), ("invite_key", "not_a_key")),
        (invites.NewMember(key="nu", name=" \u202e "), ("invite_name", "required")),
        (invites.NewMember(key="nu", name="Nu", region="mars"), ("invite_region", "unknown")),
    ],
)
async def test_a_new_member_that_cannot_be_is_refused(
    hub: Hub, new: invites.NewMember, problem: tuple[str, str]
) -> None:
    work = await begun(hub)
    with pytest.raises(FieldProblem) as found:
        await invites.invite_new(work.hub, await work.person(OLA), new, 14)
    assert (found.value.field, found.value.problem) == problem
    assert await work.rows(Invite) == []


async def test_codes_are_few_and_last_for_days_only(hub: Hub) -> None:
    work = await begun(hub)
    for days in (0, 61, -1):
        with pytest.raises(FieldProblem):
            await coded(work, days=days)
    for _ in range(10):
        await coded(work)
    with pytest.raises(FieldProblem) as problem:
        await coded(work)
    assert problem.value.problem == "too_many_codes"
    work.later(days=15)
    assert (await coded(work)).code


async def test_another_members_code_cannot_be_withdrawn(hub: Hub) -> None:
    work = await begun(hub)
    made = await coded(work)
    await invites.withdraw(work.hub, await work.person(BEA), made.id)
    assert (await joining.redeem(work.hub, bearer(), made.code)).member_id


async def test_a_code_survives_a_new_key_and_not_the_loss_of_its_own(hub: Hub) -> None:
    work = await begun(hub)
    made, lost = await coded(work), await coded(work)
    fresh = Fernet.generate_key().decode()
    rotated = await begun_with(work, f"{fresh},{SECRET_KEY}")
    assert (await joining.redeem(rotated.hub, bearer(), made.code)).member_id
    assert (await encrypt_with_first_key(rotated.hub)).open_codes == 1, "one waits"
    forgotten = await begun_with(work, fresh)
    assert await refused(forgotten, bearer("U0X"), lost.code) == JoinProblem.CODE


async def begun_with(work: Casework, keys: str) -> Casework:
    return Casework(work.hub, secret_key=SecretStr(keys))


async def test_a_code_of_a_member_that_left_is_refused(hub: Hub) -> None:
    work = await begun(hub)
    made = await coded(work)
    async with work.hub.unit(EVERYONE) as unit:
        row = await unit.session.merge(await member(work))
        row.withdrawn_at = unit.now
    assert await refused(work, bearer(), made.code) == JoinProblem.CODE


async def test_whoever_left_another_organisation_can_come_in_as_somebody_new(hub: Hub) -> None:
    work = await begun(hub)
    bea = await work.person(BEA)
    async with work.hub.unit(EVERYONE) as unit:
        (await unit.session.get_one(PersonRow, bea.id)).withdrawn_at = unit.now
    made = await coded(work)
    entered = await joining.redeem(work.hub, bearer(BEA, OPS), made.code)
    assert entered.reader.person.id != bea.id
    assert entered.reader.person.member_ids == {entered.member_id}
