"""The clocks of a case: what its moves do to them, in the move's commit."""

from collections.abc import Callable, Mapping
from datetime import datetime

from aacabot.domain.cases import CONFIRM_WITHIN, HANDLE_WITHIN, SECOND_WITHIN, Clock
from aacabot.store.models import CaseRow


def turn(case: CaseRow, clock: Clock, now: datetime) -> None:
    """Start, stop, pause or resume a clock of the case. The answer clock's end is the procedure's to set."""
    _TURNS[clock](case, now)


def _start_confirm(case: CaseRow, now: datetime) -> None:
    case.decide_by, case.paused_at = now + CONFIRM_WITHIN, None


def _resume_confirm(case: CaseRow, now: datetime) -> None:
    if case.paused_at is not None:
        case.decide_by += now - case.paused_at
        case.paused_at = None


def _pause(case: CaseRow, now: datetime) -> None:
    case.paused_at = now


def _start_second(case: CaseRow, now: datetime) -> None:
    case.second_by = now + SECOND_WITHIN


def _stop_second(case: CaseRow, now: datetime) -> None:
    case.second_by = None


def _start_handle(case: CaseRow, now: datetime) -> None:
    """It runs from the request to the desk, or to the marketplace where the desk is not asked."""
    case.handle_by = case.handle_by or now + HANDLE_WITHIN


def _stop_handle(case: CaseRow, now: datetime) -> None:
    case.handle_by = case.paused_at = None


def _resume_handle(case: CaseRow, now: datetime) -> None:
    if case.paused_at is not None and case.handle_by is not None:
        case.handle_by += now - case.paused_at
    case.paused_at = None


def _leave(case: CaseRow, now: datetime) -> None:
    """Its procedure has set it."""


def _stop_answer(case: CaseRow, now: datetime) -> None:
    case.answer_by = None


_TURNS: Mapping[Clock, Callable[[CaseRow, datetime], None]] = {
    Clock.CONFIRM_STARTS: _start_confirm,
    Clock.CONFIRM_STOPS: _resume_confirm,
    Clock.CONFIRM_PAUSES: _pause,
    Clock.CONFIRM_RESUMES: _resume_confirm,
    Clock.SECOND_STARTS: _start_second,
    Clock.SECOND_STOPS: _stop_second,
    Clock.HANDLE_STARTS: _start_handle,
    Clock.HANDLE_STOPS: _stop_handle,
    Clock.HANDLE_PAUSES: _pause,
    Clock.HANDLE_RESUMES: _resume_handle,
    Clock.ANSWER_STARTS: _leave,
    Clock.ANSWER_STOPS: _stop_answer,
}
