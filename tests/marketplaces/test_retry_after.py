from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aacabot.marketplaces.retry_after import RETRY_AFTER_CAP, retry_after_seconds

NOW = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("0", 0.0), (" 30 ", 30.0), ("1.5", 1.5), ("3601", 3600.0), ("9" * 300, 3600.0)],
)
def test_seconds_are_read_and_capped(header: str, seconds: float) -> None:
    assert retry_after_seconds(header, NOW) == seconds


@pytest.mark.parametrize(
    "header", [None, "", "-5", "soon", "1e3", "inf", "nan", "٣", "Fri, 99 May 2026 12:00:00 GMT"]
)
def test_what_cannot_be_read_is_no_header(header: str | None) -> None:
    assert retry_after_seconds(header, NOW) is None


@pytest.mark.parametrize(
    "header",
    ["Fri, 01 May 2026 12:00:30 GMT", "Friday, 01-May-26 12:00:30 GMT", "Fri May  1 12:00:30 2026"],
)
def test_every_form_of_http_date_is_read(header: str) -> None:
    assert retry_after_seconds(header, NOW) == 30.0


@given(st.integers(-(10**6), 10**6))
def test_a_date_is_the_time_until_it_from_none_to_an_hour(seconds: int) -> None:
    header = format_datetime(NOW + timedelta(seconds=seconds), usegmt=True)
    assert retry_after_seconds(header, NOW) == min(max(seconds, 0), RETRY_AFTER_CAP)


@given(st.text(max_size=60))
def test_no_header_breaks_it(header: str) -> None:
    wait = retry_after_seconds(header, NOW)
    assert wait is None or 0 <= wait <= RETRY_AFTER_CAP
