"""Looking at a channel right before intel goes there: who is in it, asked of Slack and judged by the hub."""

from dataclasses import replace
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
from aacabot.slack.client import Slack, SlackUnclear
from aacabot.slack.rooms import read_room
from jobs.looks import Looks


class Rooms:
    """Asks what only Slack knows; whoever has no answer posts nothing, and tells nothing of others."""

    def __init__(self, hub: Hub, slack: Slack) -> None:
        self._hub = hub
        self._slack = slack
        self._looks = Looks(hub, slack)

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
        """A card tells what others met only where nobody but its member's people, and theirs, can read it.

        A first card does not wait for that: it is shown anew once its channel is known to be fit.
        An item that was posted is shown anew where it may still be posted, and is taken back elsewhere.
        """
        content = delivery.content
        if isinstance(content, ItemPassed):
            return delivery if await self._may_stay(delivery, content) else _taken_back(delivery, content)
        if isinstance(content, AlertGroupShown) and any(row.met for row in content.rows):
            if not await self._looks.is_fit(delivery):
                rows = tuple(replace(row, met=MetShown()) for row in content.rows)
                return replace(delivery, content=replace(content, rows=rows))
        elif isinstance(content, Alert) and content.met and not await self._looks.is_fit(delivery):
            return replace(delivery, content=replace(content, met=MetShown()))
        return delivery

    async def _may_stay(self, delivery: Delivery, content: ItemPassed) -> bool:
        """Whether what stands in a channel may go on to. It waits where Slack is busy (SlackBusy)."""
        if delivery.ts is None or content.check is None or content.is_empty:
            return True
        try:
            room = await self._room(delivery)
        except (SlackUnclear, SlackApiError) as problem:
            log(__name__).info("channel not seen, intel taken back", why=repr(problem))
            return False
        outsider = await posting.may_be_posted(self._hub, content.check, room)
        if outsider is not None and content.check.anew:
            await posting.not_posted(self._hub, delivery, content.check, outsider)
        return outsider is None

    async def finish(self) -> None:
        """Wait for the transaction under way."""
        await self._looks.finish()

    async def _room(self, delivery: Delivery) -> RoomSeen:
        return await read_room(
            partial(self._slack.call, delivery.team_id), delivery.team_id, delivery.channel_id
        )


def _taken_back(delivery: Delivery, content: ItemPassed) -> Delivery:
    return replace(delivery, content=replace(content, item=None))
