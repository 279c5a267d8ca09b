"""Listing addresses that people write in a channel: the case's state stands under them."""

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from aacabot.logs import log
from aacabot.services.unfurls import links_shown
from aacabot.slack.views.unfurls import link_attachment
from handlers.clicks import Body, Clicks


def register(app: AsyncApp, clicks: Clicks) -> None:
    """Listen to links that were posted; those still being written are left alone."""

    @app.event("link_shared")
    async def shared(body: Body, client: AsyncWebClient) -> None:
        event: dict[str, Any] = body["event"]
        if event.get("source") == "composer" or not event.get("message_ts"):
            return
        team_id, channel = str(body.get("team_id") or ""), str(event.get("channel") or "")
        urls = [str(link.get("url") or "") for link in event.get("links") or []]
        found = await links_shown(clicks.hub, team_id, channel, urls)
        if not found:
            return
        unfurls = {
            url: link_attachment(link, clicks.catalogues.words(locale=link.locale, timezone=link.timezone))
            for url, link in found.items()
        }
        try:
            await client.chat_unfurl(channel=channel, ts=str(event["message_ts"]), unfurls=unfurls)
        except SlackApiError as refused:
            # The message was deleted, or the app left: nothing is owed to anybody.
            log(__name__).info("link not shown", why=refused.response["error"])
