"""The desk's cards: accept, decline, answer a question."""

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from aacabot.domain.cases import DeclineReason
from aacabot.locales import Words
from aacabot.services import lookup, reviews
from aacabot.services.people import Reader
from aacabot.slack.ids import ActionId, InputId
from aacabot.slack.views.desk_modals import answer_info_modal, decline_modal
from handlers.cases import chosen
from handlers.clicks import Body, Clicks, case_of_view, filled, pressed
from handlers.modals import open_modal


def register(app: AsyncApp, clicks: Clicks) -> None:
    """Listen to the desk's buttons and their modals."""
    hub = clicks.hub

    @app.action(ActionId.REVIEW_ACCEPT)
    async def accept(body: Body, ack: AsyncAck, respond: AsyncRespond) -> None:
        async def work(reader: Reader, words: Words) -> None:
            await reviews.accept(hub, reader.person, pressed(body))

        await clicks.answer(ActionId.REVIEW_ACCEPT, body, ack, respond, work)

    @app.action(ActionId.REVIEW_DECLINE)
    async def open_decline(body: Body, ack: AsyncAck, respond: AsyncRespond, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            alert, _ = await lookup.case_to_change(hub, reader.person, pressed(body), "review_decline")
            await open_modal(client, body, decline_modal(alert.case_id, alert.number, words))

        await clicks.answer(ActionId.REVIEW_DECLINE, body, ack, respond, work)

    @app.view(ActionId.REVIEW_DECLINE)
    async def decline(body: Body, ack: AsyncAck) -> None:
        async def work(reader: Reader, words: Words) -> None:
            reason = chosen(DeclineReason, filled(body, InputId.DECLINE_REASON), InputId.DECLINE_REASON)
            said = filled(body, InputId.DECLINE_NOTE)
            await reviews.decline(hub, reader.person, case_of_view(body), reason, said)

        await clicks.submit(ActionId.REVIEW_DECLINE, body, ack, work)

    @app.action(ActionId.INFO_ANSWER)
    async def open_answer(body: Body, ack: AsyncAck, respond: AsyncRespond, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            alert, _ = await lookup.case_to_change(hub, reader.person, pressed(body), "info_answer")
            question = alert.info.question if alert.info else None
            await open_modal(client, body, answer_info_modal(alert.case_id, alert.number, question, words))

        await clicks.answer(ActionId.INFO_ANSWER, body, ack, respond, work)

    @app.view(ActionId.INFO_ANSWER)
    async def answer(body: Body, ack: AsyncAck) -> None:
        async def work(reader: Reader, words: Words) -> None:
            said = filled(body, InputId.ANSWER) or ""
            await reviews.answer_info(hub, reader.person, case_of_view(body), said)

        await clicks.submit(ActionId.INFO_ANSWER, body, ack, work)
