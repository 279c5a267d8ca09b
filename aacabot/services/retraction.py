"""Taking a confirm back: what has not gone out never will, what has is withdrawn."""

from aacabot.domain.cases import RETRACTABLE_STATES, CaseEventKind, CaseState
from aacabot.domain.errors import IllegalMove
from aacabot.domain.people import Person
from aacabot.domain.takedowns import TakedownState
from aacabot.services import cases, feedback, takedowns
from aacabot.services.cases import CaseFile
from aacabot.services.deciding import already_decided, require_decider
from aacabot.services.hub import Hub, Unit
from aacabot.store.takedowns import latest_takedown


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
