"""The durable worker of one Slack channel: it makes the channel show what it should, at Slack's pace."""

import asyncio
from dataclasses import dataclass

from slack_sdk.errors import SlackApiError

from aacabot.domain.alerts import Alert, LaneShown
from aacabot.domain.help import Conversation
from aacabot.domain.messages import MessageKind
from aacabot.domain.notes import Note
from aacabot.domain.notices import Notice
from aacabot.domain.viewers import EVERYONE
from aacabot.engine import Payload
from aacabot.locales import Catalogues, Words
from aacabot.logs import log
from aacabot.services import deliveries
from aacabot.services.deliveries import Delivery
from aacabot.services.hub import Hub
from aacabot.services.messages import CHANNEL_WORKER
from aacabot.slack.client import (
    BlocksRefused,
    ChannelBroken,
    MessageGone,
    Slack,
    SlackBusy,
    SlackUnclear,
)
from aacabot.slack.views.alerts import alert_card
from aacabot.slack.views.help import help_card
from aacabot.slack.views.lanes import lane_card
from aacabot.slack.views.message import Message
from aacabot.slack.views.notes import note_message
from aacabot.slack.views.reviews import info_request_card, review_card
from aacabot.store import drains
from jobs.notices import notice_message

AFTER_POST = 1.05
"""Slack takes about one chat.postMessage a second per channel (docs.slack.dev/apis/web-api/rate-limits)."""
AFTER_UPDATE = 0.3
LOOK_EVERY = 0.1
LINGER = 1.0
UNCLEAR_PAUSE = 1.0


@dataclass(frozen=True)
class ChannelWorker:
    """Renders and sends; what to send and what was sent is the service's to know."""

    hub: Hub
    slack: Slack
    catalogues: Catalogues

    async def run(self, payload: Payload) -> None:
        """Send until the channel shows all it should. `payload["key"]` is `team:channel`."""
        channel = str(payload["key"])
        async with self.hub.unit(EVERYONE) as unit:
            generation = await drains.begin(unit.session, CHANNEL_WORKER, channel)
        idle = 0.0
        while idle <= LINGER and await self._is_current(channel, generation):
            if self.hub.engine.stopping.is_set():
                await self._leave(channel)
                return
            delivery = await deliveries.next_delivery(self.hub, channel)
            if delivery is None:
                idle += LOOK_EVERY
                await asyncio.sleep(LOOK_EVERY)
                continue
            idle = 0.0
            try:
                pause = await self._deliver(delivery)
            except ChannelBroken as error:
                await deliveries.channel_broken(self.hub, channel, error.problem)
                log(__name__).warning("channel cannot be reached", channel=channel, problem=error.problem)
                return
            await asyncio.sleep(pause)

    async def _is_current(self, channel: str, generation: int) -> bool:
        async with self.hub.database.read(EVERYONE) as session:
            return await drains.is_current(session, CHANNEL_WORKER, channel, generation)

    async def _leave(self, channel: str) -> None:
        async with self.hub.unit(EVERYONE) as unit:
            unit.wake(CHANNEL_WORKER, channel)

    async def _deliver(self, delivery: Delivery) -> float:
        """Post or update one message; returns how long to leave the channel alone."""
        try:
            return await self._send(delivery)
        except SlackBusy as error:
            return error.retry_after
        except SlackUnclear as error:
            log(__name__).warning("Slack did not say", message=delivery.message_id, problem=error.problem)
            return UNCLEAR_PAUSE
        except MessageGone:
            await deliveries.message_gone(self.hub, delivery)
        except BlocksRefused as error:
            log(__name__).error("Slack refused blocks", message=delivery.message_id, detail=error.detail)
            await deliveries.refused(self.hub, delivery, error.detail)
        except SlackApiError as error:
            # A word of Slack's this code does not know: the other messages must not wait behind this one.
            log(__name__).exception("Slack refused a message", message=delivery.message_id)
            await deliveries.refused(self.hub, delivery, str(error.response.get("error")))
        return AFTER_UPDATE

    async def _send(self, delivery: Delivery) -> float:
        try:
            return await self._show(delivery, render(delivery, self.catalogues))
        except BlocksRefused as error:
            # Slack fetches pictures itself and refuses the whole message for one it cannot get.
            plain = render(delivery, self.catalogues, with_pictures=False)
            log(__name__).warning("shown without pictures", message=delivery.message_id, detail=error.detail)
            return await self._show(delivery, plain)

    async def _show(self, delivery: Delivery, message: Message) -> float:
        ts = delivery.ts or await self._find(delivery)
        if ts is not None:
            await self.slack.update(delivery.team_id, delivery.channel_id, ts, message)
            await deliveries.delivered(self.hub, delivery, ts)
            return AFTER_UPDATE
        try:
            ts = await self.slack.post(
                delivery.team_id, delivery.channel_id, message, delivery.message_id, delivery.thread_ts
            )
        except (SlackBusy, ChannelBroken):
            await deliveries.not_posted(self.hub, delivery)
            raise
        if not await deliveries.delivered(self.hub, delivery, ts):
            await self.slack.delete(delivery.team_id, delivery.channel_id, ts)
        return AFTER_POST

    async def _find(self, delivery: Delivery) -> str | None:
        """Where an earlier post that was never recorded has put the message, written down at once."""
        if delivery.maybe_posted is None:
            return None
        ts = await self.slack.find_posted(
            delivery.team_id,
            delivery.channel_id,
            delivery.message_id,
            delivery.maybe_posted,
            delivery.thread_ts,
        )
        if ts is not None:
            await deliveries.found(self.hub, delivery, ts)
        return ts


def render(delivery: Delivery, catalogues: Catalogues, *, with_pictures: bool = True) -> Message:
    """The message's words and blocks, in the channel's language and zone."""
    words = catalogues.words(locale=delivery.locale, timezone=delivery.timezone)
    content = delivery.content
    if isinstance(content, Note):
        return note_message(content, words)
    if isinstance(content, Notice):
        return notice_message(content, words)
    if isinstance(content, Conversation):
        return help_card(content, words)
    if isinstance(content, LaneShown):
        return lane_card(content, words)
    return _render_case(delivery.kind, content, words, with_pictures)


def _render_case(kind: MessageKind, alert: Alert, words: Words, with_pictures: bool) -> Message:
    if kind is MessageKind.REVIEW:
        return review_card(alert, words, with_pictures=with_pictures)
    if kind is MessageKind.INFO:
        return info_request_card(alert, words)
    return alert_card(alert, words, with_pictures=with_pictures)
