"""Modals of the operator's desk. What was filled in is read as in `modals`."""

from collections.abc import Mapping

from aacabot.domain.cases import DeclineReason
from aacabot.locales import Words
from aacabot.slack import limits
from aacabot.slack.ids import ActionId, BlockId, InputId
from aacabot.slack.views import reasons
from aacabot.slack.views.blocks import section
from aacabot.slack.views.forms import (
    NOTE,
    case_form,
    field,
    modal,
    note_field,
    option,
    optional_note,
    options_of,
    select,
    text_input,
)
from aacabot.slack.views.message import Block
from aacabot.slack.views.notices import notice
from aacabot.slack.views.texts import shown


def decline_modal(case_id: str, number: str, words: Words) -> Block:
    """Why the desk will not act: the brand is told the reason, the words, and the step that would help."""
    options = options_of(DeclineReason, reasons.DECLINED_BECAUSE, words)
    reason = select(InputId.DECLINE_REASON, words("Choose a reason"), options)
    return case_form(
        ActionId.REVIEW_DECLINE,
        words("Decline request"),
        [
            section(BlockId.TEXT, words("The brand sees what you write about {number}.", number=number)),
            field(InputId.DECLINE_REASON, words("Reason"), reason),
            optional_note(InputId.DECLINE_NOTE, words("In your words"), words),
        ],
        words("Decline"),
        case_id,
        words,
    )


def answer_info_modal(case_id: str, number: str, question: str | None, words: Words) -> Block:
    """The desk's answer to a brand's question."""
    asked = shown(question, 1_500) or words("They did not say what they need.")
    answer = note_field(InputId.ANSWER, words("Answer"), text_input(InputId.ANSWER, most=NOTE), words)
    hint = words("The brand's clock for {number} runs again once you answer.", number=number)
    blocks = [section(BlockId.QUESTION, asked), answer, section(BlockId.HINT, hint)]
    return case_form(ActionId.INFO_ANSWER, words("Answer the brand"), blocks, words("Answer"), case_id, words)


def stop_member_modal(members: Mapping[str, str], words: Words) -> Block:
    """Which member's takedowns to stop: names by member id."""
    options = [option(shown(name, limits.OPTION_LABEL) or "?", key) for key, name in members.items()]
    if not options:
        said = words("There is no member to stop.")
        return notice(ActionId.LANE_STOP_MEMBER, words("Stop one member"), [said], words)
    menu = select(InputId.MEMBER, words("Choose a member"), options)
    return modal(
        ActionId.LANE_STOP_MEMBER,
        words("Stop one member"),
        [field(InputId.MEMBER, words("Member"), menu)],
        close=words("Cancel"),
        submit=words("Stop takedowns"),
    )
