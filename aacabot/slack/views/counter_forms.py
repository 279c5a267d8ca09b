"""The forms that answer a seller's objection, or enter one.

A seller's own words hold personal data: they stand in forms, read when they are opened, never in messages.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from aacabot.domain.counter_notices import REBUTTAL_LIMIT, Procedure
from aacabot.locales import N_, Words
from aacabot.slack.ids import BlockId
from aacabot.slack.ids.counter_notices import CounterNoticeActionId, CounterNoticeInputId
from aacabot.slack.views import reasons
from aacabot.slack.views.blocks import context, section
from aacabot.slack.views.counter_notices import REASON, SAID
from aacabot.slack.views.forms import field, modal, note_field, option, select, text_input
from aacabot.slack.views.message import Block
from aacabot.slack.views.rich import bold, line, quote, rich
from aacabot.slack.views.texts import paragraphs, shown

PROCEDURES: Mapping[str, str] = {
    "dmca": N_("counter-notification under the DMCA (17 U.S.C. § 512(g)), copyright only"),
    "china-ecommerce": N_("declaration under Art. 43 of China's E-Commerce Law"),
    "mercado-libre": N_("answer under Mercado Libre's brand protection programme"),
    "platform": N_("the marketplace's own procedure"),
}


def _sellers_words(reason: str | None, text: str | None, words: Words) -> Block:
    said = paragraphs(text or "", SAID) or words("The seller wrote nothing more.")
    because = shown(reason, REASON)
    return rich(
        BlockId.QUESTION,
        line(bold(words("The seller says"))),
        *([line(words("Reason: {reason}", reason=because))] if because else []),
        quote(said),
    )


def rebut_modal(
    case_id: str, number: str, reason: str | None, text: str | None, due: datetime, words: Words
) -> Block:
    """Why the takedown is right, after the seller's own words."""
    answer = text_input(CounterNoticeInputId.REBUTTAL, most=REBUTTAL_LIMIT)
    blocks = [
        section(BlockId.TEXT, words("{number}: answer by {at}.", number=number, at=words.moment(due))),
        _sellers_words(reason, text, words),
        note_field(CounterNoticeInputId.REBUTTAL, words("Why the takedown is right"), answer, words),
        context(
            BlockId.HINT,
            words("It is sent to the marketplace once another counsel or admin has approved it."),
        ),
    ]
    return _form(
        CounterNoticeActionId.COUNTER_REBUT, words("Rebut"), blocks, words("Ask for approval"), case_id, words
    )


def approve_modal(
    case_id: str, number: str, reason: str | None, text: str | None, rebuttal: str, words: Words
) -> Block:
    """What would be sent, and what it answers, for the second person."""
    blocks = [
        section(BlockId.TEXT, words("{number}: the marketplace is sent this answer.", number=number)),
        rich(BlockId.SAID, line(bold(words("The rebuttal"))), quote(paragraphs(rebuttal, SAID) or "?")),
        _sellers_words(reason, text, words),
    ]
    return _form(
        CounterNoticeActionId.COUNTER_APPROVE,
        words("Approve"),
        blocks,
        words("Approve and send"),
        case_id,
        words,
    )


def enter_modal(
    case_id: str, number: str, procedures: Iterable[Procedure], today: date, words: Words
) -> Block:
    """The desk enters an answer that reached it by mail or by telephone."""
    options = [option(procedure_said(one, words), one.name) for one in procedures]
    own = options[-1]["value"]
    menu = select(CounterNoticeInputId.PROCEDURE, words("Choose a procedure"), options, own)
    picker = {
        "type": "datepicker",
        "action_id": CounterNoticeInputId.FILED.value,
        "initial_date": today.isoformat(),
    }
    blocks = [
        section(BlockId.TEXT, words("The brand of {number} is told at once, with its clock.", number=number)),
        field(CounterNoticeInputId.PROCEDURE, words("Procedure"), menu),
        field(CounterNoticeInputId.FILED, words("Filed on"), picker),
        note_field(
            CounterNoticeInputId.TEXT,
            words("What the seller says"),
            text_input(CounterNoticeInputId.TEXT),
            words,
        ),
    ]
    title = words("The seller's answer")
    return _form(CounterNoticeActionId.COUNTER_ENTER, title, blocks, words("Enter"), case_id, words)


def procedure_said(procedure: Procedure, words: Words) -> str:
    """A procedure in one line: its name first, then how long the brand has."""
    days = (
        words.plural("{n} business day", "{n} business days", procedure.days)
        if procedure.business
        else words.plural("{n} day", "{n} days", procedure.days)
    )
    return f"{days}: {reasons.said(procedure.name, PROCEDURES, words)}"


def _form(
    action: CounterNoticeActionId, title: str, blocks: list[Block], submit: str, case_id: str, words: Words
) -> Block:
    return modal(action, title, blocks, close=words("Cancel"), submit=submit, metadata={"case": case_id})
