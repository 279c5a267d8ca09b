"""Modals of a case: what a button asks for before it acts.

Their `callback_id` is the name of the action that opened them. What was filled in is under
`state.values[block_id][action_id]`; both ids are the `InputId`, except for the reason in `report_as_modal`.
"""

import json
from collections.abc import Iterable, Mapping

from aacabot.domain.alerts import Alert
from aacabot.domain.cases import DismissReason
from aacabot.domain.errors import FieldProblem
from aacabot.domain.rights import REASONS_BY_RIGHT, ReasonCode, Right
from aacabot.locales import N_, Words
from aacabot.slack import limits
from aacabot.slack.ids import ActionId, BlockId, InputId
from aacabot.slack.views import reasons
from aacabot.slack.views.blocks import section
from aacabot.slack.views.buttons import statement
from aacabot.slack.views.forms import case_form, field, option, optional_note, options_of, select
from aacabot.slack.views.message import Block
from aacabot.slack.views.notices import notice
from aacabot.slack.views.texts import shown

PROBLEMS: Mapping[str, str] = {
    "required": N_("Please fill this in."),
    "too_long": N_("Please shorten this."),
    "empty": N_("Please fill this in."),
    "say_what_is_missing": N_("Please say what is missing, so that they can send it."),
    "unknown": N_("This can no longer be chosen. Please choose another."),
    "not_in_force": N_("This right is not in force. Please choose another."),
    "no_such_zone": N_("There is no such time zone. Write it as Europe/Paris or Asia/Shanghai."),
    "in_the_past": N_("This is already over. Please choose a later day."),
    "oneself": N_("This is you. Please choose somebody else."),
    "away_too": N_("They are away themselves. Please choose somebody else."),
    "taken": N_("This is there already. Please choose another."),
    "not_a_number": N_("Please give a whole number from 1 to 1,000."),
    "date_and_time": N_("Please give both a date and a time, or neither."),
    "does_not_fit_right": N_("This reason does not fit the right. Please choose another."),
}


def field_errors(problem: FieldProblem, view: Block, words: Words) -> dict[str, str]:
    """What `response_action: errors` takes: the id of the submitted view's block, and what is wrong there."""
    said = PROBLEMS.get(problem.problem, N_("This cannot be used. Please check it."))
    ids = [block["block_id"] for block in view["blocks"]]
    block_id = next((known for known in ids if known.partition(":")[0] == problem.field), problem.field)
    return {block_id: words(said)}


def dismiss_modal(case_id: str, number: str, words: Words) -> Block:
    """Why the listing does not infringe: a reason, and a note if they like."""
    options = options_of(DismissReason, reasons.DISMISSED_BECAUSE, words)
    reason = select(InputId.DISMISS_REASON, words("Choose a reason"), options)
    return case_form(
        ActionId.CASE_DISMISS,
        words("Not infringing"),
        [
            section(BlockId.TEXT, words("{number} is closed and nothing is sent.", number=number)),
            field(InputId.DISMISS_REASON, words("Reason"), reason),
            optional_note(InputId.DISMISS_NOTE, words("Note"), words),
        ],
        words("Close case"),
        case_id,
        words,
    )


def ask_info_modal(case_id: str, number: str, words: Words) -> Block:
    """A question to the desk; it may be left empty."""
    return case_form(
        ActionId.CASE_ASK_INFO,
        words("Ask the desk"),
        [
            section(BlockId.TEXT, words("Your clock for {number} stands still meanwhile.", number=number)),
            optional_note(InputId.QUESTION, words("What do you need to know?"), words),
        ],
        words("Ask"),
        case_id,
        words,
    )


def confirm_authorised_modal(alert: Alert, words: Words) -> Block:
    """The second ask: the seller is on the brand's own list of authorised sellers."""
    warning = words(
        "This seller is on the list of authorised sellers of {brand}.", brand=shown(alert.brand, 80)
    )
    form = case_form(
        ActionId.CASE_CONFIRM,
        words("Authorised seller"),
        [
            section(BlockId.STATUS, warning),
            section(BlockId.TEXT, statement(alert, words)),
            section(BlockId.HINT, words("If in doubt, cancel and ask your counsel or the desk.")),
        ],
        words("Take down anyway"),
        alert.case_id,
        words,
    )
    seen = {"case": alert.case_id, "seen": alert.affirmation}
    return form | {"private_metadata": json.dumps(seen)}


def report_as_modal(
    alert: Alert, rights: Iterable[Right], words: Words, *, right_id: str | None = None
) -> Block:
    """The right and the reason to report under; the reasons are those the chosen right supports.

    Choosing a right sends a `block_actions` at once: show the modal anew with its `right_id`. The reason's
    block id carries the right's kind (`report_reason:design`): under the same id Slack keeps a stale choice.
    """
    offered = list(rights)[: limits.OPTIONS]
    wanted = right_id or (alert.right.id if alert.right else None)
    chosen = next((right for right in offered if right.id == wanted), None)
    if not offered:
        said = words("There is no registration in force to choose from.")
        return notice(ActionId.CASE_REPORT_AS, words("Report as"), [said], words)
    blocks = [_right_field(offered, chosen, words), *_reason_field(chosen, alert.reason_code, words)]
    return case_form(ActionId.CASE_REPORT_AS, words("Report as"), blocks, words("Save"), alert.case_id, words)


def _right_field(offered: list[Right], chosen: Right | None, words: Words) -> Block:
    options = [option(reasons.right_named(right, words), right.id) for right in offered]
    menu = select(InputId.RIGHT, words("Choose a right"), options, chosen.id if chosen else None)
    return field(InputId.RIGHT, words("Right"), menu, dispatch=True)


def _reason_field(chosen: Right | None, reason: ReasonCode | None, words: Words) -> list[Block]:
    if chosen is None:
        return []
    supported = REASONS_BY_RIGHT[chosen.kind]
    proposed = reason if reason in supported else supported[0]
    options = options_of(supported, reasons.REPORTED_FOR, words)
    menu = select(InputId.REASON, words("Choose a reason"), options, proposed)
    return [field(f"{InputId.REASON}:{chosen.kind}", words("Reason"), menu)]
