"""Opening a modal within the time Slack gives."""

from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from aacabot.domain.errors import FormNotOpened
from handlers.clicks import Body


async def open_modal(client: AsyncWebClient, body: Body, view: dict[str, Any]) -> None:
    """Open a modal within the three seconds its trigger lives. Raises FormNotOpened when they are over."""
    try:
        await client.views_open(trigger_id=body["trigger_id"], view=view)
    except SlackApiError as error:
        if error.response["error"] == "exchanged_trigger_id":
            return  # the same click delivered again: its form is open
        if error.response["error"] in {"expired_trigger_id", "trigger_expired"}:
            raise FormNotOpened from None
        raise


async def open_over(client: AsyncWebClient, body: Body, view: dict[str, Any]) -> None:
    """Open a modal on top of the one that was clicked in, if it was one; in its place on top of three."""
    if (body.get("view") or {}).get("type") != "modal":
        await open_modal(client, body, view)
        return
    try:
        await client.views_push(trigger_id=body["trigger_id"], view=view)
    except SlackApiError as error:
        if error.response["error"] != "push_limit_reached":
            raise
        await client.views_update(view_id=body["view"]["id"], view=view)
