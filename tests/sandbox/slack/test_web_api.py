"""Tokens, scopes, limits and ordered faults, seen through the real slack_sdk client."""

import time

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from aacabot.sandbox.slack import SandboxChannel, SandboxPerson, SlackSandbox
from tests.sandbox.slack.slack_builders import actions, button


async def error_of(call: object) -> str:
    with pytest.raises(SlackApiError) as refused:
        await call  # type: ignore[misc]
    return str(refused.value.response["error"])


async def test_a_token_opens_its_own_workspace_only(slack: SlackSandbox, client: AsyncWebClient) -> None:
    slack.add_workspace("T0RED", "Redlens", [SandboxPerson("U0RAY", "Ray")], [SandboxChannel("C0RED", "red")])
    slack.install("T0RED", "xoxb-red", ["chat:write"])
    red = AsyncWebClient(token="xoxb-red", base_url=slack.api_url)
    about = await red.auth_test()
    assert (about["team_id"], about.headers["X-OAuth-Scopes"]) == ("T0RED", "chat:write")
    assert await error_of(red.chat_postMessage(channel="C0ALERTS", text="hi")) == "channel_not_found"


async def test_wrong_missing_and_revoked_tokens_are_told_apart(
    slack: SlackSandbox, client: AsyncWebClient
) -> None:
    assert await error_of(AsyncWebClient(base_url=slack.api_url).auth_test()) == "not_authed"
    assert (
        await error_of(AsyncWebClient(token="xoxb-no", base_url=slack.api_url).auth_test()) == "invalid_auth"
    )
    app_level = AsyncWebClient(token="xapp-1", base_url=slack.api_url)
    assert await error_of(app_level.auth_test()) == "not_allowed_token_type"
    await client.apps_uninstall(client_id="1", client_secret="2")
    assert await error_of(client.auth_test()) == "token_revoked"


async def test_a_missing_scope_is_named(slack: SlackSandbox) -> None:
    slack.install("T0ACME", "xoxb-small", ["chat:write"])
    small = AsyncWebClient(token="xoxb-small", base_url=slack.api_url)
    with pytest.raises(SlackApiError) as refused:
        await small.conversations_history(channel="C0ALERTS")
    assert refused.value.response["error"] == "missing_scope"
    assert "channels:history" in refused.value.response["needed"]
    assert refused.value.response["provided"] == "chat:write"
    assert await error_of(small.users_info(user="U0ANN")) == "missing_scope"


async def test_posting_is_limited_per_channel(slack: SlackSandbox, client: AsyncWebClient) -> None:
    slack.state.posting.per_second, slack.state.posting.burst = 1.0, 3
    for _ in range(3):
        await client.chat_postMessage(channel="C0ALERTS", text="hi")
    with pytest.raises(SlackApiError) as refused:
        await client.chat_postMessage(channel="C0ALERTS", text="hi")
    assert (refused.value.response.status_code, refused.value.response["error"]) == (429, "ratelimited")
    assert refused.value.response.headers["Retry-After"] == "1"
    await client.chat_postMessage(channel="C0SHARED", text="another channel")
    slack.advance(1)
    await client.chat_postMessage(channel="C0ALERTS", text="later")


async def test_updating_is_limited_per_workspace(slack: SlackSandbox, client: AsyncWebClient) -> None:
    ts = (await client.chat_postMessage(channel="C0ALERTS", text="0"))["ts"]
    for number in range(50):
        await client.chat_update(channel="C0ALERTS", ts=ts, text=str(number))
    assert await error_of(client.chat_update(channel="C0ALERTS", ts=ts, text="one more")) == "ratelimited"


async def test_a_call_can_fail_before_or_after_its_effect(
    slack: SlackSandbox, client: AsyncWebClient
) -> None:
    slack.fail("chat.postMessage", status=500)
    assert await error_of(client.chat_postMessage(channel="C0ALERTS", text="lost")) == "internal_error"
    assert slack.messages() == []
    slack.fail("chat.postMessage", error="fatal_error", after_effect=True)
    assert await error_of(client.chat_postMessage(channel="C0ALERTS", text="there")) == "fatal_error"
    assert [one.text for one in slack.messages("C0ALERTS")] == ["there"]
    assert [(call.ok, call.status) for call in slack.calls("chat.postMessage")] == [
        (False, 500),
        (False, 200),
    ]


async def test_a_connection_can_be_cut_after_the_effect(slack: SlackSandbox) -> None:
    slack.fail("chat.postMessage", after_effect=True, drop=True)
    headers = {"Authorization": "Bearer xoxb-acme"}
    async with aiohttp.ClientSession(headers=headers) as session:
        with pytest.raises(aiohttp.ClientError):
            await session.post(f"{slack.api_url}chat.postMessage", json={"channel": "C0ALERTS", "text": "x"})
    assert len(slack.messages("C0ALERTS")) == 1
    assert slack.calls()[-1].error == "connection_dropped"


async def test_a_rate_limit_can_be_ordered_and_a_call_slowed(
    slack: SlackSandbox, client: AsyncWebClient
) -> None:
    slack.fail("chat.postMessage", status=429, retry_after=7)
    with pytest.raises(SlackApiError) as refused:
        await client.chat_postMessage(channel="C0ALERTS", text="x")
    assert refused.value.response.headers["Retry-After"] == "7"
    slack.fail("auth.test", sleep=0.1)
    started = time.perf_counter()
    await client.auth_test()
    assert time.perf_counter() - started >= 0.1


async def test_broken_json_and_unknown_methods_are_refused(
    slack: SlackSandbox, client: AsyncWebClient
) -> None:
    headers = {"Authorization": "Bearer xoxb-acme", "Content-Type": "application/json"}
    async with aiohttp.ClientSession(headers=headers) as session:
        answer = await session.post(f"{slack.api_url}chat.postMessage", data="{")
        assert (await answer.json())["error"] == "invalid_json"
    assert await error_of(client.api_call("chat.sing")) == "unknown_method"


async def test_fifty_posts_a_second_are_no_burden(slack: SlackSandbox) -> None:
    slack.state.posting.per_second = 0
    body = {"channel": "C0ALERTS", "text": "x", "blocks": [actions(button("a", "1"), button("b", "2"))]}
    async with aiohttp.ClientSession(headers={"Authorization": "Bearer xoxb-acme"}) as session:
        started = time.perf_counter()
        for _ in range(200):
            async with session.post(f"{slack.api_url}chat.postMessage", json=body) as answer:
                assert (await answer.json())["ok"]
    assert 200 / (time.perf_counter() - started) > 50
