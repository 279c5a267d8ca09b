"""Modals of the desk's part: what it asks a brand, a test purchase, and what a brand sends in answer."""

import json
from collections.abc import Sequence

from aacabot.domain.alerts import Alert
from aacabot.domain.rights import REASONS_BY_RIGHT, Right
from aacabot.domain.specialties import SPECIAL_RIGHTS, Language, Needs
from aacabot.locales import Words
from aacabot.slack import limits
from aacabot.slack.ids import BlockId
from aacabot.slack.ids.reviews import DeskActionId, ReviewActionId, ReviewInputId
from aacabot.slack.views import reasons
from aacabot.slack.views.blocks import section
from aacabot.slack.views.desk import KNOWN_RIGHTS, LANGUAGES
from aacabot.slack.views.forms import (
    NOTE,
    case_form,
    field,
    modal,
    option,
    options_of,
    select,
    text_input,
)
from aacabot.slack.views.home.places import Place
from aacabot.slack.views.message import Block
from aacabot.slack.views.notices import notice
from aacabot.slack.views.pickers import line_input, several
from aacabot.slack.views.status import fixing_step
from aacabot.slack.views.texts import shown


def at_place(view: Block, place: Place | None) -> Block:
    """The same modal, opened from the home: it is shown anew there once the modal is sent."""
    if place is None:
        return view
    kept = json.loads(view["private_metadata"])
    return view | {"private_metadata": json.dumps({**kept, "place": place.value})}


def ask_brand_modal(case_id: str, number: str, words: Words) -> Block:
    """What the desk asks the brand before it decides."""
    question = text_input(ReviewInputId.DESK_QUESTION, most=NOTE)
    hint = words("The review of {number} stands still until the brand answers.", number=number)
    blocks = [
        field(ReviewInputId.DESK_QUESTION, words("What do you need to know?"), question),
        section(BlockId.HINT, hint),
    ]
    return case_form(ReviewActionId.REVIEW_ASK, words("Ask the brand"), blocks, words("Ask"), case_id, words)


def answer_desk_modal(alert: Alert, words: Words) -> Block:
    """The brand's answer to the desk."""
    asked = shown(alert.desk.question.question, 1_500) if alert.desk.question else ""
    answer = field(
        ReviewInputId.DESK_ANSWER, words("Answer"), text_input(ReviewInputId.DESK_ANSWER, most=NOTE)
    )
    hint = words("The desk goes on with {number} once you answer.", number=alert.number)
    blocks = [section(BlockId.QUESTION, asked or "?"), answer, section(BlockId.HINT, hint)]
    title = words("Answer the desk")
    return case_form(ReviewActionId.DESK_ANSWER, title, blocks, words("Answer"), alert.case_id, words)


def purchase_modal(case_id: str, number: str, words: Words) -> Block:
    """A test purchase that answers a brand's question: what is bought to find out what."""
    what = field(
        ReviewInputId.TEST_BUY_WORDS,
        words("What will it find out?"),
        text_input(ReviewInputId.TEST_BUY_WORDS, most=NOTE),
    )
    order = field(
        ReviewInputId.TEST_BUY_ORDER,
        words("Order reference"),
        line_input(ReviewInputId.TEST_BUY_ORDER),
        optional=True,
    )
    hint = words("The brand's clock for {number} goes on standing still until you answer.", number=number)
    blocks = [what, order, section(BlockId.HINT, hint)]
    return case_form(
        ReviewActionId.TEST_BUY, words("Order a test buy"), blocks, words("Order"), case_id, words
    )


def send_again_modal(
    alert: Alert, rights: Sequence[Right], words: Words, *, right_id: str | None = None
) -> Block:
    """A declined request as it would be sent again: right, reason, and what is new.

    Choosing a right sends a `block_actions` at once, as in `report_as_modal`.
    """
    offered = list(rights)[: limits.OPTIONS]
    if not offered:
        said = words("There is no registration in force to choose from.")
        return notice(ReviewActionId.SEND_AGAIN, words("Send again"), [said], words)
    wanted = right_id or (alert.right.id if alert.right else None)
    chosen = next((right for right in offered if right.id == wanted), offered[0])
    blocks = [
        section(BlockId.HINT, _why_declined(alert, words)),
        section(BlockId.TEXT, _new_so_far(alert, words)),
        _right_field(offered, chosen, words),
        _reason_field(alert, chosen, words),
        field(
            ReviewInputId.AGAIN_NEWS, words("What is new?"), text_input(ReviewInputId.AGAIN_NEWS, most=NOTE)
        ),
    ]
    title = words("Send again")
    return case_form(ReviewActionId.SEND_AGAIN, title, blocks, words("Send again"), alert.case_id, words)


def _why_declined(alert: Alert, words: Words) -> str:
    takedown = alert.takedown
    by_desk = alert.review.reason if alert.review else None
    return fixing_step(by_desk or (takedown.declined_reason if takedown else None), words)


def _new_so_far(alert: Alert, words: Words) -> str:
    if alert.desk.new_files:
        return words.plural("{n} file was added since.", "{n} files were added since.", alert.desk.new_files)
    return words("No file was added since: add one on the card first, or choose another right or reason.")


def _right_field(offered: list[Right], chosen: Right, words: Words) -> Block:
    options = [option(reasons.right_named(right, words), right.id) for right in offered]
    menu = select(ReviewInputId.AGAIN_RIGHT, words("Choose a right"), options, chosen.id)
    return field(ReviewInputId.AGAIN_RIGHT, words("Right"), menu, dispatch=True)


def _reason_field(alert: Alert, chosen: Right, words: Words) -> Block:
    supported = REASONS_BY_RIGHT[chosen.kind]
    proposed = alert.reason_code if alert.reason_code in supported else supported[0]
    options = options_of(supported, reasons.REPORTED_FOR, words)
    menu = select(ReviewInputId.AGAIN_REASON, words("Choose a reason"), options, proposed)
    # Under the same block id Slack keeps a stale choice.
    return field(f"{ReviewInputId.AGAIN_REASON}:{chosen.kind}", words("Reason"), menu)


def specialties_modal(person_id: str, name: str, knows: Needs, place: Place, words: Words) -> Block:
    """What a reviewer knows: kinds of rights and languages; nothing chosen is nothing special."""
    rights = [option(words(KNOWN_RIGHTS[one]), one.value) for one in SPECIAL_RIGHTS]
    languages = [option(words(LANGUAGES[one]), one.value) for one in Language]
    chosen_rights = several(ReviewInputId.SPECIALTY_RIGHTS, words("Kinds of rights"), rights, knows.rights)
    chosen_languages = several(
        ReviewInputId.SPECIALTY_LANGUAGES, words("Languages"), languages, knows.languages
    )
    return modal(
        DeskActionId.SPECIALTY_CHANGE,
        words("What they know"),
        [
            section(BlockId.TEXT, shown(name, 80) or "?"),
            field(ReviewInputId.SPECIALTY_RIGHTS, words("Rights"), chosen_rights, optional=True),
            field(ReviewInputId.SPECIALTY_LANGUAGES, words("Languages"), chosen_languages, optional=True),
        ],
        close=words("Cancel"),
        submit=words("Save"),
        metadata={"reviewer": person_id, "place": place.value},
    )
