"""The desk's decisions: accepting and declining what comes without a fast lane, answering what brands ask."""

from aacabot.domain.cases import CaseEventKind, DeclineReason
from aacabot.domain.errors import FieldProblem
from aacabot.domain.notes import NoteKind
from aacabot.domain.people import Person
from aacabot.marketplaces.notice import Programme
from aacabot.services import cases, messages, takedowns
from aacabot.services.cases import CaseFile
from aacabot.services.hub import Hub
from aacabot.services.notes import case_note
from aacabot.services.reviewing import DESK as DESK
from aacabot.services.reviewing import done_with, reviewable

WORDS = 1_000
"""The longest question, answer, or reason in words."""


async def accept(hub: Hub, person: Person, case_id: str) -> CaseFile:
    """The desk accepts a confirm: the takedown goes out as reviewed."""
    async with hub.unit(person.viewer) as unit:
        file = await reviewable(unit, person, case_id, "review_accept")
        done_with(file)
        await cases.record(unit, file.case, CaseEventKind.REVIEW_ACCEPTED, person=person)
        await takedowns.owe(unit, file, Programme.REVIEWED)
        return file


async def decline(
    hub: Hub, person: Person, case_id: str, reason: DeclineReason, words: str | None
) -> CaseFile:
    """The desk declines a confirm, with a code and words; the member is told in the card's thread."""
    if reason is DeclineReason.EVIDENCE_INSUFFICIENT and not (words or "").strip():
        raise FieldProblem("decline_note", "required")
    async with hub.unit(person.viewer) as unit:
        file = await reviewable(unit, person, case_id, "review_decline")
        done_with(file)
        data = {"text": words} if words else {}
        await cases.record(
            unit, file.case, CaseEventKind.REVIEW_DECLINED, person=person, reason=reason.value, data=data
        )
        await messages.note_in_thread(
            unit, file.case, await case_note(unit, file, NoteKind.DECLINED, reason=reason.value, text=words)
        )
        return file


async def answer_info(hub: Hub, person: Person, case_id: str, answer: str) -> CaseFile:
    """The desk answers a question: the card shows it and the clock runs on."""
    said = required_words("answer", answer)
    async with hub.unit(person.viewer) as unit:
        file = await reviewable(unit, person, case_id, "info_answer")
        done_with(file)
        await cases.record(unit, file.case, CaseEventKind.INFO_GIVEN, person=person, data={"answer": said})
        note = await case_note(unit, file, NoteKind.INFO_ANSWERED, text=said)
        await messages.note_in_thread(unit, file.case, note)
        return file


async def order_test_buy(hub: Hub, person: Person, case_id: str, words: str, order: str | None) -> CaseFile:
    """The desk orders a test purchase to answer a question: the brand's clock goes on standing still.

    `order` is the purchase's reference where there is one. The outcome comes by `answer_info`.
    """
    said = required_words("test_buy_words", words)
    async with hub.unit(person.viewer) as unit:
        file = await reviewable(unit, person, case_id, "test_buy")
        data = {"words": said, **({"order": order.strip()} if order and order.strip() else {})}
        await cases.record(unit, file.case, CaseEventKind.TEST_BUY_ASKED, person=person, data=data)
        note = await case_note(unit, file, NoteKind.TEST_BUY, text=said)
        await messages.note_in_thread(unit, file.case, note)
        return file


def required_words(field: str, words: str | None) -> str:
    """What was written. Raises FieldProblem where it is blank, or longer than a note."""
    said = (words or "").strip()
    if not said:
        raise FieldProblem(field, "required")
    if len(said) > WORDS:
        raise FieldProblem(field, "too_long")
    return words or ""
