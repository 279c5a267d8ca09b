"""What people type when they go away."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aacabot.domain.away import Away, away_from

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=PARIS)
PEOPLE = {"p1": "Ann", "p2": "Anna Lee", "p3": "Ben", "p4": "李 雷"}


@pytest.mark.parametrize(
    ("typed", "until", "deputy"),
    [
        ("", None, None),
        ("2026-12-24", datetime(2026, 12, 25, tzinfo=PARIS), None),
        ("2026-12-24 18:00", datetime(2026, 12, 24, 18, tzinfo=PARIS), None),
        ("8h", NOW + timedelta(hours=8), None),
        ("3D @ben", NOW + timedelta(days=3), "p3"),
        ("2w @ Anna  lee", NOW + timedelta(weeks=2), "p2"),
        ("@ann", None, "p1"),
        ("@anna", None, "p2"),
        ("@李 雷", None, "p4"),
    ],
)
def test_a_day_a_span_and_a_name_are_understood(
    typed: str, until: datetime | None, deputy: str | None
) -> None:
    assert away_from(typed, NOW, PEOPLE) == Away(until, deputy)


def test_hours_are_hours_where_the_clocks_change_and_days_end_at_the_same_time_of_day() -> None:
    before = datetime(2026, 3, 29, 0, 30, tzinfo=PARIS)
    for typed, until in (("8h", datetime(2026, 3, 29, 9, 30)), ("1d", datetime(2026, 3, 30, 0, 30))):  # noqa: DTZ001
        assert away_from(typed, before, PEOPLE) == Away(until.replace(tzinfo=PARIS), None)


@pytest.mark.parametrize(
    ("typed", "problem"),
    [("soon", "unknown_time"), ("2026-13-40", "unknown_time"), ("9999-12-31", "unknown_time"),
     ("@nobody", "unknown_name"), ("@an", "unknown_name"), ("8h @<!channel>", "unknown_name")],
)  # fmt: skip
def test_what_is_not_understood_is_said(typed: str, problem: str) -> None:
    assert away_from(typed, NOW, PEOPLE) == problem


@given(st.text(max_size=60))
def test_nothing_that_is_typed_breaks_it(typed: str) -> None:
    found = away_from(typed, NOW, PEOPLE)
    assert isinstance(found, Away) or found in {"unknown_time", "unknown_name"}
    if isinstance(found, Away) and found.until:
        assert found.until.tzinfo is not None
