"""How a case came out, kept beside it for good faith, clocks and figures; rebuildable from its events."""

from datetime import datetime

from aacabot.domain.cases import ENDED_STATES, CaseEventKind, CaseState
from aacabot.store.models import CaseRow

TAKEN_DOWN, DECLINED = "taken_down", "declined"
_E = CaseEventKind
_UPHELD = frozenset({_E.VERIFIED, _E.EDITED})
DECLINES = frozenset({_E.DECLINED, _E.REVIEW_DECLINED})
_UNDONE = frozenset({_E.RESTORED, _E.COUNTER_ACCEPTED, _E.COUNTER_LAPSED, _E.RETRACTED})


def note_outcome(case: CaseRow, event: CaseEventKind, after: CaseState, at: datetime) -> None:
    """Keep what the event means for the case's outcome and its end; the state is already `after`."""
    if event in _UPHELD:
        case.outcome, case.outcome_at, case.restored_at = TAKEN_DOWN, at, None
        case.outcome_reason = case.reason_code
    elif event in DECLINES:
        case.outcome, case.outcome_at, case.outcome_reason = DECLINED, at, case.reason_code
    elif event in _UNDONE and case.outcome == TAKEN_DOWN and case.restored_at is None:
        case.restored_at = at
    if after in ENDED_STATES:
        if case.ended_as != after:
            case.ended_as, case.ended_at = after.value, at
    elif after is not CaseState.ARCHIVED:
        case.ended_as = case.ended_at = None
