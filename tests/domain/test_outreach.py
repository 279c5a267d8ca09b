"""Which members are put before their account manager, and that one cause is one cause."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aacabot.domain.help import HelpKind
from aacabot.domain.outreach import (
    DECLINES_IN_A_ROW,
    Beginnings,
    Outcome,
    Waiting,
    run_of_declines,
    slow_start,
    stuck,
)

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def beginnings(days: float, *, channel: bool, decided: bool) -> Beginnings:
    return Beginnings(
        member_id="acme", joined_at=NOW - timedelta(days=days), has_channel=channel, has_decided=decided
    )


@pytest.mark.parametrize(
    ("days", "channel", "decided", "missing"),
    [
        (6.9, False, False, None),
        (7, False, False, "channel"),
        (7, False, True, "channel"),
        (7, True, False, "decision"),
        (300, True, True, None),
    ],
)
def test_a_new_member_has_a_week(days: float, channel: bool, decided: bool, missing: str | None) -> None:
    cause = slow_start(beginnings(days, channel=channel, decided=decided), NOW)
    assert (cause.facts["missing"] if cause else None) == missing


def outcomes(pattern: str) -> list[Outcome]:
    """Newest first: `d` is a decline; each case is named by how long ago it was the last."""
    total = len(pattern)
    return [Outcome(case_id=f"c{total - at}", declined=one == "d") for at, one in enumerate(pattern)]


@given(st.text("dx", max_size=12))
def test_only_an_unbroken_run_of_declines_counts(pattern: str) -> None:
    cause = run_of_declines("acme", outcomes(pattern))
    run = len(pattern) - len(pattern.lstrip("d"))
    assert (cause is not None) == (run >= DECLINES_IN_A_ROW)
    if cause:
        assert cause.facts["count"] == str(run)


def test_a_run_that_goes_on_is_the_same_cause_and_a_new_run_another() -> None:
    three, four = run_of_declines("acme", outcomes("ddd")), run_of_declines("acme", outcomes("dddd"))
    again = run_of_declines("acme", outcomes("dddxddd"))
    assert three and four and again
    assert three.key == four.key != again.key


def test_stuck_cases_are_one_cause_named_by_the_one_that_waits_longest() -> None:
    waiting = [
        Waiting(case_id="a", decide_by=NOW - timedelta(hours=25)),
        Waiting(case_id="b", second_since=NOW - timedelta(hours=13)),
        Waiting(case_id="c", decide_by=NOW - timedelta(hours=23)),
        Waiting(case_id="d", decide_by=NOW - timedelta(hours=90), second_since=NOW - timedelta(hours=11)),
    ]
    cause = stuck("acme", waiting, NOW)
    assert cause is not None
    assert (cause.kind, cause.key, cause.facts["count"]) == (HelpKind.OUTREACH_STUCK, "stuck:a", "2")
    assert stuck("acme", waiting[2:], NOW) is None
