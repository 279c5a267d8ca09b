"""Looking at a channel right before intel goes there: who is in it, asked of Slack and judged by the hub."""

import time
from dataclasses import dataclass, replace
from functools import partial

from slack_sdk.errors import SlackApiError

from aacabot.domain.alert_groups import AlertGroupShown
from aacabot.domain.alerts import Alert
from aacabot.domain.intel.met import MetShown
from aacabot.domain.intel.passed_on import ItemPassed
from aacabot.domain.intel.rooms import RoomSeen
from aacabot.logs import log
from aacabot.services import deliveries
from aacabot.services.deliveries import Delivery
from aacabot.services.hub import Hub
from aacabot.services.intel import posting
from aacabot.slack.client import ChannelBroken, Slack, SlackBusy, SlackUnclear
from aacabot.slack.rooms import read_room

SECONDS = 60.0
"""How long a channel counts as it was seen last, for what cards tell of others; posts are looked at each."""
_MOST_KNOWN = 5_000


@dataclass(frozen=True)
class _Seen:
    """Whether a channel's people were all a member's own, or acting for it, and until when that counts."""

    is_among_themselves: bool
    until: float


class Rooms:
    """Asks what only Slack knows; whoever has no answer posts nothing, and tells nothing of others."""

    def __init__(self, hub: Hub, slack: Slack) -> None:
        self._hub = hub
        self._slack = slack
        self._seen: dict[tuple[str, str], _Seen] = {}

    async def may_post(self, delivery: Delivery) -> bool:
        """Whether a message may be posted now; where not, it is forgotten and who asked is told.

        Raises what the client raises where Slack does not answer: the message waits then.
        """
        content = delivery.content
        if not isinstance(content, ItemPassed):
            return True
        if content.is_empty:
            # Withdrawn before it was sent, or no longer for this person.
            await deliveries.drop(self._hub, delivery)
            return False
        if content.check is None:
            return True
        outsider = await posting.may_be_posted(self._hub, content.check, await self._room(delivery))
        if outsider is None:
            return True
        log(__name__).info("intel not posted", message=delivery.message_id, outsider=outsider.value)
        await posting.not_posted(self._hub, delivery, content.check, outsider)
        return False

    async def fit_for(self, delivery: Delivery) -> Delivery:
        """A card tells what others met only where nobody but its member's people, and theirs, can read it."""
        content = delivery.content
        if isinstance(content, AlertGroupShown) and any(row.met for row in content.rows):
            if not await self._is_among_themselves(delivery):
                rows = tuple(replace(row, met=MetShown()) for row in content.rows)
                return replace(delivery, content=replace(content, rows=rows))
        elif isinstance(content, Alert) and content.met and not await self._is_among_themselves(delivery):
            return replace(delivery, content=replace(content, met=MetShown()))
        return delivery

    async def _is_among_themselves(self, delivery: Delivery) -> bool:
        place, now = (delivery.team_id, delivery.channel_id), time.monotonic()
        seen = self._seen.get(place)
        if seen is None or seen.until <= now:
            if len(self._seen) >= _MOST_KNOWN:
                self._seen.clear()
            seen = self._seen[place] = _Seen(await self._look(delivery), now + SECONDS)
        return seen.is_among_themselves

    async def _look(self, delivery: Delivery) -> bool:
        try:
            room = await self._room(delivery)
        except (SlackBusy, SlackUnclear, ChannelBroken, SlackApiError) as problem:
            log(__name__).info("channel not seen, told nothing of others", why=repr(problem))
            return False
        return await posting.is_among_themselves(self._hub, delivery, room)

    async def _room(self, delivery: Delivery) -> RoomSeen:
        return await read_room(
            partial(self._slack.call, delivery.team_id), delivery.team_id, delivery.channel_id
        )
