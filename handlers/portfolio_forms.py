"""Forms of the Brands tab: each is opened as things stand, and checked again when it is sent."""

from collections.abc import Awaitable, Callable

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from aacabot.domain.portfolio import MarkShown, RightShown, Section, SellerShown
from aacabot.locales import N_, Words
from aacabot.services import portfolio
from aacabot.services.hub import Hub
from aacabot.services.people import Reader
from aacabot.slack.ids import HomeTab
from aacabot.slack.ids.portfolio import PortfolioActionId as Action
from aacabot.slack.ids.portfolio import PortfolioInputId as Input
from aacabot.slack.views.home.brand import place_of
from aacabot.slack.views.home.places import Place
from aacabot.slack.views.message import Block
from aacabot.slack.views.portfolio import brand_modal, mark_modal, right_modal, seller_modal
from handlers.clicks import Body, filled, metadata, pressed
from handlers.home import Home, place_of_home, place_of_view
from handlers.modals import open_modal

Form = Callable[[Hub, Reader, Words, Body], Awaitable[Block]]
Send = Callable[[Hub, Reader, Body], Awaitable[Place | None]]
SAVED = N_("Saved.")
LIST = Place(tab=HomeTab.BRANDS)


def register_forms(app: AsyncApp, home: Home) -> None:
    """Listen to every button that opens a form, and to every form that is sent."""
    for action, form, send in (
        (Action.BRAND_ADD, new_brand, add_brand),
        (Action.BRAND_CHANGE, brand, change_brand),
        (Action.MARK_ADD, new_mark, add_mark),
        (Action.MARK_CHANGE, mark, change_mark),
        (Action.RIGHT_ADD, new_right, add_right),
        (Action.RIGHT_CHANGE, right, change_right),
        (Action.SELLER_ADD, new_seller, add_seller),
        (Action.SELLER_CHANGE, seller, withdraw_seller),
    ):
        _register(app, home, action, form, send)


def _register(app: AsyncApp, home: Home, action: Action, form: Form, send: Send) -> None:
    hub = home.clicks.hub

    @app.action(action)
    async def opened(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            await open_modal(client, body, await form(hub, reader, words, body))

        await home.act(action, body, ack, client, work)

    @app.view(action)
    async def sent(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        places: list[Place | None] = []

        async def work(reader: Reader, words: Words) -> None:
            places.append(await send(hub, reader, body))

        async def then(reader: Reader, words: Words) -> None:
            await home.show(client, body, places[0] or place_of_view(body), words(SAVED))

        await home.clicks.submit(action, body, ack, work, then)


async def new_brand(hub: Hub, reader: Reader, words: Words, body: Body) -> Block:
    members = await portfolio.members_to_add_for(hub, reader.person)
    chosen = [each for each in members if each[0] == pressed(body)]
    return brand_modal(LIST, words, members=chosen or members)


async def add_brand(hub: Hub, reader: Reader, body: Body) -> Place:
    member_id = filled(body, Input.BRAND_MEMBER) or kept(body, "member")
    return place_of(await portfolio.add_brand(hub, reader.person, member_id, _brand_asked(body)))


async def brand(hub: Hub, reader: Reader, words: Words, body: Body) -> Block:
    form = await portfolio.brand_to_change(hub, reader.person, pressed(body))
    place = _place(body, form.id, Section.MARKS)
    return brand_modal(place, words, brand_id=form.id, name=form.name, category=form.category)


async def change_brand(hub: Hub, reader: Reader, body: Body) -> Place | None:
    withdraw = _withdrawn(body)
    await portfolio.change_brand(
        hub, reader.person, kept(body, "brand"), _brand_asked(body), withdraw=withdraw
    )
    return LIST if withdraw else None


def _brand_asked(body: Body) -> portfolio.BrandAsked:
    return portfolio.BrandAsked(
        name=filled(body, Input.BRAND_NAME) or "", category=filled(body, Input.BRAND_CATEGORY)
    )


async def new_mark(hub: Hub, reader: Reader, words: Words, body: Body) -> Block:
    form = await portfolio.brand_to_change(hub, reader.person, pressed(body))
    return mark_modal(_place(body, form.id, Section.MARKS), words, brand=form.name, brand_id=form.id)


async def add_mark(hub: Hub, reader: Reader, body: Body) -> None:
    await portfolio.add_mark(hub, reader.person, kept(body, "brand"), _mark_asked(body))


async def mark(hub: Hub, reader: Reader, words: Words, body: Body) -> Block:
    form = await portfolio.mark_to_change(hub, reader.person, pressed(body))
    known = form.holding if isinstance(form.holding, MarkShown) else None
    place = _place(body, form.brand.id, Section.MARKS)
    return mark_modal(place, words, brand=form.brand.name, brand_id=form.brand.id, mark=known)


async def change_mark(hub: Hub, reader: Reader, body: Body) -> None:
    asked = _mark_asked(body)
    await portfolio.change_mark(hub, reader.person, kept(body, "mark"), asked, withdraw=_withdrawn(body))


def _mark_asked(body: Body) -> portfolio.MarkAsked:
    """Where a form had no room for the spellings, they stay."""
    asked = Input.MARK_SPELLINGS in body["view"]["state"]["values"]
    return portfolio.MarkAsked(
        text=filled(body, Input.MARK_TEXT) or "",
        spellings=(filled(body, Input.MARK_SPELLINGS) or "") if asked else None,
        common=filled(body, Input.MARK_COMMON) is not None,
    )


async def new_right(hub: Hub, reader: Reader, words: Words, body: Body) -> Block:
    form = await portfolio.brand_to_change(hub, reader.person, pressed(body))
    return right_modal(_place(body, form.id, Section.RIGHTS), words, brand=form.name, brand_id=form.id)


async def add_right(hub: Hub, reader: Reader, body: Body) -> None:
    await portfolio.add_right(hub, reader.person, kept(body, "brand"), _right_asked(body))


async def right(hub: Hub, reader: Reader, words: Words, body: Body) -> Block:
    form = await portfolio.right_to_change(hub, reader.person, pressed(body))
    known = form.holding if isinstance(form.holding, RightShown) else None
    place = _place(body, form.brand.id, Section.RIGHTS)
    return right_modal(place, words, brand=form.brand.name, brand_id=form.brand.id, right=known)


async def change_right(hub: Hub, reader: Reader, body: Body) -> None:
    asked = _right_asked(body)
    await portfolio.change_right(hub, reader.person, kept(body, "right"), asked, withdraw=_withdrawn(body))


def _right_asked(body: Body) -> portfolio.RightAsked:
    return portfolio.RightAsked(
        kind=filled(body, Input.RIGHT_KIND) or "",
        office=filled(body, Input.RIGHT_OFFICE) or "",
        number=filled(body, Input.RIGHT_NUMBER) or "",
        classes=filled(body, Input.RIGHT_CLASSES) or "",
        territories=filled(body, Input.RIGHT_TERRITORIES) or "",
        expires=filled(body, Input.RIGHT_EXPIRES),
    )


async def new_seller(hub: Hub, reader: Reader, words: Words, body: Body) -> Block:
    form = await portfolio.brand_to_change(hub, reader.person, pressed(body))
    markets = await portfolio.marketplaces(hub, reader.person)
    place = _place(body, form.id, Section.SELLERS)
    return seller_modal(place, words, brand=form.name, brand_id=form.id, marketplaces=markets)


async def add_seller(hub: Hub, reader: Reader, body: Body) -> None:
    asked = portfolio.SellerAsked(
        marketplace=filled(body, Input.SELLER_MARKETPLACE) or "",
        seller_id=filled(body, Input.SELLER_ID) or "",
    )
    await portfolio.add_seller(hub, reader.person, kept(body, "brand"), asked)


async def seller(hub: Hub, reader: Reader, words: Words, body: Body) -> Block:
    form = await portfolio.seller_to_change(hub, reader.person, pressed(body))
    known = form.holding if isinstance(form.holding, SellerShown) else None
    place = _place(body, form.brand.id, Section.SELLERS)
    return seller_modal(place, words, brand=form.brand.name, brand_id=form.brand.id, seller=known)


async def withdraw_seller(hub: Hub, reader: Reader, body: Body) -> None:
    if _withdrawn(body):
        await portfolio.withdraw_seller(hub, reader.person, kept(body, "seller"))


def _place(body: Body, brand_id: str, part: Section) -> Place:
    """Where the home is; a button in a message leads to the brand in the home."""
    place = place_of_home(body)
    return place if body.get("view") and place.tab is HomeTab.BRANDS else place_of(brand_id, part)


def _withdrawn(body: Body) -> bool:
    return filled(body, Input.WITHDRAW) is not None


def kept(body: Body, name: str) -> str:
    """What the form was opened for: an id, to be checked like anything from outside."""
    return str(metadata(body).get(name, ""))
