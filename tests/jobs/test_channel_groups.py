"""The worker of a group of channels: many at once, none twice, and one channel's trouble is its own."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest
from sqlalchemy import text, update
from sqlmodel import col

from aacabot.domain.viewers import EVERYONE
from aacabot.locales import Catalogues
from aacabot.sandbox.slack import SandboxChannel, SlackSandbox
from aacabot.services.hub import Hub
from aacabot.services.installations import Installations
from aacabot.services.messages import CHANNEL_WORKER
from aacabot.slack.client import Slack
from aacabot.store import drains
from aacabot.store.models import Drain, SlackMessageRow
from jobs import channel_groups
from jobs.channel_groups import GROUP_WORKER, ChannelGroupWorker
from jobs.channels import ChannelWorker
from tests.journeys.alliance import OPS
from tests.journeys.running_hub import SCOPES
from tests.services.casework import Casework

ROOMS = {"acme": "C0ACME", "beta": "C0BETA", "gamma": "C0GAMMA"}


@dataclass
class Groups:
    """Three members' channels, and the workers of all groups."""

    work: Casework
    slack: SlackSandbox
    channels: ChannelWorker
    worker: ChannelGroupWorker

    async def serve(self) -> None:
        for group in range(drains.GROUPS):
            await self.worker.run({"key": str(group)})

    def shown(self, brand: str) -> int:
        return len(self.slack.messages(ROOMS[brand]))


@pytest.fixture
async def groups(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Groups]:
    monkeypatch.setattr(channel_groups, "LINGER", 0.0)
    work = await Casework.begun(hub)
    # What may have been posted is looked for by Slack's own time.
    work.now = datetime.now(UTC)
    slack = SlackSandbox()
    await slack.start()
    rooms = [SandboxChannel(id=room, name=brand) for brand, room in ROOMS.items()]
    slack.add_workspace(id=OPS, name="Ops", channels=[*rooms, SandboxChannel(id="C0OPS", name="ops")])
    slack.install(team=OPS, token="xoxb-test", scopes=SCOPES)
    installations = Installations(work.hub)
    await installations.save(
        "xoxb-test", team_id=OPS, team_name="Ops", bot_id=None, bot_user_id=None, scopes=SCOPES
    )
    async with aiohttp.ClientSession() as session:
        client = Slack(slack.api_url, session, installations.token_of, work.hub.metrics)
        channels = ChannelWorker(work.hub, client, Catalogues.load())
        yield Groups(work, slack, channels, ChannelGroupWorker(work.hub, channels))
    await slack.stop()


async def owed(hub: Hub) -> set[str]:
    """What waits in the queues, without its generation."""
    table = "workflow_status" if hub.settings.is_sqlite else "dbos.workflow_status"
    async with hub.database.read(EVERYONE) as session:
        rows = await session.execute(text(f"SELECT workflow_uuid FROM {table} WHERE status <> 'SUCCESS'"))
        return {ident.rpartition(":")[0] for ident in rows.scalars()}


async def test_a_channels_work_is_owed_to_its_group_once(groups: Groups) -> None:
    for _ in range(2):
        await groups.work.suspect("acme")
        await groups.work.suspect("beta")
    expected = {f"{GROUP_WORKER}:{drains.group_of(f'{OPS}:{ROOMS[brand]}')}" for brand in ("acme", "beta")}
    assert {ident for ident in await owed(groups.work.hub) if "fill" in ident} == expected


async def test_every_channel_of_every_group_is_filled(groups: Groups) -> None:
    for brand in ROOMS:
        await groups.work.suspect(brand)
    await groups.serve()
    assert {brand: groups.shown(brand) for brand in ROOMS} == dict.fromkeys(ROOMS, 1)
    assert not [row for row in await groups.work.rows(SlackMessageRow) if row.unsent]
    assert not [drain for drain in await groups.work.rows(Drain, name=CHANNEL_WORKER) if drain.owed]


async def test_what_a_dead_node_had_begun_is_filled_by_the_next(groups: Groups) -> None:
    await groups.work.suspect("acme")
    async with groups.work.hub.unit(EVERYONE) as unit:
        await unit.session.execute(update(Drain).where(col(Drain.name) == CHANNEL_WORKER).values(owed=False))
    await groups.serve()
    assert groups.shown("acme") == 1


async def test_one_channels_trouble_becomes_work_of_its_own_and_holds_up_no_other(
    groups: Groups, monkeypatch: pytest.MonkeyPatch
) -> None:
    for brand in ROOMS:
        await groups.work.suspect(brand)
    fill = groups.channels.fill

    async def broken(channel: str, is_wanted: Any) -> None:
        if channel.endswith("C0ACME"):
            raise OSError("nobody foresaw this")
        await fill(channel, is_wanted)

    monkeypatch.setattr(groups.channels, "fill", broken)
    await groups.serve()
    assert [groups.shown(brand) for brand in ("acme", "beta", "gamma")] == [0, 1, 1]
    assert [ident for ident in await owed(groups.work.hub) if ident == f"{CHANNEL_WORKER}:{OPS}"]

    monkeypatch.setattr(groups.channels, "fill", fill)
    await groups.channels.run({"key": f"{OPS}:C0ACME"})
    assert groups.shown("acme") == 1


async def test_a_group_that_was_begun_again_elsewhere_is_left(groups: Groups) -> None:
    await groups.work.suspect("acme")
    group = drains.group_of(f"{OPS}:C0ACME")
    async with groups.work.hub.unit(EVERYONE) as unit:
        first = await drains.begin(unit.session, GROUP_WORKER, group)
        await drains.begin(unit.session, GROUP_WORKER, group)
        is_last, keys = await drains.look_at_group(unit.session, GROUP_WORKER, group, first, CHANNEL_WORKER)
    assert (is_last, keys) == (False, [f"{OPS}:C0ACME"])


async def test_what_is_owed_when_the_hub_stops_is_the_next_starts(groups: Groups) -> None:
    """A key that is owed wakes nobody a second time: its group must be owed with it."""
    await groups.work.suspect("acme")
    groups.work.hub.engine.stopping.set()
    await groups.serve()
    group = drains.group_of(f"{OPS}:{ROOMS['acme']}")
    (channel,) = await groups.work.rows(Drain, name=CHANNEL_WORKER)
    (worker,) = await groups.work.rows(Drain, name=GROUP_WORKER, key=group)
    assert (channel.owed, worker.owed) == (True, True)
    groups.work.hub.engine.stopping.clear()
    await groups.serve()
    await groups.work.suspect("acme")
    await groups.serve()
    assert groups.shown("acme") == 2
