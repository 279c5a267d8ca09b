"""Socket Mode with Bolt's own handler, and the protocol by hand."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from aacabot.sandbox.slack import SlackSandbox
from tests.sandbox.slack.bolt_hub import bolt_app, on
from tests.sandbox.slack.slack_builders import actions, button, modal, text_input

ANN: dict[str, Any] = {"team": "T0ACME", "user": "U0ANN", "channel": "C0ALERTS"}


@asynccontextmanager
async def connected(slack: SlackSandbox, app: AsyncApp) -> AsyncIterator[AsyncSocketModeHandler]:
    handler = AsyncSocketModeHandler(app, app_token="xapp-1", ping_interval=0.2)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    try:
        yield handler
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]


async def test_bolt_receives_clicks_forms_commands_and_events_over_its_socket(
    slack: SlackSandbox, client: AsyncWebClient
) -> None:
    app, heard = bolt_app(slack), list[str]()

    @on(app.action("go"))
    async def go(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
        await client.views_open(
            trigger_id=body["trigger_id"], view=modal(text_input("why"), callback_id="why")
        )
        await ack()

    @on(app.view("why"))
    async def why(ack: Any) -> None:
        await ack(response_action="errors", errors={"why": "More, please."})

    @on(app.command("/aaca"))
    async def aaca(ack: Any) -> None:
        await ack(text="at your service")

    @on(app.event("member_joined_channel"))
    async def joined(event: dict[str, Any]) -> None:
        heard.append(event["user"])

    posted = await client.chat_postMessage(channel="C0ALERTS", text="x", blocks=[actions(button("go", "1"))])
    async with connected(slack, app):
        await slack.click(**ANN, ts=posted["ts"], action_id="go")
        form = await slack.submit(view_id=slack.open_views()[0]["id"], values={"why": {"text": "x"}})
        await slack.command(**ANN, command="/aaca")
        event = await slack.event(team="T0ACME", event={"type": "member_joined_channel", "user": "U0BOB"})
    assert form.json is not None and form.json["response_action"] == "errors"
    assert slack.open_views()[0]["errors"] == {"why": "More, please."}
    assert [one.text for one in slack.ephemerals("U0ANN")] == ["at your service"]
    assert (event.status, heard) == (200, ["U0BOB"])


async def test_bolt_connects_anew_when_told_to(slack: SlackSandbox) -> None:
    app = bolt_app(slack)

    @on(app.command("/aaca"))
    async def aaca(ack: Any) -> None:
        await ack(text="still here")

    async with connected(slack, app):
        await slack.disconnect_sockets()
        assert not slack.socket_mode.is_open
        statuses: list[int] = []
        # Slack's own client may open a second socket and leave the first one it opened: somebody who types
        # in that very moment is told that the app did not answer, and types again.
        while 200 not in statuses and len(statuses) < 5:
            await slack.until(lambda: slack.socket_mode.is_open, seconds=5)
            statuses.append((await slack.command(**ANN, command="/aaca")).status)
    assert statuses[-1] == 200


async def test_only_an_app_level_token_opens_a_socket(slack: SlackSandbox, client: AsyncWebClient) -> None:
    for token, error in (("xoxb-acme", "not_allowed_token_type"), ("xapp-other", "invalid_auth")):
        with pytest.raises(SlackApiError) as refused:
            await client.apps_connections_open(app_token=token)
        assert refused.value.response["error"] == error


async def test_a_ticket_is_good_once_and_an_event_without_ack_is_sent_again(
    slack: SlackSandbox, client: AsyncWebClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aacabot.sandbox.slack.socket_mode.ANSWER_SECONDS", 0.05)
    slack.courier.retry_delays = (0,)
    url = (await client.apps_connections_open(app_token="xapp-1"))["url"]
    async with aiohttp.ClientSession() as session, session.ws_connect(url) as socket:
        assert (await socket.receive_json())["type"] == "hello"
        delivery = await slack.event(team="T0ACME", event={"type": "member_joined_channel", "user": "U0BOB"})
        first, second = await socket.receive_json(), await socket.receive_json()
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(url)
    assert [one.reason for one in delivery.attempts] == ["http_timeout", "http_timeout"]
    assert (first["retry_attempt"], second["retry_attempt"], second["retry_reason"]) == (0, 1, "timeout")
    assert first["envelope_id"] != second["envelope_id"]
    assert first["payload"]["event_id"] == second["payload"]["event_id"]
