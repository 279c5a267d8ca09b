"""Blocking work that is waited for only so long."""

import threading

import pytest

from aacabot.doctor.patience import within


async def test_work_that_ends_in_time_gives_its_result_or_its_error() -> None:
    assert await within(10, lambda: 7) == 7
    with pytest.raises(ZeroDivisionError):
        await within(10, lambda: 1 // 0)


async def test_work_that_hangs_is_given_up() -> None:
    released = threading.Event()
    with pytest.raises(TimeoutError):
        await within(0.05, lambda: released.wait(30))
    released.set()
