"""The desk's part: reviewing confirms outside the fast lane, and answering questions."""

from aacabot.domain.cases import CaseEventKind, CaseState, DeclineReason
from aacabot.domain.errors import FieldProblem, NotAllowed, OwnRequest
from aacabot.domain.notes import NoteKind
from aacabot.domain.people import Person
from aacabot.marketplaces.notice import Programme
from aacabot.services import cases, messages, takedowns
from aacabot.services.cases import CaseFile
from aacabot.services.deciding import already_decided
from aacabot.services.discretion import require_known
from aacabot.services.hub import Hub, Unit
from aacabot.services.notes import case_note

DESK = "IPR desk"


async def _reviewable(unit: Unit, person: Person, case_id: str, action: str) -> CaseFile:
    file = await cases.open_file(unit, case_id, lock=True)
    await require_reviewable(unit, person, file, action)
    return file


async def require_reviewable(unit: Unit, person: Person, file: CaseFile, action: str) -> None:
    """Raise unless the person may review the case, and it waits for that.

    OwnRequest for people who act for the member, NotAllowed for others who are not reviewers,
    AlreadyDecided or IllegalMove where the desk is not, or no longer, asked.
    """
    require_known(person, file)
    if file.member.id in person.member_ids:
        raise OwnRequest(file.case.number)
    if not person.may_review(file.member.id):
        raise NotAllowed(action, file.brand.name, (DESK,))
    state, *answers = _REVIEW if action in {"review_accept", "review_decline"} else _QUESTION
    if file.state is not state:
        raise await already_decided(unit, file, *answers)


_E = CaseEventKind
_REVIEW = (CaseState.PLATFORM_REVIEW, _E.REVIEW_ACCEPTED, _E.REVIEW_DECLINED)
_QUESTION = (CaseState.NEEDS_INFO, _E.INFO_GIVEN)


async def accept(hub: Hub, person: Person, case_id: str) -> CaseFile:
    """The desk accepts a confirm: the takedown goes out as reviewed."""
    async with hub.unit(person.viewer) as unit:
        file = await _reviewable(unit, person, case_id, "review_accept")
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
        file = await _reviewable(unit, person, case_id, "review_decline")
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
    if not answer.strip():
        raise FieldProblem("answer", "required")
    async with hub.unit(person.viewer) as unit:
        file = await _reviewable(unit, person, case_id, "info_answer")
        await cases.record(unit, file.case, CaseEventKind.INFO_GIVEN, person=person, data={"answer": answer})
        return file
