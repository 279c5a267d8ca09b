"""The card's buttons for who is on a case."""

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from aacabot.locales import Words
from aacabot.services import assignments
from aacabot.services.people import Reader
from aacabot.slack.ids import ActionId
from handlers.clicks import Body, Clicks, pressed


def register(app: AsyncApp, clicks: Clicks) -> None:
    """Listen to both buttons: the card shows what they did."""

    @app.action(ActionId.CASE_CLAIM)
    async def claim(body: Body, ack: AsyncAck, respond: AsyncRespond) -> None:
        async def work(reader: Reader, words: Words) -> None:
            await assignments.claim(clicks.hub, reader.person, pressed(body))

        await clicks.answer(ActionId.CASE_CLAIM, body, ack, respond, work)

    @app.action(ActionId.CASE_RELEASE)
    async def release(body: Body, ack: AsyncAck, respond: AsyncRespond) -> None:
        async def work(reader: Reader, words: Words) -> None:
            await assignments.release(clicks.hub, reader.person, pressed(body))

        await clicks.answer(ActionId.CASE_RELEASE, body, ack, respond, work)
