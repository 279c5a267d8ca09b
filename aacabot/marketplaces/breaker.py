"""A circuit breaker: stop asking a marketplace that is down, and find out cheaply when it is back.

Closed, every request may go. After FAILURES_TO_OPEN failures in a row it opens, and nothing goes for
FIRST_PAUSE. Then it is half-open: one trial request may go. Its success closes the breaker, its failure opens
it again for twice as long, up to LONGEST_PAUSE:

    pause(n) = min(15 s · 2^(n - 1), 300 s)    for the n-th opening in a row: 15, 30, 60, 120, 240, 300, 300 …

A failure is MarketplaceUnreachable. A refusal is a success here: the marketplace is up, and it answered.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

FAILURES_TO_OPEN = 5
FIRST_PAUSE = timedelta(seconds=15)
LONGEST_PAUSE = timedelta(minutes=5)

TRIAL_LASTS = timedelta(seconds=60)
"""How long a trial holds the breaker when its outcome is never heard, because its process died."""


@dataclass(frozen=True, kw_only=True)
class BreakerState:
    """Where the breaker of one marketplace stands; the default is closed and untroubled. Times are aware."""

    failures: int = 0
    openings: int = 0
    open_until: datetime | None = None
    trial_since: datetime | None = None


def may_try(state: BreakerState, now: datetime) -> bool:
    """Whether a request may go now. Mark it with `after_start`, in the same transaction, before it goes."""
    if state.open_until is None:
        return True
    if now < state.open_until:
        return False
    return state.trial_since is None or now >= state.trial_since + TRIAL_LASTS


def after_start(state: BreakerState, now: datetime) -> BreakerState:
    """A request goes out: while half-open it is the trial, and nothing else may go until it is answered."""
    return state if state.open_until is None else replace(state, trial_since=now)


def after_success(state: BreakerState) -> BreakerState:
    """The marketplace answered: closed, with a clean count."""
    return state if state == BreakerState() else BreakerState()


def after_failure(state: BreakerState, now: datetime) -> BreakerState:
    """No answer. While open it says nothing new: such requests left before the breaker opened."""
    if state.open_until is not None and now < state.open_until:
        return state
    failures = state.failures + 1
    if state.open_until is None and failures < FAILURES_TO_OPEN:
        return replace(state, failures=failures)
    openings = state.openings + 1
    return BreakerState(failures=failures, openings=openings, open_until=now + pause(openings))


def pause(openings: int) -> timedelta:
    """How long the `openings`-th opening in a row lasts, counted from 1."""
    doublings: int = min(openings - 1, 10)
    return min(FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE)
