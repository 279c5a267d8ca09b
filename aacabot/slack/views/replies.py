"""What one person is answered, for their eyes only (ephemeral messages)."""

from collections.abc import Mapping

from aacabot.domain.errors import Refusal, ReviewClaimed, UnknownPerson
from aacabot.domain.untrusted import clip, escape_mrkdwn
from aacabot.locales import N_, Words
from aacabot.slack import limits
from aacabot.slack.ids import COMMAND, ActionId, BlockId
from aacabot.slack.ids.counter_notices import CounterNoticeActionId
from aacabot.slack.ids.undoing import UndoActionId
from aacabot.slack.views.blocks import actions, header, section
from aacabot.slack.views.desk import take_over
from aacabot.slack.views.message import Message
from aacabot.slack.views.refusals import refusal_words
from aacabot.slack.views.rich import bold, bullets, line, rich
from aacabot.slack.views.strangers import ask_the_admin
from aacabot.slack.views.texts import shown

DONE: Mapping[ActionId, str] = {
    ActionId.CASE_CONFIRM: N_("{number} is confirmed. You can retract it from its card."),
    ActionId.CASE_DISMISS: N_("{number} is closed as not infringing. Nothing was sent."),
    ActionId.CASE_ASK_INFO: N_("The desk has your question about {number}. Your clock stands still."),
    ActionId.CASE_RETRACT: N_("{number} is retracted. Its card shows what happens at the marketplace."),
    ActionId.CASE_REPORT_AS: N_("{number} will be reported as you chose."),
    ActionId.CASE_APPROVE: N_("{number} is approved."),
    ActionId.CASE_REFUSE: N_("{number} is refused. Nothing was sent."),
    ActionId.REVIEW_ACCEPT: N_("{number} is accepted and goes to the marketplace."),
    ActionId.REVIEW_DECLINE: N_("{number} is declined. The brand sees your reason."),
    ActionId.INFO_ANSWER: N_("The brand has your answer about {number}."),
}

COUNTER_DONE: Mapping[CounterNoticeActionId, str] = {
    CounterNoticeActionId.COUNTER_ACCEPT: N_("The objection to {number} is accepted: the listing returns."),
    CounterNoticeActionId.COUNTER_REFUSE: N_("The rebuttal of {number} does not go out. The clock runs on."),
}

UNDONE: Mapping[UndoActionId, str] = {
    UndoActionId.CASE_UNDO: N_("{number} waits for a decision again. Nothing was sent."),
}

LANE_DONE: Mapping[ActionId, str] = {
    ActionId.LANE_STOP: N_("All takedowns are stopped. What is confirmed meanwhile waits."),
    ActionId.LANE_OPEN: N_("Takedowns go out again."),
    ActionId.LANE_STOP_MEMBER: N_("This member's takedowns are stopped. What they confirm meanwhile waits."),
}

COMMANDS: Mapping[str, str] = {
    "case AC-7K3Q9": N_("look a case up"),
    "queue": N_("what waits for you, most urgent first"),
    "search": N_("find cases by words, storefront or brand"),
    "report": N_("report a listing you found"),
    "share": N_("share what you know about a counterfeiter"),
    "intel": N_("read what other members shared"),
    "intel seller https://…": N_("ask whether others know a seller, shown to nobody"),
    "digest": N_("your summary now, or when it comes"),
    "invite": N_("bring a colleague in"),
    "audit": N_("who did what, and when"),
    "directory": N_("who is in the alliance, and how it grows"),
    "settings": N_("language, time zone and notifications"),
    "away 2026-12-24 @Ann": N_("say until when you are away, and who stands in"),
    "back": N_("say that you are back"),
    "help": N_("this list; with words after it, ask the desk"),
}


def refusal_reply(refusal: Refusal, words: Words, *, case_id: str = "", typed: bool = False) -> Message:
    """The refusal; a stranger is also given the button that asks the admin, of the case where there is one.

    `typed` is a command, which in a channel of several workspaces does not say where its author belongs.
    """
    said = refusal_words(refusal, words)
    if isinstance(refusal, ReviewClaimed):
        over = actions(BlockId.ACTIONS, take_over(refusal.case_id, refusal.person, words))
        reply = said_reply(said)
        return Message(reply.text, [*reply.blocks, over])
    if not isinstance(refusal, UnknownPerson):
        return said_reply(said)
    if typed:
        said = words(
            "{refusal} If you are here from another workspace, use the buttons on the cards: commands do "
            "not tell me where you belong.",
            refusal=said,
        )
    reply = said_reply(said)
    return Message(reply.text, [*reply.blocks, *ask_the_admin(words, case_id)])


def done_reply(action: ActionId, number: str, words: Words) -> Message:
    """What a click has done, where the card alone would not tell the person who clicked."""
    return said_reply(words(DONE[action], number=number))


def counter_reply(action: CounterNoticeActionId, number: str, words: Words) -> Message:
    return said_reply(words(COUNTER_DONE[action], number=number))


def undone_reply(action: UndoActionId, number: str, words: Words) -> Message:
    return said_reply(words(UNDONE[action], number=number))


def lane_reply(action: ActionId, words: Words) -> Message:
    return said_reply(words(LANE_DONE[action]))


def help_reply(words: Words) -> Message:
    """Every word of the command, and that the buttons do the same."""
    title = words("What {command} can do", command=COMMAND)
    told = [line(bold(f"{COMMAND} {word}"), "  ", words(what)) for word, what in COMMANDS.items()]
    after = line(words("Everything here can also be done with the buttons on a card."))
    return Message(title, [header(BlockId.HEADER, title), rich(BlockId.TEXT, bullets(*told), after)])


def unknown_reply(asked: str, words: Words) -> Message:
    """A word after the command that means nothing; what was typed is shown back in a block, not in `text`."""
    known = words("{command} help lists what I understand.", command=COMMAND)
    said = words("I do not know “{asked}”. {known}", asked=shown(asked, 80), known=known)
    return Message(known, [section(BlockId.TEXT, said)])


def bug_reply(log_id: str, words: Words) -> Message:
    """Something broke on our side: the id is what the desk needs to find it."""
    return said_reply(words("Something went wrong on our side. Tell the desk this id: {id}", id=log_id))


def said_reply(said: str) -> Message:
    """One sentence or two; names in it stay letters."""
    return Message(clip(escape_mrkdwn(said), limits.MESSAGE_TEXT), [section(BlockId.TEXT, said)])
