"""What a brand says to the desk: its answer to a question, and a declined request sent again."""

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from aacabot.domain.errors import Refusal
from aacabot.domain.rights import ReasonCode
from aacabot.locales import Words
from aacabot.services import desk_questions, resubmission
from aacabot.services.people import Reader
from aacabot.services.resubmission import Again
from aacabot.slack.ids.reviews import ReviewActionId, ReviewInputId
from aacabot.slack.views.desk_forms import answer_desk_modal, send_again_modal
from aacabot.slack.views.notices import notice_modal
from aacabot.slack.views.refusals import refusal_words
from handlers.cases import chosen
from handlers.clicks import Body, Clicks, case_of_view, filled, pressed
from handlers.modals import open_modal


def register(app: AsyncApp, clicks: Clicks) -> None:
    """Listen to the brand's buttons about the desk, and to their modals."""
    _listen_to_answers(app, clicks)
    _listen_to_sending_again(app, clicks)


def _listen_to_answers(app: AsyncApp, clicks: Clicks) -> None:
    hub = clicks.hub

    @app.action(ReviewActionId.DESK_ANSWER)
    async def open_answer(body: Body, ack: AsyncAck, respond: AsyncRespond, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            alert = await desk_questions.asked_case(hub, reader.person, pressed(body))
            await open_modal(client, body, answer_desk_modal(alert, words))

        await clicks.answer(ReviewActionId.DESK_ANSWER, body, ack, respond, work)

    @app.view(ReviewActionId.DESK_ANSWER)
    async def answer(body: Body, ack: AsyncAck) -> None:
        async def work(reader: Reader, words: Words) -> None:
            said = filled(body, ReviewInputId.DESK_ANSWER) or ""
            await desk_questions.answer_desk(hub, reader.person, case_of_view(body), said)

        await clicks.submit(ReviewActionId.DESK_ANSWER, body, ack, work)


def _listen_to_sending_again(app: AsyncApp, clicks: Clicks) -> None:
    hub = clicks.hub

    @app.action(ReviewActionId.SEND_AGAIN)
    async def open_again(body: Body, ack: AsyncAck, respond: AsyncRespond, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            alert, rights = await resubmission.declined_case(hub, reader.person, pressed(body))
            await open_modal(client, body, send_again_modal(alert, rights, words))

        await clicks.answer(ReviewActionId.SEND_AGAIN, body, ack, respond, work)

    @app.action(ReviewInputId.AGAIN_RIGHT)
    async def choose_right(body: Body, ack: AsyncAck, respond: AsyncRespond, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            right_id = str((body["actions"][0].get("selected_option") or {}).get("value", ""))
            try:
                alert, rights = await resubmission.declined_case(hub, reader.person, case_of_view(body))
                view = send_again_modal(alert, rights, words, right_id=right_id)
            except Refusal as refusal:  # there is no channel to answer in: the form says it
                view = notice_modal(ReviewActionId.SEND_AGAIN, refusal_words(refusal, words), words)
            await client.views_update(view_id=body["view"]["id"], hash=body["view"]["hash"], view=view)

        await clicks.answer(ReviewInputId.AGAIN_RIGHT, body, ack, respond, work)

    @app.view(ReviewActionId.SEND_AGAIN)
    async def send(body: Body, ack: AsyncAck) -> None:
        async def work(reader: Reader, words: Words) -> None:
            again = Again(
                right_id=filled(body, ReviewInputId.AGAIN_RIGHT) or "",
                reason=chosen(
                    ReasonCode, filled(body, ReviewInputId.AGAIN_REASON), ReviewInputId.AGAIN_REASON
                ),
                news=filled(body, ReviewInputId.AGAIN_NEWS) or "",
            )
            await resubmission.send_again(hub, reader.person, case_of_view(body), again)

        await clicks.submit(ReviewActionId.SEND_AGAIN, body, ack, work)
