"""Taking a request back at the marketplace: in the commit of the decision that wants it."""

from aacabot.domain.cases import CaseEventKind
from aacabot.domain.takedowns import TakedownState
from aacabot.domain.viewers import EVERYONE
from aacabot.services import takedowns
from aacabot.services.cases import CaseFile
from aacabot.services.hub import Hub, Unit
from aacabot.store import cases as case_store
from aacabot.store.takedowns import get_takedown, latest_takedown

WITHDRAWN = "The complainant withdraws this notice."
ACCEPTED = "The complainant accepts the seller's counter-notice and withdraws this notice."
_MOST = 1_000
_E = CaseEventKind


async def withdraw_takedown(unit: Unit, file: CaseFile) -> None:
    """What has not gone out never will; what has is withdrawn by the marketplace's worker."""
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
    {
        *(TakedownState.HELD, TakedownState.GONE, TakedownState.CANCELLED, TakedownState.WITHDRAWN),
        TakedownState.DECLINED,
    }
)
"""A declined notice stands nowhere; it may be the latest of a case that is confirmed anew."""


async def reason_to_withdraw(hub: Hub, takedown_id: str) -> str:
    """Why a notice is withdrawn, as the marketplace and through it the seller read it."""
    async with hub.database.read(EVERYONE) as session:
        takedown = await get_takedown(session, takedown_id)
        events = await case_store.events_of(session, EVERYONE, takedown.case_id) if takedown else []
    last = next((one for one in reversed(events) if one.kind in {_E.RETRACTED, _E.COUNTER_ACCEPTED}), None)
    if last is None or last.kind == _E.RETRACTED:
        return ((last.reason if last else None) or WITHDRAWN)[:_MOST]
    return ACCEPTED
