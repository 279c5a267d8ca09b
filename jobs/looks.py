"""Looking at channels beside the posting of cards: what a card tells of others waits for it, never the card.

A channel counts as it was seen for a minute. Where Slack does not answer, nothing is known of it, and it is
looked at again; only a look that succeeded lets a card tell of others.
"""

import asyncio
from collections.abc import Coroutine, Sequence
from contextlib import suppress
from contextvars import Context
from dataclasses import dataclass
from functools import partial
from time import monotonic
from typing import Any

from slack_sdk.errors import SlackApiError

from aacabot.logs import log
from aacabot.services import deliveries
from aacabot.services.deliveries import Delivery
from aacabot.services.hub import Hub
from aacabot.services.intel import posting
from aacabot.slack.client import ChannelBroken, Slack, SlackBusy, SlackUnclear
from aacabot.slack.rooms import PeopleRemembered, read_room
from jobs.commits import Together

SECONDS = 60.0
"""How long a channel counts as it was seen last, from the moment the look began."""
CHANGE_WAITS = 2.0
"""How long a card that stands already waits for a look, so that its lines do not come and go."""
TRIES = 10
LONGEST_PAUSE = 60.0
_AT_ONCE = 8
_MOST_KNOWN = 5_000

_Place = tuple[str, str, str | None]
"""A workspace, a channel in it, and the member whose cards these are."""


@dataclass(frozen=True)
class _Seen:
    """Whether a channel's people were all the member's own, or acting for it, and until when that counts."""

    is_fit: bool
    until: float


class Looks:
    """Knows of which channels a card may tell of others, and has those shown anew that came too early."""

    def __init__(self, hub: Hub, slack: Slack) -> None:
        self._hub = hub
        self._slack = slack
        self._people = PeopleRemembered()
        self._seen: dict[_Place, _Seen] = {}
        self._looking: dict[_Place, asyncio.Task[None]] = {}
        self._pausing: set[_Place] = set()
        self._too_early: dict[_Place, set[str]] = {}
        self._hands = asyncio.Semaphore(_AT_ONCE)
        self._again: Together[set[str], None] = Together(self._show_again)

    async def is_fit(self, delivery: Delivery) -> bool:
        """Whether this card may tell of others in its channel now.

        A first card waits for nothing: where its channel was not looked at within the minute the answer is
        no, and the card is shown anew once a look says yes. A card that stands waits, but not for long.
        """
        place = (delivery.team_id, delivery.channel_id, delivery.member_id)
        known = self._known(place)
        if known is None and delivery.ts is not None:
            looking = self._look(place, delivery)
            if place not in self._pausing:
                await asyncio.wait([looking], timeout=CHANGE_WAITS)
            known = self._known(place)
        if known is None:
            self._look(place, delivery)
            self._too_early.setdefault(place, set()).add(delivery.message_id)
        return bool(known)

    def _known(self, place: _Place) -> bool | None:
        seen = self._seen.get(place)
        return seen.is_fit if seen is not None and monotonic() < seen.until else None

    def _look(self, place: _Place, delivery: Delivery) -> asyncio.Task[None]:
        """The look at a channel that is under way, begun where there is none."""
        looking = self._looking.get(place)
        if looking is None or looking.done():
            work = self._unless_stopping(self._look_until_known(place, delivery))
            # A context of its own: what is logged there is not about the card that happened to come first.
            looking = self._looking[place] = asyncio.create_task(work, context=Context())
            looking.add_done_callback(partial(self._looked, place))
        return looking

    def _looked(self, place: _Place, looking: asyncio.Task[None]) -> None:
        if self._looking.get(place) is looking:
            del self._looking[place]
            self._pausing.discard(place)
            self._too_early.pop(place, None)
        if not looking.cancelled() and (error := looking.exception()) is not None:
            log(__name__).error("channel not looked at", channel=place[1], exc_info=error)

    async def _unless_stopping(self, work: Coroutine[Any, Any, None]) -> None:
        """Do the work until the hub stops: what is not shown by then is shown at the card's next change."""
        stopping = asyncio.create_task(self._hub.engine.stopping.wait())
        working = asyncio.create_task(work)
        try:
            await asyncio.wait([stopping, working], return_when=asyncio.FIRST_COMPLETED)
        finally:
            stopping.cancel()
            working.cancel()
        with suppress(asyncio.CancelledError):
            await working

    async def _look_until_known(self, place: _Place, delivery: Delivery) -> None:
        for tried in range(TRIES):
            try:
                async with self._hands:
                    self._keep(place, await self._seen_now(delivery))
            except SlackBusy as problem:
                await self._pause(place, problem.retry_after, problem)
            except SlackUnclear as problem:
                await self._pause(place, min(2.0**tried, LONGEST_PAUSE), problem)
            if (is_fit := self._known(place)) is not None:
                early = self._too_early.pop(place, set())
                if is_fit and early:
                    await self._again(early)
                return

    async def _seen_now(self, delivery: Delivery) -> _Seen:
        began = monotonic()
        ask = partial(self._slack.call, delivery.team_id)
        try:
            room = await read_room(ask, delivery.team_id, delivery.channel_id, remembered=self._people)
        except (ChannelBroken, SlackApiError) as problem:
            # An answer too: Slack does not show us this channel.
            log(__name__).info("channel not seen, told nothing of others", why=repr(problem))
            return _Seen(False, monotonic() + SECONDS)
        fit = await posting.is_among_themselves(self._hub, delivery, room)
        return _Seen(fit, began + SECONDS)

    def _keep(self, place: _Place, seen: _Seen) -> None:
        if len(self._seen) >= _MOST_KNOWN:
            self._seen.clear()
        self._seen[place] = seen

    async def _pause(self, place: _Place, seconds: float, problem: Exception) -> None:
        log(__name__).info("channel not seen yet, told nothing of others", why=repr(problem))
        self._pausing.add(place)
        await asyncio.sleep(seconds)
        self._pausing.discard(place)

    async def _show_again(self, cards: Sequence[set[str]]) -> list[None]:
        await deliveries.show_again(self._hub, set().union(*cards))
        return [None for _ in cards]

    async def finish(self) -> None:
        """Wait for the transaction under way."""
        await self._again.finish()
