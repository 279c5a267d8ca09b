"""Opening a case again that ended too soon: the brand decides anew, or the desk lets it."""

from datetime import datetime

from aacabot.domain.cases import MOVES, REOPEN_WITHIN, CaseEventKind, CaseState
from aacabot.domain.errors import FieldProblem, IllegalMove, OwnRequest, TooLateToReopen
from aacabot.domain.people import Person
from aacabot.domain.takedowns import TakedownState
from aacabot.services import cases, feedback
from aacabot.services.cases import CaseFile
from aacabot.services.deciding import require_decider
from aacabot.services.discretion import require_known
from aacabot.services.hub import Hub, Unit
from aacabot.services.retraction import REASON_LIMIT, undecide
from aacabot.services.reviewing import is_own
from aacabot.store import cases as store
from aacabot.store.takedowns import latest_takedown


async def reopen(hub: Hub, person: Person, case_id: str, reason: str) -> CaseFile:
    """A case that was dismissed, declined, failed or expired waits for a decision again.

    By who decides for the brand, or a reviewer who does not act for it. Nothing under way is touched: there
    is none in these states. Raises NotAllowed, OwnRequest, IllegalMove, TooLateToReopen, or FieldProblem for
    a missing reason.
    """
    if not reason.strip() or len(reason) > REASON_LIMIT:
        raise FieldProblem("reopen_reason", "too_long" if reason.strip() else "required")
    async with hub.unit(person.viewer) as unit:
        file = await cases.open_file(unit, case_id, lock=True)
        await require_may_reopen(unit, person, file)
        dismissed = file.state is CaseState.DISMISSED
        await _let_go(unit, file)
        await cases.record(unit, file.case, CaseEventKind.REOPENED, person=person, reason=reason)
        undecide(file.case)
        if dismissed:
            await feedback.owe(unit, file.case, "undecided", "reopened")
        return file


async def to_reopen(hub: Hub, person: Person, case_id: str) -> CaseFile:
    """The case a form is opened for. Raises as `reopen`."""
    async with hub.database.read(person.viewer) as session:
        unit = Unit(session, person.viewer, hub.clock())
        file = await cases.open_file(unit, case_id)
        await require_may_reopen(unit, person, file)
    return file


async def require_may_reopen(unit: Unit, person: Person, file: CaseFile) -> None:
    """Raise unless the person may open the case again, and it ended in such a state, not too long ago."""
    require_known(person, file)
    if person.is_reviewer and not person.may_decide(file.member.id, file.brand.id):
        if not person.may_review(file.member.id) or await is_own(unit, person, file):
            raise OwnRequest(file.case.number)
    else:
        await require_decider(unit, person, file, "case_reopen")
    if (file.state, CaseEventKind.REOPENED) not in MOVES:
        raise IllegalMove(file.case.number, file.case.state, CaseEventKind.REOPENED)
    if file.case.ended_at is not None and unit.now > file.case.ended_at + REOPEN_WITHIN:
        raise TooLateToReopen(file.case.number)
    if await store.has_later_round(unit.session, file.case):
        # Two open cases of one listing would be two notices: the newer one is decided.
        raise IllegalMove(file.case.number, file.case.state, CaseEventKind.REOPENED)


def can_reopen(file: CaseFile, now: datetime) -> bool:
    """Whether the case ended in a way, and not too long ago, that it can be opened again."""
    ended = file.case.ended_at
    return (file.state, CaseEventKind.REOPENED) in MOVES and (ended is None or now <= ended + REOPEN_WITHIN)


async def _let_go(unit: Unit, file: CaseFile) -> None:
    """A request that was given up is not taken up again behind the new decision's back."""
    takedown = await latest_takedown(unit.session, unit.viewer, file.case.id)
    if takedown is not None and takedown.state == TakedownState.FAILED:
        takedown.state, takedown.due_at = TakedownState.CANCELLED.value, None
