"""Joining with an invite code: what a stranger's home offers, the card in a channel, the form."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from aacabot.domain.untrusted import inert
from aacabot.locales import Words
from aacabot.slack.ids import BlockId
from aacabot.slack.ids.joining import JoiningActionId, JoiningInputId
from aacabot.slack.views.blocks import actions, button, context, header, section
from aacabot.slack.views.forms import field, modal
from aacabot.slack.views.message import Block, Message
from aacabot.slack.views.pickers import line_input
from aacabot.slack.views.texts import shown

NAME = 80
LONGEST_CODE = 60
"""More than a code has, for those who type what stands around it."""
HERE = "here"
"""The value of the button: where it was pressed says all there is to say."""


def stranger_blocks(words: Words) -> list[Block]:
    """What somebody the hub does not know can do: enter the code they were given."""
    said = words(
        "Is your organisation joining the alliance? Enter the invite code that the operator, or an admin of "
        "your organisation, gave you. It links this workspace and makes you its admin."
    )
    return [
        section(f"{BlockId.TEXT}_join", said),
        actions(
            f"{BlockId.ACTIONS}_join",
            button(JoiningActionId.JOIN_ENTER, words("I have an invite code"), HERE, style="primary"),
        ),
    ]


def join_modal(name: str, kept: dict[str, str], words: Words) -> Block:
    """The form for a code; `kept` says where it was opened."""
    said = words("Each code can be used once. What you type is not shown to anybody else.")
    blocks = [
        section(BlockId.TEXT, said),
        field(JoiningInputId.CODE, words("Invite code"), line_input(JoiningInputId.CODE, most=LONGEST_CODE)),
        field(
            JoiningInputId.NAME,
            words("Your name, as your colleagues know it"),
            line_input(JoiningInputId.NAME, shown(name, NAME) or None, most=NAME),
        ),
    ]
    return modal(
        JoiningActionId.JOIN_ENTER,
        words("Join the alliance"),
        blocks,
        close=words("Cancel"),
        submit=words("Join"),
        metadata=kept,
    )


def join_card(values: Mapping[str, Any], words: Words) -> Message:
    """The card the operator posts in a channel; once somebody has joined it offers the setting up."""
    if "member" in values:
        return _joined_card(values, words)
    title = words("Join the alliance from this channel")
    said = words(
        "Suspicious listings of your brands will arrive here. Press Join and enter the invite code that the "
        "operator gave you; it works in this channel only."
    )
    until = words("The code is good until {at}.", at=words.moment(datetime.fromisoformat(values["until"])))
    join = button(JoiningActionId.JOIN_ENTER, words("Join"), HERE, style="primary")
    blocks = [
        header(BlockId.HEADER, title),
        section(BlockId.TEXT, said),
        actions(BlockId.ACTIONS, join),
        context(BlockId.HINT, until),
    ]
    return Message(title, blocks)


def _joined_card(values: Mapping[str, Any], words: Words) -> Message:
    title = words("{member} has joined", member=shown(values["member"], NAME))
    said = words(
        "Language, time zone and digest can be changed here at any time by an admin of the organisation."
    )
    change = button(JoiningActionId.SET_UP, words("Set up…"), values["member_id"])
    blocks = [
        header(BlockId.HEADER, title),
        section(BlockId.TEXT, said),
        actions(BlockId.ACTIONS, change),
    ]
    return Message(words("{member} has joined", member=inert(values["member"], NAME)), blocks)
