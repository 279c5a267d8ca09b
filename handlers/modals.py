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
