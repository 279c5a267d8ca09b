"""Quiet hours and digests by the clock on the wall: across midnight, and when clocks change."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aacabot.domain.quiet_hours import DIGEST_EVERY, AlertMode, AlertTimes

PARIS, LORD_HOWE = ZoneInfo("Europe/Paris"), "Australia/Lord_Howe"
ZONES = st.sampled_from(
    ["Europe/Paris", "America/New_York", "Asia/Kolkata", LORD_HOWE, "America/Havana", "Asia/Shanghai", "UTC"]
).map(ZoneInfo)
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 2 * 365 * 24 * 60).map(lambda minutes: BEGIN + timedelta(minutes=minutes))
HOURS = st.integers(0, 23)
NIGHT = AlertTimes(quiet_from=22, quiet_until=7)


def paris(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2026-11-22T21:59", None),
        ("2026-11-22T22:00", "2026-11-23T07:00"),
        ("2026-11-23T06:59", "2026-11-23T07:00"),
        ("2026-11-23T07:00", None),
    ],
)
def test_quiet_hours_across_midnight_end_in_the_morning(now: str, until: str | None) -> None:
    assert NIGHT.held_until(paris(now), PARIS) == (paris(until) if until else None)


def test_a_night_in_which_clocks_go_forward_is_an_hour_shorter() -> None:
    begins, ends = paris("2026-03-28T22:00"), paris("2026-03-29T07:00")
    assert NIGHT.held_until(begins, PARIS) == ends
    assert ends - begins == timedelta(hours=8)


def test_a_night_in_which_clocks_go_back_is_an_hour_longer() -> None:
    begins, ends = paris("2026-10-24T22:00"), paris("2026-10-25T07:00")
    assert NIGHT.held_until(begins, PARIS) == ends
    assert ends - begins == timedelta(hours=10)


def test_an_end_that_clocks_skip_is_the_hour_they_skip_to() -> None:
    times = AlertTimes(quiet_from=22, quiet_until=2)
    assert times.held_until(paris("2026-03-28T23:00"), PARIS) == paris("2026-03-29T03:00")


@given(now=MOMENTS, zone=ZONES, begin=HOURS, end=HOURS)
def test_what_comes_in_quiet_hours_comes_after_them_and_within_a_day(
    now: datetime, zone: ZoneInfo, begin: int, end: int
) -> None:
    times = AlertTimes(quiet_from=begin, quiet_until=end)
    until = times.held_until(now, zone)
    if until is None:
        assert not times.is_quiet(now, zone)
        return
    assert times.is_quiet(now, zone)
    assert now < until <= now + timedelta(hours=25)
    assert not times.is_quiet(until, zone)


@given(
    now=MOMENTS,
    zone=ZONES,
    every=st.sampled_from(DIGEST_EVERY),
    quiet=st.one_of(st.none(), st.tuples(HOURS, HOURS)),
)
def test_a_digest_comes_at_its_hours_and_never_in_quiet_ones(
    now: datetime, zone: ZoneInfo, every: int, quiet: tuple[int, int] | None
) -> None:
    begin, end = quiet or (None, None)
    times = AlertTimes(quiet_from=begin, quiet_until=end, mode=AlertMode.DIGEST, digest_every=every)
    until = times.held_until(now, zone)
    assert until is not None
    assert now < until <= now + timedelta(hours=every + 26)
    assert not times.is_quiet(until, zone)


def test_a_digest_every_four_hours_comes_at_the_same_hours_every_day() -> None:
    times = AlertTimes(mode=AlertMode.DIGEST, digest_every=4)
    assert times.held_until(paris("2026-11-22T11:59"), PARIS) == paris("2026-11-22T12:00")
    assert times.held_until(paris("2026-11-22T12:00"), PARIS) == paris("2026-11-22T16:00")


def test_a_digest_due_at_night_waits_for_the_morning() -> None:
    times = AlertTimes(quiet_from=22, quiet_until=7, mode=AlertMode.DIGEST, digest_every=4)
    assert times.held_until(paris("2026-11-22T21:00"), PARIS) == paris("2026-11-23T07:00")
