"""The brand's card: confirm, dismiss, ask, retract, and what the buttons open."""

from enum import StrEnum
from typing import TypeVar

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from aacabot.domain.cases import DismissReason
from aacabot.domain.errors import FieldProblem, NeedsSecondAnswer, Refusal
from aacabot.domain.rights import ReasonCode
from aacabot.locales import Words
from aacabot.services import enforcement, lookup, retraction, second_person
from aacabot.services.people import Reader
from aacabot.slack.ids import ActionId, InputId
from aacabot.slack.views.descriptions import description_modal
from aacabot.slack.views.message import Message
from aacabot.slack.views.modals import (
    ask_info_modal,
    confirm_authorised_modal,
    dismiss_modal,
    report_as_modal,
)
from aacabot.slack.views.notices import notice_modal
from aacabot.slack.views.refusals import refusal_words
from aacabot.slack.views.replies import done_reply
from handlers.clicks import Body, Clicks, case_of_view, filled, metadata, pressed, seen_on_card
from handlers.modals import open_modal

E = TypeVar("E", bound=StrEnum)


def register(app: AsyncApp, clicks: Clicks) -> None:
    """Listen to the card's buttons and their modals."""
    hub = clicks.hub

    @app.action(ActionId.CASE_CONFIRM)
    async def confirm(body: Body, ack: AsyncAck, respond: AsyncRespond, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> Message | None:
            try:
                await enforcement.confirm(hub, reader.person, pressed(body), seen=seen_on_card(body))
            except NeedsSecondAnswer as asked:
                alert, _ = await lookup.case_to_change(hub, reader.person, asked.case_id, "case_confirm")
                await open_modal(client, body, confirm_authorised_modal(alert, words))
            return None

        await clicks.answer(ActionId.CASE_CONFIRM, body, ack, respond, work)

    @app.view(ActionId.CASE_CONFIRM)
    async def confirm_anyway(body: Body, ack: AsyncAck) -> None:
        async def work(reader: Reader, words: Words) -> None:
            await enforcement.confirm(
                hub, reader.person, case_of_view(body), sure=True, seen=metadata(body).get("seen")
            )

        await clicks.submit(ActionId.CASE_CONFIRM, body, ack, work)

    @app.action(ActionId.CASE_DISMISS)
    async def open_dismiss(body: Body, ack: AsyncAck, respond: AsyncRespond, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            alert, _ = await lookup.case_to_change(hub, reader.person, pressed(body), "case_dismiss")
            view = dismiss_modal(alert.case_id, alert.number, words, guided=alert.guided)
            await open_modal(client, body, view)

        await clicks.answer(ActionId.CASE_DISMISS, body, ack, respond, work)

    @app.view(ActionId.CASE_DISMISS)
    async def dismiss(body: Body, ack: AsyncAck) -> None:
        async def work(reader: Reader, words: Words) -> None:
            reason = chosen(DismissReason, filled(body, InputId.DISMISS_REASON), InputId.DISMISS_REASON)
            note = filled(body, InputId.DISMISS_NOTE)
            await enforcement.dismiss(hub, reader.person, case_of_view(body), reason, note)

        await clicks.submit(ActionId.CASE_DISMISS, body, ack, work)

    @app.action(ActionId.CASE_ASK_INFO)
    async def open_ask(body: Body, ack: AsyncAck, respond: AsyncRespond, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            alert, _ = await lookup.case_to_change(hub, reader.person, pressed(body), "case_ask_info")
            await open_modal(client, body, ask_info_modal(alert.case_id, alert.number, words))

        await clicks.answer(ActionId.CASE_ASK_INFO, body, ack, respond, work)

    @app.view(ActionId.CASE_ASK_INFO)
    async def ask(body: Body, ack: AsyncAck) -> None:
        async def work(reader: Reader, words: Words) -> None:
            question = filled(body, InputId.QUESTION)
            await enforcement.ask_info(hub, reader.person, case_of_view(body), question)

        await clicks.submit(ActionId.CASE_ASK_INFO, body, ack, work)

    @app.action(ActionId.CASE_RETRACT)
    async def retract(body: Body, ack: AsyncAck, respond: AsyncRespond) -> None:
        async def work(reader: Reader, words: Words) -> Message:
            file = await retraction.retract(hub, reader.person, pressed(body))
            return done_reply(ActionId.CASE_RETRACT, file.case.number, words)

        await clicks.answer(ActionId.CASE_RETRACT, body, ack, respond, work)

    @app.action(ActionId.CASE_APPROVE)
    async def approve(body: Body, ack: AsyncAck, respond: AsyncRespond) -> None:
        async def work(reader: Reader, words: Words) -> None:
            await second_person.approve(hub, reader.person, pressed(body))

        await clicks.answer(ActionId.CASE_APPROVE, body, ack, respond, work)

    @app.action(ActionId.CASE_REFUSE)
    async def refuse(body: Body, ack: AsyncAck, respond: AsyncRespond) -> None:
        async def work(reader: Reader, words: Words) -> None:
            await second_person.refuse(hub, reader.person, pressed(body))

        await clicks.answer(ActionId.CASE_REFUSE, body, ack, respond, work)

    _register_report_as(app, clicks)
    _register_reading(app, clicks)


def _register_report_as(app: AsyncApp, clicks: Clicks) -> None:
    hub = clicks.hub

    @app.action(ActionId.CASE_REPORT_AS)
    async def open_report_as(
        body: Body, ack: AsyncAck, respond: AsyncRespond, client: AsyncWebClient
    ) -> None:
        async def work(reader: Reader, words: Words) -> None:
            alert, rights = await lookup.case_to_change(hub, reader.person, pressed(body), "case_report_as")
            await open_modal(client, body, report_as_modal(alert, rights, words))

        await clicks.answer(ActionId.CASE_REPORT_AS, body, ack, respond, work)

    @app.action(InputId.RIGHT)
    async def choose_right(body: Body, ack: AsyncAck, respond: AsyncRespond, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            right_id = str((body["actions"][0].get("selected_option") or {}).get("value", ""))
            try:
                alert, rights = await lookup.case_to_change(
                    hub, reader.person, case_of_view(body), "case_report_as"
                )
                view = report_as_modal(alert, rights, words, right_id=right_id)
            except Refusal as refusal:  # there is no channel to answer in: the form says it
                view = notice_modal(ActionId.CASE_REPORT_AS, refusal_words(refusal, words), words)
            await client.views_update(view_id=body["view"]["id"], hash=body["view"]["hash"], view=view)

        await clicks.answer(InputId.RIGHT, body, ack, respond, work)

    @app.view(ActionId.CASE_REPORT_AS)
    async def report_as(body: Body, ack: AsyncAck) -> None:
        async def work(reader: Reader, words: Words) -> None:
            right_id = filled(body, InputId.RIGHT) or ""
            reason = chosen(ReasonCode, filled(body, InputId.REASON), InputId.REASON)
            await enforcement.report_as(hub, reader.person, case_of_view(body), right_id, reason)

        await clicks.submit(ActionId.CASE_REPORT_AS, body, ack, work)


def _register_reading(app: AsyncApp, clicks: Clicks) -> None:
    @app.action(ActionId.CASE_DESCRIPTION)
    async def show_description(
        body: Body, ack: AsyncAck, respond: AsyncRespond, client: AsyncWebClient
    ) -> None:
        async def work(reader: Reader, words: Words) -> None:
            listing = await lookup.listing_text(clicks.hub, reader.person, pressed(body))
            await open_modal(client, body, description_modal(pressed(body), listing, words))

        await clicks.answer(ActionId.CASE_DESCRIPTION, body, ack, respond, work)

    @app.action(ActionId.CASE_OPEN)
    @app.action(ActionId.CASE_CARD)
    async def followed_link(ack: AsyncAck) -> None:
        """Slack opened the address itself; the click only wants its acknowledgement."""
        await ack()


def chosen(kind: type[E], value: str | None, field: str) -> E:
    """The option that was chosen. Raises FieldProblem where there is none, or it is not one of ours."""
    try:
        return kind(value or "")
    except ValueError:
        raise FieldProblem(field, "required" if value is None else "unknown") from None
