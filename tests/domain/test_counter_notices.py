"""Which procedure a seller's answer falls under, its clock, and its reminders."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aacabot.domain.counter_notices import (
    PRESETS,
    REMINDERS,
    Procedure,
    Silence,
    answer_by,
    applicable,
    next_moment,
    procedures_of,
    reminder_due,
    reminder_times,
    window_ends,
)
from aacabot.domain.rights import RightKind

FRIDAY = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)
MOMENTS = st.integers(0, 150_000_000).map(lambda s: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(seconds=s))
ZONES = st.sampled_from(["UTC", "Europe/Paris", "Asia/Shanghai", "America/New_York", "Pacific/Auckland"])
PROCEDURES = st.builds(
    lambda days, business: Procedure(name="any", days=days, business=business),
    st.integers(1, 60),
    st.booleans(),
)


@given(MOMENTS, PROCEDURES, ZONES)
def test_the_answer_is_never_due_before_the_filing_and_reminders_come_in_order(
    filed: datetime, procedure: Procedure, zone: str
) -> None:
    due = answer_by(filed, procedure, zone)
    assert due > filed
    assert due - filed >= timedelta(days=procedure.days, hours=-2)
    times = [at for _, at in reminder_times(filed, due)]
    assert times == sorted(times)
    assert filed < times[0] and times[-1] < due


@given(MOMENTS, PROCEDURES, ZONES, st.floats(0, 1.2))
def test_each_reminder_is_given_once(filed: datetime, procedure: Procedure, zone: str, part: float) -> None:
    due = answer_by(filed, procedure, zone)
    reminded, given_at = 0, []
    for step in range(13):
        now = filed + (due - filed) * step / 12
        percent = reminder_due(filed, due, reminded, now)
        if percent is not None:
            given_at.append(percent)
            reminded = percent
        assert next_moment(filed, due, reminded) > now or now == due
    assert tuple(given_at) == REMINDERS
    late = filed + (due - filed) * part
    missed = reminder_due(filed, due, 0, late)
    assert missed == max((one for one in REMINDERS if one <= part * 100 + 1e-6), default=None)


def test_business_days_leave_out_weekends() -> None:
    due = answer_by(FRIDAY, PRESETS["dmca"], "UTC")
    assert due == datetime(2026, 12, 4, 15, 30, tzinfo=UTC)
    assert (due - FRIDAY).days == 14


def test_a_weekend_is_the_brands_own() -> None:
    """Sunday morning in Auckland is still Saturday in UTC."""
    filed = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)  # Saturday 09:00 in Auckland
    one = Procedure(name="any", days=1, business=True)
    assert answer_by(filed, one, "Pacific/Auckland") == datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
    assert answer_by(filed, one, "UTC") == datetime(2026, 11, 23, 20, 0, tzinfo=UTC)


def test_calendar_days_keep_the_time_of_day_over_a_change_of_clocks() -> None:
    filed = datetime(2026, 10, 20, 10, 0, tzinfo=UTC)  # 12:00 in Paris, summer time until the 25th
    due = answer_by(filed, Procedure(name="any", days=15), "Europe/Paris")
    assert due == datetime(2026, 11, 4, 11, 0, tzinfo=UTC)


def test_without_rules_the_marketplace_has_its_own_procedure() -> None:
    (own,) = procedures_of([], 12)
    assert (own.name, own.days, own.silence, own.window_days) == ("platform", 12, Silence.RESTORES, 180)


def test_a_rule_changes_what_it_says_of_its_preset_and_nothing_else() -> None:
    rules: list[dict[str, Any]] = [
        {"procedure": "dmca"},
        {"procedure": "china-ecommerce", "days": 20},
        {"procedure": "appeal", "business_days": 5, "silence": "stands", "rights": ["design"]},
        {"procedure": "platform", "window_days": 30},
    ]
    dmca, china, appeal, own = procedures_of(rules, 15)
    assert dmca == PRESETS["dmca"]
    assert (china.days, china.business, china.silence) == (20, False, Silence.RESTORES)
    assert (appeal.days, appeal.business, appeal.silence) == (5, True, Silence.STANDS)
    assert appeal.rights == {RightKind.DESIGN}
    assert (own.name, own.days, own.window_days) == ("platform", 15, 30)


@pytest.mark.parametrize(
    ("named", "right", "applies"),
    [
        ("dmca", RightKind.COPYRIGHT, "dmca"),
        ("dmca", RightKind.TRADEMARK, "platform"),
        ("unheard-of", RightKind.COPYRIGHT, "platform"),
        (None, RightKind.COPYRIGHT, "dmca"),
        (None, RightKind.TRADEMARK, "platform"),
        (None, None, "platform"),
    ],
)
def test_an_answer_that_arrives_falls_under_a_procedure_that_takes_its_right(
    named: str | None, right: RightKind | None, applies: str
) -> None:
    known = procedures_of([{"procedure": "dmca"}], 15)
    assert applicable(known, named, right).name == applies


def test_the_window_runs_from_the_takedown_where_there_is_one() -> None:
    assert window_ends(FRIDAY, PRESETS["platform"]) == FRIDAY + timedelta(days=180)
    assert window_ends(FRIDAY, PRESETS["dmca"]) is None
    assert window_ends(None, PRESETS["platform"]) is None
