"""Searching what is shared: `/aaca intel`, the Search list of the Intel tab, and saved searches."""

from dataclasses import dataclass, field, replace

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from aacabot.domain.errors import Refusal
from aacabot.domain.intel.follows import Saving
from aacabot.domain.intel.found import Found
from aacabot.locales import Words
from aacabot.services.hub import Hub
from aacabot.services.intel.saved_searches import remove_search, save_search, saved_searches
from aacabot.services.intel.search import search
from aacabot.services.people import Reader
from aacabot.slack.ids import BlockId, HomeTab
from aacabot.slack.ids.intel import IntelActionId, IntelInputId
from aacabot.slack.views.blocks import section
from aacabot.slack.views.home.places import Place, place_from
from aacabot.slack.views.intel.search import (
    KEY,
    removed_reply,
    saving_reply,
    saving_said,
    search_list,
    search_reply,
)
from aacabot.slack.views.message import Block, Message
from aacabot.slack.views.notices import notice_modal
from aacabot.slack.views.refusals import refusal_words
from handlers.clicks import Body, chosen_now, pressed
from handlers.commands import Answer, Asked, Commands
from handlers.home import Home, Show, place_of_home
from handlers.intel_home import IntelList, IntelTab
from handlers.modals import open_modal

_A = IntelActionId


@dataclass
class IntelWords:
    """What follows `/aaca intel`: words that parts add, such as `seller`; everything else is searched for."""

    hub: Hub
    words: dict[str, Answer] = field(default_factory=dict)

    def add(self, word: str, answer: Answer) -> None:
        """Let a part answer `/aaca intel <word> …`; a word alone is searched for."""
        self.words[word] = answer

    async def answer(self, reader: Reader, words: Words, asked: Asked) -> Message | None:
        word, _, rest = asked.rest.partition(" ")
        known = self.words.get(word.lower())
        if known is not None and rest.strip():
            return await known(reader, words, replace(asked, rest=rest.strip()))
        return await _reply(self.hub, reader, asked.rest, 1, words)


def register(app: AsyncApp, home: Home, commands: Commands, tab: IntelTab) -> IntelWords:
    """Add the word and the list, and listen to their buttons."""
    hub = home.clicks.hub
    after = IntelWords(hub)
    commands.add("intel", after.answer)
    tab.add(IntelList(key=KEY, action=_A.INTEL_SEARCHES, show=_shown_in(hub)))
    _listen_in_messages(app, home)
    _listen_in_home(app, home)
    _listen_to_saving(app, home)
    return after


async def _reply(hub: Hub, reader: Reader, asked: str, page: int, words: Words) -> Message:
    found = await search(hub, reader.person, asked, page)
    return search_reply(found, await saved_searches(hub, reader.person), words)


def _shown_in(hub: Hub) -> Show:
    async def show(reader: Reader, words: Words, place: Place) -> list[Block]:
        found: Found | None = None
        try:
            if place.words:
                found = await search(hub, reader.person, place.words, place.page)
        except Refusal as refusal:
            return [section(BlockId.TEXT, refusal_words(refusal, words))]
        return search_list(found, await saved_searches(hub, reader.person), place, words)

    return show


def _listen_in_messages(app: AsyncApp, home: Home) -> None:
    """Turning pages in the message only the asker sees: it is shown anew in its place."""

    async def turn(body: Body, ack: AsyncAck, respond: AsyncRespond) -> None:
        async def work(reader: Reader, words: Words) -> None:
            place = place_from(pressed(body), HomeTab.INTEL)
            found = await _reply(home.clicks.hub, reader, place.also, place.page, words)
            await respond(
                text=found.text, blocks=found.blocks, response_type="ephemeral", replace_original=True
            )

        await home.clicks.answer(str(body["actions"][0]["action_id"]), body, ack, respond, work)

    app.action(_A.INTEL_SEARCH_BACK)(turn)
    app.action(_A.INTEL_SEARCH_ON)(turn)


def _listen_in_home(app: AsyncApp, home: Home) -> None:
    """What was typed, a saved search, and the way from a message to the home."""

    @app.action(IntelInputId.SEARCH)
    async def typed(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> Place:
            return replace(place_of_home(body), tab=HomeTab.INTEL, of=KEY, words=chosen_now(body), page=1)

        await home.act(IntelInputId.SEARCH, body, ack, client, work)

    async def go(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> Place:
            return place_from(pressed(body), HomeTab.INTEL)

        await home.act(str(body["actions"][0]["action_id"]), body, ack, client, work)

    app.action(_A.INTEL_SEARCH_SAVED)(go)
    app.action(_A.INTEL_SEARCH_HOME)(go)


def _listen_to_saving(app: AsyncApp, home: Home) -> None:
    hub = home.clicks.hub

    @app.action(_A.INTEL_SAVE_SEARCH)
    async def save(body: Body, ack: AsyncAck, respond: AsyncRespond, client: AsyncWebClient) -> None:
        async def in_home(reader: Reader, words: Words) -> Place | None:
            saving = await save_search(hub, reader.person, pressed(body))
            if saving is Saving.SAVED:
                return place_of_home(body)
            view = notice_modal(_A.INTEL_SAVE_SEARCH, saving_said(saving, words), words)
            await open_modal(client, body, view)
            return None

        async def in_message(reader: Reader, words: Words) -> Message:
            return saving_reply(await save_search(hub, reader.person, pressed(body)), words)

        if body.get("view"):
            await home.act(_A.INTEL_SAVE_SEARCH, body, ack, client, in_home)
        else:
            await home.clicks.answer(_A.INTEL_SAVE_SEARCH, body, ack, respond, in_message)

    @app.action(_A.INTEL_DROP_SEARCH)
    async def drop(body: Body, ack: AsyncAck, respond: AsyncRespond, client: AsyncWebClient) -> None:
        async def in_home(reader: Reader, words: Words) -> Place:
            await remove_search(hub, reader.person, pressed(body))
            return place_of_home(body)

        async def in_message(reader: Reader, words: Words) -> Message:
            await remove_search(hub, reader.person, pressed(body))
            return removed_reply(words)

        if body.get("view"):
            await home.act(_A.INTEL_DROP_SEARCH, body, ack, client, in_home)
        else:
            await home.clicks.answer(_A.INTEL_DROP_SEARCH, body, ack, respond, in_message)
