"""The first-reply clock."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aacabot.domain.help import LONGEST_CLOCK, ClockState, HelpKind, clock_state, reply_within

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_whoever_is_stopped_is_answered_within_four_hours_everybody_else_within_a_day() -> None:
    assert reply_within(HelpKind.BLOCKED) == timedelta(hours=4)
    assert reply_within(HelpKind.QUESTION) == timedelta(hours=24)
    assert all(reply_within(kind) <= LONGEST_CLOCK for kind in HelpKind)


@pytest.mark.parametrize(
    ("minutes", "state"),
    [(0, ClockState.RUNNING), (191, ClockState.RUNNING), (192, ClockState.SHORT), (239, ClockState.SHORT),
     (240, ClockState.OUT), (9_999, ClockState.OUT)],
)  # fmt: skip
def test_a_clock_is_short_at_four_fifths_and_out_at_its_end(minutes: int, state: ClockState) -> None:
    assert clock_state(NOON, NOON + timedelta(hours=4), NOON + timedelta(minutes=minutes)) is state


@given(st.sampled_from(HelpKind), st.integers(0, 20_000), st.integers(0, 20_000))
def test_a_clock_never_runs_back(kind: HelpKind, first: int, second: int) -> None:
    states = [
        list(ClockState).index(
            clock_state(NOON, NOON + reply_within(kind), NOON + timedelta(minutes=minutes))
        )
        for minutes in sorted((first, second))
    ]
    assert states == sorted(states)
