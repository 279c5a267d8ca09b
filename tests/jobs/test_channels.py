"""The worker of one channel, against a strict Slack in this process: order, pace, and past trouble."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise

import aiohttp
import pytest

from aacabot.domain.listings import MarketplaceEventType
from aacabot.domain.notes import Note, NoteKind
from aacabot.domain.viewers import EVERYONE
from aacabot.locales import Catalogues
from aacabot.marketplaces.connector import TakedownStatus
from aacabot.sandbox.slack import SandboxChannel, SandboxPerson, SlackSandbox
from aacabot.services import messages
from aacabot.services.hub import Hub
from aacabot.services.installations import Installations
from aacabot.slack.client import Slack
from aacabot.store.models import SlackMessageRow
from jobs.channels import ChannelWorker
from tests.journeys.alliance import ANN, OPS
from tests.journeys.running_hub import SCOPES
from tests.services.casework import Casework
from tests.services.confirmed import confirmed, desk_notes, event, latest

POST, UPDATE = "chat.postMessage", "chat.update"


@dataclass
class Channel:
    """Acme's channel, and the worker that fills it when told to."""

    work: Casework
    slack: SlackSandbox
    worker: ChannelWorker

    async def fill(self, channel: str = "C0ACME") -> None:
        await self.worker.run({"key": f"{OPS}:{channel}"})

    @property
    def methods(self) -> list[str]:
        return [call.method for call in self.slack.calls() if call.args.get("channel") == "C0ACME"]


@pytest.fixture
async def channel(hub: Hub) -> AsyncIterator[Channel]:
    work = await Casework.begun(hub)
    # What may have been posted is looked for by Slack's own time.
    work.now = datetime.now(UTC)
    slack = SlackSandbox()
    await slack.start()
    slack.add_workspace(
        id=OPS,
        name="Ops",
        people=[SandboxPerson(id=ANN, name="Ann")],
        channels=[SandboxChannel(id="C0ACME", name="acme"), SandboxChannel(id="C0OPS", name="ops")],
    )
    slack.install(team=OPS, token="xoxb-test", scopes=SCOPES)
    installations = Installations(work.hub)
    await installations.save(
        "xoxb-test", team_id=OPS, team_name="Ops", bot_id=None, bot_user_id=None, scopes=SCOPES
    )
    async with aiohttp.ClientSession() as session:
        client = Slack(slack.api_url, session, installations.token_of, work.hub.metrics)
        yield Channel(work, slack, ChannelWorker(work.hub, client, Catalogues.load()))
    await slack.stop()


async def test_an_outcome_overtakes_the_cards_that_wait(channel: Channel) -> None:
    work = channel.work
    decided = await confirmed(work, title="Zephyrine DECIDED")
    await channel.fill()
    for number in range(2):
        await work.suspect(title=f"Zephyrine NEW{number}")
    await work.send(decided)
    await work.answer(decided, TakedownStatus.DECLINED, "WRONG_CLASS")
    await channel.fill()
    assert channel.methods == [POST, UPDATE, POST, POST, POST]
    shown = channel.slack.messages("C0ACME")
    assert ["DECIDED" in str(shown[0].blocks), shown[1].thread_ts] == [True, shown[0].ts]
    posts = [call.at for call in channel.slack.calls(POST)]
    assert all((later - before).total_seconds() >= 1 for before, later in pairwise(posts))


async def test_a_lost_answer_and_a_busy_history_still_make_one_card(channel: Channel) -> None:
    await channel.work.suspect()
    channel.slack.fail(POST, drop=True, after_effect=True)
    channel.slack.fail("conversations.history", retry_after=1)
    await channel.fill()
    assert len(channel.slack.messages("C0ACME")) == 1
    (row,) = await channel.work.rows(SlackMessageRow, channel=f"{OPS}:C0ACME")
    assert (row.ts, row.unsent) == (channel.slack.messages("C0ACME")[0].ts, False)


async def test_a_lost_answer_of_a_direct_message_still_makes_one(channel: Channel) -> None:
    work = channel.work
    case_id = await confirmed(work)
    await work.send(case_id)
    await work.answer(case_id, TakedownStatus.REMOVED)
    ident = (await latest(work, case_id)).id
    await event(work, MarketplaceEventType.COUNTER_NOTICE_FILED, takedown_id=ident)
    channel.slack.fail(POST, drop=True, after_effect=True)
    await channel.fill(ANN)
    conversation = channel.slack.state.workspaces.get(OPS).direct_messages((ANN,))
    assert len(channel.slack.messages(conversation.id)) == 1
    assert not await desk_notes(work, "channel_not_found")


async def test_an_error_nobody_foresaw_holds_up_one_message_and_not_the_channel(channel: Channel) -> None:
    await channel.work.suspect(title="Zephyrine FIRST")
    await channel.work.suspect(title="Zephyrine SECOND")
    channel.slack.fail(POST, error="team_quota_exceeded")
    await channel.fill()
    (shown,) = channel.slack.messages("C0ACME")
    assert "SECOND" in str(shown.blocks)
    (note,) = await desk_notes(channel.work, "dead_letter")
    assert note.values["text"] == "team_quota_exceeded"


async def test_a_note_under_a_deleted_card_brings_the_card_back(channel: Channel) -> None:
    work = channel.work
    case_id = await work.suspect()
    await channel.fill()
    channel.slack.state.messages.remove(channel.slack.messages("C0ACME")[0])
    async with work.hub.unit(EVERYONE) as unit:
        note = Note(kind=NoteKind.RESTORED, at=work.now)
        await messages.note_in_thread(unit, await work.case(case_id), note)
    await channel.fill()
    card, reply = channel.slack.messages("C0ACME")
    assert reply.thread_ts == card.ts
