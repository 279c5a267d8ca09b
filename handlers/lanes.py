"""The desk's control card: stop takedowns, for all or for one member, and open the lane again."""

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from aacabot.domain.errors import FieldProblem, NotAllowed
from aacabot.domain.people import Person
from aacabot.locales import Words
from aacabot.services import lanes
from aacabot.services.people import Reader
from aacabot.slack.ids import ActionId, InputId
from aacabot.slack.views.desk_modals import stop_member_modal
from aacabot.slack.views.message import Message
from aacabot.slack.views.replies import lane_reply
from handlers.clicks import Body, Clicks, filled
from handlers.modals import open_modal


def register(app: AsyncApp, clicks: Clicks) -> None:
    """Listen to the switches."""
    hub = clicks.hub

    @app.action(ActionId.LANE_STOP)
    async def stop(body: Body, ack: AsyncAck, respond: AsyncRespond) -> None:
        async def work(reader: Reader, words: Words) -> Message:
            require_desk(reader.person, ActionId.LANE_STOP)
            await lanes.stop(hub, reader.person.name, by=reader.person)
            return lane_reply(ActionId.LANE_STOP, words)

        await clicks.answer(ActionId.LANE_STOP, body, ack, respond, work)

    @app.action(ActionId.LANE_OPEN)
    async def reopen(body: Body, ack: AsyncAck, respond: AsyncRespond) -> None:
        async def work(reader: Reader, words: Words) -> Message:
            require_desk(reader.person, ActionId.LANE_OPEN)
            await lanes.reopen_everything(hub, by=reader.person)
            return lane_reply(ActionId.LANE_OPEN, words)

        await clicks.answer(ActionId.LANE_OPEN, body, ack, respond, work)

    @app.action(ActionId.LANE_STOP_MEMBER)
    async def open_stop_member(
        body: Body, ack: AsyncAck, respond: AsyncRespond, client: AsyncWebClient
    ) -> None:
        async def work(reader: Reader, words: Words) -> None:
            require_desk(reader.person, ActionId.LANE_STOP_MEMBER)
            await open_modal(client, body, stop_member_modal(await lanes.flowing_members(hub), words))

        await clicks.answer(ActionId.LANE_STOP_MEMBER, body, ack, respond, work)

    @app.view(ActionId.LANE_STOP_MEMBER)
    async def stop_member(body: Body, ack: AsyncAck) -> None:
        async def work(reader: Reader, words: Words) -> None:
            require_desk(reader.person, ActionId.LANE_STOP_MEMBER)
            key = filled(body, InputId.MEMBER)
            try:
                await lanes.stop(hub, reader.person.name, key or "", by=reader.person)
            except lanes.NoSuchMember:
                raise FieldProblem(InputId.MEMBER, "unknown") from None

        await clicks.submit(ActionId.LANE_STOP_MEMBER, body, ack, work)


def require_desk(person: Person, action: str) -> None:
    """Raise NotAllowed unless the person reviews for the operator."""
    if not person.is_reviewer:
        raise NotAllowed(action, "the desk", ())
