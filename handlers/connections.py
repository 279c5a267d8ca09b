"""The home's tab of connections, and the forms that change a member; the same forms from a channel's card."""

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from aacabot.domain.connections import Connections, Cover, Preferences, Room, SetUp
from aacabot.domain.errors import FieldProblem, UnknownPerson
from aacabot.domain.invites import serves_members
from aacabot.domain.people import Person
from aacabot.domain.zones import zones_like
from aacabot.locales import N_, Words
from aacabot.services import connections, setting_up
from aacabot.services.invites import is_operators
from aacabot.services.people import Reader
from aacabot.slack.ids import HomeTab
from aacabot.slack.ids.joining import JoiningActionId, JoiningInputId
from aacabot.slack.limits import OPTIONS
from aacabot.slack.views.forms import option
from aacabot.slack.views.home.connections import connections_tab, members_list
from aacabot.slack.views.home.places import Place, place_from
from aacabot.slack.views.message import Block
from aacabot.slack.views.setting_up import brand_channel_modal, preferences_modal, set_up_modal
from aacabot.slack.views.texts import shown
from handlers.channels import require_writable
from handlers.clicks import Body, filled, identity, metadata, pressed, typed_in
from handlers.home import Home, Tab, place_of_home, searched
from handlers.joining import place_pressed
from handlers.modals import open_modal

_NAME = 75


def register(app: AsyncApp, home: Home) -> None:
    """Add the tab, and listen to its buttons, searches and forms."""
    _add_tab(app, home)
    _listen_to_set_up(app, home)
    _listen_to_preferences(app, home)
    _listen_to_brand_channels(app, home)


def _add_tab(app: AsyncApp, home: Home) -> None:
    hub = home.clicks.hub

    async def show(reader: Reader, words: Words, place: Place) -> list[Block]:
        person = reader.person
        member_id = place.of or _only_member(person)
        if member_id is None:
            found, total = await connections.members_shown(hub, person, place.words, place.page)
            invites = serves_members(person)
            return members_list(found, place, connections.MEMBERS_PER_PAGE, total, words, invites=invites)
        member = await connections.connections_of(hub, person, member_id, place.page)
        return connections_tab(member, place, connections.BRANDS_PER_PAGE, words)

    home.add(Tab(tab=HomeTab.CONNECTIONS, label=N_("Connections"), offered=_is_connected, show=show))

    @app.action(JoiningActionId.CONNECTIONS_OF)
    async def one(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> Place:
            return place_from(pressed(body), HomeTab.CONNECTIONS)

        await home.act(JoiningActionId.CONNECTIONS_OF, body, ack, client, work)

    @app.action(JoiningInputId.CONNECTIONS_SEARCH)
    async def search(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> Place:
            return searched(body)

        await home.act(JoiningInputId.CONNECTIONS_SEARCH, body, ack, client, work)


def _is_connected(person: Person) -> bool:
    return person.is_operator or bool(person.member_ids)


def _only_member(person: Person) -> str | None:
    """The member whose connections the reader reads; None where they choose among several."""
    several = connections.reads_several(person)
    return None if several else next(iter(person.member_ids), None)


def _listen_to_set_up(app: AsyncApp, home: Home) -> None:
    hub = home.clicks.hub

    @app.action(JoiningActionId.SET_UP)
    async def ask(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            member = await to_edit(home, reader, pressed(body))
            kept = kept_from(body)
            view = set_up_modal(
                member, kept, words, here=kept.get("channel"), with_picker=_is_inside(body, kept)
            )
            await open_modal(client, body, view)

        await home.act(JoiningActionId.SET_UP, body, ack, client, work)

    @app.options(JoiningInputId.TIME_ZONE)
    async def suggest(body: Body, ack: AsyncAck) -> None:
        zones = zones_like(typed_in(body), OPTIONS)
        await ack(options=[option(zone, zone) for zone in zones])

    @app.view(JoiningActionId.SET_UP)
    async def save(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            member = await to_edit(home, reader, str(metadata(body).get("member") or ""))
            room = _chosen_room(body, member)
            if room is not None:
                await _require_writable(home, client, room, JoiningInputId.ALERT_CHANNEL)
            chosen = SetUp(
                room=room,
                timezone=filled(body, JoiningInputId.TIME_ZONE) or "",
                locale=filled(body, JoiningInputId.LANGUAGE) or "",
                digest_hour=_hour(body),
            )
            await setting_up.set_up(hub, reader.person, member.member_id, chosen)

        await home.submit(JoiningActionId.SET_UP, body, ack, client, work, N_("Saved."))


def _listen_to_preferences(app: AsyncApp, home: Home) -> None:
    @app.action(JoiningActionId.PREFERENCES)
    async def ask(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            member = await to_edit(home, reader, pressed(body))
            await open_modal(client, body, preferences_modal(member, kept_from(body), words))

        await home.act(JoiningActionId.PREFERENCES, body, ack, client, work)

    @app.view(JoiningActionId.PREFERENCES)
    async def save(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            member = await to_edit(home, reader, str(metadata(body).get("member") or ""))
            counted = filled(body, JoiningInputId.SHARES_ENCOUNTERS)
            chosen = Preferences(
                guided=filled(body, JoiningInputId.GUIDED) == "on",
                cover=_cover(body),
                shares_encounters=counted == "on" if counted else None,
            )
            await setting_up.prefer(home.clicks.hub, reader.person, member.member_id, chosen)

        await home.submit(JoiningActionId.PREFERENCES, body, ack, client, work, N_("Saved."))


def _listen_to_brand_channels(app: AsyncApp, home: Home) -> None:
    hub = home.clicks.hub

    @app.action(JoiningActionId.BRAND_CHANNEL)
    async def ask(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            member = await to_edit(home, reader, pressed(body))
            await open_modal(client, body, brand_channel_modal(member, kept_from(body), words))

        await home.act(JoiningActionId.BRAND_CHANNEL, body, ack, client, work)

    @app.options(JoiningInputId.CHANNEL_BRAND)
    async def suggest(body: Body, ack: AsyncAck) -> None:
        found: list[tuple[str, str]] = []
        try:
            reader = await home.clicks.reader(body)
            member_id, typed = str(metadata(body).get("member") or ""), typed_in(body)
            found = await connections.brands_to_choose(hub, reader.person, member_id, typed)
        except UnknownPerson:
            pass  # nobody the hub knows, such as somebody removed since: there is nothing to offer
        await ack(options=[option(shown(name, _NAME) or "?", ident) for ident, name in found])

    @app.view(JoiningActionId.BRAND_CHANNEL)
    async def save(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            kept = metadata(body)
            member = await to_edit(home, reader, str(kept.get("member") or ""))
            channel = filled(body, JoiningInputId.OWN_CHANNEL)
            room = Room(team_id=str(kept.get("team") or ""), channel_id=channel) if channel else None
            if room is not None:
                await _require_writable(home, client, room, JoiningInputId.OWN_CHANNEL)
            brand_id = filled(body, JoiningInputId.CHANNEL_BRAND) or ""
            await setting_up.choose_brand_room(hub, reader.person, member.member_id, brand_id, room)

        await home.submit(JoiningActionId.BRAND_CHANNEL, body, ack, client, work, N_("Saved."))


async def to_edit(home: Home, reader: Reader, member_id: str) -> Connections:
    """The member, for somebody who may change it. Raises NeedsRole."""
    await connections.require_admin(home.clicks.hub, reader.person, member_id)
    return await connections.connections_of(home.clicks.hub, reader.person, member_id)


async def _require_writable(home: Home, client: AsyncWebClient, room: Room, field: str) -> None:
    """In the operator's workspace only closed channels: its people are not the member's."""
    closed = await is_operators(home.clicks.hub, room.team_id)
    await require_writable(client, room.channel_id, field, closed=closed)


def kept_from(body: Body) -> dict[str, str]:
    """Where the form was opened, for what follows it."""
    kept = place_pressed(body)
    return kept if "channel" in kept else {**kept, "place": place_of_home(body).value}


def _is_inside(body: Body, kept: dict[str, str]) -> bool:
    """Whether the person is of the workspace the app answers in: only then its pickers show its channels."""
    return identity(body)[0] == kept.get("team")


def _chosen_room(body: Body, member: Connections) -> Room | None:
    """The channel that was chosen; None where it is the one there is, and nothing is wrong with it."""
    kept, chosen = metadata(body), filled(body, JoiningInputId.ALERT_CHANNEL)
    if chosen is None or (chosen == member.channel_id and not member.channel_problem):
        return None
    if not _is_inside(body, kept) and chosen not in (kept.get("channel"), member.channel_id):
        raise FieldProblem(JoiningInputId.ALERT_CHANNEL, "unknown")
    return Room(team_id=str(kept.get("team") or ""), channel_id=chosen)


def _hour(body: Body) -> int:
    try:
        return int(filled(body, JoiningInputId.DIGEST_HOUR) or "")
    except ValueError:
        raise FieldProblem(JoiningInputId.DIGEST_HOUR, "unknown") from None


def _cover(body: Body) -> Cover:
    try:
        return Cover(filled(body, JoiningInputId.COVER) or "")
    except ValueError:
        raise FieldProblem(JoiningInputId.COVER, "unknown") from None
