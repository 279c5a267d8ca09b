"""The status follows the counts, the margin is tight, and no rounding decides."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aacabot.domain.good_faith import (
    ALIBABA,
    AMAZON,
    Counts,
    GoodFaithStatus,
    Standing,
    Thresholds,
    counted,
    judged,
    later_by,
    lower_bound,
    margin,
    status_of,
    thresholds_of,
    what_if,
    window,
)

S = GoodFaithStatus
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
RANK = {S.REVOKED: 0, S.WATCH: 1, S.GRANTED: 2}
SMALL = st.integers(0, 400)


@st.composite
def some_counts(draw: st.DrawFn) -> Counts:
    taken_down = draw(SMALL)
    return Counts(taken_down, draw(st.integers(0, 60)), draw(st.integers(0, min(taken_down, 30))))


@st.composite
def some_thresholds(draw: st.DrawFn) -> Thresholds:
    takedown, scn = draw(st.integers(0, 10_000)), draw(st.integers(0, 10_000))
    return Thresholds(
        takedown_rate=takedown,
        scn_rate=scn,
        watch_takedown_rate=draw(st.integers(takedown, 10_000)),
        watch_scn_rate=draw(st.integers(0, scn)),
        minimum=draw(st.integers(1, 50)),
    )


def by_fractions(counts: Counts, thresholds: Thresholds) -> GoodFaithStatus:
    """The rule as it is written, with exact fractions."""
    if counts.taken_down + counts.declined < thresholds.minimum:
        return S.PROVISIONAL
    takedown_rate = Fraction(counts.taken_down - counts.restored, counts.taken_down + counts.declined)
    scn_rate = Fraction(counts.restored, counts.taken_down) if counts.taken_down else Fraction(0)
    limits = [
        Fraction(rate, 10_000)
        for rate in (
            *(thresholds.takedown_rate, thresholds.scn_rate),
            *(thresholds.watch_takedown_rate, thresholds.watch_scn_rate),
        )
    ]
    if takedown_rate < limits[0] or scn_rate > limits[1]:
        return S.REVOKED
    return S.WATCH if takedown_rate < limits[2] or scn_rate > limits[3] else S.GRANTED


@given(some_counts(), some_thresholds())
def test_the_status_is_that_of_the_written_rule(counts: Counts, thresholds: Thresholds) -> None:
    assert status_of(counts, thresholds) is by_fractions(counts, thresholds)


@pytest.mark.parametrize(
    ("counts", "status"),
    [
        (Counts(19, 0, 0), S.PROVISIONAL),
        (Counts(20, 0, 0), S.GRANTED),
        (Counts(92, 8, 0), S.GRANTED),
        (Counts(91, 9, 0), S.WATCH),
        (Counts(90, 10, 0), S.WATCH),
        (Counts(89, 11, 0), S.REVOKED),
        (Counts(100, 0, 4), S.GRANTED),
        (Counts(100, 0, 5), S.WATCH),
        (Counts(100, 0, 6), S.REVOKED),
        (Counts(0, 20, 0), S.REVOKED),
    ],
)
def test_the_published_limits_themselves_still_hold(counts: Counts, status: S) -> None:
    assert status_of(counts, ALIBABA) is status


@given(some_counts(), some_thresholds(), st.integers(0, 5), st.integers(0, 5))
def test_declines_and_restores_never_improve_it(
    counts: Counts, thresholds: Thresholds, declines: int, restores: int
) -> None:
    if counts.decided < thresholds.minimum or restores > counts.stayed_down:
        return
    after = what_if(counts, declines=declines, takedowns=0, restores=restores)
    assert RANK[status_of(after, thresholds)] <= RANK[status_of(counts, thresholds)]


@given(some_counts(), some_thresholds(), st.integers(0, 50))
def test_takedowns_that_stay_never_worsen_it(counts: Counts, thresholds: Thresholds, more: int) -> None:
    if counts.decided < thresholds.minimum:
        return
    after = what_if(counts, declines=0, takedowns=more, restores=0)
    assert RANK[status_of(after, thresholds)] >= RANK[status_of(counts, thresholds)]


@given(some_counts(), some_thresholds())
def test_the_margin_of_declines_is_tight(counts: Counts, thresholds: Thresholds) -> None:
    declines = margin(counts, thresholds).declines
    if declines is None:
        assert status_of(counts + Counts(declined=100_000), thresholds) is not S.REVOKED
        return
    assert status_of(counts + Counts(declined=declines), thresholds) is S.REVOKED
    if declines:
        assert status_of(counts + Counts(declined=declines - 1), thresholds) is not S.REVOKED


@given(some_counts(), some_thresholds())
def test_the_margin_of_restores_is_tight(counts: Counts, thresholds: Thresholds) -> None:
    restores = margin(counts, thresholds).restores
    if restores is None:
        assert status_of(counts + Counts(restored=counts.stayed_down), thresholds) is not S.REVOKED
        return
    assert status_of(counts + Counts(restored=restores), thresholds) is S.REVOKED
    if restores:
        assert status_of(counts + Counts(restored=restores - 1), thresholds) is not S.REVOKED


def test_two_more_declines_and_it_is_lost() -> None:
    assert margin(Counts(91, 9, 0), ALIBABA).declines == 2
    assert margin(Counts(100, 0, 5), ALIBABA).restores == 1
    assert margin(Counts(89, 11, 0), ALIBABA).declines == 0


def test_a_what_if_gives_back_no_more_than_is_down() -> None:
    with pytest.raises(ValueError, match="come back"):
        what_if(Counts(3, 0, 2), declines=0, takedowns=0, restores=2)
    with pytest.raises(ValueError, match="come back"):
        what_if(Counts(3, 0, 2), declines=-1, takedowns=0, restores=0)


def test_a_revoked_status_comes_back_only_after_its_months() -> None:
    lost = judged(None, Counts(80, 20), ALIBABA, NOON)
    assert lost == Standing(S.REVOKED, NOON, datetime(2027, 2, 22, 12, tzinfo=UTC))
    assert judged(lost, Counts(100, 0), ALIBABA, NOON + timedelta(days=80)) == lost
    back = NOON + timedelta(days=92)
    assert judged(lost, Counts(100, 0), ALIBABA, back) == Standing(S.GRANTED, back)
    assert judged(lost, Counts(3, 0), ALIBABA, back) == Standing(S.PROVISIONAL, back)
    assert judged(lost, Counts(80, 20), ALIBABA, back) == lost, "it fails still"


def test_abuse_revokes_whatever_the_counts_say() -> None:
    found = judged(Standing(S.GRANTED, NOON), Counts(100, 0), ALIBABA, NOON, abuse=True)
    assert found.status is S.REVOKED
    again = judged(found, Counts(100, 0), ALIBABA, NOON + timedelta(days=30), abuse=True)
    assert again.since == NOON
    assert again.readmit_at == datetime(2027, 3, 22, 12, tzinfo=UTC)


def test_a_status_that_stays_keeps_its_day() -> None:
    held = Standing(S.GRANTED, NOON)
    assert judged(held, Counts(50, 0), ALIBABA, NOON + timedelta(days=9)) is held


@pytest.mark.parametrize(
    ("today", "months", "first"),
    [
        (date(2026, 11, 22), 3, date(2026, 8, 23)),
        (date(2026, 5, 31), 3, date(2026, 3, 1)),
        (date(2024, 5, 31), 3, date(2024, 3, 1)),
        (date(2026, 1, 1), 3, date(2025, 10, 2)),
        (date(2026, 8, 31), 6, date(2026, 3, 1)),
    ],
)
def test_the_window_is_whole_months_of_whole_days(today: date, months: int, first: date) -> None:
    found = window(today, months)
    assert (found.first, found.last) == (first, today)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 24))
def test_the_window_never_moves_back(today: date, months: int) -> None:
    assert window(today, months).first <= window(today + timedelta(days=1), months).first <= today
    assert later_by(today, 0) == today


def test_a_case_counts_on_the_utc_day_of_its_outcome() -> None:
    late = datetime.fromisoformat("2026-11-22T23:30:00-05:00")
    assert counted("declined", late, None) == (date(2026, 11, 23), Counts(declined=1))
    assert counted("taken_down", NOON, late) == (NOON.date(), Counts(taken_down=1, restored=1))
    assert counted(None, None, None) is None


def test_the_lower_bound_is_wilsons() -> None:
    # 9 of 10: (0.5958, 0.9821), R's binom::binom.confint(9, 10, methods = "wilson").
    assert lower_bound(Counts(9, 1)) == pytest.approx(0.5958, abs=1e-4)
    assert lower_bound(Counts()) == 0
    assert lower_bound(Counts(0, 5)) == 0


@given(some_counts())
def test_the_lower_bound_is_below_the_rate(counts: Counts) -> None:
    if counts.decided:
        assert 0 <= lower_bound(counts) <= counts.stayed_down / counts.decided


def test_settings_stand_on_a_preset() -> None:
    assert thresholds_of({}) == ALIBABA
    assert thresholds_of({"preset": "amazon"}) == AMAZON
    strict = thresholds_of({"takedown_rate": 0.95, "minimum": 5})
    assert (strict.takedown_rate, strict.watch_takedown_rate, strict.minimum) == (9_500, 9_700, 5)
    assert thresholds_of({"preset": "amazon", "scn_rate": 0.015}).watch_scn_rate == 50
    with pytest.raises(ValueError, match="before the limit"):
        thresholds_of({"takedown_rate": 0.9, "watch_takedown_rate": 0.8})
