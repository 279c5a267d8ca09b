"""When the next step of a takedown is due."""

from datetime import timedelta
from itertools import pairwise

import pytest

from aacabot.domain.takedowns import (
    PENDING_FOR,
    VERIFY_FOR,
    ask_again_after,
    verify_again_after,
)


@pytest.mark.parametrize("pause_after", [verify_again_after, ask_again_after])
def test_pauses_never_shrink_and_level_off_at_five_minutes(pause_after: object) -> None:
    assert callable(pause_after)
    pauses = [pause_after(count) for count in range(1, 200)]
    assert all(before <= after for before, after in pairwise(pauses))
    assert pauses[0] <= timedelta(seconds=5), "the first look comes soon: most removals take seconds"
    assert pauses[-1] == timedelta(minutes=5)


def test_a_removal_is_read_again_many_times_before_it_is_given_up() -> None:
    spent, reads = timedelta(), 1
    while spent < VERIFY_FOR:
        spent += verify_again_after(reads)
        reads += 1
    assert 250 < reads < 400


def test_a_marketplace_may_say_pending_for_three_days() -> None:
    assert timedelta(hours=72) == PENDING_FOR
