"""Opening a modal within the time Slack gives."""

from collections.abc import Awaitable
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from aacabot.domain.errors import FormNotOpened
from handlers.clicks import Body


async def open_modal(client: AsyncWebClient, body: Body, view: dict[str, Any]) -> None:
    """Open a modal within the three seconds its trigger lives. Raises FormNotOpened when they are over."""
    await _in_time(client.views_open(trigger_id=body["trigger_id"], view=view))


async def open_over(client: AsyncWebClient, body: Body, view: dict[str, Any]) -> None:
    """Open a modal on top of the one that was clicked in, if it was one; in its place on top of three.

    Raises FormNotOpened as `open_modal` does.
    """
    if (body.get("view") or {}).get("type") != "modal":
        await open_modal(client, body, view)
        return
    try:
        await _in_time(client.views_push(trigger_id=body["trigger_id"], view=view))
    except SlackApiError as error:
        if error.response["error"] != "push_limit_reached":
            raise
        await client.views_update(view_id=body["view"]["id"], view=view)


async def _in_time(opening: Awaitable[Any]) -> None:
    """Wait for a call that spends a trigger. Raises FormNotOpened where Slack had it for too long."""
    try:
        await opening
    except SlackApiError as error:
        if error.response["error"] == "exchanged_trigger_id":
            return  # the same click delivered again: its form is open
        if error.response["error"] in {"expired_trigger_id", "trigger_expired"}:
            raise FormNotOpened from None
        raise
