"""Who is on duty, and whom a critical alert wakes: rules that hold for every rota, zone and clock change."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aacabot.domain.duty import (
    EVERY_DAY,
    Away,
    Shift,
    due_steps,
    on_duty,
    on_shift,
    stand_in,
    watches,
    whom_to_wake,
)

ZONES = ("UTC", "Europe/Paris", "America/New_York", "Asia/Shanghai", "Asia/Kolkata", "Australia/Lord_Howe")
PEOPLE = ("ann", "ben", "eve", "joe")
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)

moments = st.datetimes(
    min_value=datetime(2011, 12, 20),  # noqa: DTZ001 - the strategy adds the zone
    max_value=datetime(2027, 12, 31),  # noqa: DTZ001
    timezones=st.just(UTC),
)
zones = st.sampled_from((*ZONES, "Pacific/Apia"))
shifts = st.builds(
    Shift,
    person_id=st.sampled_from(PEOPLE),
    weekdays=st.frozensets(st.integers(1, 7), min_size=1),
    from_minute=st.integers(0, 1_439),
    to_minute=st.integers(0, 1_440),
    timezone=zones,
)
absences = st.builds(
    Away,
    person_id=st.sampled_from(PEOPLE),
    since=moments,
    until=st.none() | moments,
    deputy_id=st.none() | st.sampled_from(PEOPLE),
)


def shift(person: str, begin: str, end: str, days: str = "1234567", zone: str = "UTC") -> Shift:
    minutes = [int(clock[:2]) * 60 + int(clock[3:]) for clock in (begin, end)]
    weekdays = frozenset(map(int, days))
    return Shift(
        person_id=person, weekdays=weekdays, from_minute=minutes[0], to_minute=minutes[1], timezone=zone
    )


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@given(cuts=st.sets(st.integers(0, 1_439), min_size=1, max_size=6), zone=zones, at=moments)
def test_a_rota_round_the_clock_always_has_somebody(cuts: set[int], zone: str, at: datetime) -> None:
    around = sorted(cuts)
    rota = [
        Shift(
            person_id=PEOPLE[number % 4],
            weekdays=EVERY_DAY,
            from_minute=begin,
            to_minute=around[(number + 1) % len(around)],
            timezone=zone,
        )
        for number, begin in enumerate(around)
    ]
    assert on_duty(rota, [], at)


@given(st.lists(shifts, max_size=6), st.lists(absences, max_size=4), moments)
def test_nobody_is_on_duty_twice_or_while_away(rota: list[Shift], out: list[Away], at: datetime) -> None:
    people = on_duty(rota, out, at)
    assert len(set(people)) == len(people)
    assert not {one.person_id for one in out if one.holds(at)} & set(people)
    assert set(people) <= set(on_shift(rota, at))


@given(shifts, moments)
def test_a_shift_holds_its_begin_and_not_its_end(one: Shift, at: datetime) -> None:
    for begin, end in one.spans(at):
        if begin < end:
            assert one.holds(begin)
            assert one.holds(end) == any(start <= end < stop for start, stop in one.spans(end))


@given(
    st.lists(shifts, max_size=5),
    st.lists(absences, max_size=3),
    moments,
    st.frozensets(st.sampled_from(PEOPLE)),
)
def test_only_those_who_may_are_woken_each_once(
    rota: list[Shift], out: list[Away], at: datetime, may: frozenset[str]
) -> None:
    steps = whom_to_wake(rota, out, at, may=may, cover=PEOPLE)
    named = [person for step in steps for person in step]
    assert len(set(named)) == len(named)
    assert set(named) <= may
    assert all(steps)
    assert may - set(named) <= {one.person_id for one in out if one.holds(at)}


@given(st.lists(shifts, max_size=4), st.lists(absences, max_size=3), moments)
def test_stretches_join_and_say_who_is_on_duty(rota: list[Shift], out: list[Away], at: datetime) -> None:
    found = watches(rota, out, at, at + timedelta(days=7))
    assert found[0].begins == at and found[-1].ends == at + timedelta(days=7)
    for before, after in pairwise(found):
        assert before.ends == after.begins and before.people != after.people
    for one in found:
        for moment in (one.begins, one.begins + (one.ends - one.begins) / 2):
            assert set(on_duty(rota, out, moment)) == set(one.people)


def test_a_night_shift_belongs_to_the_day_it_begins() -> None:
    friday_night = [shift("ann", "22:00", "06:00", "5", "Europe/Paris")]
    assert on_duty(friday_night, [], utc("2026-11-20T21:00")) == ("ann",)
    assert on_duty(friday_night, [], utc("2026-11-21T04:59")) == ("ann",)
    assert on_duty(friday_night, [], utc("2026-11-21T05:00")) == ()
    assert on_duty(friday_night, [], utc("2026-11-21T21:30")) == ()


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-03-29T00:59", ("ann",)),
        ("2026-03-29T05:59", ("ben",)),
        ("2026-03-29T06:00", ("eve",)),
        ("2026-10-25T00:30", ("ann",)),
        ("2026-10-25T01:30", ("ann",)),  # 02:30 for the second time: three o'clock is yet to come
    ],
)
def test_the_clocks_may_change_in_the_middle_of_a_shift(at: str, expected: tuple[str, ...]) -> None:
    rota = [
        shift("ann", "20:00", "03:00", zone="Europe/Paris"),
        shift("ben", "03:00", "08:00", zone="Europe/Paris"),
        shift("eve", "08:00", "20:00", zone="Europe/Paris"),
    ]
    assert on_duty(rota, [], utc(at)) == expected


def test_a_deputy_stands_in_and_a_deputy_who_is_away_too_is_passed_over() -> None:
    rota = [shift("ann", "00:00", "00:00")]
    away = Away(person_id="ann", since=NOON, deputy_id="ben")
    may = frozenset(PEOPLE)
    assert whom_to_wake(rota, [], NOON, may=may, cover=("joe",)) == (("ann",), ("joe",))
    assert whom_to_wake(rota, [away], NOON, may=may, cover=("joe",)) == (("ben",), ("joe",))
    both = [away, Away(person_id="ben", since=NOON, deputy_id="eve")]
    assert whom_to_wake(rota, both, NOON, may=may) == (("eve",),)
    assert whom_to_wake(rota, both, NOON, may=may - {"eve"}, cover=("joe",)) == (("joe",),)


def test_an_absence_ends_when_it_says() -> None:
    away = Away(person_id="ann", since=NOON, until=NOON + timedelta(hours=2))
    rota = [shift("ann", "00:00", "00:00")]
    assert on_duty(rota, [away], NOON - timedelta(seconds=1)) == ("ann",)
    assert on_duty(rota, [away], NOON) == ()
    assert on_duty(rota, [away], NOON + timedelta(hours=2)) == ("ann",)


def test_deputies_that_lead_in_a_circle_end_with_nobody() -> None:
    ben = Away(person_id="ben", since=NOON, deputy_id="eve")
    eve = Away(person_id="eve", since=NOON, deputy_id="ben")
    assert stand_in("ben", {"ben": ben, "eve": eve}) is None
    assert stand_in("eve", {"eve": eve}) == "ben"


def test_a_further_step_is_due_after_each_pause() -> None:
    pause = timedelta(minutes=15)
    assert [due_steps(NOON, NOON + timedelta(minutes=m), pause) for m in (-5, 0, 14, 15, 29, 30)] == [
        1, 1, 1, 2, 2, 3,
    ]  # fmt: skip
