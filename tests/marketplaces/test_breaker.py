from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from aacabot.marketplaces.breaker import (
    FAILURES_TO_OPEN,
    LONGEST_PAUSE,
    TRIAL_LASTS,
    BreakerState,
    after_failure,
    after_start,
    after_success,
    may_try,
    pause,
)

NOW = datetime(2026, 5, 1, tzinfo=UTC)


def _opened() -> BreakerState:
    state = BreakerState()
    for _ in range(FAILURES_TO_OPEN):
        assert may_try(state, NOW)
        state = after_failure(state, NOW)
    return state


def test_the_fifth_failure_in_a_row_opens_it_for_fifteen_seconds() -> None:
    state = _opened()
    assert not may_try(state, NOW)
    assert not may_try(state, NOW + timedelta(seconds=14.999))
    assert may_try(state, NOW + timedelta(seconds=15))


def test_a_success_in_between_starts_the_count_anew() -> None:
    state = BreakerState()
    for _ in range(20):
        for _ in range(FAILURES_TO_OPEN - 1):
            state = after_failure(state, NOW)
        state = after_success(state)
    assert state == BreakerState()


def test_half_open_lets_one_trial_through() -> None:
    later = NOW + timedelta(seconds=15)
    trial = after_start(_opened(), later)
    assert not may_try(trial, later)
    assert may_try(after_success(trial), later)


def test_a_trial_that_is_never_heard_of_does_not_hold_it_for_ever() -> None:
    later = NOW + timedelta(seconds=15)
    trial = after_start(_opened(), later)
    assert not may_try(trial, later + TRIAL_LASTS - timedelta(seconds=1))
    assert may_try(trial, later + TRIAL_LASTS)


def test_each_failed_trial_doubles_the_pause_up_to_five_minutes() -> None:
    state, now, pauses = _opened(), NOW, []
    for _ in range(7):
        assert state.open_until is not None
        pauses.append((state.open_until - now).total_seconds())
        now = state.open_until
        state = after_failure(after_start(state, now), now)
    assert pauses == [15, 30, 60, 120, 240, 300, 300]


def test_requests_that_left_before_it_opened_do_not_lengthen_the_pause() -> None:
    state = _opened()
    assert after_failure(state, NOW + timedelta(seconds=3)) == state


def test_while_closed_a_start_marks_nothing() -> None:
    assert after_start(BreakerState(failures=3), NOW) == BreakerState(failures=3)


STEPS = st.lists(st.tuples(st.sampled_from(["fail", "succeed", "start"]), st.integers(0, 400)), max_size=60)


@given(STEPS)
def test_it_always_lets_something_through_again_and_one_success_always_closes_it(
    steps: list[tuple[str, int]],
) -> None:
    state, now = BreakerState(), NOW
    for step, seconds in steps:
        now += timedelta(seconds=seconds)
        if step == "fail":
            state = after_failure(state, now)
        elif step == "succeed":
            state = after_success(state)
        elif may_try(state, now):
            state = after_start(state, now)
        assert may_try(state, now + LONGEST_PAUSE + TRIAL_LASTS)
        assert may_try(after_success(state), now)
        assert may_try(state, now) or state.failures >= FAILURES_TO_OPEN


@given(st.integers(1, 10**6))
def test_pauses_grow_and_stay_within_five_minutes(openings: int) -> None:
    assert pause(openings) <= pause(openings + 1) <= LONGEST_PAUSE
