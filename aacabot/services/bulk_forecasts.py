"""What will become of the cases of an act: told before anybody confirms, checked again at each one's turn."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from aacabot.domain.bulk_acts import FOR_THE_DESK, BulkDeed, BulkException, Forecast, ItemProblem
from aacabot.domain.cases import CLAIMABLE_STATES, OPEN_STATES, CaseState
from aacabot.domain.errors import NoticeIncomplete
from aacabot.domain.features import Feature, Opening
from aacabot.domain.people import Person
from aacabot.domain.rights import Right
from aacabot.domain.second_person import AT_ONCE
from aacabot.services import cases, linting
from aacabot.services.cases import CaseFile
from aacabot.services.good_faith import has_fast_lane
from aacabot.services.hub import Hub, Unit
from aacabot.services.lookup import link_to
from aacabot.services.phases import opening_of
from aacabot.services.second_person import reasons_for_second
from aacabot.store import cases as store
from aacabot.store import people
from aacabot.store.models import CaseRow
from aacabot.store.waiting import cards_of

EXCEPTIONS_SHOWN = 10
Chosen = Mapping[str, str | None]
"""Ids of cases, with the affirmation of what was shown of each where it was."""


@dataclass(frozen=True)
class Foreseen:
    """The cases with what is foreseen of each, and the affirmation of what is shown of it."""

    outcomes: Mapping[str, Forecast | ItemProblem]
    seen: Mapping[str, str]


@dataclass(frozen=True)
class _Around:
    rights: Mapping[str, list[Right]]
    opening: Opening
    free: int
    """How many more confirms go on before the brake asks for a second person."""

    def right(self, file: CaseFile, today: date) -> Right | None:
        return cases.effective_right(file.case, self.rights.get(file.brand.id, []), today)


async def foresee(
    hub: Hub, unit: Unit, person: Person, deed: BulkDeed, files: Sequence[CaseFile], chosen: Chosen
) -> Foreseen:
    """What the deed would come to for each of these cases, in their order."""
    around = await _around(hub, unit, person, files)
    outcomes: dict[str, Forecast | ItemProblem] = {}
    seen: dict[str, str] = {}
    going = 0
    for file in files:
        now = cases.affirmed(file.case, around.rights.get(file.brand.id, []), unit.now.date())
        seen[file.case.id] = chosen.get(file.case.id) or now
        found: Forecast | ItemProblem | None = _problem(person, deed, file)
        if found is None and deed is BulkDeed.CONFIRM:
            found = _hindrance(unit, file, around, changed=seen[file.case.id] != now)
            going += found is None
            found = found or await _way(hub, unit, person, file, around, going, len(files))
        if found is None and deed is BulkDeed.APPROVE:
            found = await _beyond(unit, file, file.case.reason_code)
        outcomes[file.case.id] = found or Forecast.SETTLED
    return Foreseen(outcomes, seen)


async def _around(hub: Hub, unit: Unit, person: Person, files: Sequence[CaseFile]) -> _Around:
    since = unit.now - timedelta(minutes=hub.settings.brake_minutes)
    confirms = await store.confirms_since(unit.session, person.id, since)
    return _Around(
        rights=await cases.rights_of_brands(unit, {file.brand.id for file in files}),
        opening=await opening_of(unit, Feature.CONFIRM),
        free=max(hub.settings.brake_confirms - confirms, 0),
    )


def _problem(person: Person, deed: BulkDeed, file: CaseFile) -> ItemProblem | None:
    """Why the person cannot do it to the case, by their roles and the case's state."""
    if deed in FOR_THE_DESK:
        if file.member.id in person.member_ids:
            return ItemProblem.OWN_REQUEST
        if not person.may_review(file.member.id):
            return ItemProblem.NOT_YOURS
        if file.state is not CaseState.PLATFORM_REVIEW:
            return ItemProblem.DECIDED
        return ItemProblem.SOMEBODY_ON_IT if file.case.reviewer_id not in {None, person.id} else None
    if not person.may_decide(file.member.id, file.brand.id):
        return ItemProblem.NOT_YOURS
    if deed is BulkDeed.CLAIM:
        if file.case.assignee_id not in {None, person.id}:
            return ItemProblem.SOMEBODY_ON_IT
        return None if file.state in CLAIMABLE_STATES else ItemProblem.MOVED_ON
    if deed is BulkDeed.APPROVE:
        return _problem_to_approve(person, file)
    if file.state in OPEN_STATES:
        return None
    return ItemProblem.DECIDED if file.case.decided_by else ItemProblem.MOVED_ON


def _problem_to_approve(person: Person, file: CaseFile) -> ItemProblem | None:
    if file.state is not CaseState.PENDING_SECOND:
        return ItemProblem.DECIDED if file.case.decided_by else ItemProblem.MOVED_ON
    return ItemProblem.SAME_PERSON if file.case.decided_by == person.id else None


def _hindrance(unit: Unit, file: CaseFile, around: _Around, *, changed: bool) -> ItemProblem | None:
    """Why the case cannot be confirmed, or not among others."""
    if not around.opening.open_to(file.member.id, file.member.phase):
        return ItemProblem.NOT_OPEN
    right = around.right(file, unit.now.date())
    if right is None:
        return ItemProblem.NO_RIGHT
    if changed:
        return ItemProblem.CHANGED
    try:
        linting.require_complete(unit, file, right, cases.effective_reason(file.case, right))
    except NoticeIncomplete:
        return ItemProblem.NOTICE_INCOMPLETE
    return ItemProblem.AUTHORISED_SELLER if file.case.authorised_seller else None


async def _way(
    hub: Hub, unit: Unit, person: Person, file: CaseFile, around: _Around, going: int, at_once: int
) -> Forecast:
    """Where a confirmed case goes; of a large act all wait for a second person, and nothing else is asked."""
    right = around.right(file, unit.now.date())
    if right is None or at_once > AT_ONCE or going > around.free:
        return Forecast.SECOND_PERSON
    reason = cases.effective_reason(file.case, right)
    if await reasons_for_second(hub, unit, person, file, right, reason, at_once=at_once):
        return Forecast.SECOND_PERSON
    return await _beyond(unit, file, reason.value)


async def _beyond(unit: Unit, file: CaseFile, reason_code: str | None) -> Forecast:
    """Where a case goes once nobody else of the brand is asked."""
    fast = await has_fast_lane(unit, file.member, file.marketplace, reason_code)
    return Forecast.GOES_OUT if fast else Forecast.TO_THE_DESK


async def exceptions_of(
    unit: Unit,
    deed: BulkDeed,
    files: Sequence[CaseFile],
    outcomes: Mapping[str, Forecast | ItemProblem],
) -> tuple[BulkException, ...]:
    """Those of the cases that will not be done, the first of them, with who was first and where they are."""
    found = [(file, problem) for file in files if isinstance(problem := outcomes[file.case.id], ItemProblem)][
        :EXCEPTIONS_SHOWN
    ]
    first = {file.case.id: who_was_first(file.case, deed, problem) for file, problem in found}
    names = await people.names(unit.session, {person_id for person_id in first.values() if person_id})
    cards = await cards_of(unit.session, [file.case.id for file, _ in found])
    return tuple(
        BulkException(
            case_id=file.case.id,
            number=file.case.number,
            brand=file.brand.name,
            problem=problem,
            who=names.get(first[file.case.id] or ""),
            card_url=link_to(cards[file.case.id]) if file.case.id in cards else None,
        )
        for file, problem in found
    )


def who_was_first(case: CaseRow, deed: BulkDeed, problem: ItemProblem) -> str | None:
    """The person a problem is about: who decided the case, or who is on it; at the desk its reviewer."""
    if problem not in {ItemProblem.DECIDED, ItemProblem.SOMEBODY_ON_IT}:
        return None
    if deed in FOR_THE_DESK:
        return case.reviewer_id
    return case.decided_by if problem is ItemProblem.DECIDED else case.assignee_id


def counted(outcomes: Mapping[str, Forecast | ItemProblem]) -> dict[Forecast, int]:
    """How many are foreseen to go which way."""
    return dict(Counter(found for found in outcomes.values() if isinstance(found, Forecast)))
