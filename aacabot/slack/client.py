"""Calling Slack: one client per workspace, and Slack's errors as facts a worker can act on."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from aacabot.metrics import Metrics
from aacabot.slack.views.message import Message

METADATA_EVENT = "aacabot_message"
TIMEOUT_SECONDS = 15
MOST_SKEW_SECONDS = 600
MOST_CLIENTS = 5_000
"""Tokens that are rotated leave clients behind; made anew, one costs nothing."""

TokenOf = Callable[[str], Awaitable[str | None]]


@dataclass(eq=False)
class SlackBusy(Exception):
    """Slack asks to wait (429), for `retry_after` seconds."""

    retry_after: float


@dataclass(eq=False)
class SlackUnclear(Exception):
    """It is not known whether the call had its effect: a lost connection, a time-out, an internal error."""

    problem: str


@dataclass(eq=False)
class ChannelBroken(Exception):
    """Nothing can be said in the channel: not found, not a member, archived, or the app was removed."""

    problem: str


@dataclass(eq=False)
class MessageGone(Exception):
    """The message to update is no longer there."""


@dataclass(eq=False)
class BlocksRefused(Exception):
    """Slack will not show these blocks."""

    detail: str


_TOKEN_ERRORS = {
    "account_inactive",
    "token_revoked",
    "invalid_auth",
    "not_authed",
    "token_expired",
    "org_login_required",
}
_CHANNEL_ERRORS = {
    "channel_not_found",
    "not_in_channel",
    "is_archived",
    "restricted_action",
    "user_not_found",
    "user_disabled",
    "missing_scope",
}
_UNCLEAR_ERRORS = {"internal_error", "fatal_error", "request_timeout", "service_unavailable"}


class Slack:
    """Slack's Web API for every workspace the app is installed in."""

    def __init__(
        self, api_url: str, session: aiohttp.ClientSession, token_of: TokenOf, metrics: Metrics
    ) -> None:
        self._api_url = api_url
        self._session = session
        self._token_of = token_of
        self._metrics = metrics
        self._clients: dict[str, AsyncWebClient] = {}

    def client(self, token: str) -> AsyncWebClient:
        """The client for a token; clients share one pool of connections."""
        if len(self._clients) >= MOST_CLIENTS:
            self._clients.clear()
        if token not in self._clients:
            self._clients[token] = AsyncWebClient(
                token=token,
                base_url=self._api_url,
                session=self._session,
                timeout=TIMEOUT_SECONDS,
                # A retried chat.postMessage posts twice: whoever calls knows whether to try again.
                retry_handlers=[],
            )
        return self._clients[token]

    async def call(self, team_id: str, method: str, **arguments: Any) -> AsyncSlackResponse:
        """Call a method in a workspace. Raises SlackBusy, SlackUnclear, ChannelBroken, MessageGone or
        BlocksRefused; anything else Slack refuses is a bug of ours and stays a SlackApiError.
        """
        token = await self._token_of(team_id)
        if token is None:
            raise ChannelBroken("token_revoked")
        return await self.call_with(token, method, **arguments)

    async def client_of(self, team_id: str) -> AsyncWebClient:
        """The client of a workspace. Raises ChannelBroken where the app is not in it."""
        token = await self._token_of(team_id)
        if token is None:
            raise ChannelBroken("token_revoked")
        return self.client(token)

    async def call_with(self, token: str, method: str, **arguments: Any) -> AsyncSlackResponse:
        """Call a method with a token whose workspace is not known yet. Raises as `call` does."""
        try:
            # Slack's reading methods take no JSON (https://docs.slack.dev/apis/web-api/#post_bodies).
            speaks_json = method.startswith(("chat.", "views."))
            client = self.client(token)
            if speaks_json:
                answer = await client.api_call(method, json=arguments)
            else:
                answer = await client.api_call(method, params=arguments)
        except SlackApiError as error:
            self._metrics.slack_calls.labels(method, str(error.response.get("error"))).inc()
            raise _as_fact(error) from error
        except (aiohttp.ClientError, TimeoutError) as error:
            self._metrics.slack_calls.labels(method, "unclear").inc()
            raise SlackUnclear(type(error).__name__) from error
        self._metrics.slack_calls.labels(method, "ok").inc()
        return answer

    async def post(
        self, team_id: str, channel_id: str, message: Message, message_id: str, thread_ts: str | None
    ) -> str:
        """Post a message that carries our id, and return its `ts`. Mentions and links in it never unfurl."""
        arguments: dict[str, Any] = {
            "channel": channel_id,
            "text": message.text,
            "blocks": message.blocks,
            "metadata": {"event_type": METADATA_EVENT, "event_payload": {"id": message_id}},
            "unfurl_links": False,
            "unfurl_media": False,
        }
        if thread_ts:
            arguments["thread_ts"] = thread_ts
        answer = await self.call(team_id, "chat.postMessage", **arguments)
        return str(answer["ts"])

    async def update(self, team_id: str, channel_id: str, ts: str, message: Message) -> None:
        """Show a message anew in its place."""
        place = await self._place(team_id, channel_id)
        await self.call(
            team_id, "chat.update", channel=place, ts=ts, text=message.text, blocks=message.blocks
        )

    async def delete(self, team_id: str, channel_id: str, ts: str) -> None:
        """Take a message of ours away."""
        await self.call(team_id, "chat.delete", channel=channel_id, ts=ts)

    async def find_posted(
        self, team_id: str, channel_id: str, message_id: str, since: datetime, thread_ts: str | None
    ) -> str | None:
        """The `ts` of a message of ours that may have been posted since a moment, or None."""
        arguments: dict[str, Any] = {
            "channel": await self._place(team_id, channel_id),
            "include_all_metadata": True,
            # A message's time is Slack's, and ours may be some minutes off.
            "oldest": f"{since.timestamp() - MOST_SKEW_SECONDS:.6f}",
            "limit": 200,
        }
        method = "conversations.history"
        if thread_ts:
            method, arguments["ts"] = "conversations.replies", thread_ts
        while True:
            answer = await self.call(team_id, method, **arguments)
            for message in answer.get("messages") or []:
                payload = (message.get("metadata") or {}).get("event_payload") or {}
                if payload.get("id") == message_id:
                    return str(message["ts"])
            cursor = (answer.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return None
            arguments["cursor"] = cursor

    async def _place(self, team_id: str, channel_id: str) -> str:
        """The conversation behind a channel id. A person's id is one to post to, and to nothing else."""
        if not channel_id.startswith(("U", "W")):
            return channel_id
        answer = await self.call(team_id, "conversations.open", users=channel_id)
        return str(answer["channel"]["id"])


def _as_fact(error: SlackApiError) -> Exception:
    status = error.response.status_code
    code = str(error.response.get("error") or "")
    if status == 429 or code in {"ratelimited", "rate_limited"}:
        return SlackBusy(float(error.response.headers.get("Retry-After") or 1))
    if status >= 500 or code in _UNCLEAR_ERRORS:
        return SlackUnclear(code or str(status))
    if code in _TOKEN_ERRORS:
        return ChannelBroken("token_revoked")
    if code in _CHANNEL_ERRORS:
        return ChannelBroken(code)
    if code in {"message_not_found", "cant_update_message", "thread_not_found"}:
        return MessageGone()
    if code in {"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long", "no_text"}:
        found = (error.response.get("response_metadata") or {}).get("messages") or []
        return BlocksRefused("; ".join([code, *map(str, found)])[:500])
    return error
