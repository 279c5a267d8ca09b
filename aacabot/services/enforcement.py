"""A brand's decisions: confirm, dismiss, ask, retract. Each is one commit; the first to decide wins."""

from datetime import timedelta

from aacabot.domain.cases import (
    OPEN_STATES,
    RETRACTABLE_STATES,
    CaseEventKind,
    CaseState,
    DismissReason,
    affirmation,
)
from aacabot.domain.errors import (
    AlreadyDecided,
    CardOutdated,
    FieldProblem,
    IllegalMove,
    NeedsSecondAnswer,
    NoRightInForce,
    NotAllowed,
    Refusal,
    SamePerson,
)
from aacabot.domain.features import Feature
from aacabot.domain.messages import MessageKind
from aacabot.domain.people import Person
from aacabot.domain.rights import REASONS_BY_RIGHT, ReasonCode
from aacabot.domain.takedowns import TakedownState
from aacabot.marketplaces.notice import Programme
from aacabot.services import cases, feedback, messages, takedowns
from aacabot.services.cases import CaseFile
from aacabot.services.discretion import require_known
from aacabot.services.hub import Hub, Unit
from aacabot.services.phases import require_open
from aacabot.store import cases as store
from aacabot.store import people
from aacabot.store.takedowns import latest_takedown

NOTE_LIMIT = 2_000


async def confirm(
    hub: Hub, person: Person, case_id: str, *, sure: bool = False, seen: str | None = None
) -> CaseFile:
    """The brand says the listing infringes: its takedown is owed, or the desk or a second person asked.

    `sure` answers the second question about an authorised seller; `seen` is the affirmation of the card that
    was clicked. Raises CaseNotFound, NotAllowed, AlreadyDecided, FeatureNotOpen, NoRightInForce,
    NeedsSecondAnswer, or CardOutdated where the card showed something else.
    """
    async with hub.unit(person.viewer) as unit:
        file = await _open_to_decide(unit, person, case_id, "case_confirm")
        await require_open(unit, Feature.CONFIRM, file.member)
        case = file.case
        right = await cases.right_in_force(unit, case, unit.now.date())
        if right is None:
            raise NoRightInForce(case.number, file.brand.name)
        reason = cases.effective_reason(case, right)
        if seen and seen != affirmation(case.version, right.id, reason):
            raise CardOutdated(case.number)
        if case.authorised_seller and not sure:
            raise NeedsSecondAnswer(case.id)
        braked = await _is_braked(hub, unit, person)
        case.decided_by, case.decided_at, case.decided_version = person.id, unit.now, case.version
        case.right_id, case.reason_code = right.id, reason.value
        await cases.record(unit, case, CaseEventKind.CONFIRMED, person=person, reason=case.reason_code)
        if braked:
            await cases.record(unit, case, CaseEventKind.SECOND_ASKED)
        else:
            await _proceed(unit, file)
        return file


async def _open_to_decide(unit: Unit, person: Person, case_id: str, action: str) -> CaseFile:
    file = await cases.open_file(unit, case_id, lock=True)
    await require_open_to_decide(unit, person, file, action)
    return file


async def require_open_to_decide(unit: Unit, person: Person, file: CaseFile, action: str) -> None:
    """Raise NotAllowed or AlreadyDecided unless the person decides for the brand, and it is undecided."""
    await require_decider(unit, person, file, action)
    if file.state not in OPEN_STATES:
        raise await already_decided(unit, file)


async def require_decider(unit: Unit, person: Person, file: CaseFile, action: str) -> None:
    """Raise NotAllowed, naming who may, unless the person decides for the case's brand.

    CaseNotFound for people who act for other brands of the member: they are not its own.
    """
    require_known(person, file)
    if not person.may_decide(file.member.id, file.brand.id):
        who = await people.who_may_decide(unit.session, unit.viewer, file.member.id, file.brand.id, unit.now)
        raise NotAllowed(action, file.brand.name, who)


async def already_decided(unit: Unit, file: CaseFile, *answers: CaseEventKind) -> Refusal:
    """Who was first, and when: the last to decide, or to give one of `answers`.

    IllegalMove where nobody did, and the case waits for something else.
    """
    case = file.case
    events = await store.events_of(unit.session, unit.viewer, case.id)
    last = next((event for event in reversed(events) if event.kind in {*answers, *_DECISIONS}), None)
    undone = last is None or (last.kind not in {*answers, _E.RETRACTED} and case.decided_by is None)
    if last is None or last.person_id is None or undone:
        if file.state in OPEN_STATES:
            return IllegalMove(case.number, case.state, str(next(iter(answers), "")))
        return AlreadyDecided(case.number, case.state, None, None)
    names = await people.names(unit.session, {last.person_id})
    return AlreadyDecided(case.number, case.state, names.get(last.person_id), last.occurred_at)


_E = CaseEventKind
_DECISIONS = frozenset({_E.CONFIRMED, _E.DISMISSED, _E.RETRACTED})


async def _is_braked(hub: Hub, unit: Unit, person: Person) -> bool:
    since = unit.now - timedelta(minutes=hub.settings.brake_minutes)
    confirms = await store.confirms_since(unit.session, person.id, since)
    return confirms >= hub.settings.brake_confirms


async def _proceed(unit: Unit, file: CaseFile) -> None:
    """Send a confirmed case on its way: out at once in the fast lane, otherwise past the desk."""
    await feedback.owe(unit, file.case, "confirmed", file.case.reason_code)
    if file.marketplace.key in file.member.fast_lane:
        await takedowns.owe(unit, file, Programme.FAST_LANE)
    else:
        await cases.record(unit, file.case, CaseEventKind.REVIEW_ASKED)
        await messages.ask_desk(unit, MessageKind.REVIEW, file.case)


async def dismiss(
    hub: Hub, person: Person, case_id: str, reason: DismissReason, note: str | None = None
) -> CaseFile:
    """The brand says the listing does not infringe; the marketplace hears it.

    Raises CaseNotFound, NotAllowed, AlreadyDecided, or FieldProblem for a note that is too long.
    """
    if note and len(note) > NOTE_LIMIT:
        raise FieldProblem("dismiss_note", "too_long")
    async with hub.unit(person.viewer) as unit:
        file = await _open_to_decide(unit, person, case_id, "case_dismiss")
        case = file.case
        case.decided_by, case.decided_at, case.decided_version = person.id, unit.now, case.version
        data = {"note": note} if note else {}
        await cases.record(unit, case, CaseEventKind.DISMISSED, person=person, reason=reason.value, data=data)
        outcome = "undecided" if reason is DismissReason.CANNOT_TELL else "not_infringing"
        await feedback.owe(unit, case, outcome, reason.value)
        return file


async def ask_info(hub: Hub, person: Person, case_id: str, question: str | None) -> CaseFile:
    """The brand needs more from the desk: the decide-by clock stands still until it answers."""
    async with hub.unit(person.viewer) as unit:
        file = await _open_to_decide(unit, person, case_id, "case_ask_info")
        if file.state is CaseState.NEEDS_INFO:
            raise IllegalMove(file.case.number, file.case.state, CaseEventKind.ASKED_INFO)
        data = {"question": question} if question else {}
        await cases.record(unit, file.case, CaseEventKind.ASKED_INFO, person=person, data=data)
        await messages.ask_desk(unit, MessageKind.INFO, file.case)
        return file


async def report_as(hub: Hub, person: Person, case_id: str, right_id: str, reason: ReasonCode) -> CaseFile:
    """Change the right and reason the case would be reported under, while it waits for a decision.

    Raises FieldProblem where the right is not in force, or does not support the reason.
    """
    async with hub.unit(person.viewer) as unit:
        file = await _open_to_decide(unit, person, case_id, "case_report_as")
        rights = {right.id: right for right in await cases.rights_of(unit, file.brand.id)}
        right = rights.get(right_id)
        if right is None or not right.in_force(unit.now.date()):
            raise FieldProblem("report_right", "not_in_force")
        if reason not in REASONS_BY_RIGHT[right.kind]:
            raise FieldProblem("report_reason", "reason_does_not_fit")
        file.case.right_id, file.case.reason_code = right.id, reason.value
        await cases.record(
            unit, file.case, CaseEventKind.REPORTED_AS, person=person, reason=reason.value,
            data={"right": right.label},
        )  # fmt: skip
        return file


async def approve(hub: Hub, person: Person, case_id: str) -> CaseFile:
    """A second person lets a braked confirm go on.

    Raises SamePerson for the one who confirmed, FeatureNotOpen where confirming has been closed meanwhile.
    """
    async with hub.unit(person.viewer) as unit:
        file = await _pending_second(unit, person, case_id, "case_approve")
        if person.id == file.case.decided_by:
            raise SamePerson(file.case.number)
        await require_open(unit, Feature.CONFIRM, file.member)
        await cases.record(unit, file.case, CaseEventKind.SECOND_APPROVED, person=person)
        await _proceed(unit, file)
        return file


async def refuse(hub: Hub, person: Person, case_id: str) -> CaseFile:
    """A second person stops a braked confirm: the case waits for a decision again."""
    async with hub.unit(person.viewer) as unit:
        file = await _pending_second(unit, person, case_id, "case_refuse")
        file.case.decided_by = file.case.decided_at = file.case.decided_version = None
        await cases.record(unit, file.case, CaseEventKind.SECOND_REFUSED, person=person)
        return file


async def _pending_second(unit: Unit, person: Person, case_id: str, action: str) -> CaseFile:
    file = await cases.open_file(unit, case_id, lock=True)
    await require_decider(unit, person, file, action)
    if file.state is not CaseState.PENDING_SECOND:
        raise await already_decided(unit, file, _E.SECOND_APPROVED, _E.SECOND_REFUSED)
    return file


async def retract(hub: Hub, person: Person, case_id: str, reason: str | None = None) -> CaseFile:
    """The brand takes its word back: what has not gone out never will, what has is withdrawn."""
    async with hub.unit(person.viewer) as unit:
        file = await cases.open_file(unit, case_id, lock=True)
        await require_decider(unit, person, file, "case_retract")
        if file.state is CaseState.RETRACTED:
            raise await already_decided(unit, file)
        if file.state not in RETRACTABLE_STATES:
            raise IllegalMove(file.case.number, file.case.state, CaseEventKind.RETRACTED)
        await _withdraw_takedown(unit, file)
        await cases.record(unit, file.case, CaseEventKind.RETRACTED, person=person, reason=reason)
        await feedback.owe(unit, file.case, "undecided", "retracted")
        return file


async def _withdraw_takedown(unit: Unit, file: CaseFile) -> None:
    takedown = await latest_takedown(unit.session, unit.viewer, file.case.id)
    if takedown is None or takedown.state in _NOTHING_TO_WITHDRAW:
        return
    if takedown.state == TakedownState.OWED:
        takedown.state, takedown.due_at = TakedownState.CANCELLED.value, None
        return
    takedown.state, takedown.due_at, takedown.tries = TakedownState.WITHDRAWING.value, unit.now, 0
    takedown.problem = None
    takedowns.wake(unit, file.marketplace.id)


_NOTHING_TO_WITHDRAW = frozenset(
    {TakedownState.HELD, TakedownState.GONE, TakedownState.CANCELLED, TakedownState.WITHDRAWN}
)
