"""Looking cases up: `/aaca case`, `/aaca queue`, and the button that does the same."""

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from aacabot.locales import Words
from aacabot.services import lookup
from aacabot.services.people import Reader
from aacabot.slack.ids import ActionId
from aacabot.slack.views.lookups import case_reply
from aacabot.slack.views.message import Message
from aacabot.slack.views.queues import queue_reply
from handlers.clicks import Body, Clicks, pressed
from handlers.commands import Asked, Commands


def register(app: AsyncApp, clicks: Clicks, commands: Commands) -> None:
    """Answer the two words, and the button that looks a case up."""

    async def case(reader: Reader, words: Words, asked: Asked) -> Message:
        if not asked.rest:
            return await queue(reader, words, asked)
        return _found(await lookup.find_case(clicks.hub, reader.person, asked.rest), words)

    async def queue(reader: Reader, words: Words, asked: Asked) -> Message:
        waiting, total = await lookup.queue(clicks.hub, reader.person)
        return queue_reply(waiting, words, total=total)

    commands.add("case", case)
    commands.add("queue", queue)

    @app.action(ActionId.CASE_HISTORY)
    async def look_up(body: Body, ack: AsyncAck, respond: AsyncRespond) -> None:
        async def work(reader: Reader, words: Words) -> Message:
            return _found(await lookup.open_case(clicks.hub, reader.person, pressed(body)), words)

        await clicks.answer(ActionId.CASE_HISTORY, body, ack, respond, work)


def _found(found: lookup.FoundCase, words: Words) -> Message:
    return case_reply(found.alert, found.history, words, card_url=found.card_url)
