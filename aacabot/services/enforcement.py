"""A brand's decisions: confirm, dismiss, ask, report as. Each is one commit; the first to decide wins."""

from aacabot.domain.cases import CaseEventKind, CaseState, DismissReason, affirmation
from aacabot.domain.errors import CardOutdated, FieldProblem, IllegalMove, NeedsSecondAnswer, NoRightInForce
from aacabot.domain.features import Feature
from aacabot.domain.messages import MessageKind
from aacabot.domain.people import Person
from aacabot.domain.rights import REASONS_BY_RIGHT, ReasonCode, Right
from aacabot.services import cases, feedback, linting, messages
from aacabot.services.cases import CaseFile
from aacabot.services.deciding import open_to_decide
from aacabot.services.hub import Hub, Unit
from aacabot.services.phases import require_open
from aacabot.services.second_person import go_on, reasons_for_second

NOTE_LIMIT = 2_000


async def confirm(
    hub: Hub,
    person: Person,
    case_id: str,
    *,
    sure: bool = False,
    seen: str | None = None,
    at_once: int = 1,
) -> CaseFile:
    """The brand says the listing infringes: its takedown is owed, or the desk or a second person asked.

    `sure` answers the second question about an authorised seller; `seen` is the affirmation of the card that
    was clicked; `at_once` how many listings the act confirms. Raises CaseNotFound, NotAllowed,
    AlreadyDecided, FeatureNotOpen, NoRightInForce, NeedsSecondAnswer, or CardOutdated where the card showed
    something else.
    """
    async with hub.unit(person.viewer) as unit:
        file = await open_to_decide(unit, person, case_id, "case_confirm")
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
        await affirm(hub, unit, person, file, right, reason, at_once=at_once)
        return file


async def affirm(
    hub: Hub,
    unit: Unit,
    person: Person,
    file: CaseFile,
    right: Right,
    reason: ReasonCode,
    *,
    at_once: int = 1,
) -> None:
    """Confirm a case that is held and undecided, under this right: it proceeds, or a second person is asked.

    In the unit's commit: a click on a card and a complaint of the brand's own come through here alike.
    Raises NoticeIncomplete where the notice would lack what the law asks for.
    """
    case = file.case
    linting.require_complete(unit, file, right, reason)
    why = await reasons_for_second(hub, unit, person, file, right, reason, at_once=at_once)
    case.decided_by, case.decided_at, case.decided_version = person.id, unit.now, case.version
    case.right_id, case.reason_code = right.id, reason.value
    await cases.record(unit, case, CaseEventKind.CONFIRMED, person=person, reason=case.reason_code)
    await go_on(unit, file, why)


async def dismiss(
    hub: Hub, person: Person, case_id: str, reason: DismissReason, note: str | None = None
) -> CaseFile:
    """The brand says the listing does not infringe; the marketplace hears it.

    Raises CaseNotFound, NotAllowed, AlreadyDecided, or FieldProblem for a note that is too long.
    """
    if note and len(note) > NOTE_LIMIT:
        raise FieldProblem("dismiss_note", "too_long")
    async with hub.unit(person.viewer) as unit:
        file = await open_to_decide(unit, person, case_id, "case_dismiss")
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
        file = await open_to_decide(unit, person, case_id, "case_ask_info")
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
        file = await open_to_decide(unit, person, case_id, "case_report_as")
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
