"""`/aaca` and its words: each part adds its own; what a word answers, only the asker sees."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from aacabot.domain.untrusted import storable
from aacabot.locales import Words
from aacabot.services.people import Reader
from aacabot.slack.ids import COMMAND
from aacabot.slack.views.message import Message
from aacabot.slack.views.replies import help_reply, unknown_reply
from handlers.clicks import Body, Clicks


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One use of the command: what follows its word, and Slack's own payload and client."""

    rest: str
    body: Body
    client: AsyncWebClient


Answer = Callable[[Reader, Words, Asked], Awaitable[Message | None]]


@dataclass
class Commands:
    """The words after `/aaca`, by name."""

    clicks: Clicks
    words: dict[str, Answer] = field(default_factory=dict)

    def add(self, word: str, answer: Answer) -> None:
        self.words[word] = answer

    async def answer(self, word: str, reader: Reader, words: Words, asked: Asked) -> Message | None:
        """What a word answers; help without one, and a list of the known ones for a word nobody knows."""
        known = self.words.get(word)
        if known is not None:
            return await known(reader, words, asked)
        return help_reply(words) if word in {"help", ""} else unknown_reply(word, words)


def register(app: AsyncApp, commands: Commands) -> None:
    """Listen to the command."""

    @app.command(COMMAND)
    async def command(body: Body, ack: AsyncAck, respond: AsyncRespond, client: AsyncWebClient) -> None:
        word, _, rest = typed(body).partition(" ")
        word = word.lower()

        async def work(reader: Reader, words: Words) -> Message | None:
            asked = Asked(rest=rest.strip(), body=body, client=client)
            return await commands.answer(word, reader, words, asked)

        known = word if word in {*commands.words, "help", ""} else "unknown"
        await commands.clicks.answer(known, body, ack, respond, work)


def typed(body: Body) -> str:
    """What follows the command, as it was typed: Slack sends three characters escaped.

    docs.slack.dev/messaging/formatting-message-text, "Escaping text".
    """
    text = storable(str(body.get("text") or ""))
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").strip()
