"""`/aaca` and the look-up buttons: answers only the asker sees."""

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from aacabot.domain.untrusted import storable
from aacabot.locales import Words
from aacabot.services import lookup
from aacabot.services.people import Reader
from aacabot.slack.ids import COMMAND, ActionId
from aacabot.slack.views.lookups import case_reply
from aacabot.slack.views.message import Message
from aacabot.slack.views.queues import queue_reply
from aacabot.slack.views.replies import help_reply, unknown_reply
from handlers.clicks import Body, Clicks, pressed


def register(app: AsyncApp, clicks: Clicks) -> None:
    """Listen to the command, and to the button that looks a case up."""

    @app.command(COMMAND)
    async def command(body: Body, ack: AsyncAck, respond: AsyncRespond) -> None:
        word, _, rest = typed(body).partition(" ")

        async def work(reader: Reader, words: Words) -> Message:
            return await _reply(clicks, word.lower(), rest.strip(), reader, words)

        await clicks.answer(word.lower() if word.lower() in _WORDS else "unknown", body, ack, respond, work)

    @app.action(ActionId.CASE_HISTORY)
    async def look_up(body: Body, ack: AsyncAck, respond: AsyncRespond) -> None:
        async def work(reader: Reader, words: Words) -> Message:
            return _found(await lookup.open_case(clicks.hub, reader.person, pressed(body)), words)

        await clicks.answer(ActionId.CASE_HISTORY, body, ack, respond, work)


def typed(body: Body) -> str:
    """What follows the command, as it was typed: Slack sends three characters escaped.

    docs.slack.dev/messaging/formatting-message-text, "Escaping text".
    """
    text = storable(str(body.get("text") or ""))
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").strip()


_WORDS = ("case", "queue", "help", "")


async def _reply(clicks: Clicks, word: str, rest: str, reader: Reader, words: Words) -> Message:
    if word == "case" and rest:
        return _found(await lookup.find_case(clicks.hub, reader.person, rest), words)
    if word in {"queue", "case"}:
        waiting, total = await lookup.queue(clicks.hub, reader.person)
        return queue_reply(waiting, words, total=total)
    if word in {"help", ""}:
        return help_reply(words)
    return unknown_reply(word, words)


def _found(found: lookup.FoundCase, words: Words) -> Message:
    return case_reply(found.alert, found.history, words, card_url=found.card_url)
