"""Asking the desk: the home's tab, the card in the operator's channel, and `/aaca help` with words."""

from collections.abc import Awaitable, Callable

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from aacabot.domain.errors import NeedsRole
from aacabot.domain.help import ASKED, Conversation, HelpKind
from aacabot.domain.people import Person
from aacabot.locales import N_, Words
from aacabot.services import conversations
from aacabot.services import help as desk
from aacabot.services.guided import welcome
from aacabot.services.hub import Hub
from aacabot.services.people import Reader
from aacabot.slack.ids import HomeTab
from aacabot.slack.ids.help import HelpActionId, HelpInputId
from aacabot.slack.views.help import ask_modal, read_modal, reply_modal
from aacabot.slack.views.help_notices import asked_reply
from aacabot.slack.views.home.help import desk_tab, help_tab
from aacabot.slack.views.home.places import Place
from aacabot.slack.views.message import Block, Message
from aacabot.slack.views.replies import help_reply
from handlers.cases import chosen
from handlers.clicks import Body, filled, metadata, pressed
from handlers.commands import Asked, Commands
from handlers.home import Home, Tab, place_of_home
from handlers.modals import open_modal

Do = Callable[[Reader, Words], Awaitable[None]]


def register(app: AsyncApp, home: Home, commands: Commands) -> None:
    """Add the tab and the word, and listen to the buttons and forms of conversations."""
    hub = home.clicks.hub

    async def show(reader: Reader, words: Words, place: Place) -> list[Block]:
        talks, total = await conversations.page(hub, reader.person, place.page)
        if reader.person.is_operator:
            return desk_tab(talks, place, conversations.PER_PAGE, total, words)
        known = await welcome(hub, reader.person)
        return help_tab(known.manager, known.steps, talks, place, conversations.PER_PAGE, total, words)

    home.add(Tab(tab=HomeTab.HELP, label=N_("Help"), offered=lambda person: True, show=show))

    async def ask(reader: Reader, words: Words, asked: Asked) -> Message | None:
        """`/aaca help` lists the commands; with words it asks the desk."""
        if not asked.rest:
            return help_reply(words)
        members = await desk.askable(hub, reader.person)
        if len(members) > 1:
            await open_modal(asked.client, asked.body, ask_modal(members, None, words, text=asked.rest))
            return None
        await desk.ask(hub, reader.person, None, HelpKind.QUESTION, asked.rest[: desk.MOST_TEXT])
        return asked_reply(words)

    commands.add("help", ask)
    _register_asking(app, home)
    _register_answering(app, home)


def _register_asking(app: AsyncApp, home: Home) -> None:
    hub = home.clicks.hub

    @app.action(HelpActionId.HELP_ASK)
    async def open_ask(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            members = await desk.askable(hub, reader.person)
            await open_modal(client, body, ask_modal(members, place_of_home(body).value, words))

        await home.act(HelpActionId.HELP_ASK, body, ack, client, work)

    @app.view(HelpActionId.HELP_ASK)
    async def ask(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            kind = chosen(HelpKind, filled(body, HelpInputId.KIND) or ASKED[0], HelpInputId.KIND)
            member_id, text = filled(body, HelpInputId.MEMBER), filled(body, HelpInputId.TEXT) or ""
            await desk.ask(hub, reader.person, member_id, kind, text)

        await home.submit(HelpActionId.HELP_ASK, body, ack, client, work, N_("The desk has your question."))


def _register_answering(app: AsyncApp, home: Home) -> None:
    hub = home.clicks.hub

    @app.action(HelpActionId.HELP_REPLY)
    async def open_reply(body: Body, ack: AsyncAck, respond: AsyncRespond, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            talk = await _readable(hub, reader.person, pressed(body))
            await open_modal(client, body, reply_modal(talk, _place(body), words))

        await _pressed(home, HelpActionId.HELP_REPLY, body, ack, respond, client, work)

    @app.view(HelpActionId.HELP_REPLY)
    async def reply(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            request_id = str(metadata(body).get("request", ""))
            await desk.say(hub, reader.person, request_id, filled(body, HelpInputId.REPLY) or "")

        await home.submit(HelpActionId.HELP_REPLY, body, ack, client, work, N_("Your message is sent."))

    @app.action(HelpActionId.HELP_READ)
    async def open_whole(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            talk = await _readable(hub, reader.person, pressed(body))
            await open_modal(client, body, read_modal(talk, words))

        await home.act(HelpActionId.HELP_READ, body, ack, client, work)

    @app.action(HelpActionId.HELP_CLOSE)
    async def close(body: Body, ack: AsyncAck, respond: AsyncRespond, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            await desk.close(hub, reader.person, pressed(body))

        await _pressed(home, HelpActionId.HELP_CLOSE, body, ack, respond, client, work)


async def _readable(hub: Hub, person: Person, request_id: str) -> Conversation:
    """A conversation the person takes part in. Raises NeedsRole, whether there is one or not."""
    talk = await conversations.read(hub, person, request_id)
    if talk is None:
        raise NeedsRole("answer_help", await desk.desk_name(hub))
    return talk


def _is_home(body: Body) -> bool:
    return (body.get("view") or {}).get("type") == "home"


def _place(body: Body) -> str | None:
    return place_of_home(body).value if _is_home(body) else None


async def _pressed(
    home: Home,
    action: str,
    body: Body,
    ack: AsyncAck,
    respond: AsyncRespond,
    client: AsyncWebClient,
    work: Do,
) -> None:
    """The same button stands in messages and in the home, which is shown anew."""
    if not _is_home(body):
        await home.clicks.answer(action, body, ack, respond, work)
        return

    async def in_home(reader: Reader, words: Words) -> Place:
        await work(reader, words)
        return place_of_home(body)

    await home.act(action, body, ack, client, in_home)
