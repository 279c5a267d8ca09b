"""Joining over HTTP: from an invite code to the first card, in an own workspace and in a shared channel."""

from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import yaml
from cryptography.fernet import Fernet

from aacabot.app import now
from aacabot.domain.invites import normalise
from aacabot.domain.viewers import EVERYONE
from aacabot.sandbox.slack import SandboxChannel, SandboxMessage, SandboxPerson
from aacabot.store.database import Database
from aacabot.store.models import Installation
from tests.conftest import SECRET_KEY
from tests.journeys import alliance as journey
from tests.journeys.acts import PATIENCE, answered, form, hub_for_a_module, said_to
from tests.journeys.alliance import ANN, OLA, OPS
from tests.journeys.running_hub import SCOPES, RunningHub

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(300)]

NEW, FAR, RED = "T0NEW", "T0FAR", "T0RED"
NIA, OUT, RAE = "U0NIA", "U0OUT", "U0RAE"
NEW_TOKEN = "xoxb-newcomer"
MEMBERS = {
    "brindle": ("Brindlewick Pottery", "Brindlewick"),
    "farrow": ("Farrowmint & Co", "Farrowmint"),
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def running(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[RunningHub]:
    """Two members that have not joined: one with a workspace, one in a channel shared with the operator."""
    async with hub_for_a_module(sqlite_template, tmp_path_factory.mktemp("joining")) as running:
        await two_more_members(running)
        slack = running.slack
        public = SandboxChannel("C0OPEN", "alerts")
        private = SandboxChannel("C0SECRET", "secret", is_private=True)
        old = SandboxChannel("C0OLD", "old", is_archived=True)
        for channel in (public, private, old):
            channel.members.append(NIA)
        nia = SandboxPerson(id=NIA, name="Nia", tz="Asia/Shanghai")
        slack.add_workspace(id=NEW, name="Brindlewick", people=[nia], channels=[public, private, old])
        slack.install(team=NEW, token=NEW_TOKEN, scopes=SCOPES, join=False)
        slack.add_workspace(id=RED, name="Redglass", people=[SandboxPerson(id=RAE, name="Rae")])
        slack.add_workspace(id=FAR, name="Farrow", people=[SandboxPerson(id=OUT, name="Odd")])
        shared = SandboxChannel("C0FARROW", "farrow-alerts", [OLA, OUT], is_ext_shared=True, is_private=True)
        shared.members.append(slack.state.workspaces.get(OPS).installed().bot_user_id)
        slack.state.workspaces.get(OPS).channels[shared.id] = shared
        yield running


async def two_more_members(running: RunningHub) -> None:
    members = [
        {
            "key": key,
            "name": name,
            "contact": {"name": name, "email": f"ip@{key}.example"},
            "brands": [
                {"key": f"{key}-brand", "name": mark, "category": "home", "marks": [{"text": mark}],
                 "rights": [journey.RIGHT]}
            ],
        }
        for key, (name, mark) in MEMBERS.items()
    ]  # fmt: skip
    file = running.folder / "more.yaml"
    agency = {"key": "redglass", "name": "Redglass", "workspace": RED,
              "people": [{"slack": RAE, "name": "Rae"}]}  # fmt: skip
    file.write_text(yaml.safe_dump({"members": members, "agencies": [agency]}))
    await running.run("alliance", "apply", str(file))


async def install(running: RunningHub, team: str, token: str) -> None:
    """The app is installed there; how a token comes to the hub is another journey's."""
    database = Database(f"sqlite:///{running.folder / 'hub.db'}")
    row = Installation(
        team_id=team,
        team_name="Brindlewick",
        bot_token=Fernet(SECRET_KEY).encrypt(token.encode()),
        bot_user_id=running.slack.state.workspaces.get(team).installed().bot_user_id,
        installed_at=now(),
    )
    async with database.begin(EVERYONE) as session:
        await session.merge(row)
    await database.dispose()


async def invited(running: RunningHub, member: str, channel: str, **fields: Any) -> str:
    """Ola types `/aaca invite` in a channel and chooses the member; returns the code she is shown."""
    typed = await running.slack.command(team=OPS, user=OLA, channel=channel, command="/aaca", text="invite")
    assert typed.problem is None, typed.problem
    view = await running.until(lambda: form(running, OLA), PATIENCE)
    offered = await running.slack.suggest(view_id=view["id"], action_id="invite_member", text=member)
    (option,) = (offered.json or {})["options"]
    await running.slack.submit(
        view_id=view["id"], values={"invite_member": {"invite_member": option["value"]}, **fields}
    )
    shown = form(running, OLA)
    assert shown is not None
    (code,) = [block["text"]["text"] for block in shown["blocks"] if block["type"] == "header"]
    await running.slack.close(view_id=shown["id"])
    assert normalise(code)
    return str(code)


async def said(running: RunningHub, channel: str, words: str) -> SandboxMessage:
    """The message in a channel that says so, once it is there."""
    return await running.until(
        lambda: next((m for m in running.slack.messages(channel) if words in str(m.blocks)), None), PATIENCE
    )


async def submitted(running: RunningHub, user: str, **values: Any) -> dict[str, Any] | None:
    """Send the open form with these values; returns what is open then."""
    view = await running.until(lambda: form(running, user), PATIENCE)
    sent = await running.slack.submit(view_id=view["id"], values={key: {key: v} for key, v in values.items()})
    assert sent.problem is None, sent.problem
    return form(running, user)


def home(running: RunningHub, team: str, user: str) -> str:
    return str((running.slack.home(team, user) or {}).get("blocks"))


async def test_from_the_code_to_the_first_card_in_a_workspace_of_their_own(running: RunningHub) -> None:
    await running.send("J1", "Brindlewick teapot J1, replica")
    code = await invited(running, "brindle", "C0OPS")
    await install(running, NEW, NEW_TOKEN)

    await running.slack.open_home(team=NEW, user=NIA)
    await running.until(lambda: "I have an invite code" in home(running, NEW, NIA), PATIENCE)
    await running.slack.click_in_home(team=NEW, user=NIA, action_id="join_enter")
    refused = await submitted(running, NIA, join_code="7K3Q-9MWD-0101-ABCD-EFGH", join_name="Nia")
    assert refused is not None
    assert "cannot be used" in refused["errors"]["join_code"]

    set_up = await submitted(running, NIA, join_code=f" {code.lower()} ", join_name="Nia Brook")
    assert set_up is not None
    assert set_up["callback_id"] == "set_up"
    await running.until(lambda: "Brindlewick Pottery" in home(running, NEW, NIA), PATIENCE)
    for channel, words in {"C0OLD": "archived", "C0SECRET": "/invite @aacabot"}.items():
        again = await submitted(running, NIA, alert_channel=channel)
        assert again is not None
        assert words in again["errors"]["alert_channel"]
    assert "No channel is chosen yet" in home(running, NEW, NIA)

    offered = await running.slack.suggest(view_id=set_up["id"], action_id="time_zone", text="shang")
    assert (offered.json or {})["options"][0]["value"] == "Asia/Shanghai"
    assert await submitted(running, NIA, alert_channel="C0OPEN", time_zone="Asia/Shanghai") is None
    await said(running, "C0OPEN", "Alerts of Brindlewick Pottery will arrive here")
    await said(running, "C0OPEN", "teapot J1")
    await running.until(lambda: "The app can write there" in home(running, NEW, NIA), PATIENCE)
    assert "Asia/Shanghai" in home(running, NEW, NIA)
    await running.send("J2", "Brindlewick mug J2, replica")
    card = await said(running, "C0OPEN", "mug J2")
    await running.slack.click(team=NEW, user=NIA, channel="C0OPEN", ts=card.ts, action_id="case_dismiss")
    opened = await running.until(lambda: form(running, NIA), PATIENCE)
    await running.slack.close(view_id=opened["id"])


async def test_from_the_code_to_the_first_card_in_a_channel_shared_with_the_operator(
    running: RunningHub,
) -> None:
    code = await invited(running, "farrow", "C0FARROW")
    card = await said(running, "C0FARROW", "Join the alliance from this channel")
    here: dict[str, Any] = {"team": OPS, "user": OUT, "user_team": FAR, "channel": "C0FARROW", "ts": card.ts}
    await running.slack.click(**here, action_id="join_enter")
    set_up = await submitted(running, OUT, join_code=code)
    assert set_up is not None
    assert "conversations_select" not in str(set_up["blocks"])
    assert await submitted(running, OUT, digest_hour="7") is None
    await running.shows(card, "Farrowmint & Co has joined", PATIENCE)

    await running.send("J3", "Farrowmint soap J3, replica")
    alert = await said(running, "C0FARROW", "soap J3")
    await running.slack.click(**{**here, "ts": alert.ts}, action_id="case_confirm")
    await running.shows(alert, "Odd confirmed it", PATIENCE)
    await running.slack.click(**here, action_id="set_up")
    assert form(running, OUT) is not None
    await running.slack.close(view_id=form(running, OUT)["id"])  # type: ignore[index]


async def open_redglass(running: RunningHub) -> None:
    """Nia opens the agency's page among her people."""
    await running.slack.open_home(team=NEW, user=NIA)
    await running.slack.click_in_home(team=NEW, user=NIA, action_id="home_people")
    for words in ("Agencies", "Redglass"):
        way = await running.until(partial(way_to, running, words), PATIENCE)
        pressed = await running.slack.click_in_home(team=NEW, user=NIA, action_id="people_show", value=way)
        assert pressed.problem is None, pressed.problem
    await running.until(lambda: "agency_grant" in home(running, NEW, NIA), PATIENCE)


def way_to(running: RunningHub, words: str) -> str | None:
    """The value of the home's button that says so, or stands beside what does."""
    for block in (running.slack.home(NEW, NIA) or {})["blocks"]:
        buttons = [one for one in block.get("elements", []) if words in str(one.get("text"))]
        if words in str(block.get("text")) and "accessory" in block:
            buttons.append(block["accessory"])
        if buttons:
            return str(buttons[0]["value"])
    return None


async def test_an_agency_of_a_third_workspace_acts_in_a_shared_channel_until_its_grant_is_ended(
    running: RunningHub,
) -> None:
    shared = running.slack.state.workspaces.get(NEW).channels["C0OPEN"]
    shared.is_ext_shared = True
    shared.members.append(RAE)
    await running.send("J4", "Brindlewick bowl J4, replica")
    card = await said(running, "C0OPEN", "bowl J4")
    here: dict[str, Any] = {"team": NEW, "user": RAE, "user_team": RED, "channel": "C0OPEN", "ts": card.ts}
    await running.slack.click(**here, action_id="case_confirm")
    assert "I find no" in await answered(running, RAE, 0)

    await open_redglass(running)
    await running.slack.click_in_home(team=NEW, user=NIA, action_id="agency_grant")
    view = await running.until(lambda: form(running, NIA), PATIENCE)
    offered = await running.slack.suggest(view_id=view["id"], action_id="people_brand", text="brindle")
    brand = (offered.json or {})["options"][0]["value"]
    until = {"people_role": "enforcer", "people_brand": [brand], "people_expires": "2035-03-31"}
    assert await submitted(running, NIA, **until) is None
    await running.until(lambda: "31 Mar 2035" in home(running, NEW, NIA), PATIENCE)
    await running.slack.click(**here, action_id="case_confirm")
    await running.shows(card, "Rae confirmed it", PATIENCE)

    await running.slack.click_in_home(team=NEW, user=NIA, action_id="agency_end")
    await running.until(lambda: "31 Mar 2035" not in home(running, NEW, NIA), PATIENCE)
    await running.send("J5", "Brindlewick jug J5, replica")
    card = await said(running, "C0OPEN", "jug J5")
    before = len(said_to(running, RAE))
    await running.slack.click(**{**here, "ts": card.ts}, action_id="case_confirm")
    assert "I find no" in await answered(running, RAE, before)
    assert "Farrowmint" not in str(said_to(running, RAE))


async def test_who_may_not_is_told_and_nothing_opens(running: RunningHub) -> None:
    card = await said(running, "C0FARROW", "has joined")
    before = len(said_to(running, ANN))
    await running.slack.command(team=OPS, user=ANN, channel="C0ACME", command="/aaca", text="invite")
    assert "you cannot do this: invite a member" in await answered(running, ANN, before)
    running.slack.channel("C0FARROW").members.append(ANN)
    await running.slack.click(team=OPS, user=ANN, channel="C0FARROW", ts=card.ts, action_id="set_up")
    refused = await running.until(lambda: form(running, ANN), PATIENCE)
    assert "you cannot do this" in str(refused["blocks"])
    assert "Farrowmint" not in str(refused["blocks"])


async def test_nothing_here_was_our_mistake(running: RunningHub) -> None:
    assert "Traceback" not in running.log, running.log[-3_000:]
