"""The desk enters a seller's answer that reached it by mail or by telephone."""

from datetime import UTC, date, datetime, time

from aacabot.domain.cases import MOVES, CaseEventKind
from aacabot.domain.counter_notices import answer_by
from aacabot.domain.errors import FieldProblem, IllegalMove, NotAllowed, OwnRequest
from aacabot.domain.people import Person
from aacabot.services import cases
from aacabot.services.cases import CaseFile
from aacabot.services.counter_notices import (
    Filing,
    digest,
    is_too_late,
    procedures_at,
    right_of,
    take_in,
)
from aacabot.services.discretion import require_known
from aacabot.services.hub import Hub, Unit
from aacabot.services.reviewing import DESK, is_own
from aacabot.store import counter_notices as store
from aacabot.store.models import TakedownRow
from aacabot.store.takedowns import latest_takedown

TEXT_LIMIT = 10_000
_E = CaseEventKind


async def enter(
    hub: Hub,
    person: Person,
    case_id: str,
    procedure: str,
    filed_on: date,
    text: str,
) -> CaseFile:
    """The desk enters an answer that reached it another way; `filed_on` is a day in UTC.

    Raises NotAllowed, OwnRequest, IllegalMove, or FieldProblem for a procedure that does not take the case's
    right, a day that cannot be, a window or an answer time that is over, and the same answer twice.
    """
    async with hub.unit(person.viewer) as unit:
        file = await cases.open_file(unit, case_id, lock=True)
        await require_desk(unit, person, file)
        require_answerable(file)
        takedown = await latest_takedown(unit.session, unit.viewer, file.case.id)
        filing = await _entered(unit, file, takedown, procedure, filed_on, text)
        await take_in(unit, file, filing, takedown, entered_by=person)
        return file


async def to_enter(hub: Hub, person: Person, case_id: str) -> CaseFile:
    """The case a form is opened for. Raises as `enter`."""
    async with hub.database.read(person.viewer) as session:
        unit = Unit(session, person.viewer, hub.clock())
        file = await cases.open_file(unit, case_id)
        await require_desk(unit, person, file)
        require_answerable(file)
    return file


async def require_desk(unit: Unit, person: Person, file: CaseFile) -> None:
    """Raise OwnRequest for people who act for the member or did so lately, NotAllowed for non-reviewers."""
    require_known(person, file)
    if await is_own(unit, person, file):
        raise OwnRequest(file.case.number)
    if not person.may_review(file.member.id):
        raise NotAllowed("counter_enter", file.brand.name, (DESK,))


def require_answerable(file: CaseFile) -> None:
    if (file.state, _E.COUNTER_NOTICED) not in MOVES:
        raise IllegalMove(file.case.number, file.case.state, _E.COUNTER_NOTICED)


async def _entered(
    unit: Unit,
    file: CaseFile,
    takedown: TakedownRow | None,
    name: str,
    filed_on: date,
    text: str,
) -> Filing:
    """What the desk filled in, once it holds together. Raises FieldProblem."""
    procedure = next((one for one in procedures_at(file.marketplace) if one.name == name), None)
    if procedure is None:
        raise FieldProblem("counter_procedure", "unknown")
    if not procedure.covers(await right_of(unit, file)):
        raise FieldProblem("counter_procedure", "wrong_procedure")
    if not text.strip() or len(text) > TEXT_LIMIT:
        raise FieldProblem("counter_text", "too_long" if text.strip() else "required")
    if filed_on > unit.now.date():
        raise FieldProblem("counter_filed", "in_the_future")
    if takedown and takedown.sent_at and filed_on < takedown.sent_at.date():
        raise FieldProblem("counter_filed", "before_takedown")
    filed_at = min(datetime.combine(filed_on, time(), UTC), unit.now)
    filing = Filing(
        procedure=procedure,
        source_key=f"desk:{digest(filed_on.isoformat(), None, text)}",
        filed_at=unit.now if filed_on == unit.now.date() else filed_at,
        reason=None,
        text=text,
    )
    if await store.is_known(unit.session, file.case.id, filing.source_key):
        raise FieldProblem("counter_text", "already_entered")
    if is_too_late(filing, takedown):
        raise FieldProblem("counter_filed", "window_over")
    if answer_by(filing.filed_at, procedure, file.member.timezone) <= unit.now:
        raise FieldProblem("counter_filed", "answer_time_over")
    return filing
