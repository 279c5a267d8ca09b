"""Looking at a channel right before intel goes there: who is in it, asked of Slack and judged by the hub."""

from functools import partial
from typing import Any

from aacabot.domain.intel.passed_on import ItemPassed
from aacabot.logs import log
from aacabot.services import deliveries
from aacabot.services.deliveries import Delivery
from aacabot.services.hub import Hub
from aacabot.services.intel import posting
from aacabot.slack.client import Slack
from aacabot.slack.rooms import read_room


class Rooms:
    """Asks what only Slack knows; whoever has no answer posts nothing."""

    def __init__(self, hub: Hub, slack: Slack) -> None:
        self._hub = hub
        self._slack = slack

    async def may_post(self, delivery: Delivery, content: Any) -> bool:
        """Whether a message may be posted now; where not, it is forgotten and who asked is told.

        Raises what the client raises where Slack does not answer: the message waits then.
        """
        if not isinstance(content, ItemPassed):
            return True
        if content.is_empty:
            # Withdrawn before it was sent, or no longer for this person.
            await deliveries.drop(self._hub, delivery)
            return False
        if content.check is None:
            return True
        ask = partial(self._slack.call, delivery.team_id)
        room = await read_room(ask, delivery.team_id, delivery.channel_id)
        outsider = await posting.may_be_posted(self._hub, content.check, room)
        if outsider is None:
            return True
        log(__name__).info("intel not posted", message=delivery.message_id, outsider=outsider.value)
        await posting.not_posted(self._hub, delivery, content.check, outsider)
        return False
