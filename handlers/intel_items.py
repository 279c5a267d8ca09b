"""One item: opened in full, its source's words changed, and taken back."""

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from aacabot.locales import Words
from aacabot.services.intel.own_items import change_text, text_of, withdraw
from aacabot.services.intel.showing import open_item
from aacabot.services.people import Reader
from aacabot.slack.ids.intel import IntelActionId, IntelInputId
from aacabot.slack.views.home.places import Place
from aacabot.slack.views.intel.opened import item_modal, withdrawn_reply
from aacabot.slack.views.intel.sharing import text_modal
from aacabot.slack.views.message import Block, Message
from handlers.clicks import Body, filled, metadata, pressed
from handlers.home import Home, is_home, place_of_home
from handlers.modals import open_over

_A = IntelActionId


def register(app: AsyncApp, home: Home) -> None:
    """Listen to the buttons an item has wherever it is shown."""
    _listen_to_opening(app, home)
    _listen_to_withdrawing(app, home)
    _listen_to_editing(app, home)


def _listen_to_opening(app: AsyncApp, home: Home) -> None:
    @app.action(_A.INTEL_OPEN)
    async def open_one(body: Body, ack: AsyncAck, respond: AsyncRespond, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            item = await open_item(home.clicks.hub, reader.person, pressed(body))
            await open_over(client, body, item_modal(item, words))

        if body.get("view"):
            await home.act(_A.INTEL_OPEN, body, ack, client, work)
        else:
            await home.clicks.answer(_A.INTEL_OPEN, body, ack, respond, work)


def _listen_to_withdrawing(app: AsyncApp, home: Home) -> None:
    hub = home.clicks.hub

    @app.action(_A.INTEL_WITHDRAW)
    async def take_back(body: Body, ack: AsyncAck, respond: AsyncRespond, client: AsyncWebClient) -> None:
        async def in_place(reader: Reader, words: Words) -> Message:
            await withdraw(hub, reader.person, pressed(body))
            return withdrawn_reply(words)

        async def in_home(reader: Reader, words: Words) -> Place:
            await withdraw(hub, reader.person, pressed(body))
            return place_of_home(body)

        async def in_modal(reader: Reader, words: Words) -> None:
            await withdraw(hub, reader.person, pressed(body))
            item = await open_item(hub, reader.person, pressed(body))
            await client.views_update(view_id=body["view"]["id"], view=item_modal(item, words))

        view = body.get("view")
        if not view:
            await home.clicks.answer(_A.INTEL_WITHDRAW, body, ack, respond, in_place)
        elif is_home(body):
            await home.act(_A.INTEL_WITHDRAW, body, ack, client, in_home)
        else:
            await home.act(_A.INTEL_WITHDRAW, body, ack, client, in_modal)


def _listen_to_editing(app: AsyncApp, home: Home) -> None:
    hub = home.clicks.hub

    @app.action(_A.INTEL_EDIT)
    async def open_form(body: Body, ack: AsyncAck, respond: AsyncRespond, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            text = await text_of(hub, reader.person, pressed(body))
            place = place_of_home(body).value if is_home(body) else None
            await open_over(client, body, text_modal(pressed(body), text, words, place=place))

        if body.get("view"):
            await home.act(_A.INTEL_EDIT, body, ack, client, work)
        else:
            await home.clicks.answer(_A.INTEL_EDIT, body, ack, respond, work)

    @app.view(_A.INTEL_EDIT)
    async def save(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> Block:
            item_id = str(metadata(body).get("item") or "")
            await change_text(hub, reader.person, item_id, filled(body, IntelInputId.TEXT) or "")
            return item_modal(await open_item(hub, reader.person, item_id), words)

        await home.submit(_A.INTEL_EDIT, body, ack, client, work)
