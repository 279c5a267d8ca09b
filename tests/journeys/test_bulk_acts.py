"""Forty alerts before lunch: chosen, confirmed at once but for two, and the whole of it taken back."""

import asyncio
import json
from typing import Any

from aacabot.sandbox.slack import SandboxMessage
from tests.journeys import alliance as journey
from tests.journeys.acts import PATIENCE, form
from tests.journeys.alliance import ANN, BEN
from tests.journeys.running_hub import CHANNELS, RunningHub

OPS = journey.OPS
FORTY = 40


async def test_forty_alerts_are_confirmed_at_once_but_two_and_all_taken_back(running: RunningHub) -> None:
    await forty_come_in(running)
    view = await ask_to_confirm_all(running)
    assert "You chose 40 cases." in str(view)
    assert "the seller is on the brand's list" not in str(view)
    assert view["submit"]["text"] == "Confirm 40"
    await two_are_dismissed_meanwhile(running)
    answer = await running.slack.submit(view_id=view["id"])
    assert answer.problem is None, answer.problem

    card = await told(running, "38 of 40 done, 2 could not")
    assert str(card.blocks).count("already decided (Ben was first)") == 2
    assert "38 wait for a second person." in str(card.blocks)

    await running.slack.click(
        team=OPS, user=ANN, channel=card.channel, ts=card.ts, action_id="bulk_take_back"
    )
    await told(running, "Taking it back: 38 of 38 done")
    card = await told(running, "You took it back")
    assert "bulk_take_back" not in str(card.blocks)
    assert not running.market.takedowns


async def forty_come_in(running: RunningHub) -> None:
    rows = [
        {"listing_id": f"M{n}", "url": f"https://market.example/item/M{n}", "title": f"Zephyrine pair {n}",
         "seller": {"id": f"s-{n}", "name": f"Shop {n}"}}
        for n in range(FORTY)
    ]  # fmt: skip
    for row in rows:
        running.market.stock(row)
    status, answer = await running.market.send_listings(rows)
    assert status == 202, answer


async def ask_to_confirm_all(running: RunningHub) -> dict[str, Any]:
    """Open the home, choose all that was found, and press confirm."""

    async def all_wait() -> bool:
        await running.slack.open_home(team=OPS, user=ANN)
        await asyncio.sleep(1)
        return "All found (40)" in str(running.slack.home(OPS, ANN))

    await running.until(all_wait, PATIENCE)
    await running.slack.click_in_home(team=OPS, user=ANN, action_id="bulk_scope", value="found")
    answer = await running.slack.click_in_home(team=OPS, user=ANN, action_id="bulk_confirm")
    assert answer.problem is None, answer.problem
    return await running.until(lambda: form(running, ANN), PATIENCE)


async def two_are_dismissed_meanwhile(running: RunningHub) -> None:
    """Ben ticks two of them in the message that `/aaca queue` gave him."""
    await running.slack.command(team=OPS, user=BEN, channel="C0ACME", command="/aaca", text="queue")
    queue = await running.until(lambda: next(iter(running.slack.ephemerals(BEN)), None), PATIENCE)
    await running.slack.click(
        team=OPS, user=BEN, channel=queue.channel, ts=queue.ts, action_id="waiting_filter"
    )
    view = await running.until(lambda: form(running, BEN), PATIENCE)
    await running.slack.submit(view_id=view["id"], values={"waiting_seller": {"waiting_seller": "shop 1"}})
    queue = await running.until(
        lambda: next(
            (one for one in running.slack.ephemerals(BEN) if "All found (11)" in str(one.blocks)), None
        ),
        PATIENCE,
    )
    lines = [block for block in queue.blocks if block["block_id"].startswith("line_")][:2]
    for block in lines:
        value = block["elements"][0]["options"][0]["value"]
        await running.slack.select(
            team=OPS, user=BEN, channel=queue.channel, ts=queue.ts, action_id="bulk_tick",
            option_value=[value], block_id=block["block_id"],
        )  # fmt: skip
    await running.slack.click(
        team=OPS, user=BEN, channel=queue.channel, ts=queue.ts, action_id="bulk_dismiss"
    )
    view = await running.until(lambda: form(running, BEN), PATIENCE)
    assert "place" not in json.loads(view["private_metadata"])
    await running.slack.submit(view_id=view["id"], values={"bulk_reason": {"bulk_reason": "GENUINE"}})
    await told(running, "2 of 2 done", BEN)


async def told(running: RunningHub, words: str, user: str = ANN) -> SandboxMessage:
    """The message to a person that says so, once it does."""

    return await running.until(lambda: next(iter(direct(running, user, words)), None), PATIENCE)


def direct(running: RunningHub, user: str, words: str) -> list[SandboxMessage]:
    """What the hub said to a person directly, with these words."""
    return [
        one
        for one in running.slack.messages()
        if one.channel not in CHANNELS
        and user in running.slack.channel(one.channel).members
        and words in f"{one.text}{one.blocks}"
    ]
