"""Filling Slack channels: each is made to show what it should, at Slack's pace, many at the same time."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace

from slack_sdk.errors import SlackApiError

from aacabot.domain.alert_groups import AlertGroupShown
from aacabot.domain.alerts import Alert, LaneShown
from aacabot.domain.bulk_acts import BulkShown
from aacabot.domain.complaints import ComplaintShown
from aacabot.domain.help import Conversation
from aacabot.domain.intel.passed_on import ItemPassed
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
from aacabot.slack.views.alert_groups import group_card
from aacabot.slack.views.alerts import alert_card
from aacabot.slack.views.bulk_acts import act_card
from aacabot.slack.views.complaints import complaint_card
from aacabot.slack.views.help import help_card
from aacabot.slack.views.intel.passed_on import passed_message
from aacabot.slack.views.lanes import lane_card
from aacabot.slack.views.message import Message
from aacabot.slack.views.notes import note_message
from aacabot.slack.views.reviews import info_request_card, review_card
from aacabot.store import drains
from jobs.commits import Together
from jobs.notices import notice_message
from jobs.rooms import Rooms

AFTER_POST = 1.05
"""Slack takes about one chat.postMessage a second per channel (docs.slack.dev/apis/web-api/rate-limits)."""
AFTER_UPDATE = 0.3
UNCLEAR_PAUSE = 1.0
HANDS = 64
"""Messages a node reads, sends and records at the same time; channels beyond them wait for a free hand."""
_AT_ONCE = 32
"""Messages read, or recorded, in one transaction."""


class ChannelWorker:
    """Renders and sends; what to send and what was sent is the service's to know."""

    def __init__(self, hub: Hub, slack: Slack, catalogues: Catalogues) -> None:
        self._hub = hub
        self._slack = slack
        self._catalogues = catalogues
        self._rooms = Rooms(hub, slack)
        self._asked_again: dict[str, bool] = {}
        self._hands = asyncio.Semaphore(HANDS)
        self._next: Together[str, Delivery | None] = Together(self._next_of_many, _AT_ONCE)
        self._delivered: Together[tuple[Delivery, str], bool] = Together(self._all_delivered, _AT_ONCE)

    async def run(self, payload: Payload) -> None:
        """Fill one channel, `payload["key"]` (`team:channel`), that could not be filled with its group."""
        channel = str(payload["key"])
        async with self._hub.unit(EVERYONE) as unit:
            await drains.begin(unit.session, CHANNEL_WORKER, channel)
        await self.fill(channel, lambda: True)
        if self._hub.engine.stopping.is_set():
            async with self._hub.unit(EVERYONE) as unit:
                unit.wake(CHANNEL_WORKER, channel)

    async def fill(self, channel: str, is_wanted: Callable[[], bool]) -> None:
        """Send until the channel shows all it should, or this is no longer wanted, or the hub stops.

        Where somebody fills the channel already, they look once more before they end: one at a time posts.
        """
        if channel in self._asked_again:
            self._asked_again[channel] = True
            return
        self._asked_again[channel] = True
        try:
            while self._asked_again[channel] and is_wanted():
                self._asked_again[channel] = False
                await self._send_all(channel, is_wanted)
        finally:
            del self._asked_again[channel]

    async def _send_all(self, channel: str, is_wanted: Callable[[], bool]) -> None:
        stopping = self._hub.engine.stopping
        while is_wanted() and not stopping.is_set():
            async with self._hands:
                delivery = await self._next(channel)
                if delivery is None:
                    return
                try:
                    pause = await self._deliver(delivery)
                except ChannelBroken as error:
                    await deliveries.channel_broken(self._hub, channel, error.problem)
                    log(__name__).warning("channel cannot be reached", channel=channel, problem=error.problem)
                    return
            with suppress(TimeoutError):
                await asyncio.wait_for(stopping.wait(), pause)

    async def _next_of_many(self, channels: Sequence[str]) -> list[Delivery | None]:
        found = await deliveries.next_deliveries(self._hub, channels)
        return [found.get(channel) for channel in channels]

    async def _all_delivered(self, sent: Sequence[tuple[Delivery, str]]) -> list[bool]:
        return await deliveries.all_delivered(self._hub, sent)

    async def finish(self) -> None:
        """Wait for the transaction under way."""
        await self._next.finish()
        await self._delivered.finish()
        await self._rooms.finish()

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
            await deliveries.message_gone(self._hub, delivery)
        except BlocksRefused as error:
            log(__name__).error("Slack refused blocks", message=delivery.message_id, detail=error.detail)
            await deliveries.refused(self._hub, delivery, error.detail)
        except SlackApiError as error:
            # A word of Slack's this code does not know: the other messages must not wait behind this one.
            log(__name__).exception("Slack refused a message", message=delivery.message_id)
            await deliveries.refused(self._hub, delivery, str(error.response.get("error")))
        return AFTER_UPDATE

    async def _send(self, delivery: Delivery) -> float:
        delivery = await self._rooms.fit_for(replace(delivery, ts=delivery.ts or await self._find(delivery)))
        try:
            return await self._show(delivery, render(delivery, self._catalogues))
        except BlocksRefused as error:
            # Slack fetches pictures itself and refuses the whole message for one it cannot get.
            plain = render(delivery, self._catalogues, with_pictures=False)
            log(__name__).warning("shown without pictures", message=delivery.message_id, detail=error.detail)
            return await self._show(delivery, plain)

    async def _show(self, delivery: Delivery, message: Message) -> float:
        if delivery.ts is not None:
            await self._slack.update(delivery.team_id, delivery.channel_id, delivery.ts, message)
            await self._delivered((delivery, delivery.ts))
            return AFTER_UPDATE
        try:
            if not await self._rooms.may_post(delivery):
                return AFTER_UPDATE
            ts = await self._slack.post(
                delivery.team_id, delivery.channel_id, message, delivery.message_id, delivery.thread_ts
            )
        except (SlackBusy, ChannelBroken):
            await deliveries.not_posted(self._hub, delivery)
            raise
        if not await self._delivered((delivery, ts)):
            await self._slack.delete(delivery.team_id, delivery.channel_id, ts)
        return AFTER_POST

    async def _find(self, delivery: Delivery) -> str | None:
        """Where an earlier post that was never recorded has put the message, written down at once."""
        if delivery.maybe_posted is None:
            return None
        ts = await self._slack.find_posted(
            delivery.team_id,
            delivery.channel_id,
            delivery.message_id,
            delivery.maybe_posted,
            delivery.thread_ts,
        )
        if ts is not None:
            await deliveries.found(self._hub, delivery, ts)
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
    if isinstance(content, ComplaintShown):
        return complaint_card(content, words)
    if isinstance(content, BulkShown):
        return act_card(content, words)
    if isinstance(content, AlertGroupShown):
        return group_card(content, words)
    if isinstance(content, LaneShown):
        return lane_card(content, words)
    if isinstance(content, ItemPassed):
        return passed_message(content, words)
    return _render_case(delivery.kind, content, words, with_pictures)


def _render_case(kind: MessageKind, alert: Alert, words: Words, with_pictures: bool) -> Message:
    if kind is MessageKind.REVIEW:
        return review_card(alert, words, with_pictures=with_pictures)
    if kind is MessageKind.INFO:
        return info_request_card(alert, words)
    return alert_card(alert, words, with_pictures=with_pictures)
