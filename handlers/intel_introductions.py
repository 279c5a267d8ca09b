"""Asking the alliance from a card, an item or a blind question, and answering it."""

from collections.abc import Awaitable, Callable

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from aacabot.domain.intel.introductions import Wished
from aacabot.domain.people import Person
from aacabot.locales import Words
from aacabot.services.hub import Hub
from aacabot.services.intel import introductions
from aacabot.services.intel.blind import ask_about_question
from aacabot.services.people import Reader
from aacabot.slack.ids.intel import IntelActionId
from aacabot.slack.views.intel.introductions import answered_reply, wished_reply, wished_said
from aacabot.slack.views.message import Message
from aacabot.slack.views.notices import notice
from handlers.clicks import Body, pressed
from handlers.home import Home
from handlers.modals import open_over

Ask = Callable[[Hub, Person, str], Awaitable[Wished]]
_ASKING: dict[IntelActionId, Ask] = {
    IntelActionId.INTEL_ASK: introductions.ask_about_case,
    IntelActionId.INTEL_ASK_ITEM: introductions.ask_about_item,
    IntelActionId.INTEL_ASK_BLIND: ask_about_question,
}


def register(app: AsyncApp, home: Home) -> None:
    """Listen to the three ways of asking, and to both answers."""
    for action, ask in _ASKING.items():
        _listen_to_asking(app, home, action, ask)
    for action, agrees in ((IntelActionId.INTEL_AGREE, True), (IntelActionId.INTEL_REFUSE, False)):
        _listen_to_answers(app, home, action, agrees=agrees)


def _listen_to_asking(app: AsyncApp, home: Home, action: IntelActionId, ask: Ask) -> None:
    hub = home.clicks.hub

    @app.action(action)
    async def asked(body: Body, ack: AsyncAck, respond: AsyncRespond, client: AsyncWebClient) -> None:
        async def in_place(reader: Reader, words: Words) -> Message:
            return wished_reply(await ask(hub, reader.person, pressed(body)), words)

        async def over(reader: Reader, words: Words) -> None:
            said = wished_said(await ask(hub, reader.person, pressed(body)), words)
            await open_over(client, body, notice(action, words("Asked"), [said], words))

        if body.get("view"):
            await home.act(action, body, ack, client, over)
        else:
            await home.clicks.answer(action, body, ack, respond, in_place)
        # Apart from the wish, and after its answer: that takes as long whether or not anybody is asked.
        await home.clicks.follow(introductions.put_to_holders(hub))


def _listen_to_answers(app: AsyncApp, home: Home, action: IntelActionId, *, agrees: bool) -> None:
    @app.action(action)
    async def answer(body: Body, ack: AsyncAck, respond: AsyncRespond) -> None:
        async def work(reader: Reader, words: Words) -> Message:
            person, ident = reader.person, pressed(body)
            done = await introductions.answer(home.clicks.hub, person, ident, agrees=agrees)
            return answered_reply(done, words)

        await home.clicks.answer(action, body, ack, respond, work)
