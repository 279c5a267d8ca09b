"""Reading a clock from a header that counts whole seconds."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from hypothesis import given
from hypothesis import strategies as st

from aacabot.doctor.clocks import check_clocks, read_clock

ASKED = datetime(2026, 5, 1, 12, 0, 0, 400_000, tzinfo=UTC)
ANSWERED = ASKED + timedelta(seconds=1.3)


@given(theirs=st.floats(-900, 900), took=st.floats(0, 8), at=st.floats(0, 1))
def test_the_reading_is_within_a_second_of_what_waiting_can_explain(
    theirs: float, took: float, at: float
) -> None:
    answered = ASKED + timedelta(seconds=took)
    header = format_datetime(ASKED + timedelta(seconds=theirs + took * at), usegmt=True)
    (reading,) = read_clock("Slack", header, ASKED, answered)
    assert abs(reading.ahead_seconds + theirs) <= took + 1.001
    assert reading.ahead_seconds * theirs <= 0 or abs(theirs) <= took + 1.001


def test_agreeing_clocks_make_one_line() -> None:
    header = format_datetime(ASKED, usegmt=True)
    readings = [*read_clock("Slack", header, ASKED, ANSWERED), *read_clock("Shop", header, ASKED, ANSWERED)]
    (found,) = check_clocks(readings)
    assert (found.ok, found.said) == (True, "agrees with Slack, Shop")


def test_no_usable_header_is_no_reading() -> None:
    assert read_clock("Shop", None, ASKED, ANSWERED) == []
    assert read_clock("Shop", "yesterday", ASKED, ANSWERED) == []
    assert check_clocks([]) == []
