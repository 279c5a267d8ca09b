from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from aacabot.marketplaces.backoff import LONGEST_DELAY, TAKEDOWN_TRIES, next_delay
from aacabot.marketplaces.retry_after import RETRY_AFTER_CAP

TRIES = st.integers(1, 10**6)
JITTER = st.floats(0, 1)
WAITS = st.none() | st.floats(0, allow_nan=False)


def test_waits_double_from_a_second_to_a_quarter_of_an_hour() -> None:
    seconds = [next_delay(tries, None, 0.0).total_seconds() for tries in range(1, 14)]
    assert seconds == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]


def test_a_wait_the_marketplace_asks_for_wins_when_it_is_longer() -> None:
    assert next_delay(3, 30.0, 0.5) == timedelta(seconds=30)
    assert next_delay(8, 30.0, 0.0) == timedelta(seconds=128)


@given(TRIES, WAITS, JITTER)
def test_a_wait_is_never_shorter_than_asked_nor_longer_than_both_limits(
    tries: int, asked: float | None, jitter: float
) -> None:
    delay = next_delay(tries, asked, jitter).total_seconds()
    assert (
        min(asked or 0, RETRY_AFTER_CAP) - 1e-6
        <= delay
        <= max(LONGEST_DELAY, min(asked or 0, RETRY_AFTER_CAP))
    )
    assert delay >= 0.8


@given(TRIES, JITTER)
def test_jitter_takes_off_a_fifth_at_most(tries: int, jitter: float) -> None:
    plain, moved = next_delay(tries, None, 0.0), next_delay(tries, None, jitter)
    assert plain * 0.8 - timedelta(microseconds=1) <= moved <= plain


@given(TRIES, JITTER, WAITS)
def test_waits_never_shrink_as_tries_go_on(tries: int, jitter: float, asked: float | None) -> None:
    assert next_delay(tries, asked, jitter) <= next_delay(tries + 1, asked, jitter)


def test_a_takedown_is_tried_for_about_a_day() -> None:
    total = sum((next_delay(tries, None, 0.5) for tries in range(1, TAKEDOWN_TRIES)), timedelta())
    assert timedelta(hours=23.5) < total < timedelta(hours=24.5)
