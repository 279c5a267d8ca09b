"""Posting an item in a channel: Slack is asked about the channel now, and again right before it is posted."""

import asyncio
from typing import Any

import aiohttp
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from aacabot.domain.errors import FieldProblem
from aacabot.domain.intel.rooms import RoomSeen
from aacabot.locales import Words
from aacabot.services.intel.posting import post
from aacabot.services.intel.showing import open_item
from aacabot.services.people import Reader
from aacabot.slack.ids.intel import IntelActionId, IntelInputId
from aacabot.slack.rooms import read_room
from aacabot.slack.views.intel.posting import post_modal, posting_modal
from aacabot.slack.views.message import Block
from handlers.clicks import Body, filled, metadata, pressed
from handlers.home import Home
from handlers.modals import open_over

_A, _I = IntelActionId, IntelInputId
SECONDS = 1.8
"""For both questions and their pages: a modal's answer has three seconds in all."""
_NOT_SEEN = {
    "channel_not_found",
    "missing_scope",
    "team_not_found",
    "team_access_not_granted",
    "not_in_channel",
}


def register(app: AsyncApp, home: Home) -> None:
    """Listen to the button of an item, and to its form."""
    hub = home.clicks.hub

    @app.action(_A.INTEL_POST)
    async def open_form(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            item = await open_item(hub, reader.person, pressed(body))
            await open_over(client, body, post_modal(item, words))

        await home.act(_A.INTEL_POST, body, ack, client, work)

    @app.view(_A.INTEL_POST)
    async def submit(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> Block:
            team_id = str((body.get("team") or {}).get("id") or reader.person.team_id)
            room = await _room(client, team_id, filled(body, _I.ROOM) or "")
            await post(hub, reader.person, str(metadata(body).get("item", "")), room)
            return posting_modal(words)

        await home.clicks.submit(_A.INTEL_POST, body, ack, work)


async def _room(client: AsyncWebClient, team_id: str, channel_id: str) -> RoomSeen:
    """The channel without each of its people, who are asked about before it is posted.

    Raises FieldProblem where Slack does not show it, or does not answer in time.
    """

    async def ask(method: str, **arguments: Any) -> Any:
        return await client.api_call(method, params=arguments)

    try:
        return await asyncio.wait_for(read_room(ask, team_id, channel_id, with_people=False), SECONDS)
    except SlackApiError as error:
        seen = str(error.response.get("error")) not in _NOT_SEEN
        raise FieldProblem(_I.ROOM, "slack_silent" if seen else "channel_not_seen") from error
    except (TimeoutError, aiohttp.ClientError) as error:
        raise FieldProblem(_I.ROOM, "slack_silent") from error
