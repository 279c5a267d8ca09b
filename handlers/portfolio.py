"""The Brands tab, and the forms it opens: brands, marks, rights, authorised sellers."""

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from aacabot.domain.errors import HoldingNotFound
from aacabot.domain.people import Person
from aacabot.domain.portfolio import Section
from aacabot.locales import N_, Words
from aacabot.services import portfolio
from aacabot.services.people import Reader
from aacabot.slack.ids import BlockId, HomeTab
from aacabot.slack.ids.portfolio import PortfolioActionId as Action
from aacabot.slack.ids.portfolio import PortfolioInputId as Input
from aacabot.slack.views.blocks import actions, button, section
from aacabot.slack.views.home.brand import brand_page
from aacabot.slack.views.home.brands import brands_tab
from aacabot.slack.views.home.places import Place, place_from
from aacabot.slack.views.message import Block
from aacabot.slack.views.refusals import refusal_words
from handlers.clicks import Body, pressed
from handlers.home import Home, Tab, searched
from handlers.portfolio_forms import register_forms

OF_MEMBER = "member:"
WAYS = (
    *(Action.BRANDS_BACK, Action.BRANDS_ALL, Action.BRAND_OPEN),
    *(Action.BRAND_MARKS, Action.BRAND_RIGHTS, Action.BRAND_SELLERS),
)


def register(app: AsyncApp, home: Home) -> None:
    """Add the tab, and listen to its ways and forms."""

    async def show(reader: Reader, words: Words, place: Place) -> list[Block]:
        try:
            return await _show(home, reader.person, words, place)
        except HoldingNotFound as refusal:
            return _not_there(refusal, words)

    home.add(Tab(tab=HomeTab.BRANDS, label=N_("Brands"), offered=has_brands, show=show))

    async def go(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> Place:
            return place_from(pressed(body), HomeTab.BRANDS)

        await home.act(str(body["actions"][0]["action_id"]), body, ack, client, work)

    for action in WAYS:
        app.action(action)(go)

    @app.action(Input.BRAND_SEARCH)
    async def search(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> Place:
            return searched(body)

        await home.act(Input.BRAND_SEARCH, body, ack, client, work)

    register_forms(app, home)


def has_brands(person: Person) -> bool:
    return person.is_operator or bool(person.member_ids)


async def _show(home: Home, person: Person, words: Words, place: Place) -> list[Block]:
    hub = home.clicks.hub
    if place.of and not place.of.startswith(OF_MEMBER):
        brand_id, _, part = place.of.partition("/")
        opened = next((one for one in Section if one == part), Section.MARKS)
        shown = await portfolio.show_brand(hub, person, brand_id, opened, place.words, place.page)
        whose = f"{OF_MEMBER}{shown.brand.member_id}" if person.is_operator else ""
        back = Place(tab=HomeTab.BRANDS, of=whose)
        return brand_page(shown, place, back, portfolio.HOLDINGS_PER_PAGE, words)
    member_id = place.of.removeprefix(OF_MEMBER) or None
    found = await portfolio.show_portfolio(hub, person, member_id, place.words, place.page)
    return brands_tab(found, place, portfolio.BRANDS_PER_PAGE, words)


def _not_there(refusal: HoldingNotFound, words: Words) -> list[Block]:
    back = button(Action.BRANDS_BACK, words("All brands"), Place(tab=HomeTab.BRANDS).value)
    return [section(BlockId.TEXT, refusal_words(refusal, words)), actions(BlockId.ACTIONS, back)]
