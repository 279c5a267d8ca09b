"""The same journey over Socket Mode: Slack speaks through a socket that the hub opened."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from aacabot.sandbox.slack.deliveries import Parcel
from aacabot.sandbox.slack.socket_mode import Connection
from tests.journeys import alliance as journey
from tests.journeys.markets import VERIFIED, Markets
from tests.journeys.running_hub import RunningHub

APP_TOKEN = "xapp-journey"


@pytest.fixture
async def markets(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Markets]:
    """A hub that has no address Slack could post to, only its socket."""
    running = RunningHub(sqlite_url, tmp_path, SLACK_APP_TOKEN=APP_TOKEN)
    running.slack.state.app_token = APP_TOKEN
    running.slack.request_url = None
    markets = Markets(running)
    try:
        await running.start()
        await running.until(lambda: running.slack.socket_mode.is_open, 30)
        yield markets
    finally:
        await running.stop()


def sockets(markets: Markets) -> list[Connection]:
    return markets.running.slack.socket_mode._connections


async def test_confirming_over_a_socket(markets: Markets) -> None:
    card = await markets.confirmed("sandbox", "BY-SOCKET")
    await markets.shows(card, VERIFIED)
    assert {delivery.attempts[0].status for delivery in markets.running.slack.deliveries} == {200}

    await an_envelope_that_comes_twice_has_one_effect(markets)
    await a_closed_socket_is_opened_again(markets)


async def an_envelope_that_comes_twice_has_one_effect(markets: Markets) -> None:
    slack = markets.running.slack
    card = await markets.alerted("sandbox", "TWO-ENVELOPES")
    (socket,) = sockets(markets)
    sent: list[dict[str, Any]] = []
    send, socket.socket.send_json = socket.socket.send_json, _twice(socket.socket.send_json, sent)  # type: ignore[method-assign]
    try:
        await markets.confirm(card)
    finally:
        socket.socket.send_json = send  # type: ignore[method-assign]
    assert sent[0]["envelope_id"] == sent[1]["envelope_id"]
    await markets.shows(card, VERIFIED)
    # The same click in a new envelope: Slack saw no acknowledgement in time and sent it again.
    again = Parcel("interactive", journey.OPS, sent[0]["payload"])
    assert (await slack.courier.deliver(again, slack.transport())).status == 200
    await asyncio.sleep(1)
    assert len(markets.notices("sandbox", "TWO-ENVELOPES")) == 1
    assert VERIFIED in markets.now(card)


def _twice(send: Any, sent: list[dict[str, Any]]) -> Any:
    async def send_json(envelope: dict[str, Any]) -> None:
        for _ in range(2):
            sent.append(envelope)
            await send(envelope)

    return send_json


async def the_same_sockets_stay(markets: Markets, seconds: float = 2) -> None:
    """The app's client may open two at once after a disconnect, and close one of them again."""
    while True:
        before = list(sockets(markets))
        await asyncio.sleep(seconds)
        if before and before == list(sockets(markets)):
            return


async def a_closed_socket_is_opened_again(markets: Markets) -> None:
    (before,) = sockets(markets)
    card = await markets.alerted("sandbox", "NEW-SOCKET")
    await markets.running.slack.disconnect_sockets()
    await markets.running.until(lambda: [one for one in sockets(markets) if one is not before], 40)
    await the_same_sockets_stay(markets)
    await markets.confirm(card)
    await markets.shows(card, VERIFIED)
