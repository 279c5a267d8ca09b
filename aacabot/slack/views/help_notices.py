"""What either side of a conversation with the desk is told."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from aacabot.locales import Words
from aacabot.slack.ids import BlockId
from aacabot.slack.ids.help import HelpActionId
from aacabot.slack.views.blocks import actions, button
from aacabot.slack.views.message import Block, Message
from aacabot.slack.views.replies import said_reply
from aacabot.slack.views.rich import bold, line, mention, quote, rich
from aacabot.slack.views.texts import paragraphs, shown

NAME = 80


def asked_reply(words: Words) -> Message:
    return said_reply(words("The desk has your question and answers here and in the Home tab of this app."))


def answered(values: Mapping[str, Any], words: Words) -> Message:
    """The member hears what the desk says."""
    title = words("The desk answers you")
    who = words("{person} of the desk", person=shown(values["person"], NAME) or "?")
    return Message(
        title,
        [
            rich(BlockId.TEXT, line(bold(title)), line(who), quote(paragraphs(values["text"], 2_500) or "…")),
            actions(BlockId.ACTIONS, _reply(values, words)),
        ],
    )


def _reply(values: Mapping[str, Any], words: Words) -> Block:
    return button(HelpActionId.HELP_REPLY, words("Reply"), values["request_id"], style="primary")


def closed(values: Mapping[str, Any], words: Words) -> Message:
    title = words("The desk has closed your question")
    after = words("Write again and it is open again.")
    subject = shown(values["subject"], NAME)
    about = [quote(subject)] if subject and not subject.startswith("outreach_") else []
    said = rich(BlockId.TEXT, line(bold(title)), *about, line(after))
    return Message(title, [said, actions(BlockId.ACTIONS, _reply(values, words))])


def said_in_thread(values: Mapping[str, Any], words: Words) -> Message:
    """The thread of the desk's card has every word; the member's mention the account manager."""
    person = shown(values["person"], NAME) or "?"
    who = words("{person} of the desk", person=person) if values["from_desk"] else person
    to: list[Block | str] = [mention(values["manager"]), " "] if values.get("manager") else []
    title = words("A new message")
    return Message(
        title, [rich(BlockId.TEXT, line(*to, bold(who)), quote(paragraphs(values["text"], 2_500) or "…"))]
    )


def clock(values: Mapping[str, Any], words: Words) -> Message:
    """A first reply is due soon, or overdue."""
    at = words.moment(datetime.fromisoformat(values["reply_by"]))
    out = values["state"] == "out"
    title = words("A member still waits for an answer") if out else words("A member waits for your answer")
    told = words("It was due {at}.", at=at) if out else words("It is due {at}.", at=at)
    member = shown(values["member"], NAME)
    to: list[Block | str] = [mention(values["manager"]), " "] if out and values.get("manager") else []
    said = rich(BlockId.TEXT, line(*to, bold(title)), line(member), line(told))
    return Message(title, [said, actions(BlockId.ACTIONS, _reply(values, words))])
