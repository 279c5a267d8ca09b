"""`/aaca queue`: the same queue in a message that only the asker sees, with the same buttons."""

from aacabot.domain.waiting import Waiting
from aacabot.locales import Words
from aacabot.slack.ids import BlockId
from aacabot.slack.ids.waiting import WaitingActionId, WaitingFormActionId
from aacabot.slack.views.blocks import actions, button, header, section
from aacabot.slack.views.home.places import Place
from aacabot.slack.views.home.waiting import hints, is_nothing
from aacabot.slack.views.message import Block, Message
from aacabot.slack.views.queues import acts, groups, kinds

LINES = 6
"""Lines a message has room for beside its buttons (`limits.MESSAGE_CHARACTERS`)."""


def queue_reply(waiting: Waiting, place: Place, words: Words) -> Message:
    """A page of what waits for the asker."""
    if is_nothing(waiting):
        said = words("Nothing waits for you.")
        return Message(said, [section(BlockId.TEXT, said)])
    title = words.plural("{n} case waits", "{n} cases wait", waiting.total)
    blocks = [
        header(BlockId.HEADER, title),
        kinds(waiting, place, words),
        *acts(waiting, place, words),
        *groups(waiting, words),
        *hints(waiting, words),
        _turning(waiting, place, words),
    ]
    return Message(title, blocks)


def _turning(waiting: Waiting, place: Place, words: Words) -> Block:
    last = max((waiting.total + LINES - 1) // LINES, 1)
    page = min(place.page, last)
    back, on = place.turned(page - 1).value, place.turned(page + 1).value
    return actions(
        BlockId.PAGES,
        button(WaitingActionId.WAITING_BACK, words("Back"), back) if page > 1 else None,
        button(WaitingActionId.WAITING_ON, words("More"), on) if page < last else None,
        button(WaitingFormActionId.WAITING_HOME, words("Open in Home"), place.turned(1).value),
    )
