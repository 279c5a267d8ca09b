"""What is posted in a channel is looked at right before: guests, other organisations, and a silent Slack."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest
import yaml

from aacabot.domain.alerts import Alert
from aacabot.domain.alliance_file import read_alliance_file
from aacabot.domain.errors import IntelNotFound, NotForThisRoom
from aacabot.domain.intel import Draft, IntelKind, Label
from aacabot.domain.intel.met import MetShown, Told
from aacabot.domain.intel.relabelling import Wish
from aacabot.domain.intel.rooms import RoomSeen
from aacabot.domain.messages import MessageKind
from aacabot.domain.people import Person
from aacabot.domain.viewers import EVERYONE
from aacabot.locales import Catalogues
from aacabot.sandbox.slack import SandboxChannel, SandboxPerson, SlackSandbox
from aacabot.services import alliance
from aacabot.services.deliveries import Delivery
from aacabot.services.hub import Hub
from aacabot.services.installations import Installations
from aacabot.services.intel import groups
from aacabot.services.intel.labels import relabel
from aacabot.services.intel.own_items import change_text, withdraw
from aacabot.services.intel.passing_on import show_again
from aacabot.services.intel.posting import post
from aacabot.services.intel.reviews import release
from aacabot.services.intel.sharing import share
from aacabot.services.people import identify
from aacabot.slack.client import Slack
from aacabot.slack.rooms import read_room
from aacabot.store.models import AuditEntryRow, Member, OrgWorkspace, SlackMessageRow
from jobs.channels import ChannelWorker
from jobs.rooms import Rooms
from tests.journeys.alliance import ANN, BEA, BEN, RAY
from tests.journeys.running_hub import SCOPES
from tests.services.casework import Casework

ACME, BETA, AGENCY, OUT = "T0ACME", "T0BETA", "T0RED", "T0OUT"
OWN, OPEN, GUESTED, SHARED, ASKED, AGENTS, CIRCLE, BIG = (
    "C0OWN", "C0OPEN", "C0GUESTED", "C0SHARED", "C0ASKED", "C0AGENTS", "C0CIRCLE", "C0BIG",
)  # fmt: skip
TEXT = "Sold in threes from two towns"


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


def the_file() -> str:
    """Acme and Beta in workspaces of their own; Ray's agency acts for Beta, and joins Acme's channels."""
    more: list[Any] = [
        {"key": "acme", "workspace": ACME, "people": [
            {"slack": ANN, "name": "Ann", "roles": ["enforcer", "counsel"], "slack_team": ACME},
            {"slack": BEN, "name": "Ben", "roles": ["enforcer"], "slack_team": ACME},
        ]},
        {"key": "beta", "workspace": BETA, "people": [
            {"slack": BEA, "name": "Bea", "roles": ["admin"], "slack_team": BETA},
        ]},
    ]  # fmt: skip
    redlens = {
        "key": "redlens", "name": "Redlens", "workspace": AGENCY, "people": [{"slack": RAY, "name": "Ray"}],
        "grants": [
            {"brand": "acme-brand", "roles": ["enforcer"]}, {"brand": "beta-brand", "roles": ["enforcer"]},
        ],
    }  # fmt: skip
    return yaml.safe_dump({"members": more, "agencies": [redlens]})


@dataclass
class Stage:
    """Acme's Slack with its channels, and the worker that fills them."""

    work: Casework
    slack: SlackSandbox
    client: Slack
    worker: ChannelWorker

    async def person(self, user_id: str, team_id: str = ACME) -> Person:
        return (await identify(self.work.hub, team_id, user_id)).person

    async def shared(self, label: Label, **more: Any) -> str:
        """Bea shares something with the others."""
        (beta,) = await self.work.rows(Member, key="beta")
        draft = Draft(kind=IntelKind.TITLE, value=f"zefyrine {label}", text=TEXT, label=label, **more)
        return (await share(self.work.hub, await self.person(BEA, BETA), beta.id, draft)).item_id

    async def posted(self, item_id: str, channel: str, user_id: str = ANN, team_id: str = ACME) -> str:
        """The kind of outsider that was found when asked or right before posting; "" where it is posted."""
        ask = _asking(self.client)
        room = await read_room(ask, ACME, channel, with_people=False)
        try:
            await post(self.work.hub, await self.person(user_id, team_id), item_id, room)
        except NotForThisRoom as refused:
            assert item_id not in self.shown(channel)
            return f"asked: {refused.outsider}"
        await self.fill(channel)
        entries = await self.work.rows(AuditEntryRow, action="intel.posted", subject_id=item_id)
        found = [row.details.get("not_posted") for row in entries if row.details["channel"].endswith(channel)]
        refused_kind = next((kind for kind in found if kind), None)
        assert (item_id in self.shown(channel)) is (refused_kind is None)
        return str(refused_kind or "")

    async def fill(self, channel: str) -> None:
        await self.worker.run({"key": f"{ACME}:{channel}"})

    def shown(self, channel: str) -> str:
        return "".join(str(one.blocks) for one in self.slack.messages(channel))


def _asking(client: Slack) -> Any:
    async def ask(method: str, **arguments: Any) -> Any:
        return await client.call(ACME, method, **arguments)

    return ask


@pytest.fixture
async def stage(hub: Hub) -> AsyncIterator[Stage]:
    work = await Casework.begun(hub)
    await alliance.apply(hub.database, work.hub.clock, read_alliance_file(the_file(), "more.yaml"), False)
    work.now = datetime.now(UTC)
    slack = SlackSandbox()
    await slack.start()
    crowd = [SandboxPerson(id=f"U0C{n:03}", name=f"C{n}") for n in range(101)]
    staff = [SandboxPerson(id=ANN, name="Ann"), SandboxPerson(id=BEN, name="Ben")]
    staff += [SandboxPerson(id="U0UMA", name="Uma"), SandboxPerson(id="U0GUS", name="Gus", is_guest=True)]
    staff += [SandboxPerson(id="U0SOL", name="Sol", is_single_channel=True)]
    ours, out = [ANN, BEN, "U0UMA"], SandboxPerson(id="U0OUT", name="Out")
    shared: dict[str, Any] = {"is_private": True, "is_ext_shared": True}
    slack.add_workspace(
        id=ACME, name="Acme", people=[*staff, *crowd],
        channels=[
            SandboxChannel(OWN, "own", ours, is_private=True),
            SandboxChannel(OPEN, "open", ours),
            SandboxChannel(GUESTED, "guested", [*ours, "U0GUS"], is_private=True),
            SandboxChannel("C0SINGLE", "single", [*ours, "U0SOL"], is_private=True),
            SandboxChannel(SHARED, "shared", [*ours, "U0OUT"], **shared),
            SandboxChannel("C0EMPTY", "empty", ours, connected_teams=(OUT,), **shared),
            SandboxChannel(ASKED, "asked", ours, is_private=True, pending_teams=(OUT,)),
            SandboxChannel(AGENTS, "agents", [*ours, RAY], **shared),
            SandboxChannel(CIRCLE, "circle", [*ours, BEA], **shared),
            SandboxChannel("C0WITHOUT", "without", ["U0UMA"], is_private=True),
            SandboxChannel(BIG, "big", [*ours, *(one.id for one in crowd)], is_private=True),
        ],
    )  # fmt: skip
    for team, person in ((BETA, BEA), (AGENCY, RAY)):
        slack.add_workspace(id=team, name=team, people=[SandboxPerson(id=person, name=person)], channels=[])
    slack.add_workspace(id=OUT, name="Out", people=[out], channels=[])
    bot = slack.install(team=ACME, token="xoxb-test", scopes=SCOPES)
    installations = Installations(work.hub)
    user_id = getattr(bot, "bot_user_id", None) or f"U0BOT{ACME[1:]}"
    await installations.save(
        "xoxb-test", team_id=ACME, team_name="Acme", bot_id=None, bot_user_id=user_id, scopes=SCOPES
    )
    async with aiohttp.ClientSession() as session:
        client = Slack(slack.api_url, session, installations.token_of, work.hub.metrics)
        yield Stage(work, slack, client, ChannelWorker(work.hub, client, Catalogues.load()))
    await slack.stop()


async def test_each_label_goes_into_the_channels_it_may_and_into_no_other(stage: Stage) -> None:
    strict, amber = await stage.shared(Label.AMBER_STRICT), await stage.shared(Label.AMBER)
    green, clear = await stage.shared(Label.GREEN), await stage.shared(Label.CLEAR)
    kept_out = {
        GUESTED: "guest", "C0SINGLE": "guest", SHARED: "asked: other_organisation",
        "C0EMPTY": "asked: other_organisation", ASKED: "asked: invited_organisation",
        BIG: "asked: too_many", "C0WITHOUT": "asked: not_in_it", CIRCLE: "asked: other_organisation",
    }  # fmt: skip
    for channel, why in kept_out.items():
        assert await stage.posted(amber, channel) == why, channel
        assert await stage.posted(strict, channel) == why, channel
    assert await stage.posted(strict, AGENTS) == "asked: other_organisation"
    for item_id, channel in (
        (strict, OWN), (amber, OPEN), (amber, AGENTS), (green, GUESTED), (green, CIRCLE), (clear, SHARED),
    ):  # fmt: skip
        assert await stage.posted(item_id, channel) == "", channel
    assert await stage.posted(green, "C0EMPTY") == "asked: other_organisation"
    red = await stage.shared(Label.RED, named=frozenset({(await stage.person(ANN)).id}))
    assert await stage.posted(red, OWN) == "asked: red"
    assert "U0GUS" not in str([row.details for row in await stage.work.rows(AuditEntryRow)])


async def test_who_came_in_after_it_was_asked_for_stops_it_and_the_asker_is_told(stage: Stage) -> None:
    item_id = await stage.shared(Label.AMBER_STRICT)
    room = await read_room(_asking(stage.client), ACME, OWN)
    await post(stage.work.hub, await stage.person(ANN), item_id, room)
    stage.slack.state.workspaces.get(ACME).channels[OWN].members.append("U0GUS")
    await stage.fill(OWN)
    assert stage.shown(OWN) == ""
    (told,) = [row for row in await stage.work.rows(SlackMessageRow, kind="notice") if ANN in row.channel]
    assert told.values == {
        "kind": "intel_not_posted", "values": {"outsider": "guest", "label": "amber+strict"}
    }  # fmt: skip
    assert await stage.work.rows(SlackMessageRow, kind="intel") == []


async def test_without_an_answer_from_slack_nothing_is_posted_until_there_is_one(stage: Stage) -> None:
    item_id = await stage.shared(Label.AMBER_STRICT)
    room = await read_room(_asking(stage.client), ACME, OWN)
    await post(stage.work.hub, await stage.person(ANN), item_id, room)
    for method in ("conversations.info", "conversations.members", "users.info"):
        stage.slack.fail(method, retry_after=1)
    await stage.fill(OWN)
    assert TEXT in stage.shown(OWN)
    posts = [call.method for call in stage.slack.calls()]
    assert posts.index("chat.postMessage") > max(n for n, one in enumerate(posts) if one == "users.info")
    second = await stage.shared(Label.AMBER)
    await post(stage.work.hub, await stage.person(ANN), second, room)
    stage.slack.fail("users.info", error="user_not_visible")
    await stage.fill(OWN)
    (refused,) = [row for row in await stage.work.rows(AuditEntryRow) if row.details.get("not_posted")]
    assert refused.details["not_posted"] == "not_seen"


async def test_what_is_withdrawn_or_narrowed_is_taken_back_where_it_was_posted(stage: Stage) -> None:
    gone, narrowed, late = [await stage.shared(one) for one in (Label.AMBER_STRICT, Label.AMBER, Label.GREEN)]
    assert await stage.posted(gone, OWN) == ""
    assert await stage.posted(narrowed, AGENTS) == ""
    bea = await stage.person(BEA, BETA)
    room = await read_room(_asking(stage.client), ACME, OPEN)
    await post(stage.work.hub, await stage.person(ANN), late, room)
    for item_id in (gone, late):
        await withdraw(stage.work.hub, bea, item_id)
    await relabel(stage.work.hub, bea, narrowed, Wish(label=Label.AMBER_STRICT))
    for channel in (OWN, AGENTS, OPEN):
        await stage.fill(channel)
        assert TEXT not in stage.shown(channel)
    assert "was withdrawn" in stage.shown(OWN) and "was withdrawn" in stage.shown(AGENTS)
    assert stage.shown(OPEN) == ""


async def test_within_a_group_its_members_people_may_be_there_too(stage: Stage) -> None:
    hub, ann, bea = stage.work.hub, await stage.person(ANN), await stage.person(BEA, BETA)
    group_id = await groups.make(hub, ann, "Circle", "")
    await groups.enter(hub, bea, (await groups.invite(hub, ann, group_id)).code)
    await groups.join(hub, bea, group_id)
    item_id = await stage.shared(Label.AMBER_STRICT, group_id=group_id)
    assert await stage.posted(item_id, AGENTS) == "asked: other_organisation"
    assert await stage.posted(item_id, CIRCLE) == ""
    await groups.leave(hub, ann, group_id)
    with pytest.raises(IntelNotFound):
        await stage.posted(item_id, OWN)


async def test_green_stays_out_of_organisations_that_nobody_of_the_alliance_uses(stage: Stage) -> None:
    async with stage.work.hub.unit(EVERYONE) as unit:
        for team_id, enterprise_id in ((BETA, "E0BETA"), (OUT, "E0BETA"), (OUT + "2", "E0OUT")):
            unit.session.add(OrgWorkspace(team_id=team_id, enterprise_id=enterprise_id, since=unit.now))
    item_id, ann = await stage.shared(Label.GREEN), await stage.person(ANN)
    seen = RoomSeen(
        team_id=ACME, channel_id=SHARED, teams=frozenset(), user_ids=frozenset({ANN}), is_shared=True
    )
    with pytest.raises(NotForThisRoom, match="other_organisation"):
        await post(stage.work.hub, ann, item_id, replace(seen, teams=frozenset({ACME, "E0OUT"})))
    await post(stage.work.hub, ann, item_id, replace(seen, teams=frozenset({ACME, "E0BETA"})))


@pytest.mark.parametrize("leaves", [True, False])
async def test_a_member_that_leaves_and_a_group_that_ends_take_back_what_was_posted(
    stage: Stage, leaves: bool
) -> None:
    hub, ann, bea = stage.work.hub, await stage.person(ANN), await stage.person(BEA, BETA)
    group_id = await groups.make(hub, bea, "Circle", "")
    stage.work.later(seconds=1)
    await groups.enter(hub, ann, (await groups.invite(hub, bea, group_id)).code)
    await groups.join(hub, ann, group_id)
    in_group = await stage.shared(Label.AMBER_STRICT, group_id=group_id)
    to_all = await stage.shared(Label.AMBER)
    assert await stage.posted(in_group, OWN) == await stage.posted(to_all, OPEN) == ""
    await (groups.leave(hub, ann, group_id) if leaves else groups.close(hub, bea, group_id))
    for channel in (OWN, OPEN):
        await stage.fill(channel)
    assert in_group not in stage.shown(OWN) and TEXT not in stage.shown(OWN)
    assert TEXT in stage.shown(OPEN)


async def test_a_post_says_the_same_whether_its_source_or_somebody_else_asked_for_it(stage: Stage) -> None:
    (acme,) = await stage.work.rows(Member, key="acme")
    draft = Draft(kind=IntelKind.TITLE, value="zefyrine", text=TEXT, label=Label.GREEN)
    ann = await stage.person(ANN)
    item_id = (await share(stage.work.hub, ann, acme.id, draft)).item_id
    assert await stage.posted(item_id, OWN) == ""
    assert await stage.posted(item_id, AGENTS, RAY, AGENCY) == ""
    (by_source,), (by_another,) = stage.slack.messages(OWN), stage.slack.messages(AGENTS)
    assert (by_source.text, by_source.blocks) == (by_another.text, by_another.blocks)


@pytest.mark.parametrize("silent", [False, True])
async def test_a_post_is_changed_only_where_its_channel_may_still_have_it(stage: Stage, silent: bool) -> None:
    item_id, bea = await stage.shared(Label.AMBER_STRICT), await stage.person(BEA, BETA)
    for channel in (OWN, OPEN):
        assert await stage.posted(item_id, channel) == ""
    if silent:
        stage.slack.fail("conversations.info", error="internal_error")
    else:
        stage.slack.state.workspaces.get(ACME).channels[OWN].members.append("U0GUS")
    await change_text(stage.work.hub, bea, item_id, "Now from a third town")
    for channel in (OWN, OPEN):
        await stage.fill(channel)
    assert "town" not in stage.shown(OWN) and "was withdrawn" in stage.shown(OWN)
    assert "Now from a third town" in stage.shown(OPEN)


async def test_an_agencys_people_pass_on_amber_for_one_client(stage: Stage) -> None:
    amber = await stage.shared(Label.AMBER)
    assert await stage.posted(amber, AGENTS, RAY, AGENCY) == ""
    assert await stage.posted(amber, OWN, RAY, AGENCY) == "asked: not_in_it"


async def test_red_reaches_those_named_alone_and_nobody_once_it_is_withdrawn(stage: Stage) -> None:
    ann, ben = await stage.person(ANN), await stage.person(BEN)
    first = await stage.shared(Label.RED, named=frozenset({ann.id}))
    await stage.fill(ANN)
    conversation = stage.slack.state.workspaces.get(ACME).direct_messages((ANN,)).id
    (message,) = stage.slack.messages(conversation)
    assert TEXT in str(message.blocks) and TEXT not in message.text and "TLP:RED" in message.text
    assert not [row for row in await stage.work.rows(SlackMessageRow) if BEN in row.channel]
    (beta,) = await stage.work.rows(Member, key="beta")
    late = Draft(
        kind=IntelKind.TITLE, value="another", text="Second", label=Label.RED, named=frozenset({ben.id})
    )
    second = (await share(stage.work.hub, await stage.person(BEA, BETA), beta.id, late)).item_id
    for item_id in (first, second):
        await withdraw(stage.work.hub, await stage.person(BEA, BETA), item_id)
    await stage.fill(ANN)
    await stage.fill(BEN)
    assert TEXT not in stage.shown(conversation)
    assert stage.shown(stage.slack.state.workspaces.get(ACME).direct_messages((BEN,)).id) == ""


async def test_a_card_tells_of_others_only_where_nobody_but_its_members_people_read(stage: Stage) -> None:
    case_id = await stage.work.suspect()
    (row,) = await stage.work.messages(case_id, "case")
    met = MetShown(told=(Told(kind=IntelKind.SELLER, held=True),))
    alert = replace(await stage.work.alert(case_id), met=met)
    rooms = Rooms(stage.work.hub, stage.client)

    async def tells(channel: str) -> bool:
        delivery = Delivery(
            message_id=row.id, kind=MessageKind.CASE, team_id=ACME, channel_id=channel, rev=1, ts="1.0",
            thread_ts=None, maybe_posted=None, content=alert, locale="en", timezone="UTC",
            member_id=row.member_id,
        )  # fmt: skip
        content = (await rooms.fit_for(delivery)).content
        assert isinstance(content, Alert)
        return bool(content.met)

    places = (OWN, OPEN, AGENTS, GUESTED, SHARED, CIRCLE, ASKED, BIG)
    assert [one for one in places if await tells(one)] == [OWN, OPEN, AGENTS]
    asked = len(stage.slack.calls("conversations.info"))
    assert await tells(OWN) and not await tells(GUESTED)
    assert len(stage.slack.calls("conversations.info")) == asked
    stage.slack.fail("conversations.members", error="internal_error")
    assert not await tells("C0SINGLE")


async def test_what_stands_in_a_channel_is_shown_anew_to_whoever_asks_for_it_again(stage: Stage) -> None:
    item_id = await stage.shared(Label.AMBER_STRICT)
    assert await stage.posted(item_id, OWN) == ""
    stage.work.later(minutes=1)
    assert await stage.posted(item_id, OWN, BEN) == ""
    (row,) = await stage.work.rows(SlackMessageRow, kind="intel")
    assert (row.values["user"], row.sent_rev) == (BEN, 2)
    assert len(stage.slack.messages(OWN)) == 1


async def test_what_is_asked_for_anew_is_emptied_where_somebody_else_reads_now(stage: Stage) -> None:
    item_id = await stage.shared(Label.AMBER_STRICT)
    assert await stage.posted(item_id, OWN) == ""
    stage.work.later(minutes=1)
    room = await read_room(_asking(stage.client), ACME, OWN)
    await post(stage.work.hub, await stage.person(BEN), item_id, room)
    stage.slack.state.workspaces.get(ACME).channels[OWN].members.append("U0GUS")
    for _ in range(2):
        await stage.fill(OWN)
        assert TEXT not in stage.shown(OWN)
    told = [row for row in await stage.work.rows(SlackMessageRow, kind="notice") if BEN in row.channel]
    assert [row.values["values"]["outsider"] for row in told] == ["guest"]
    async with stage.work.hub.unit(EVERYONE) as unit:
        show_again(unit, item_id)
    await stage.fill(OWN)
    assert TEXT not in stage.shown(OWN)


async def test_a_post_tells_nobody_that_it_was_its_source_who_posted(stage: Stage) -> None:
    (acme,) = await stage.work.rows(Member, key="acme")
    ann = await stage.person(ANN)
    draft = Draft(kind=IntelKind.TITLE, value="zefyrine", text=TEXT, label=Label.CLEAR)
    item_id = (await share(stage.work.hub, ann, acme.id, draft)).item_id
    assert await stage.posted(item_id, SHARED) == ""
    assert " times" not in stage.shown(SHARED)


async def test_what_counsel_releases_is_shown_again_where_it_stood(stage: Stage) -> None:
    (acme,) = await stage.work.rows(Member, key="acme")
    ben, ann = await stage.person(BEN), await stage.person(ANN)
    draft = Draft(kind=IntelKind.METHOD, value="", text=TEXT, label=Label.AMBER_STRICT)
    item_id = (await share(stage.work.hub, ben, acme.id, draft)).item_id
    assert await stage.posted(item_id, OWN) == ""
    await change_text(stage.work.hub, ben, item_id, f"{TEXT}. Their price is half of ours")
    await stage.fill(OWN)
    assert TEXT not in stage.shown(OWN)
    await release(stage.work.hub, ann, item_id)
    await stage.fill(OWN)
    assert TEXT in stage.shown(OWN)
