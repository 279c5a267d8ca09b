"""Making and withdrawing invite codes: `/aaca invite`, and the same by buttons of the home."""

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from aacabot.domain.connections import Room
from aacabot.domain.errors import FieldProblem, UnknownPerson
from aacabot.domain.invites import MadeInvite, serves_members
from aacabot.locales import Words
from aacabot.services import invites
from aacabot.services.connections import members_shown
from aacabot.services.invites import NewMember
from aacabot.services.people import Reader
from aacabot.slack.ids.joining import JoiningActionId, JoiningInputId
from aacabot.slack.views.forms import option
from aacabot.slack.views.home.places import Place
from aacabot.slack.views.inviting import code_modal, invite_modal
from aacabot.slack.views.message import Block
from aacabot.slack.views.texts import shown
from handlers.channels import require_writable
from handlers.clicks import Body, filled, identity, metadata, pressed, typed_in
from handlers.commands import Asked, Commands
from handlers.home import Home, place_of_home
from handlers.modals import open_modal

_NAME = 75


def register(app: AsyncApp, home: Home, commands: Commands) -> None:
    """Answer the word, the buttons, the search and the form."""
    clicks, hub = home.clicks, home.clicks.hub

    async def form(
        reader: Reader, words: Words, kept: dict[str, str], chosen: str, here: str | None
    ) -> Block:
        """The form the person may have; beforehand for the member `chosen`, to be posted in `here`."""
        person = reader.person
        invites.require_inviter(person, reader.home_name)
        if not serves_members(person):
            own, _ = await members_shown(hub, person)
            mine = [one for one in own if person.administers(one[0])]
            return invite_modal(words, kept, own=mine)
        with_channel = await invites.is_operators(hub, kept["team"])
        named = await invites.named(hub, person, chosen) if chosen else None
        here = here if with_channel and here and await invites.is_free(hub, kept["team"], here) else None
        return invite_modal(words, kept, chosen=named, with_channel=with_channel, here=here)

    async def by_word(reader: Reader, words: Words, asked: Asked) -> None:
        kept = {"team": str(asked.body.get("team_id") or reader.person.team_id)}
        here = str(asked.body.get("channel_id") or "")
        view = await form(reader, words, kept, "", here if here.startswith(("C", "G")) else None)
        await open_modal(asked.client, asked.body, view)

    commands.add("invite", by_word)

    @app.action(JoiningActionId.INVITE_MAKE)
    async def ask(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            team = str((body.get("team") or {}).get("id") or identity(body)[0])
            kept = {"team": team, "place": place_of_home(body).value}
            await open_modal(client, body, await form(reader, words, kept, pressed(body), None))

        await home.act(JoiningActionId.INVITE_MAKE, body, ack, client, work)

    @app.options(JoiningInputId.INVITE_MEMBER)
    async def suggest(body: Body, ack: AsyncAck) -> None:
        found: list[tuple[str, str]] = []
        try:
            reader = await clicks.reader(body)
            found = await invites.who_can_be_invited(hub, reader.person, typed_in(body))
        except UnknownPerson:
            pass  # nobody the hub knows, such as somebody removed since: there is nothing to offer
        await ack(options=[option(shown(name, _NAME) or "?", ident) for ident, name in found])

    @app.view(JoiningActionId.INVITE_MAKE)
    async def make(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> Block:
            made, room = await _make(reader, body, client)
            return code_modal(made, words, in_channel=room is not None)

        await home.submit(JoiningActionId.INVITE_MAKE, body, ack, client, work)

    async def _make(reader: Reader, body: Body, client: AsyncWebClient) -> tuple[MadeInvite, Room | None]:
        invites.require_inviter(reader.person, reader.home_name)
        room = _room(body)
        if room is not None:
            await require_writable(client, room.channel_id, JoiningInputId.INVITE_CHANNEL, closed=True)
        days = _days(body)
        member_id, new = filled(body, JoiningInputId.INVITE_MEMBER), _new_member(body)
        if (member_id is None) == (new is None):
            raise FieldProblem(JoiningInputId.INVITE_MEMBER, "one_or_new")
        if new is not None:
            return await invites.invite_new(hub, reader.person, new, days, room), room
        return await invites.invite(hub, reader.person, member_id or "", days, room), room

    @app.action(JoiningActionId.INVITE_WITHDRAW)
    async def withdraw(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> Place:
            await invites.withdraw(hub, reader.person, pressed(body))
            return place_of_home(body)

        await home.act(JoiningActionId.INVITE_WITHDRAW, body, ack, client, work)


def _room(body: Body) -> Room | None:
    channel = filled(body, JoiningInputId.INVITE_CHANNEL)
    return Room(team_id=str(metadata(body).get("team") or ""), channel_id=channel) if channel else None


def _days(body: Body) -> int:
    try:
        return int(filled(body, JoiningInputId.INVITE_DAYS) or "")
    except ValueError:
        raise FieldProblem(JoiningInputId.INVITE_DAYS, "unknown") from None


def _new_member(body: Body) -> NewMember | None:
    key, name = filled(body, JoiningInputId.INVITE_KEY), filled(body, JoiningInputId.INVITE_NAME)
    if key is None and name is None:
        return None
    return NewMember(key=key or "", name=name or "", region=filled(body, JoiningInputId.INVITE_REGION))
