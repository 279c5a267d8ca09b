"""Signatures, the three seconds, retries, and response URLs."""

import asyncio
import json
import time
from typing import Any
from urllib.parse import parse_qs

import aiohttp
import pytest
from aiohttp import web
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from aacabot.sandbox.slack import SlackSandbox
from aacabot.sandbox.slack.signing import signed_headers
from tests.sandbox.slack.bolt_hub import Answer, bolt_app, listening, on, served
from tests.sandbox.slack.slack_builders import actions, button

EVENT = {"type": "member_joined_channel", "user": "U0ANN", "channel": "C0SHARED"}
ANN: dict[str, Any] = {"team": "T0ACME", "user": "U0ANN", "channel": "C0ALERTS"}


def answering(*statuses: int, headers: dict[str, str] | None = None) -> tuple[Answer, list[web.Request]]:
    """Answers with each status in turn, then the last one for ever; keeps the requests."""
    requests: list[web.Request] = []

    async def answer(request: web.Request) -> web.Response:
        await request.read()
        requests.append(request)
        return web.Response(status=statuses[min(len(requests), len(statuses)) - 1], headers=headers)

    return answer, requests


@settings(deadline=None)
@given(words=st.text(max_size=200), secret=st.text("0123456789abcdef", min_size=1))
def test_every_signature_is_accepted_by_the_official_verifier(words: str, secret: str) -> None:
    body = words.encode()
    headers = signed_headers(secret, body, int(time.time()))
    assert SignatureVerifier(secret).is_valid_request(body, headers)
    assert not SignatureVerifier(secret + "x").is_valid_request(body, headers)


async def test_bolt_accepts_our_signature_and_refuses_forged_and_old_ones(slack: SlackSandbox) -> None:
    app, seen = bolt_app(slack), list[str]()

    @on(app.event("member_joined_channel"))
    async def joined(body: dict[str, Any]) -> None:
        seen.append(body["event_id"])

    async with served(slack, app):
        good = await slack.event(team="T0ACME", event=EVENT, event_id="Ev1")
        forged = await slack.event(team="T0ACME", event=EVENT, forge_secret="guess")
        old = await slack.event(team="T0ACME", event=EVENT, skew=-301)
        ahead = await slack.event(team="T0ACME", event=EVENT, skew=299)
    assert (good.status, forged.status, old.status, ahead.status) == (200, 401, 401, 200)
    assert seen[0] == "Ev1" and len(seen) == 2


async def test_an_event_is_retried_with_number_and_reason_until_it_is_taken(slack: SlackSandbox) -> None:
    answer, requests = answering(500, 503, 200)
    async with listening(slack, answer):
        delivery = await slack.event(team="T0ACME", event=EVENT)
    assert [attempt.status for attempt in delivery.attempts] == [500, 503, 200]
    told = [
        (one.headers.get("X-Slack-Retry-Num"), one.headers.get("X-Slack-Retry-Reason")) for one in requests
    ]
    assert told == [(None, None), ("1", "http_error"), ("2", "http_error")]
    assert delivery.problem is None
    assert (
        json.loads(await requests[0].read())["event_id"] == json.loads(await requests[2].read())["event_id"]
    )


async def test_retries_end_with_the_schedule_or_when_the_app_says_so(slack: SlackSandbox) -> None:
    answer, requests = answering(500)
    async with listening(slack, answer):
        delivery = await slack.event(team="T0ACME", event=EVENT)
    assert len(requests) == 4 and delivery.problem == "The app answered with an error (HTTP 500)."
    answer, requests = answering(500, headers={"X-Slack-No-Retry": "1"})
    async with listening(slack, answer):
        await slack.event(team="T0ACME", event=EVENT)
    assert len(requests) == 1


async def test_retries_follow_the_sandboxs_clock(slack: SlackSandbox) -> None:
    slack.courier.retry_delays = (300,)
    answer, requests = answering(500, 200)
    async with listening(slack, answer):
        delivery = await slack.event(team="T0ACME", event=EVENT, wait_for_retries=False)
        assert len(requests) == 1
        slack.advance(301)
        await slack.until(lambda: len(delivery.attempts) == 2)
    assert delivery.succeeded


async def test_no_answer_in_three_seconds_is_a_timeout_and_a_click_is_not_retried(
    slack: SlackSandbox, client: AsyncWebClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aacabot.sandbox.slack.http_transport.ANSWER_SECONDS", 0.1)

    async def never(request: web.Request) -> web.Response:
        await asyncio.sleep(5)
        return web.Response()

    posted = await client.chat_postMessage(channel="C0ALERTS", text="x", blocks=[actions(button("go", "1"))])
    async with listening(slack, never):
        delivery = await slack.click(**ANN, ts=posted["ts"], action_id="go")
    assert [(one.status, one.reason) for one in delivery.attempts] == [(0, "http_timeout")]
    assert delivery.problem == "The app did not answer within 3 seconds."


async def test_a_hub_that_is_down_is_a_failed_connection(slack: SlackSandbox) -> None:
    slack.request_url = "http://127.0.0.1:9/slack/events"
    delivery = await slack.event(team="T0ACME", event=EVENT)
    assert [one.reason for one in delivery.attempts] == ["connection_failed"] * 4


async def test_a_forged_value_is_sent_as_it_is(slack: SlackSandbox, client: AsyncWebClient) -> None:
    answer, requests = answering(200)
    posted = await client.chat_postMessage(channel="C0ALERTS", text="x", blocks=[actions(button("go", "1"))])
    async with listening(slack, answer):
        await slack.click(**ANN, ts=posted["ts"], action_id="go", forge_value="999")
    payload = json.loads(parse_qs((await requests[0].read()).decode())["payload"][0])
    assert payload["actions"][0]["value"] == "999"


async def response_url_of(slack: SlackSandbox, ts: str) -> str:
    """The response URL of a click on `go`."""
    answer, _ = answering(200)
    async with listening(slack, answer):
        delivery = await slack.click(**ANN, ts=ts, action_id="go")
    assert delivery.parcel is not None
    return str(delivery.parcel.payload["response_url"])


async def reply(url: str, **payload: Any) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.post(url, json=payload) as answer:
        return answer.status, await answer.text()


async def test_a_response_url_answers_one_person_unless_told_otherwise(
    slack: SlackSandbox, client: AsyncWebClient
) -> None:
    posted = await client.chat_postMessage(channel="C0ALERTS", text="x", blocks=[actions(button("go", "1"))])
    url = await response_url_of(slack, posted["ts"])
    await reply(url, text="only you")
    await reply(url, text="everyone", response_type="in_channel")
    await reply(url, text="instead", replace_original=True)
    assert [one.text for one in slack.ephemerals("U0ANN")] == ["only you"]
    assert [one.text for one in slack.messages("C0ALERTS")] == ["instead", "everyone"]
    assert (await reply(url, blocks=[{"type": "sofa"}]))[0] == 400
    await reply(url, delete_original=True)
    assert slack.message("C0ALERTS", posted["ts"]) is None
    assert await reply(url, text="a sixth") == (404, '{"ok": false, "error": "used_url"}')


async def test_a_response_url_ends_after_thirty_minutes(slack: SlackSandbox, client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel="C0ALERTS", text="x", blocks=[actions(button("go", "1"))])
    url = await response_url_of(slack, posted["ts"])
    slack.advance(30 * 60 + 1)
    assert await reply(url, text="late") == (404, '{"ok": false, "error": "expired_url"}')


async def test_an_ephemeral_card_can_be_clicked_replaced_and_removed(
    slack: SlackSandbox, client: AsyncWebClient
) -> None:
    card = [actions(button("go", "1"))]
    sent = await client.chat_postEphemeral(channel="C0ALERTS", user="U0ANN", text="card", blocks=card)
    url = await response_url_of(slack, sent["message_ts"])
    parcel = slack.deliveries[-1].parcel
    assert (
        parcel is not None and parcel.payload["container"]["is_ephemeral"] and "message" not in parcel.payload
    )
    await reply(url, text="new", replace_original=True)
    assert [(one.ts, one.text) for one in slack.ephemerals()] == [(sent["message_ts"], "new")]
    await reply(url, delete_original=True)
    assert slack.ephemerals() == []
