"""What somebody the hub does not know can press."""

from aacabot.locales import Words
from aacabot.slack.ids import BlockId
from aacabot.slack.ids.people import PeopleActionId
from aacabot.slack.views.blocks import actions, button
from aacabot.slack.views.message import Block

NO_CASE = "-"
"""Slack wants a value in a button."""


def ask_the_admin(words: Words, case_id: str = "") -> list[Block]:
    """The button under a stranger's refusal, and in their home."""
    asked = button(PeopleActionId.ACCESS_ASK, words("Ask the admin"), case_id or NO_CASE, style="primary")
    return [actions(f"{BlockId.ACTIONS}_access", asked)]
