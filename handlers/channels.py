"""Asking Slack whether the app can write in a channel, before anything rests on it."""

import asyncio
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from aacabot.domain.errors import FieldProblem

SECONDS = 1.2
"""Two questions at most, and a modal's answer has three seconds in all."""
_NOT_SEEN = {"channel_not_found", "missing_scope", "team_not_found", "team_access_not_granted"}


async def require_writable(
    client: AsyncWebClient, channel_id: str, field: str, *, closed: bool = False
) -> None:
    """Make sure that the bot is in a channel; it joins a public one.

    Raises FieldProblem, and nothing is changed, for a channel that is not there or not seen, archived, a
    direct message, private and without the bot, or one Slack does not speak of in time. `closed` refuses what
    everybody in the workspace can read: only private and shared channels pass.
    """
    answer = await _asked(client.conversations_info(channel=channel_id), field)
    about: dict[str, Any] = answer["channel"]
    if about.get("is_im") or about.get("is_mpim"):
        raise FieldProblem(field, "channel_direct")
    if about.get("is_archived"):
        raise FieldProblem(field, "channel_archived")
    if closed and not (about.get("is_private") or about.get("is_ext_shared")):
        raise FieldProblem(field, "channel_open_to_all")
    if about.get("is_member"):
        return
    if about.get("is_private"):
        raise FieldProblem(field, "channel_not_seen")
    await _asked(client.conversations_join(channel=channel_id), field, otherwise="channel_not_joined")


async def _asked(question: Any, field: str, otherwise: str | None = None) -> Any:
    try:
        return await asyncio.wait_for(question, SECONDS)
    except SlackApiError as error:
        code = str(error.response.get("error"))
        if code == "is_archived":
            raise FieldProblem(field, "channel_archived") from error
        if code in _NOT_SEEN:
            raise FieldProblem(field, otherwise or "channel_not_seen") from error
        if code in {"ratelimited", "internal_error", "fatal_error", "service_unavailable", "request_timeout"}:
            raise FieldProblem(field, "slack_silent") from error
        if otherwise is not None:
            raise FieldProblem(field, otherwise) from error
        raise
    except (TimeoutError, aiohttp.ClientError) as error:
        raise FieldProblem(field, "slack_silent") from error
