"""Who may do the desk's part of a case, and who is on it."""

from collections.abc import Mapping

from aacabot.domain.cases import CaseEventKind, CaseState
from aacabot.domain.errors import IllegalMove, NotAllowed, OwnRequest, ReviewClaimed
from aacabot.domain.people import Person
from aacabot.domain.reviews import AT_THE_DESK, claim_holds
from aacabot.services import cases
from aacabot.services.cases import CaseFile
from aacabot.services.deciding import already_decided
from aacabot.services.discretion import require_known
from aacabot.services.hub import Unit
from aacabot.store import people
from aacabot.store import reviews as store

DESK = "IPR desk"

_E, _S = CaseEventKind, CaseState
_Asked = tuple[frozenset[CaseState], tuple[CaseEventKind, ...]]
_REVIEWED = (_E.REVIEW_ACCEPTED, _E.REVIEW_DECLINED)
_QUESTION: _Asked = (frozenset({_S.NEEDS_INFO}), (_E.INFO_GIVEN,))
_TO_REVIEW: _Asked = (frozenset({_S.PLATFORM_REVIEW}), _REVIEWED)
_ASKED: Mapping[str, _Asked] = {
    "review_accept": _TO_REVIEW,
    "review_decline": (frozenset({_S.PLATFORM_REVIEW, _S.ANSWER_NEEDED}), _REVIEWED),
    "review_ask": (frozenset({_S.PLATFORM_REVIEW}), (*_REVIEWED, _E.DESK_ASKED)),
    "review_claim": (frozenset(AT_THE_DESK), (*_REVIEWED, _E.INFO_GIVEN)),
    "info_answer": _QUESTION,
    "test_buy": _QUESTION,
}
"""In which states each deed of the desk's is waited for, and what answers it."""
DESK_DEEDS = frozenset(_ASKED)


async def reviewable(unit: Unit, person: Person, case_id: str, action: str) -> CaseFile:
    """The case, held, for a reviewer who may do this to it now. Raises as `require_reviewable`."""
    file = await cases.open_file(unit, case_id, lock=True)
    await require_reviewable(unit, person, file, action)
    return file


async def require_reviewable(unit: Unit, person: Person, file: CaseFile, action: str) -> None:
    """Raise unless the person may review the case, it waits for that, and nobody else is on it.

    OwnRequest for people who act for the member or did so lately, NotAllowed for others who are not
    reviewers, AlreadyDecided or IllegalMove where the desk is not, or no longer, asked, ReviewClaimed where
    another reviewer is on it.
    """
    require_known(person, file)
    if await is_own(unit, person, file):
        raise OwnRequest(file.case.number)
    if not person.may_review(file.member.id):
        raise NotAllowed(action, file.brand.name, (DESK,))
    states, answers = _ASKED[action]
    if file.state is _S.ANSWER_NEEDED and file.state not in states:
        raise IllegalMove(file.case.number, file.case.state, action)
    if file.state not in states:
        raise await already_decided(unit, file, *answers)
    if action != "review_claim":
        await _require_unclaimed(unit, person, file)


async def is_own(unit: Unit, person: Person, file: CaseFile) -> bool:
    """Whether the case is of the person's own firm, or of one they acted for lately: not theirs to judge."""
    if person.acts_for(file.member.id):
        return True
    return await store.acted_for(unit.session, person, file.case, unit.now)


async def _require_unclaimed(unit: Unit, person: Person, file: CaseFile) -> None:
    if (claimed := await claimed_by_another(unit, person, file)) is not None:
        raise claimed


async def claimed_by_another(unit: Unit, person: Person, file: CaseFile) -> ReviewClaimed | None:
    """The refusal that names who is on the case, while their claim holds."""
    case = file.case
    since = case.reviewer_since
    if case.reviewer_id in {None, person.id} or since is None or not claim_holds(since, unit.now):
        return None
    names = await people.names(unit.session, {case.reviewer_id or ""})
    return ReviewClaimed(case.number, case.id, names.get(case.reviewer_id or "", ""), since)


def done_with(file: CaseFile) -> None:
    """Nobody of the desk is on the case any more."""
    file.case.reviewer_id = file.case.reviewer_since = None
