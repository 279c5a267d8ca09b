"""Journeys of delivery: what a channel should show is shown, once, however Slack answers."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import yaml

from aacabot.app import make_hub
from aacabot.config import Settings
from aacabot.sandbox.slack import Call, SandboxChannel, SandboxMessage, SandboxPerson
from aacabot.services.installations import Installations
from aacabot.store.models import SlackMessageRow
from tests.journeys import alliance as journey
from tests.journeys.markets import VERIFIED, Markets
from tests.journeys.running_hub import SCOPES, RunningHub

pytestmark = pytest.mark.asyncio(loop_scope="module")
FAR, FAR_CHANNEL, FAR_TOKEN = "T0FAR", "C0FAR", "xoxb-far"
POST, UPDATE = "chat.postMessage", "chat.update"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def markets(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Markets]:
    """One hub in two workspaces: Gamma's people are in one of their own."""
    folder = tmp_path_factory.mktemp("delivery")
    (folder / "hub.db").write_bytes(sqlite_template.read_bytes())
    running = RunningHub(f"sqlite:///{folder}/hub.db", folder)
    running.slack.state.updating.per_second = 0
    markets = Markets(running)
    try:
        await running.start()
        await move_gamma(markets)
        yield markets
    finally:
        await markets.close()
        await running.stop()


async def move_gamma(markets: Markets) -> None:
    slack = markets.running.slack
    slack.add_workspace(
        id=FAR,
        name="Far",
        people=[SandboxPerson(id=journey.GIL, name="Gil")],
        channels=[SandboxChannel(id=FAR_CHANNEL, name="far", members=[journey.GIL])],
    )
    slack.install(team=FAR, token=FAR_TOKEN, scopes=SCOPES)
    data = journey.alliance(markets["sandbox"].base_url)
    data["members"][2] |= {"workspace": FAR, "channel": FAR_CHANNEL}
    file = markets.running.folder / "far.yaml"
    file.write_text(yaml.safe_dump(data))
    await markets.command("alliance", "apply", str(file))
    await install_far(markets)


async def install_far(markets: Markets) -> None:
    """What the end of an installation does: the token is kept."""
    hub = make_hub(Settings(_env_file=None, **aliased(markets.running.environment)))
    try:
        await Installations(hub).save(
            FAR_TOKEN, team_id=FAR, team_name="Far", bot_id=None, bot_user_id=None, scopes=SCOPES
        )
    finally:
        await hub.engine.stop()
        await hub.database.dispose()


def aliased(environment: dict[str, str]) -> dict[str, Any]:
    return {name: value for name, value in environment.items() if name.startswith(("AACABOT_", "SLACK_"))}


def cards(markets: Markets, ident: str, channel: str = "C0ACME") -> list[SandboxMessage]:
    """Every message in a channel's main line that shows this listing."""
    found = markets.running.slack.messages(channel)
    return [m for m in found if ident in str(m.blocks) and not m.is_reply and not m.is_tombstone]


def posts(markets: Markets, ident: str) -> list[Call]:
    return [call for call in markets.running.slack.calls(POST) if ident in str(call.args.get("blocks"))]


def posted_since(markets: Markets, before: int) -> bool:
    return len(markets.running.slack.calls(POST)) > before


async def all_sent(markets: Markets) -> bool:
    return not await markets.rows(SlackMessageRow, unsent=True)


async def test_one_card_whatever_became_of_the_post(markets: Markets) -> None:
    slack = markets.running.slack
    await markets.running.until(lambda: all_sent(markets), 30)
    slack.fail(POST, error="internal_error", after_effect=True)
    await markets.alerted("sandbox", "ERROR-AFTER")
    slack.fail(POST, drop=True, after_effect=True)
    slack.fail("conversations.history", retry_after=1)
    await markets.alerted("sandbox", "DROPPED-AFTER")
    slack.fail(POST, drop=True)
    await markets.alerted("sandbox", "DROPPED-BEFORE")
    slack.fail(POST, retry_after=2)
    await markets.alerted("sandbox", "LIMITED")

    await markets.running.until(lambda: all_sent(markets), 30)
    for ident in ("ERROR-AFTER", "DROPPED-AFTER", "DROPPED-BEFORE", "LIMITED"):
        assert len(cards(markets, ident)) == 1, ident
    assert len(posts(markets, "DROPPED-AFTER")) == 1
    refused, accepted = posts(markets, "LIMITED")
    assert (refused.status, accepted.status) == (429, 200)
    assert (accepted.at - refused.at).total_seconds() >= 2


async def test_a_burst_of_cards_keeps_to_slacks_pace_and_outcomes_overtake_it(markets: Markets) -> None:
    slack = markets.running.slack
    known = await markets.alerted("sandbox", "KNOWN", "Quorvane")
    burst = [f"BURST{number}" for number in range(6)]
    for ident in burst:
        await markets.send("sandbox", ident, "Quorvane")
    await markets.card("BURST0", "Quorvane")
    await markets.confirm(known)
    await markets.shows(known, VERIFIED)
    for ident in burst:
        await markets.card(ident, "Quorvane")

    calls = [call for call in slack.calls() if call.args.get("channel") == "C0BETA"]
    last_post = max(at for at, call in enumerate(calls) if call.method == POST)
    outcome = min(at for at, c in enumerate(calls) if c.method == UPDATE and VERIFIED in str(c.args))
    assert outcome < last_post
    times = [call.at for call in calls if call.method == POST]
    assert all((later - before).total_seconds() >= 1 for before, later in pairwise(times))
    assert not [call for call in calls if call.status == 429]


async def test_many_changes_cost_few_updates(markets: Markets) -> None:
    slack = markets.running.slack
    card = await markets.alerted("sandbox", "BUSY")
    await markets.running.until(lambda: all_sent(markets), 30)
    slack.fail(UPDATE, sleep=4)
    for number in range(8):
        await markets.send("sandbox", "BUSY", title=f"Zephyrine boots BUSY no {number}")
    await markets.shows(card, "BUSY no 7")
    await markets.running.until(lambda: all_sent(markets), 30)
    updates = [call for call in slack.calls(UPDATE) if call.args["ts"] == card.ts]
    assert 1 <= len(updates) <= 4


async def test_a_channel_that_cannot_be_reached_waits_and_the_desk_is_told_once(markets: Markets) -> None:
    slack = markets.running.slack
    for channel, brand, said, broken in (
        ("C0ACME", "Zephyrine", "A channel is archived", {"is_archived": True}),
        ("C0BETA", "Quorvane", "The app is not in a channel", {"members": []}),
        ("C0ACME", "Zephyrine", "A channel cannot be found", {"members": [], "is_private": True}),
    ):
        place = slack.channel(channel)
        before = replace(place)
        for name, value in broken.items():
            setattr(place, name, value)
        name = f"WAITS-{len(said)}"
        await markets.send("sandbox", f"{name}-1", brand)
        await markets.running.until(partial(markets.desk, said), 30)
        asked = len(slack.calls(POST))
        await markets.send("sandbox", f"{name}-2", brand)
        await markets.running.until(partial(posted_since, markets, asked), 30)
        for attribute in broken:
            setattr(place, attribute, getattr(before, attribute))
        await markets.send("sandbox", f"{name}-3", brand)
        for number in (1, 2, 3):
            await markets.card(f"{name}-{number}", brand)
            assert len(cards(markets, f"{name}-{number}", channel)) == 1
        assert len(markets.desk(said)) == 1


async def test_refused_blocks_lose_their_pictures_first_and_then_become_the_desks(markets: Markets) -> None:
    slack = markets.running.slack
    await markets.running.until(lambda: all_sent(markets), 30)
    pictures: dict[str, Any] = {"images": [{"url": "https://market.example/p/1.png"}]}
    slack.fail(POST, error="invalid_blocks")
    plain = await markets.alerted("sandbox", "NO-PICTURE", **pictures)
    assert "https://market.example/p/1.png" not in str(plain.blocks)

    slack.fail(POST, error="invalid_blocks", times=2)
    await markets.send("sandbox", "REFUSED-BLOCKS", **pictures)
    await markets.running.until(lambda: markets.desk("slack_message"), 30)
    assert not cards(markets, "REFUSED-BLOCKS")
    other = await markets.alerted("sandbox", "BEHIND-IT")
    await markets.send("sandbox", "REFUSED-BLOCKS", title="Zephyrine belts REFUSED-BLOCKS", **pictures)
    shown = await markets.card("REFUSED-BLOCKS")
    assert "https://market.example/p/1.png" in str(shown.blocks)
    assert shown.ts > other.ts
    assert len(markets.desk("slack_message")) == 1


async def test_a_deleted_card_is_posted_anew(markets: Markets) -> None:
    slack = markets.running.slack
    card = await markets.alerted("sandbox", "DELETED")
    await markets.running.until(lambda: all_sent(markets), 30)
    slack.state.messages.remove(card)
    await markets.send("sandbox", "DELETED", title="Zephyrine hats DELETED")
    again = await markets.card("DELETED")
    await markets.confirm(again)
    await markets.shows(again, VERIFIED)
    assert len(cards(markets, "DELETED")) == 1


async def test_a_workspace_that_removed_the_app_gets_nothing_until_it_is_installed_again(
    markets: Markets,
) -> None:
    slack = markets.running.slack
    await markets.send("sandbox", "FAR-1", "Ostrelle")
    await markets.running.until(lambda: cards(markets, "FAR-1", FAR_CHANNEL), 30)
    installation = slack.state.workspaces.get(FAR).installed()
    tokens = {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [installation.bot_user_id]}}
    for event in (tokens, {"type": "app_uninstalled"}):
        assert (await slack.event(team=FAR, event=event)).status == 200
    installation.revoked = True
    await markets.running.until(lambda: markets.desk("A workspace has removed the app"), 30)
    asked = len([call for call in slack.calls() if call.team == FAR])
    await markets.send("sandbox", "FAR-2", "Ostrelle")
    await markets.alerted("sandbox", "ELSEWHERE")
    await asyncio.sleep(2)
    assert len([call for call in slack.calls() if call.team == FAR]) == asked

    installation.revoked = False
    await install_far(markets)
    await markets.running.until(lambda: cards(markets, "FAR-2", FAR_CHANNEL), 30)
    (note,) = markets.desk("A workspace has removed the app")
    assert "Ostrelle Group" in str(note.blocks)


async def test_one_card_although_the_hub_died_between_post_and_record(markets: Markets) -> None:
    running, slack = markets.running, markets.running.slack
    await running.until(lambda: all_sent(markets), 30)
    slack.fail(POST, sleep=3)
    await markets.send("sandbox", "POSTED-THEN-DIED")
    await running.until(lambda: not waits(markets), 30)
    await running.kill()
    assert not cards(markets, "POSTED-THEN-DIED")
    await running.until(lambda: cards(markets, "POSTED-THEN-DIED"), 30)

    await running.start_hub()
    await running.until(lambda: all_sent(markets), 30)
    (card,) = cards(markets, "POSTED-THEN-DIED")
    assert len(posts(markets, "POSTED-THEN-DIED")) == 1
    await markets.confirm(card)
    await markets.shows(card, VERIFIED)


def waits(markets: Markets) -> bool:
    """Whether the fault that was ordered has not met its call yet."""
    return bool(markets.running.slack.state.faults._waiting)
