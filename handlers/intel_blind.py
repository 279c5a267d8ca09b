"""`/aaca intel seller …`, and what the operator sees."""

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from aacabot.locales import Words
from aacabot.services.intel.blind import ask_blindly
from aacabot.services.people import Reader
from aacabot.slack.ids.intel import IntelActionId
from aacabot.slack.views.intel.blind import blind_reply
from aacabot.slack.views.intel.operator import operator_sees_modal
from aacabot.slack.views.message import Message
from handlers.clicks import Body
from handlers.commands import Asked
from handlers.home import Home
from handlers.intel_search import IntelWords
from handlers.modals import open_over


def register(app: AsyncApp, home: Home, after: IntelWords) -> None:
    """Answer the words, for who asked alone; listen to the button that says what the operator sees."""

    async def seller(reader: Reader, words: Words, asked: Asked) -> Message:
        return blind_reply(await ask_blindly(home.clicks.hub, reader.person, asked.rest), words)

    after.add("seller", seller)

    @app.action(IntelActionId.INTEL_OPERATOR_SEES)
    async def open_it(body: Body, ack: AsyncAck, respond: AsyncRespond, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            await open_over(client, body, operator_sees_modal(words))

        if body.get("view"):
            await home.act(IntelActionId.INTEL_OPERATOR_SEES, body, ack, client, work)
        else:
            await home.clicks.answer(IntelActionId.INTEL_OPERATOR_SEES, body, ack, respond, work)
