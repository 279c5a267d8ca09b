"""Modals of a case: what a button asks for before it acts.

Their `callback_id` is the name of the action that opened them. What was filled in is under
`state.values[block_id][action_id]`; both ids are the `InputId`, except for the reason in `report_as_modal`.
"""

import json
from collections.abc import Iterable, Mapping

from aacabot.domain.alerts import Alert
from aacabot.domain.cases import DismissReason
from aacabot.domain.errors import FieldProblem, Refusal, SharingRefused
from aacabot.domain.rights import REASONS_BY_RIGHT, ReasonCode, Right
from aacabot.locales import N_, Words
from aacabot.slack import limits
from aacabot.slack.ids import ActionId, BlockId, InputId
from aacabot.slack.views import guided as plain_words
from aacabot.slack.views import reasons
from aacabot.slack.views.blocks import section
from aacabot.slack.views.buttons import statement
from aacabot.slack.views.findings import on_card
from aacabot.slack.views.forms import case_form, field, option, optional_note, options_of, select
from aacabot.slack.views.intel.guard import errors_in
from aacabot.slack.views.message import Block
from aacabot.slack.views.notices import notice
from aacabot.slack.views.texts import shown

PROBLEMS: Mapping[str, str] = {
    "required": N_("Please fill this in."),
    "too_long": N_("Please shorten this."),
    "empty": N_("Please fill this in."),
    "say_what_is_missing": N_("Please say what is missing, so that they can send it."),
    "unknown": N_("This can no longer be chosen. Please choose another."),
    "already_there": N_("This is here already. Please change that one, or choose another."),
    "not_a_mark": N_("Use one line of visible text with a letter or digit, at most 200 characters."),
    "not_spellings": N_("Write one spelling to a line, after its script, such as zh: 艾克美"),
    "too_short_to_find": N_("Use two letters or more: less is found in almost every listing."),
    "not_one_line": N_("Use one line of visible text, at most 200 characters."),
    "not_classes": N_("Use class numbers from 1 to 45, such as 25, 18."),
    "not_a_day": N_("Please choose a date."),
    "code_refused": N_(
        "This code cannot be used: it may be mistyped, used already, or out of date. "
        "Ask whoever gave it to you for a new one."
    ),
    "too_many_tries": N_("Those were too many tries. Please wait a quarter of an hour, then try again."),
    "workspace_taken": N_(
        "This workspace belongs to another member already. Enter the code in your own workspace, "
        "or ask the operator."
    ),
    "channel_taken": N_("This channel is used for something else already. Please choose another."),
    "known_elsewhere": N_(
        "You are known here as a person of another organisation. Somebody else must enter this code, "
        "or ask the operator."
    ),
    "workspace_not_linked": N_("This workspace is not linked to your organisation."),
    "unknown_zone": N_("There is no such time zone. Please choose one from the list."),
    "unknown_language": N_("This language is not spoken here yet. Please choose one from the list."),
    "channel_not_seen": N_(
        "The app cannot see this channel. Open it, type /invite @aacabot, then save here again."
    ),
    "channel_archived": N_("This channel is archived. Please choose another."),
    "channel_direct": N_("This is a direct message. Please choose a channel."),
    "channel_not_joined": N_(
        "The app may not join this channel by itself. Open it, type /invite @aacabot, then save here again."
    ),
    "channel_open_to_all": N_(
        "Everybody in the operator's workspace can read this channel. Please choose a private or shared one."
    ),
    "slack_silent": N_("Slack did not answer in time, and nothing was changed. Please send it again."),
    "not_a_key": N_("Small letters, digits and hyphens only, such as acme-group."),
    "key_taken": N_("Another member has this key. Please choose another."),
    "too_many_codes": N_("Ten codes of this member wait already. Withdraw one first."),
    "too_wide_for_group": N_(
        "What is shared in a group stays in it: choose TLP:AMBER, TLP:AMBER+STRICT or TLP:RED."
    ),
    "narrower_before": N_(
        "Your side shared this before under a narrower label, or in a group, and took it back. Share it so "
        "again, then ask for the wider label: a second person approves it."
    ),
    "nobody_to_approve": N_(
        "A second person must approve this, and your organisation has none: an admin or counsel other than "
        "you, and not of your agency. Ask your admin, or the desk."
    ),
    "agency_amber": N_("For a client, share in its groups under TLP:AMBER: the others do not reach you."),
    "too_many_groups": N_("Your organisation is in twenty groups already. Leave one first."),
    "cannot_be_named": N_(
        "One of them cannot be named: choose people who work for a member and use aacabot. Ask the others to "
        "join first."
    ),
    "too_many_named": N_("At most ten people, please."),
    "too_many_tokens": N_("Twenty keys of this member can be used already. Revoke one first."),
    "one_or_new": N_("Choose a member, or fill in a new one: not both."),
    "in_the_future": N_("This day has not come yet. Please choose another."),
    "before_takedown": N_("The takedown was sent after this day. Please choose a later one."),
    "wrong_procedure": N_(
        "This procedure does not cover the right of this case. Choose another, or the marketplace's own."
    ),
    "window_over": N_("The time in which a seller may answer under this procedure was over on that day."),
    "answer_time_over": N_("The brand's time to answer would be over. Ask the marketplace how it stands."),
    "already_entered": N_("This answer has been entered already."),
    "too_far": N_("Please choose a day at most 30 days from now."),
    "not_a_count": N_("Please give a whole number from 0 to 100,000."),
    "more_than_down": N_("So many cannot come back: fewer are down in this time."),
    "in_the_past": N_("This day is over. Please choose today or a later day."),
    "is_app": N_("This is an app. Please choose a person."),
    "is_deactivated": N_("This account is deactivated in Slack. Please choose another."),
    "not_found": N_("Slack does not show me this person. Please choose another."),
    "both_or_neither": N_("Please choose both hours of the quiet hours, or none for both."),
    "same_hour": N_("Quiet hours end at another hour than they begin. Please choose another."),
    "not_in_force": N_("This right is not in force. Please choose another."),
    "no_such_zone": N_("There is no such time zone. Write it as Europe/Paris or Asia/Shanghai."),
    "oneself": N_("This is you. Please choose somebody else."),
    "away_too": N_("They are away themselves. Please choose somebody else."),
    "taken": N_("This is there already. Please choose another."),
    "not_a_number": N_("Please give a whole number from 1 to 1,000."),
    "date_and_time": N_("Please give both a date and a time, or neither."),
    "too_many_files": N_("Ten files at once, please. Add the others after these."),
    "not_yet": N_("This day has not come yet. Please choose today or an earlier day."),
    "no_addresses": N_("Paste the addresses of listings here, or add a CSV file."),
    "file_too_large": N_("This file is too large: at most 1 MB, please."),
    "file_too_long": N_("This list is too long: at most 3,000 rows, of which 300 are reported."),
    "file_empty": N_("There is no address in this file."),
    "file_not_text": N_("This file is no text I can read. Please save it as CSV in UTF-8."),
    "file_not_a_list": N_("This file is no list I can read. Please save it as CSV, one address to a row."),
    "file_not_read": N_("Slack does not let me read this file. Please add it again."),
    "nothing_new": N_(
        "Nothing is new since it was declined: add evidence on the card first, or choose another right or "
        "reason."
    ),
    "ends_first": N_("This day is before the first one. Please choose a later one."),
    "for_counsel": N_(
        "This speaks of prices, customers, suppliers or plans: what competitors do not tell each other "
        "without their counsel. Please write only what the group is about."
    ),
    "does_not_fit_right": N_("This reason does not fit the right. Please choose another."),
}


def field_errors(problem: FieldProblem, view: Block, words: Words) -> dict[str, str]:
    """What `response_action: errors` takes: the id of the submitted view's block, and what is wrong there."""
    said = PROBLEMS.get(problem.problem, N_("This cannot be used. Please check it."))
    ids = [block["block_id"] for block in view["blocks"]]
    block_id = next((known for known in ids if known.partition(":")[0] == problem.field), problem.field)
    return {block_id: words(said)}


def refused_fields(refusal: Refusal, view: Block, words: Words) -> dict[str, str]:
    """The same for a refusal that says in which fields of the form it is; empty for all others."""
    return errors_in(refusal.found, view, words) if isinstance(refusal, SharingRefused) else {}


def dismiss_modal(case_id: str, number: str, words: Words, *, guided: bool = False) -> Block:
    """Why the listing does not infringe: a reason, in plain words for the guided, and a note if they like."""
    known = plain_words.DISMISSED_BECAUSE if guided else reasons.DISMISSED_BECAUSE
    options = options_of(DismissReason, known, words)
    reason = select(InputId.DISMISS_REASON, words("Choose a reason"), options)
    return case_form(
        ActionId.CASE_DISMISS,
        words("It is genuine") if guided else words("Not infringing"),
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
            *on_card(alert, words),
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
