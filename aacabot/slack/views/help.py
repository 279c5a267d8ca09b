"""Conversations with the desk: the card in the operator's channel, forms, and what either side is told."""

from collections.abc import Mapping, Sequence

from aacabot.domain.help import ASKED, Conversation, HelpKind, Said
from aacabot.domain.untrusted import escape_mrkdwn
from aacabot.locales import N_, Words
from aacabot.slack import limits
from aacabot.slack.ids import BlockId
from aacabot.slack.ids.help import HelpActionId, HelpInputId
from aacabot.slack.views.blocks import actions, button, header, section
from aacabot.slack.views.forms import field, modal, option, select, text_input
from aacabot.slack.views.message import Block, Message
from aacabot.slack.views.rich import bold, line, mention, quote, rich
from aacabot.slack.views.texts import paragraphs, shown

NAME = 80
TEXT = 1_000
ON_CARD = 5
"""Words shown on the card; the thread has them all."""

KINDS: Mapping[HelpKind, str] = {
    HelpKind.BLOCKED: N_("Something stops us: answered within 4 hours"),
    HelpKind.QUESTION: N_("A question: answered within a day"),
}
REASONS: Mapping[HelpKind, str] = {
    HelpKind.OUTREACH_NEW: N_("It joined a week ago and has not begun"),
    HelpKind.OUTREACH_DECLINES: N_("Its last takedowns were all declined"),
    HelpKind.OUTREACH_STUCK: N_("Cases of it are stuck"),
}
MISSING: Mapping[str, str] = {
    "channel": N_("It has no channel for its alerts."),
    "decision": N_("It has not decided a case."),
}


def help_card(talk: Conversation, words: Words) -> Message:
    """The desk's card of a conversation: who asked, the clock, what was said, and how to answer."""
    member = shown(talk.member, NAME)
    title = (
        words("Look after {member}", member=member)
        if talk.kind.is_outreach
        else words("{member} asks for help", member=member)
    )
    blocks = [
        header(BlockId.HEADER, title),
        rich(BlockId.STATUS, *manager_line(talk, words), line(bold(state(talk, words)))),
        rich(BlockId.TEXT, *question(talk, words)),
        *_said(talk.said[-ON_CARD:], len(talk.said), words),
        actions(BlockId.ACTIONS, reply_button(talk, words), close_button(talk, words)),
    ]
    return Message(escape_mrkdwn(words("{title}: {state}", title=title, state=state(talk, words))), blocks)


def manager_line(talk: Conversation, words: Words) -> list[Block]:
    if talk.manager_slack:
        return [line(words("Account manager:"), " ", mention(talk.manager_slack))]
    return [line(words("No account manager is named for this member."))]


def state(talk: Conversation, words: Words) -> str:
    """Where the conversation stands, in a few words."""
    if talk.closed_at:
        return words("Closed, {at}", at=words.moment(talk.closed_at))
    if talk.first_reply_at is None:
        by = words.moment(talk.reply_by)
        return words("Reach out by {at}", at=by) if talk.kind.is_outreach else words("Answer by {at}", at=by)
    if talk.waits_for_desk:
        return words("{member} has written again", member=shown(talk.member, NAME))
    return words("Answered, first at {at}", at=words.moment(talk.first_reply_at))


def question(talk: Conversation, words: Words) -> list[Block]:
    """What it is about: a person's words, or why the hub points to the member."""
    opened = words.moment(talk.opened_at)
    if not talk.kind.is_outreach:
        asked = words("{person} asked, {at}", person=shown(talk.asked_by, NAME) or "?", at=opened)
        return [line(bold(asked)), quote(paragraphs(talk.text, TEXT) or "…")]
    reason = words(REASONS[talk.kind])
    return [
        line(bold(words("{reason} (seen {at})", reason=reason, at=opened))),
        *(line(one) for one in [_fact(talk, words)] if one),
        line(words("Your reply goes to its admins. Nobody there has asked.")),
    ]


def _fact(talk: Conversation, words: Words) -> str:
    if talk.kind is HelpKind.OUTREACH_NEW:
        return words(MISSING[talk.fact("missing")]) if talk.fact("missing") in MISSING else ""
    count = int(talk.fact("count") or 0)
    if talk.kind is HelpKind.OUTREACH_DECLINES:
        told = words.plural("{n} decline in a row", "{n} declines in a row", count)
        return words("{told}, the last {number}.", told=told, number=talk.case_number or "?")
    told = words.plural("{n} case waits too long", "{n} cases wait too long", count)
    return words("{told}, the oldest {number}.", told=told, number=talk.case_number or "?")


def _said(some: Sequence[Said], total: int, words: Words) -> list[Block]:
    earlier = total - len(some)
    told = [line(words.plural("{n} earlier message", "{n} earlier messages", earlier))] if earlier > 0 else []
    parts = [part for one in some for part in said_parts(one, words)]
    return [rich(BlockId.SAID, *told, *parts)] if parts else []


def said_parts(one: Said, words: Words, limit: int = TEXT) -> list[Block]:
    """One message of a conversation: who, when, and their words."""
    named = {"person": shown(one.person, NAME) or "?", "at": words.moment(one.at)}
    who = words("{person} of the desk, {at}", **named) if one.from_desk else words("{person}, {at}", **named)
    return [line(bold(who)), quote(paragraphs(one.text, limit) or "…")]


def reply_button(talk: Conversation, words: Words, label: str | None = None) -> Block:
    return button(HelpActionId.HELP_REPLY, label or words("Reply"), talk.id, style="primary")


def close_button(talk: Conversation, words: Words) -> Block | None:
    return None if talk.closed_at else button(HelpActionId.HELP_CLOSE, words("Close"), talk.id)


def ask_modal(members: Mapping[str, str], place: str | None, words: Words, *, text: str = "") -> Block:
    """What somebody needs help with, for which member where they act for several, and how urgent it is."""
    kinds = [option(words(KINDS[kind]), kind.value) for kind in ASKED]
    urgency = select(HelpInputId.KIND, words("How urgent is it?"), kinds, ASKED[0].value)
    options = [option(shown(name, NAME) or "?", ident) for ident, name in members.items()]
    several = len(options) > 1
    for_whom = field(
        HelpInputId.MEMBER, words("For whom?"), select(HelpInputId.MEMBER, words("Choose"), options)
    )
    typed = text_input(HelpInputId.TEXT)
    return modal(
        HelpActionId.HELP_ASK,
        words("Ask for help"),
        [
            *([for_whom] if several else []),
            field(
                HelpInputId.TEXT,
                words("What do you need?"),
                typed | ({"initial_value": text[: limits.INPUT_TEXT]} if text else {}),
            ),
            field(HelpInputId.KIND, words("How urgent is it?"), urgency),
        ],
        close=words("Cancel"),
        submit=words("Ask"),
        metadata={"place": place} if place else {},
    )


def reply_modal(talk: Conversation, place: str | None, words: Words) -> Block:
    """A message of the conversation; the last word of the other side stands above."""
    said = talk.said[-1:]
    above = said_parts(said[0], words) if said else question(talk, words)
    return modal(
        HelpActionId.HELP_REPLY,
        words("Reply"),
        [
            rich(BlockId.SAID, *above),
            field(HelpInputId.REPLY, words("Your message"), text_input(HelpInputId.REPLY)),
        ],
        close=words("Cancel"),
        submit=words("Send"),
        metadata={"request": talk.id, **({"place": place} if place else {})},
    )


MOST_READ = 40
"""Messages read in one form, the last ones: each takes two blocks of Slack's hundred."""


def read_modal(talk: Conversation, words: Words) -> Block:
    """A conversation, every word of its last messages."""
    said = talk.said[-MOST_READ:]
    blocks = [rich("asked", *question(talk, words))]
    for number, one in enumerate(said):
        head, _ = said_parts(one, words)
        blocks += [rich(f"who_{number}", head), section(f"said_{number}", paragraphs(one.text, 3_000) or "…")]
    return modal(HelpActionId.HELP_READ, words("Conversation"), blocks, close=words("Close"))
