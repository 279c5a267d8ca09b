"""Setting a member up: by its admins, all or nothing, and cards that waited follow. On both databases."""

from typing import Any

import pytest

from aacabot.domain.audit import Deed
from aacabot.domain.connections import Cover, Preferences, Room, SetUp
from aacabot.domain.errors import FieldProblem, NeedsRole
from aacabot.domain.people import Person
from aacabot.domain.viewers import EVERYONE
from aacabot.services import invites, joining, setting_up
from aacabot.services.hub import Hub
from aacabot.store.models import AuditEntryRow, Brand, Member, SlackChannel, SlackMessageRow
from tests.journeys.alliance import ANN, BEA, OLA, OPS, RAY
from tests.services.casework import Casework
from tests.services.newcomers import NEW_TEAM, OTHER_TEAM, bearer, begun, joined, member

HERE = Room(team_id=NEW_TEAM, channel_id="C0NEW")


def chosen(room: Room | None = HERE, **other: Any) -> SetUp:
    given: dict[str, Any] = {"timezone": "Asia/Shanghai", "locale": "zh", "digest_hour": 7, **other}
    return SetUp(room=room, **given)


async def nia(work: Casework) -> Person:
    return (await joined(work)).reader.person


async def changes(work: Casework, subject: str = "member") -> list[dict[str, Any]]:
    rows = await work.rows(AuditEntryRow, action=Deed.SETTING_CHANGED.value, subject=subject)
    return [row.details for row in rows]


async def notices(work: Casework) -> list[SlackMessageRow]:
    rows = await work.rows(SlackMessageRow)
    return [row for row in rows if row.subject.startswith("alerts_here:")]


async def test_what_is_chosen_holds_is_written_down_and_the_channel_says_so(hub: Hub) -> None:
    work = await begun(hub)
    person = await nia(work)
    brindle = await member(work)
    await setting_up.set_up(work.hub, person, brindle.id, chosen())
    now = await member(work)
    assert (now.team_id, now.channel_id) == (NEW_TEAM, "C0NEW")
    assert (now.timezone, now.locale, now.digest_hour) == ("Asia/Shanghai", "zh", 7)
    (told,) = await notices(work)
    assert (told.channel, told.member_id) == (f"{NEW_TEAM}:C0NEW", brindle.id)
    (details,) = await changes(work)
    assert details == {
        "timezone": {"before": "UTC", "after": "Asia/Shanghai"},
        "locale": {"before": "en", "after": "zh"},
        "digest_hour": {"before": 9, "after": 7},
        "channel_id": {"before": None, "after": "C0NEW"},
    }


async def test_choosing_the_same_again_changes_and_says_nothing(hub: Hub) -> None:
    work = await begun(hub)
    person = await nia(work)
    brindle = await member(work)
    for room in (HERE, HERE, None):
        await setting_up.set_up(work.hub, person, brindle.id, chosen(room))
    assert len(await notices(work)) == len(await changes(work)) == 1
    assert (await member(work)).channel_id == "C0NEW"


async def test_cards_that_waited_for_a_channel_follow_into_it(hub: Hub) -> None:
    work = await begun(hub)
    await work.receive(title="Brindlewick teapot, replica")
    brindle = await member(work)
    person = await nia(work)
    assert await work.rows(SlackMessageRow, kind="case") == []
    await setting_up.set_up(work.hub, person, brindle.id, chosen())
    (card,) = await work.rows(SlackMessageRow, kind="case")
    assert (card.channel, card.member_id) == (f"{NEW_TEAM}:C0NEW", brindle.id)


BAD: dict[str, tuple[SetUp, str, str]] = {
    "a zone that is none": (chosen(timezone="Mars/Olympus"), "time_zone", "unknown_zone"),
    "a zone left empty": (chosen(timezone=""), "time_zone", "unknown_zone"),
    "a language nobody speaks here": (chosen(locale="tlh"), "language", "unknown_language"),
    "an hour that is none": (chosen(digest_hour=24), "digest_hour", "unknown"),
    "another member's channel": (
        chosen(Room(team_id=OPS, channel_id="C0BETA")), "alert_channel", "workspace_not_linked",
    ),
    "a workspace not linked": (
        chosen(Room(team_id=OTHER_TEAM, channel_id="C0X")), "alert_channel", "workspace_not_linked",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
async def test_what_cannot_be_is_refused_in_place_and_nothing_is_changed(hub: Hub, name: str) -> None:
    work = await begun(hub)
    person = await nia(work)
    before = (await member(work)).model_dump()
    wanted, field, problem = BAD[name]
    with pytest.raises(FieldProblem) as found:
        await setting_up.set_up(work.hub, person, before["id"], wanted)
    assert (found.value.field, found.value.problem) == (field, problem)
    assert (await member(work)).model_dump() == before
    assert await changes(work) == []
    assert await notices(work) == []


async def in_the_operators_workspace(work: Casework) -> Person:
    """Nia joined as a guest of the operator's workspace, where others have their channels."""
    return (await joined(work, team_id=OPS)).reader.person


@pytest.mark.parametrize("channel", ["C0BETA", "C0OPS"])
async def test_in_the_operators_workspace_a_channel_of_somebody_else_is_refused(
    hub: Hub, channel: str
) -> None:
    work = await begun(hub)
    person = await in_the_operators_workspace(work)
    brindle = await member(work)
    with pytest.raises(FieldProblem) as found:
        await setting_up.set_up(work.hub, person, brindle.id, chosen(Room(team_id=OPS, channel_id=channel)))
    assert found.value.problem == "channel_taken"
    await setting_up.set_up(work.hub, person, brindle.id, chosen(Room(team_id=OPS, channel_id="C0NIA")))
    assert (await member(work)).channel_id == "C0NIA"


@pytest.mark.parametrize("user", [ANN, BEA, RAY, OLA])
async def test_only_the_members_admins_change_it(hub: Hub, user: str) -> None:
    work = await begun(hub)
    person, acme = await work.person(user), await member(work, "acme")
    before = acme.model_dump()
    for deed in (
        setting_up.set_up(work.hub, person, acme.id, chosen(None)),
        setting_up.prefer(work.hub, person, acme.id, Preferences(guided=True, cover=Cover.NOBODY)),
        setting_up.choose_brand_room(work.hub, person, acme.id, "any", None),
    ):
        with pytest.raises(NeedsRole):
            await deed
    assert (await member(work, "acme")).model_dump() == before


async def test_preferences_hold_and_are_written_down(hub: Hub) -> None:
    work = await begun(hub)
    person = await nia(work)
    brindle = await member(work)
    await setting_up.prefer(work.hub, person, brindle.id, Preferences(guided=True, cover=Cover.AGENCY))
    now = await member(work)
    assert now.shares_encounters
    assert (now.guided, now.cover) == (True, "agency")
    assert await changes(work) == [
        {"guided": {"before": False, "after": True}, "cover": {"before": "desk", "after": "agency"}}
    ]


async def test_a_member_takes_its_cases_out_of_what_others_are_told(hub: Hub) -> None:
    work = await begun(hub)
    person, brindle = await nia(work), await member(work)
    chosen = Preferences(guided=False, cover=Cover.DESK, shares_encounters=False)
    await setting_up.prefer(work.hub, person, brindle.id, chosen)
    assert (await member(work)).shares_encounters is False
    assert await changes(work) == [{"shares_encounters": {"before": True, "after": False}}]


async def test_a_brand_gets_a_channel_of_its_own_and_gives_it_back(hub: Hub) -> None:
    work = await begun(hub)
    person = await nia(work)
    brindle = await member(work)
    await setting_up.set_up(work.hub, person, brindle.id, chosen())
    (brand,) = await work.rows(Brand, member_id=brindle.id)
    own = Room(team_id=NEW_TEAM, channel_id="C0POTS")
    await setting_up.choose_brand_room(work.hub, person, brindle.id, brand.id, own)
    assert [row.channel_id for row in await work.rows(Brand, id=brand.id)] == ["C0POTS"]
    assert (await notices(work))[-1].values["values"]["brand"] == "Brindlewick"
    await setting_up.choose_brand_room(work.hub, person, brindle.id, brand.id, None)
    assert [row.channel_id for row in await work.rows(Brand, id=brand.id)] == [None]
    assert len(await changes(work, "brand")) == 2


async def test_another_members_brand_cannot_be_given_a_channel(hub: Hub) -> None:
    work = await begun(hub)
    person = await nia(work)
    brindle, acme = await member(work), await member(work, "acme")
    theirs = (await work.rows(Brand, member_id=acme.id))[0]
    with pytest.raises(FieldProblem) as found:
        await setting_up.choose_brand_room(work.hub, person, brindle.id, theirs.id, HERE)
    assert found.value.problem == "unknown"


async def test_moving_to_another_workspace_lets_brands_channels_go(hub: Hub) -> None:
    work = await begun(hub)
    person = await nia(work)
    brindle = await member(work)
    await setting_up.set_up(work.hub, person, brindle.id, chosen())
    (brand,) = await work.rows(Brand, member_id=brindle.id)
    own = Room(team_id=NEW_TEAM, channel_id="C0POTS")
    await setting_up.choose_brand_room(work.hub, person, brindle.id, brand.id, own)
    again = await invites.invite(work.hub, person, brindle.id, 7)
    await joining.redeem(work.hub, bearer("U0TOO", OTHER_TEAM), again.code)
    there = Room(team_id=OTHER_TEAM, channel_id="C0THERE")
    await setting_up.set_up(work.hub, person, brindle.id, chosen(there))
    now = await member(work)
    assert (now.team_id, now.channel_id) == (OTHER_TEAM, "C0THERE")
    assert [row.channel_id for row in await work.rows(Brand, id=brand.id)] == [None]


async def test_a_channel_that_works_again_is_said_to(hub: Hub) -> None:
    work = await begun(hub)
    person = await nia(work)
    brindle = await member(work)
    await setting_up.set_up(work.hub, person, brindle.id, chosen())
    async with work.hub.unit(EVERYONE) as unit:
        row = await unit.session.get_one(SlackChannel, f"{NEW_TEAM}:C0NEW")
        row.problem, row.problem_at = "not_in_channel", unit.now
    await setting_up.set_up(work.hub, person, brindle.id, chosen())
    (row,) = await work.rows(SlackChannel, id=f"{NEW_TEAM}:C0NEW")
    assert (row.problem, row.problem_at) == (None, None)


async def test_a_locale_the_alliance_file_set_can_be_kept(hub: Hub) -> None:
    work = await begun(hub)
    person = await nia(work)
    brindle = await member(work)
    async with work.hub.unit(EVERYONE) as unit:
        (await unit.session.get_one(Member, brindle.id)).locale = "pt_BR"
    await setting_up.set_up(work.hub, person, brindle.id, chosen(locale="pt_BR"))
    assert (await member(work)).locale == "pt_BR"
