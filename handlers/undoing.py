"""Taking a decision back with a reason, undoing it at once, and opening a case again."""

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from aacabot.domain.errors import FieldProblem
from aacabot.locales import Words
from aacabot.services import reopening, retraction
from aacabot.services.people import Reader
from aacabot.slack.ids.undoing import UndoActionId as Action
from aacabot.slack.ids.undoing import UndoInputId as Input
from aacabot.slack.views.message import Message
from aacabot.slack.views.replies import undone_reply
from aacabot.slack.views.undoing import reopen_modal, retract_modal
from handlers.clicks import Body, Clicks, case_of_view, filled, pressed
from handlers.modals import open_modal


def register(app: AsyncApp, clicks: Clicks) -> None:
    """Listen to the buttons that take something back, and to their forms."""
    hub = clicks.hub

    @app.action(Action.CASE_UNDO)
    async def undo(body: Body, ack: AsyncAck, respond: AsyncRespond) -> None:
        async def work(reader: Reader, words: Words) -> Message:
            file = await retraction.undo(hub, reader.person, pressed(body))
            return undone_reply(Action.CASE_UNDO, file.case.number, words)

        await clicks.answer(Action.CASE_UNDO, body, ack, respond, work)

    @app.action(Action.CASE_RETRACT_WHY)
    async def open_retract(body: Body, ack: AsyncAck, respond: AsyncRespond, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            file = await retraction.to_retract(hub, reader.person, pressed(body))
            await open_modal(client, body, retract_modal(file.case.id, file.case.number, words))

        await clicks.answer(Action.CASE_RETRACT_WHY, body, ack, respond, work)

    @app.view(Action.CASE_RETRACT_WHY)
    async def retract(body: Body, ack: AsyncAck) -> None:
        async def work(reader: Reader, words: Words) -> None:
            reason = filled(body, Input.RETRACT_REASON)
            if reason is None:
                raise FieldProblem(Input.RETRACT_REASON, "required")
            await retraction.retract(hub, reader.person, case_of_view(body), reason)

        await clicks.submit(Action.CASE_RETRACT_WHY, body, ack, work)

    @app.action(Action.CASE_REOPEN)
    async def open_reopen(body: Body, ack: AsyncAck, respond: AsyncRespond, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            file = await reopening.to_reopen(hub, reader.person, pressed(body))
            await open_modal(client, body, reopen_modal(file.case.id, file.case.number, words))

        await clicks.answer(Action.CASE_REOPEN, body, ack, respond, work)

    @app.view(Action.CASE_REOPEN)
    async def reopen(body: Body, ack: AsyncAck) -> None:
        async def work(reader: Reader, words: Words) -> None:
            reason = filled(body, Input.REOPEN_REASON) or ""
            await reopening.reopen(hub, reader.person, case_of_view(body), reason)

        await clicks.submit(Action.CASE_REOPEN, body, ack, work)
