"""What acceptance is expected, from notices decided before."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aacabot.domain.acceptance import Past, Score, Whose, lower_bound, score


def test_wilsons_lower_bound_is_the_published_one() -> None:
    """81 of 263: 0.2553 (Newcombe, Two-sided confidence intervals for the single proportion, 1998)."""
    assert lower_bound(81, 263) == pytest.approx(0.2553, abs=0.0001)
    assert lower_bound(15, 148) == pytest.approx(0.0624, abs=0.0001)
    assert lower_bound(0, 20) == 0
    assert lower_bound(0, 0) == 0


def test_a_member_with_twenty_decided_is_told_its_own_past() -> None:
    assert score(Past(20, 20), Past(900, 10, 90, 10)) == Score(83, 20, 20, Whose.MEMBER)


def test_below_that_the_alliances_is_told() -> None:
    assert score(Past(19, 19), Past(100, 90, 5, 25)) == Score(82, 100, 90, Whose.ALLIANCE)
    assert score(None, Past(100, 90, 5, 25)) is not None


@pytest.mark.parametrize(
    "alliance",
    [None, Past(49, 49, 10, 5), Past(100, 90, 4, 25), Past(100, 90, 50, 26)],
    ids=["none", "too few notices", "too few members", "mostly one member's"],
)
def test_an_aggregate_that_could_give_a_member_away_is_not_told(alliance: Past | None) -> None:
    assert score(Past(3, 3), alliance) is None


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_the_bound_is_never_above_the_share_and_grows_with_what_it_was_learnt_from(a: int, b: int) -> None:
    upheld, decided = min(a, b), max(a, b, 1)
    assert 0 <= lower_bound(upheld, decided) <= upheld / decided + 1e-9
    assert lower_bound(upheld * 2, decided * 2) >= lower_bound(upheld, decided) - 1e-9
