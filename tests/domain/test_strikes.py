"""What a seller's strikes add up to, held against a slow reading of the same rules."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aacabot.domain.rights import ReasonCode
from aacabot.domain.strikes import (
    POINTS_A_DAY,
    WINDOW,
    Record,
    Standing,
    StrikeKind,
    Struck,
    record_of,
    strike_for,
)

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def serious(*days_ago: float) -> list[Struck]:
    return [Struck(kind=StrikeKind.SERIOUS, points=0, at=NOW - timedelta(days=days)) for days in days_ago]


def points(*days_ago: float, each: int = 6) -> list[Struck]:
    return [Struck(kind=StrikeKind.POINTS, points=each, at=NOW - timedelta(days=days)) for days in days_ago]


def test_a_counterfeit_is_serious_and_everything_else_costs_points() -> None:
    assert strike_for(ReasonCode.COUNTERFEIT) == (StrikeKind.SERIOUS, 0)
    for reason in set(ReasonCode) - {ReasonCode.COUNTERFEIT}:
        kind, cost = strike_for(reason)
        assert kind is StrikeKind.POINTS
        assert 0 < cost <= POINTS_A_DAY
    assert strike_for(ReasonCode.KEYWORD_MISUSE)[1] < strike_for(ReasonCode.TRADEMARK_USE)[1]


@pytest.mark.parametrize(
    ("strikes", "expected", "standing"),
    [
        ([], Record(), Standing.NONE),
        (serious(1), Record(serious=1), Standing.STRUCK),
        (serious(1, 2, 3.9), Record(serious=1), Standing.STRUCK),
        (serious(1, 4), Record(serious=2), Standing.STRUCK),
        (serious(1, 5, 9), Record(serious=3), Standing.REPEAT),
        (serious(1, 5, 366), Record(serious=2), Standing.STRUCK),
        (points(1, 1.01, 1.02), Record(points=6), Standing.STRUCK),
        (points(*range(1, 9)), Record(points=48), Standing.REPEAT),
        (points(*range(1, 8), each=6), Record(points=42), Standing.STRUCK),
        (points(1, 1.01, each=2), Record(points=4), Standing.STRUCK),
    ],
)
def test_the_rules_by_example(strikes: list[Struck], expected: Record, standing: Standing) -> None:
    assert record_of(strikes, NOW) == expected
    assert record_of(strikes, NOW).standing is standing


STRIKES = st.lists(
    st.builds(
        lambda kind, hours, cost: Struck(
            kind=kind, points=cost if kind is StrikeKind.POINTS else 0, at=NOW - timedelta(hours=hours)
        ),
        st.sampled_from(StrikeKind),
        st.integers(0, 24 * 400),
        st.sampled_from([2, 6]),
    ),
    max_size=30,
)


@given(STRIKES)
def test_the_order_in_which_strikes_are_told_does_not_matter(strikes: list[Struck]) -> None:
    assert record_of(strikes, NOW) == record_of(list(reversed(strikes)), NOW)


@given(STRIKES)
def test_voiding_a_points_strike_never_costs_more(strikes: list[Struck]) -> None:
    for index, one in enumerate(strikes):
        if one.kind is StrikeKind.POINTS:
            left = strikes[:index] + strikes[index + 1 :]
            assert record_of(left, NOW).points <= record_of(strikes, NOW).points


@given(STRIKES)
def test_no_more_is_counted_than_happened_within_the_window(strikes: list[Struck]) -> None:
    record = record_of(strikes, NOW)
    within = [one for one in strikes if NOW - one.at < WINDOW]
    assert record.serious <= sum(one.kind is StrikeKind.SERIOUS for one in within)
    assert record.points <= sum(one.points for one in within)
    assert record_of(strikes, NOW + WINDOW + timedelta(days=1)) == Record()
