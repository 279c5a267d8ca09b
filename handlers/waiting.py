"""The home's first tab: what waits for whoever opens it, narrowed down by kind and by brand."""

from dataclasses import replace

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from aacabot.domain.errors import UnknownPerson
from aacabot.domain.ids import is_id
from aacabot.domain.waiting import Narrowed, WaitingKind
from aacabot.locales import N_, Words
from aacabot.services import waiting
from aacabot.services.people import Reader
from aacabot.slack.ids import HomeTab
from aacabot.slack.ids.waiting import WaitingActionId, WaitingInputId
from aacabot.slack.views.forms import option
from aacabot.slack.views.home.places import Place, place_from
from aacabot.slack.views.home.waiting import waiting_tab
from aacabot.slack.views.message import Block
from aacabot.slack.views.texts import shown
from handlers.clicks import Body, chosen_now, pressed
from handlers.home import Home, Tab, place_of_home


def register(app: AsyncApp, home: Home) -> None:
    """Add the tab, which everybody has, and listen to what narrows it down."""
    hub = home.clicks.hub

    async def show(reader: Reader, words: Words, place: Place) -> list[Block]:
        found = await waiting.waiting_for(
            hub, reader.person, reader.timezone, narrowed(place), page=place.page
        )
        return waiting_tab(found, place, waiting.PER_PAGE, words)

    home.add(Tab(tab=HomeTab.WAITING, label=N_("Waiting"), offered=lambda person: True, show=show))

    async def narrow(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> Place:
            return place_from(pressed(body), HomeTab.WAITING)

        await home.act(str(body["actions"][0]["action_id"]), body, ack, client, work)

    for action in WaitingActionId:
        app.action(action)(narrow)

    @app.action(WaitingInputId.BRAND)
    async def choose_brand(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> Place:
            return replace(place_of_home(body), tab=HomeTab.WAITING, of=chosen_now(body), page=1)

        await home.act(WaitingInputId.BRAND, body, ack, client, work)

    @app.options(WaitingInputId.BRAND)
    async def offer_brands(body: Body, ack: AsyncAck) -> None:
        try:
            reader = await home.clicks.reader(body)
            found = await waiting.brands_offered(hub, reader.person, str(body.get("value") or ""))
        except UnknownPerson:
            found = []
        await ack(options=[option(shown(name, 75) or "?", brand_id) for brand_id, name in found])


def narrowed(place: Place) -> Narrowed:
    """What a place of this tab asks for; anything else than a kind or an id asks for all."""
    known = {kind.value: kind for kind in WaitingKind}
    return Narrowed(kind=known.get(place.words), brand_id=place.of if is_id(place.of) else None)
