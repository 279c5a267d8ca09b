"""The home's people tab: who belongs here, what they may do, and changing both."""

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from aacabot.domain.errors import NoSuchColleague, Refusal
from aacabot.domain.membership import house_of, manages_people
from aacabot.domain.untrusted import storable
from aacabot.locales import N_, Words
from aacabot.logs import log
from aacabot.services import membership, roster
from aacabot.services.deactivation import deactivate
from aacabot.services.people import Reader
from aacabot.slack.ids import HomeTab
from aacabot.slack.ids.people import PeopleActionId, PeopleInputId
from aacabot.slack.views.home.agencies import agencies_tab, agency_tab
from aacabot.slack.views.home.people import AGENCIES, people_tab, person_tab
from aacabot.slack.views.home.places import Place, place_from
from aacabot.slack.views.message import Block
from aacabot.slack.views.people_modals import (
    add_person_modal,
    appoint_admin_modal,
    brand_options,
    give_role_modal,
)
from handlers.clicks import Body, Clicks, filled, filled_all, metadata, pressed
from handlers.home import Home, Tab, place_of_home, searched
from handlers.member_choices import offer_members
from handlers.modals import open_modal
from handlers.newcomers import newcomer

EVERYBODY = Place(tab=HomeTab.PEOPLE)


def register(app: AsyncApp, home: Home) -> None:
    """Add the tab for whoever manages people, and listen to its buttons, menus and modals."""

    async def show(reader: Reader, words: Words, place: Place) -> list[Block]:
        try:
            return await _there(home, reader, words, place)
        except NoSuchColleague:  # removed meanwhile, by somebody else or on another device
            return await _there(home, reader, words, EVERYBODY)

    home.add(Tab(tab=HomeTab.PEOPLE, label=N_("People"), offered=manages_people, show=show))
    _listen_to_ways(app, home)
    _listen_to_adding(app, home)
    _listen_to_roles(app, home)
    offer_members(app, home.clicks, PeopleInputId.MEMBER)
    _offer_brands(app, home.clicks)

    @app.event("user_change")
    async def changed(body: Body) -> None:
        user = body["event"]["user"]
        if user.get("deleted"):
            await deactivate(home.clicks.hub, str(user.get("team_id") or body["team_id"]), str(user["id"]))


async def _there(home: Home, reader: Reader, words: Words, place: Place) -> list[Block]:
    """What stands at a place of the tab: everybody, one person, the agencies, or one of them."""
    hub, person = home.clicks.hub, reader.person
    kind, _, agency_id = place.of.partition(":")
    if kind == AGENCIES and agency_id:
        one = await roster.agency_page(hub, person, agency_id, place.page)
        return agency_tab(one, place, roster.ROLES_A_PAGE, words)
    if kind == AGENCIES:
        lines, total = await roster.agency_lines(hub, person, place.page)
        return agencies_tab(lines, place, roster.PEOPLE_A_PAGE, total, words)
    if place.of:
        found = await roster.person_page(hub, person, place.of, place.page)
        return person_tab(found, place, roster.ROLES_A_PAGE, words)
    everybody = await roster.roster(hub, person, place.words, place.page)
    return people_tab(everybody, place, roster.PEOPLE_A_PAGE, words)


def _listen_to_ways(app: AsyncApp, home: Home) -> None:
    @app.action(PeopleActionId.PEOPLE_SHOW)
    async def go(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> Place:
            return place_from(pressed(body), HomeTab.PEOPLE)

        await home.act(PeopleActionId.PEOPLE_SHOW, body, ack, client, work)

    @app.action(PeopleInputId.PEOPLE_SEARCH)
    async def search(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> Place:
            return searched(body)

        await home.act(PeopleInputId.PEOPLE_SEARCH, body, ack, client, work)


def _listen_to_adding(app: AsyncApp, home: Home) -> None:
    hub = home.clicks.hub

    @app.action(PeopleActionId.PERSON_ADD)
    async def open_add(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            house, place = house_of(reader.person), place_of_home(body)
            by_brand = house.member_id is not None
            await open_modal(client, body, add_person_modal(house.grantable, place, words, by_brand=by_brand))

        await home.act(PeopleActionId.PERSON_ADD, body, ack, client, work)

    @app.view(PeopleActionId.PERSON_ADD)
    async def add(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            house_of(reader.person)
            one = await newcomer(client, filled(body, PeopleInputId.PERSON) or "")
            role = filled(body, PeopleInputId.ROLE) or ""
            brands = filled_all(body, PeopleInputId.BRAND)
            await membership.add_person(hub, reader.person, one, role, brands)

        said = N_("Added, and told in a direct message.")
        await home.submit(PeopleActionId.PERSON_ADD, body, ack, client, work, said)

    @app.action(PeopleActionId.ADMIN_APPOINT)
    async def open_appoint(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            house_of(reader.person)
            await open_modal(client, body, appoint_admin_modal(place_of_home(body), words))

        await home.act(PeopleActionId.ADMIN_APPOINT, body, ack, client, work)

    @app.view(PeopleActionId.ADMIN_APPOINT)
    async def appoint(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            one = await newcomer(client, filled(body, PeopleInputId.PERSON) or "")
            member_id = filled(body, PeopleInputId.MEMBER) or ""
            await membership.appoint_admin(hub, reader.person, member_id, one)

        said = N_("Appointed, and told in a direct message.")
        await home.submit(PeopleActionId.ADMIN_APPOINT, body, ack, client, work, said)

    @app.action(PeopleActionId.PERSON_REMOVE)
    async def remove(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> Place:
            await membership.remove_person(hub, reader.person, pressed(body))
            return EVERYBODY

        await home.act(PeopleActionId.PERSON_REMOVE, body, ack, client, work)


def _listen_to_roles(app: AsyncApp, home: Home) -> None:
    hub = home.clicks.hub

    @app.action(PeopleActionId.ROLE_GIVE)
    async def open_give(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            one = await roster.person_page(hub, reader.person, pressed(body), 1)
            house, place = house_of(reader.person), place_of_home(body)
            view = give_role_modal(
                one.person_id, one.name, house.grantable, place, words, by_brand=house.member_id is not None
            )
            await open_modal(client, body, view)

        await home.act(PeopleActionId.ROLE_GIVE, body, ack, client, work)

    @app.view(PeopleActionId.ROLE_GIVE)
    async def give(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            person_id, role = str(metadata(body).get("person", "")), filled(body, PeopleInputId.ROLE) or ""
            brands = filled_all(body, PeopleInputId.BRAND)
            await membership.give_role(hub, reader.person, person_id, role, brands)

        await home.submit(PeopleActionId.ROLE_GIVE, body, ack, client, work)

    @app.action(PeopleActionId.ROLE_TAKE)
    async def take(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> Place:
            await membership.take_role(hub, reader.person, pressed(body))
            return place_of_home(body)

        await home.act(PeopleActionId.ROLE_TAKE, body, ack, client, work)


def _offer_brands(app: AsyncApp, clicks: Clicks) -> None:
    @app.options(PeopleInputId.BRAND)
    async def offer(body: Body, ack: AsyncAck) -> None:
        await ack(options=await _brands(clicks, body))


async def _brands(clicks: Clicks, body: Body) -> list[Block]:
    """The brands of whoever manages people, as they type; nothing for others."""
    typed = storable(str(body.get("value") or ""))[:100]
    try:
        reader = await clicks.reader(body)
        return brand_options(await roster.brands_to_choose(clicks.hub, reader.person, typed))
    except Refusal as refusal:
        log(__name__).info("refused", why=type(refusal).__name__)
    except Exception:  # noqa: BLE001 - Slack shows an empty list; the log says why
        log(__name__).exception("brands not offered")
    return []
