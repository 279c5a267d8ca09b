"""Looking cases up: `/aaca case`, and the button that does so in messages and in the home."""

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from aacabot.locales import Words
from aacabot.services import legal_holds, lookup
from aacabot.services.people import Reader
from aacabot.slack.ids import ActionId
from aacabot.slack.views.lookups import case_modal, case_reply
from aacabot.slack.views.message import Message
from handlers.clicks import Body, pressed
from handlers.commands import Asked, Commands
from handlers.home import Home
from handlers.modals import open_modal


def register(app: AsyncApp, home: Home, commands: Commands) -> None:
    """Answer the word, and the button that looks a case up."""
    clicks = home.clicks

    async def found(case: lookup.FoundCase, reader: Reader, words: Words) -> Message:
        record = await legal_holds.record_of_case(clicks.hub, reader.person, case.alert.case_id)
        desk = reader.person.is_reviewer
        return case_reply(case.alert, case.history, words, card_url=case.card_url, desk=desk, record=record)

    async def case(reader: Reader, words: Words, asked: Asked) -> Message | None:
        if not asked.rest:
            return await commands.answer("queue", reader, words, asked)
        return await found(await lookup.find_case(clicks.hub, reader.person, asked.rest), reader, words)

    commands.add("case", case)

    @app.action(ActionId.CASE_HISTORY)
    async def look_up(body: Body, ack: AsyncAck, respond: AsyncRespond, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> Message:
            return await found(
                await lookup.open_case(clicks.hub, reader.person, pressed(body)), reader, words
            )

        async def in_modal(reader: Reader, words: Words) -> None:
            found = await lookup.open_case(clicks.hub, reader.person, pressed(body))
            view = case_modal(found.alert, found.history, words, card_url=found.card_url)
            await open_modal(client, body, view)

        if body.get("view"):  # the home has no channel to answer in
            await home.act(ActionId.CASE_HISTORY, body, ack, client, in_modal)
        else:
            await clicks.answer(ActionId.CASE_HISTORY, body, ack, respond, work)
