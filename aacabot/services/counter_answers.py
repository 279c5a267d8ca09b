"""The brand answers a seller's objection: rebut by two people, or accept. Each is one commit."""

from aacabot.domain.cases import CaseEventKind, CaseState
from aacabot.domain.counter_notices import REBUTTAL_LIMIT, CounterNoticeState, next_moment
from aacabot.domain.errors import (
    FieldProblem,
    IllegalMove,
    NotAllowed,
    NotGoneYet,
    OwnRebuttal,
)
from aacabot.domain.notes import NoteKind
from aacabot.domain.people import Person
from aacabot.domain.second_person import Decider, SecondReason, seconds
from aacabot.services import cases, feedback, rebuttals
from aacabot.services.cases import CaseFile
from aacabot.services.counter_notices import settle, tell
from aacabot.services.deciding import already_decided
from aacabot.services.discretion import require_known
from aacabot.services.hub import Hub, Unit
from aacabot.services.withdrawal import withdraw_takedown
from aacabot.store import counter_notices as store
from aacabot.store import people
from aacabot.store import second_person as second_store
from aacabot.store.models import CounterNoticeRow
from aacabot.store.takedowns import latest_takedown

_E = CaseEventKind
_N = CounterNoticeState


async def rebut(hub: Hub, person: Person, case_id: str, text: str) -> CaseFile:
    """Counsel or an admin writes why the takedown is right; it goes out once somebody else approves.

    Raises CaseNotFound, NotAllowed, IllegalMove, AlreadyDecided, or FieldProblem for the text.
    """
    if not text.strip() or len(text) > REBUTTAL_LIMIT:
        raise FieldProblem("rebuttal_text", "too_long" if text.strip() else "required")
    async with hub.unit(person.viewer) as unit:
        file, row = await _waiting(unit, person, case_id, "counter_rebut", _N.OPEN)
        row.state, row.rebuttal = _N.REBUTTAL_ASKED.value, text
        row.answered_by, row.answered_at = person.id, unit.now
        data = {"text": text, "counter_notice": row.id}
        await cases.record(unit, file.case, _E.REBUTTAL_ASKED, person=person, data=data)
        row.next_at = min(row.next_at or row.answer_by, file.case.second_by or row.answer_by)
        await tell(unit, file, NoteKind.REBUTTAL_ASKED, row)
        return file


async def approve(hub: Hub, person: Person, case_id: str) -> CaseFile:
    """Another counsel or admin lets the rebuttal go out: the takedown stands.

    Raises OwnRebuttal for who wrote it and their agency's people, NotGoneYet while the listing has not
    been seen gone. An admin of the operator stands in where nobody else of the brand's may.
    """
    async with hub.unit(person.viewer) as unit:
        file, row = await _waiting(unit, person, case_id, "counter_approve", _N.REBUTTAL_ASKED)
        await _require_another(unit, person, file, row)
        takedown = await latest_takedown(unit.session, unit.viewer, case_id)
        if takedown is None or takedown.verified_at is None:
            raise NotGoneYet(file.case.number)
        settle(row, _N.REBUTTED)
        row.approved_by, row.answered_at = person.id, unit.now
        await cases.record(unit, file.case, _E.REBUTTED, person=person, data={"counter_notice": row.id})
        rebuttals.owe(unit, row)
        await tell(unit, file, NoteKind.REBUTTED, row)
        return file


async def refuse(hub: Hub, person: Person, case_id: str) -> CaseFile:
    """Another counsel or admin stops the rebuttal, or its author takes it back: the clock runs on."""
    async with hub.unit(person.viewer) as unit:
        file, row = await _waiting(unit, person, case_id, "counter_refuse", _N.REBUTTAL_ASKED)
        await refused(unit, file, row, person)
        return file


async def refused(unit: Unit, file: CaseFile, row: CounterNoticeRow, person: Person | None) -> None:
    """The rebuttal does not go out, by a person's word or because nobody came; everybody is told."""
    row.state, row.rebuttal, row.answered_by, row.answered_at = _N.OPEN.value, None, None, None
    row.next_at = next_moment(row.filed_at, row.answer_by, row.reminded)
    await cases.record(unit, file.case, _E.REBUTTAL_REFUSED, person=person, data={"counter_notice": row.id})
    await tell(unit, file, NoteKind.REBUTTAL_REFUSED, row)


async def accept(hub: Hub, person: Person, case_id: str) -> CaseFile:
    """Counsel or an admin says that the seller is right: the notice is withdrawn, the listing returns."""
    async with hub.unit(person.viewer) as unit:
        file, row = await _waiting(unit, person, case_id, "counter_accept", _N.OPEN, _N.REBUTTAL_ASKED)
        settle(row, _N.ACCEPTED)
        row.answered_by, row.answered_at = person.id, unit.now
        await withdraw_takedown(unit, file)
        await cases.record(
            unit, file.case, _E.COUNTER_ACCEPTED, person=person, data={"counter_notice": row.id}
        )
        await feedback.owe(unit, file.case, "not_infringing", "counter_notice_accepted")
        await tell(unit, file, NoteKind.COUNTER_ACCEPTED, row)
        return file


async def to_answer(hub: Hub, person: Person, case_id: str, action: str) -> tuple[CaseFile, CounterNoticeRow]:
    """The seller's answer a form is opened for, read now: its text stays out of Slack's messages."""
    states = (_N.OPEN,) if action == "counter_rebut" else (_N.REBUTTAL_ASKED,)
    async with hub.unit(person.viewer) as unit:
        return await _waiting(unit, person, case_id, action, *states)


async def approvers(unit: Unit, file: CaseFile, row: CounterNoticeRow) -> tuple[Decider, ...]:
    """Who may approve the rebuttal: other counsel and admins of the brand, not of its author's agency."""
    first = {row.answered_by} if row.answered_by else set()
    agencies = await second_store.agencies_of(unit.session, first)
    deciders = await second_store.deciders_of_members(unit.session, {file.member.id}, unit.now)
    return seconds(
        deciders[file.member.id],
        first_id=row.answered_by,
        first_agency=agencies.get(row.answered_by or ""),
        member_id=file.member.id,
        brand_id=file.brand.id,
        why=(SecondReason.REBUTTAL,),
    )


async def _waiting(
    unit: Unit, person: Person, case_id: str, action: str, *states: CounterNoticeState
) -> tuple[CaseFile, CounterNoticeRow]:
    """The case and its open answer, held, for who may answer it and in one of these states."""
    file = await cases.open_file(unit, case_id, lock=True)
    require_known(person, file)
    found = await store.open_of(unit.session, unit.viewer, case_id)
    await _require_role(unit, person, file, found, action)
    if file.state is not CaseState.COUNTER_NOTICED or not found:
        raise await already_decided(unit, file, *_ANSWERS)
    row = found[-1]
    if row.state not in states:
        if row.state == _N.REBUTTAL_ASKED:
            raise await already_decided(unit, file, _E.REBUTTAL_ASKED)
        raise IllegalMove(file.case.number, file.case.state, action)
    return file, row


_OF_THE_SECOND = ("counter_approve", "counter_refuse")
_ANSWERS = (_E.REBUTTED, _E.COUNTER_ACCEPTED, _E.RETRACTED)


async def _require_role(
    unit: Unit, person: Person, file: CaseFile, found: list[CounterNoticeRow], action: str
) -> None:
    """Counsel and admins answer; an admin of the operator is the second where nobody else there may."""
    if person.may_answer_sellers(file.member.id, file.brand.id):
        return
    is_admin = person.is_operator_admin and not person.acts_for(file.member.id)
    stands_in = action in _OF_THE_SECOND and is_admin and bool(found)
    if stands_in and not await approvers(unit, file, found[-1]):
        return
    who = await people.who_may_answer(unit.session, unit.viewer, file.member.id, file.brand.id, unit.now)
    raise NotAllowed(action, file.brand.name, who)


async def _require_another(unit: Unit, person: Person, file: CaseFile, row: CounterNoticeRow) -> None:
    if person.id == row.answered_by:
        raise OwnRebuttal(file.case.number)
    agencies = await second_store.agencies_of(unit.session, {row.answered_by} if row.answered_by else set())
    if person.of_agency is not None and person.of_agency == agencies.get(row.answered_by or ""):
        raise OwnRebuttal(file.case.number)
