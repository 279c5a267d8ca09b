"""The home's help: who looks after the member, its conversations with the desk, and first steps."""

from collections.abc import Sequence

from aacabot.domain.guided import FirstStep, FirstSteps
from aacabot.domain.help import Conversation
from aacabot.locales import N_, Words
from aacabot.slack.ids import BlockId
from aacabot.slack.ids.help import HelpActionId
from aacabot.slack.views.blocks import actions, button, section
from aacabot.slack.views.help import close_button, question, reply_button, said_parts, state
from aacabot.slack.views.home.frame import pages
from aacabot.slack.views.home.places import Place
from aacabot.slack.views.message import Block
from aacabot.slack.views.rich import bold, line, rich
from aacabot.slack.views.texts import shown

NAME = 80
LATEST = 3
"""Messages shown of each conversation; the rest opens in a form."""
TEXT = 400

STEPS: dict[FirstStep, str] = {
    FirstStep.CHANNEL: N_("Choose the channel where alerts come, in the Connections tab."),
    FirstStep.MARK: N_("Say what your brand is called, in the Brands tab: that is what we look for."),
    FirstStep.RIGHT: N_("Add the registration that shows the name is yours, in the Brands tab."),
    FirstStep.DECISION: N_("Answer your first alert: is it yours and genuine? It waits in the Waiting tab."),
}


def help_tab(
    manager: str | None,
    steps: FirstSteps | None,
    talks: Sequence[Conversation],
    place: Place,
    per_page: int,
    total: int,
    words: Words,
) -> list[Block]:
    """For a member's people: whom to ask, the next first step where they are guided, and what was said."""
    who = (
        words("{person} of the desk looks after you.", person=shown(manager, NAME))
        if manager
        else words("The desk looks after you.")
    )
    ask = button(HelpActionId.HELP_ASK, words("Ask for help"), "ask", style="primary")
    told = [block for talk in talks for block in _talk(talk, words)]
    return [
        section("manager", who, ask),
        *(_steps(steps, words) if steps else []),
        *(told or [section(BlockId.TEXT, words("You have asked nothing yet."))]),
        *pages(place, per_page, total, words),
    ]


def _steps(steps: FirstSteps, words: Words) -> list[Block]:
    """How far they are, and the next step only."""
    if steps.next is None:
        return []
    number, count = len(steps.done) + 1, len(FirstStep)
    title = words("Your first steps: {number} of {count}", number=number, count=count)
    return [rich("steps", line(bold(title)), line(words(STEPS[steps.next])))]


def desk_tab(
    talks: Sequence[Conversation], place: Place, per_page: int, total: int, words: Words
) -> list[Block]:
    """For the desk: the open conversations of all members, the oldest clock first."""
    if not total:
        return [section(BlockId.TEXT, words("No member waits for the desk."))]
    heading = words.plural("{n} conversation is open", "{n} conversations are open", total)
    told = [block for talk in talks for block in _talk(talk, words, for_desk=True)]
    return [section(BlockId.TEXT, heading), *told, *pages(place, per_page, total, words)]


def _talk(talk: Conversation, words: Words, *, for_desk: bool = False) -> list[Block]:
    named = shown(talk.member, NAME) if for_desk else ""
    where = " · ".join(part for part in (named, _state(talk, words, for_desk=for_desk)) if part)
    said = [part for one in talk.said[-LATEST:] for part in said_parts(one, words, TEXT)]
    label = words("Reply") if talk.said else words("Add something")
    offered = actions(
        f"{BlockId.ACTIONS}_{talk.id}",
        reply_button(talk, words, None if for_desk else label),
        button(HelpActionId.HELP_READ, words("Read all"), talk.id) if len(talk.said) > LATEST else None,
        close_button(talk, words),
    )
    asked = question(talk, words) if for_desk or talk.asked_by else []
    return [
        {"type": "divider"},
        rich(f"{BlockId.LINE}_{talk.id}", line(bold(where)), *asked, *said),
        offered,
    ]


def _state(talk: Conversation, words: Words, *, for_desk: bool) -> str:
    if for_desk or talk.closed_at:
        return state(talk, words)
    if talk.first_reply_at is None:
        return words("The desk answers by {at}", at=words.moment(talk.reply_by))
    return words("The desk has your message") if talk.waits_for_desk else words("The desk has answered")
