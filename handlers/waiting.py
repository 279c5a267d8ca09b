"""What waits for whoever asks, in the home's first tab and by `/aaca queue`, narrowed down as they like."""

from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_bolt.context.respond.async_respond import AsyncRespond as Responding
from slack_sdk.web.async_client import AsyncWebClient

from aacabot.domain.errors import UnknownPerson
from aacabot.locales import N_, Words
from aacabot.services import waiting
from aacabot.services.hub import Hub
from aacabot.services.people import Reader
from aacabot.slack.ids import HomeTab
from aacabot.slack.ids.waiting import WaitingActionId, WaitingFormActionId, WaitingInputId
from aacabot.slack.views.forms import option
from aacabot.slack.views.home.filters import filter_modal, narrowed_at, written
from aacabot.slack.views.home.places import Place, place_from
from aacabot.slack.views.home.waiting import waiting_tab
from aacabot.slack.views.message import Block, Message
from aacabot.slack.views.queue_replies import LINES, queue_reply
from aacabot.slack.views.texts import shown
from handlers.clicks import Body, chosen_now, filled, metadata, pressed
from handlers.commands import Asked, Commands
from handlers.home import Home, Tab, place_of_home, place_of_view
from handlers.modals import open_modal


def register(app: AsyncApp, home: Home, commands: Commands) -> None:
    """Add the tab, which everybody has, and the word; listen to what narrows them down."""
    hub = home.clicks.hub

    async def show(reader: Reader, words: Words, place: Place) -> list[Block]:
        found = await waiting.waiting_for(
            hub, reader.person, reader.timezone, narrowed_at(place), page=place.page
        )
        return waiting_tab(found, place, waiting.PER_PAGE, words)

    home.add(Tab(tab=HomeTab.WAITING, label=N_("Waiting"), offered=lambda person: True, show=show))

    async def queue(reader: Reader, words: Words, asked: Asked) -> Message:
        return await _queue(hub, reader, words, Place(tab=HomeTab.WAITING))

    commands.add("queue", queue)
    _register_narrowing(app, home)
    _register_brands(app, home)
    _register_filter(app, home)


async def _queue(hub: Hub, reader: Reader, words: Words, place: Place) -> Message:
    found = await waiting.waiting_for(
        hub, reader.person, reader.timezone, narrowed_at(place), page=place.page, per_page=LINES
    )
    return queue_reply(found, place, words)


def _register_narrowing(app: AsyncApp, home: Home) -> None:
    async def narrow(body: Body, ack: AsyncAck, respond: AsyncRespond, client: AsyncWebClient) -> None:
        place = place_from(pressed(body), HomeTab.WAITING)
        action = str(body["actions"][0]["action_id"])

        async def there(reader: Reader, words: Words) -> Place:
            return place

        async def in_place(reader: Reader, words: Words) -> None:
            await _replace(respond, await _queue(home.clicks.hub, reader, words, place))

        if body.get("view"):
            await home.act(action, body, ack, client, there)
        else:
            await home.clicks.answer(action, body, ack, respond, in_place)

    for action in WaitingActionId:
        app.action(action)(narrow)

    @app.action(WaitingFormActionId.WAITING_HOME)
    async def open_home(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> Place:
            return place_from(pressed(body), HomeTab.WAITING)

        await home.act(WaitingFormActionId.WAITING_HOME, body, ack, client, work)


async def _replace(respond: Any, message: Message) -> None:
    """Show the queue anew in the place of the message that only this person sees."""
    await respond(text=message.text, blocks=message.blocks, response_type="ephemeral", replace_original=True)


def _register_brands(app: AsyncApp, home: Home) -> None:
    @app.action(WaitingInputId.BRAND)
    async def choose_brand(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> Place:
            return replace(place_of_home(body), tab=HomeTab.WAITING, of=chosen_now(body), page=1)

        await home.act(WaitingInputId.BRAND, body, ack, client, work)

    @app.options(WaitingInputId.BRAND)
    async def offer_brands(body: Body, ack: AsyncAck) -> None:
        try:
            reader = await home.clicks.reader(body)
            typed = str(body.get("value") or "")
            found = await waiting.brands_offered(home.clicks.hub, reader.person, typed)
        except UnknownPerson:
            found = []
        await ack(options=[option(shown(name, 75) or "?", brand_id) for brand_id, name in found])


def _register_filter(app: AsyncApp, home: Home) -> None:
    hub = home.clicks.hub

    @app.action(WaitingFormActionId.WAITING_FILTER)
    async def open_filter(body: Body, ack: AsyncAck, respond: AsyncRespond, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            place = place_from(pressed(body), HomeTab.WAITING)
            # A message that only one person sees can be shown anew by its own address alone.
            kept = {"place": place.value} if body.get("view") else {"queue": place.value}
            kept |= {} if body.get("view") else {"respond": str(body.get("response_url") or "")}
            offered = await waiting.marketplaces_named(hub, reader.person)
            await open_modal(client, body, filter_modal(place, offered, kept, words))

        if body.get("view"):
            await home.act(WaitingFormActionId.WAITING_FILTER, body, ack, client, work)
        else:
            await home.clicks.answer(WaitingFormActionId.WAITING_FILTER, body, ack, respond, work)

    @app.view(WaitingFormActionId.WAITING_FILTER)
    async def narrow_further(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            """Nothing is done: what was chosen is shown."""

        async def then(reader: Reader, words: Words) -> None:
            also = written({name: filled(body, name) for name in WaitingInputId})
            kept, place = metadata(body), place_of_view(body)
            if place is not None:
                await home.show(client, body, replace(place, also=also, page=1))
            else:
                there = replace(place_from(kept.get("queue"), HomeTab.WAITING), also=also, page=1)
                respond = Responding(response_url=kept.get("respond"), proxy=None, ssl=None)
                await _replace(respond, await _queue(hub, reader, words, there))

        await home.clicks.submit(WaitingFormActionId.WAITING_FILTER, body, ack, work, then)
