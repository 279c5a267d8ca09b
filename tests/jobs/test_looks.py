"""A card waits for nobody, and tells what others met once its channel was seen to be its member's own."""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest

from aacabot.locales import Catalogues
from aacabot.sandbox.slack import SandboxChannel, SandboxPerson, SlackSandbox
from aacabot.services import deliveries
from aacabot.services.hub import Hub
from aacabot.services.installations import Installations
from aacabot.slack.client import Slack
from aacabot.store.models import SlackMessageRow
from jobs.channels import ChannelWorker
from tests.journeys.alliance import ANN, BEN, OPS
from tests.journeys.running_hub import SCOPES
from tests.services.casework import Casework
from tests.services.intel.test_met import SELLER, alliance, also_met

GUS = "U0GUS"
MET = "What others in the alliance met"


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@dataclass
class Stage:
    """Acme's private channel, and a card for it of what three others met."""

    work: Casework
    slack: SlackSandbox
    worker: ChannelWorker

    async def card_comes(self) -> None:
        case_id = await self.work.suspect(seller=SELLER)
        await also_met(self.work, case_id, 0, 1, 2)

    async def fill(self) -> None:
        await self.worker.run({"key": f"{OPS}:C0ACME"})

    async def row(self) -> SlackMessageRow:
        (row,) = await self.work.rows(SlackMessageRow, kind="case")
        assert isinstance(row, SlackMessageRow)
        return row

    @property
    def tells(self) -> bool:
        (card,) = self.slack.messages("C0ACME")
        return MET in str(card.blocks)

    @property
    def told_at_first(self) -> bool:
        return MET in str(self.slack.calls("chat.postMessage")[0].args)

    async def tells_within(self, seconds: float) -> None:
        """The card is wanted again by itself, and tells within so many seconds."""
        async with asyncio.timeout(seconds):
            while not self.tells:
                if (await self.row()).unsent:
                    await self.fill()
                await asyncio.sleep(0.05)


@pytest.fixture
async def stage(hub: Hub) -> AsyncIterator[Stage]:
    work = await alliance(hub)
    slack = SlackSandbox()
    await slack.start()
    people = [SandboxPerson(id=ANN, name="Ann"), SandboxPerson(id=BEN, name="Ben")]
    guest: Any = SandboxPerson(id=GUS, name="Gus", is_guest=True)
    room = SandboxChannel("C0ACME", "acme", [ANN, BEN], is_private=True)
    slack.add_workspace(id=OPS, name="Ops", people=[*people, guest], channels=[room])
    bot = slack.install(team=OPS, token="xoxb-test", scopes=SCOPES).bot_user_id
    installations = Installations(work.hub)
    await installations.save(
        "xoxb-test", team_id=OPS, team_name="Ops", bot_id=None, bot_user_id=bot, scopes=SCOPES
    )
    slack.channel("C0ACME").members.append(bot)
    async with aiohttp.ClientSession() as session:
        client = Slack(slack.api_url, session, installations.token_of, work.hub.metrics)
        yield Stage(work, slack, ChannelWorker(work.hub, client, Catalogues.load()))
        work.hub.engine.stopping.set()
        await asyncio.sleep(0.05)
    await slack.stop()


async def test_a_first_card_waits_for_no_look_and_tells_within_seconds(stage: Stage) -> None:
    stage.slack.fail("users.info", sleep=3, times=3)
    await stage.card_comes()
    began = time.monotonic()
    await stage.fill()
    assert not stage.tells
    assert time.monotonic() - began < 2.5
    await stage.tells_within(6)
    asked = len(stage.slack.calls("users.info"))
    await deliveries.show_again(stage.work.hub, {(await stage.row()).id})
    await stage.fill()
    assert stage.tells
    assert len(stage.slack.calls("users.info")) == asked == 3


@pytest.mark.parametrize("method", ["conversations.members", "users.info"])
@pytest.mark.parametrize("trouble", [{"retry_after": 1}, {"error": "internal_error"}])
async def test_a_silent_slack_is_asked_again_and_is_no_answer(
    stage: Stage, method: str, trouble: dict[str, Any]
) -> None:
    stage.slack.fail(method, **trouble)
    await stage.card_comes()
    await stage.fill()
    await stage.tells_within(6)
    assert not stage.told_at_first


async def test_a_channel_with_a_guest_is_never_told(stage: Stage) -> None:
    stage.slack.channel("C0ACME").members.append(GUS)
    await stage.card_comes()
    await stage.fill()
    assert not stage.tells
    for _ in range(2):
        # A card that stands waits for the look.
        await deliveries.show_again(stage.work.hub, {(await stage.row()).id})
        await stage.fill()
        assert len(stage.slack.calls("conversations.members")) == 1
        assert not stage.tells
        assert not (await stage.row()).unsent


async def test_a_channel_slack_does_not_show_is_never_told(stage: Stage) -> None:
    stage.slack.fail("conversations.info", error="missing_scope", times=9)
    await stage.card_comes()
    await stage.fill()
    await deliveries.show_again(stage.work.hub, {(await stage.row()).id})
    await stage.fill()
    assert not stage.tells
    assert not (await stage.row()).unsent


async def test_what_was_seen_over_a_minute_ago_counts_no_more(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stage.card_comes()
    await stage.fill()
    await stage.tells_within(6)
    stage.slack.channel("C0ACME").members.append(GUS)
    later = time.monotonic() + 61
    monkeypatch.setattr("jobs.looks.monotonic", lambda: later)
    await deliveries.show_again(stage.work.hub, {(await stage.row()).id})
    await stage.fill()
    assert not stage.tells
