"""Sellers' answers: rebut, approve, accept, enter, and pass a rebuttal on."""

from datetime import date

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from aacabot.domain.errors import FieldProblem
from aacabot.locales import Words
from aacabot.services import counter_answers, counter_entry, counter_notices, rebuttals
from aacabot.services.people import Reader
from aacabot.slack.ids.counter_notices import CounterNoticeActionId as Action
from aacabot.slack.ids.counter_notices import CounterNoticeInputId as Input
from aacabot.slack.views.counter_forms import approve_modal, enter_modal, rebut_modal
from aacabot.slack.views.message import Message
from aacabot.slack.views.replies import counter_reply
from handlers.clicks import Body, Clicks, case_of_view, filled, pressed
from handlers.modals import open_modal


def register(app: AsyncApp, clicks: Clicks) -> None:
    """Listen to the buttons of a case a seller has answered, and to the desk's."""
    _register_rebutting(app, clicks)
    _register_approving(app, clicks)
    _register_accepting(app, clicks)
    _register_desk(app, clicks)


def _register_rebutting(app: AsyncApp, clicks: Clicks) -> None:
    hub = clicks.hub

    @app.action(Action.COUNTER_REBUT)
    async def open_rebut(body: Body, ack: AsyncAck, respond: AsyncRespond, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            file, row = await counter_answers.to_answer(
                hub, reader.person, pressed(body), Action.COUNTER_REBUT
            )
            view = rebut_modal(file.case.id, file.case.number, row.reason, row.text, row.answer_by, words)
            await open_modal(client, body, view)

        await clicks.answer(Action.COUNTER_REBUT, body, ack, respond, work)

    @app.view(Action.COUNTER_REBUT)
    async def rebut(body: Body, ack: AsyncAck) -> None:
        async def work(reader: Reader, words: Words) -> None:
            said = filled(body, Input.REBUTTAL) or ""
            await counter_answers.rebut(hub, reader.person, case_of_view(body), said)

        await clicks.submit(Action.COUNTER_REBUT, body, ack, work)


def _register_approving(app: AsyncApp, clicks: Clicks) -> None:
    hub = clicks.hub

    @app.action(Action.COUNTER_APPROVE)
    async def open_approve(body: Body, ack: AsyncAck, respond: AsyncRespond, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            file, row = await counter_answers.to_answer(
                hub, reader.person, pressed(body), Action.COUNTER_APPROVE
            )
            view = approve_modal(
                file.case.id, file.case.number, row.reason, row.text, row.rebuttal or "", words
            )
            await open_modal(client, body, view)

        await clicks.answer(Action.COUNTER_APPROVE, body, ack, respond, work)

    @app.view(Action.COUNTER_APPROVE)
    async def approve(body: Body, ack: AsyncAck) -> None:
        async def work(reader: Reader, words: Words) -> None:
            await counter_answers.approve(hub, reader.person, case_of_view(body))

        await clicks.submit(Action.COUNTER_APPROVE, body, ack, work)

    @app.action(Action.COUNTER_REFUSE)
    async def refuse(body: Body, ack: AsyncAck, respond: AsyncRespond) -> None:
        async def work(reader: Reader, words: Words) -> Message:
            file = await counter_answers.refuse(hub, reader.person, pressed(body))
            return counter_reply(Action.COUNTER_REFUSE, file.case.number, words)

        await clicks.answer(Action.COUNTER_REFUSE, body, ack, respond, work)


def _register_accepting(app: AsyncApp, clicks: Clicks) -> None:
    @app.action(Action.COUNTER_ACCEPT)
    async def accept(body: Body, ack: AsyncAck, respond: AsyncRespond) -> None:
        async def work(reader: Reader, words: Words) -> Message:
            file = await counter_answers.accept(clicks.hub, reader.person, pressed(body))
            return counter_reply(Action.COUNTER_ACCEPT, file.case.number, words)

        await clicks.answer(Action.COUNTER_ACCEPT, body, ack, respond, work)


def _register_desk(app: AsyncApp, clicks: Clicks) -> None:
    hub = clicks.hub

    @app.action(Action.COUNTER_ENTER)
    async def open_enter(body: Body, ack: AsyncAck, respond: AsyncRespond, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            file = await counter_entry.to_enter(hub, reader.person, pressed(body))
            procedures = counter_notices.procedures_at(file.marketplace)
            view = enter_modal(file.case.id, file.case.number, procedures, hub.clock().date(), words)
            await open_modal(client, body, view)

        await clicks.answer(Action.COUNTER_ENTER, body, ack, respond, work)

    @app.view(Action.COUNTER_ENTER)
    async def enter(body: Body, ack: AsyncAck) -> None:
        async def work(reader: Reader, words: Words) -> None:
            procedure, text = filled(body, Input.PROCEDURE) or "", filled(body, Input.TEXT) or ""
            await counter_entry.enter(
                hub, reader.person, case_of_view(body), procedure, _day(filled(body, Input.FILED)), text
            )

        await clicks.submit(Action.COUNTER_ENTER, body, ack, work)

    @app.action(Action.COUNTER_PASSED_ON)
    async def passed_on(body: Body, ack: AsyncAck, respond: AsyncRespond) -> None:
        async def work(reader: Reader, words: Words) -> None:
            await rebuttals.passed_on(hub, reader.person, pressed(body))

        await clicks.answer(Action.COUNTER_PASSED_ON, body, ack, respond, work)


def _day(chosen: str | None) -> date:
    try:
        return date.fromisoformat(chosen or "")
    except ValueError:
        raise FieldProblem(Input.FILED, "not_a_day") from None
