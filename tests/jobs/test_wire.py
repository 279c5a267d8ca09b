"""The gate to one marketplace: never faster, never more at once, whatever is asked of it."""

import asyncio
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from jobs.wire import Gates, PacedGate
from tests.jobs.virtual_time import run_in_virtual_time

HAIR = 1e-6
requests = st.lists(st.tuples(st.floats(0, 20), st.floats(0, 5)), min_size=1, max_size=30)
"""When each request is wanted, and how long it takes; seconds."""


async def _through(gate: PacedGate, wanted: list[tuple[float, float]]) -> tuple[list[float], int]:
    """When each request started, and the most that were under way at once."""
    loop = asyncio.get_running_loop()
    starts: list[float] = []
    running = most = 0

    async def one(at: float, takes: float) -> None:
        nonlocal running, most
        await asyncio.sleep(at)
        async with gate():
            running += 1
            most = max(most, running)
            starts.append(loop.time())
            await asyncio.sleep(takes)
            running -= 1

    await asyncio.gather(*(one(at, takes) for at, takes in wanted))
    return sorted(starts), most


@given(wanted=requests, per_second=st.floats(0.1, 50), concurrency=st.integers(1, 8))
def test_requests_start_apart_and_few_at_once(
    wanted: list[tuple[float, float]], per_second: float, concurrency: int
) -> None:
    starts, most = run_in_virtual_time(_through(PacedGate(per_second, concurrency), wanted))
    assert len(starts) == len(wanted)
    assert most <= concurrency
    assert all(later - before >= 1 / per_second - HAIR for before, later in pairwise(starts))


def test_an_idle_gate_lets_the_next_request_through_at_once() -> None:
    starts, _ = run_in_virtual_time(_through(PacedGate(2, 1), [(0, 0), (10, 0)]))
    assert starts == [0, 10]


def test_a_request_given_up_while_waiting_leaves_its_place_to_the_next() -> None:
    async def story() -> float:
        gate, loop = PacedGate(1, 1), asyncio.get_running_loop()
        async with gate():
            waiting = asyncio.create_task(_through(gate, [(0, 0)]))
            await asyncio.sleep(0.1)
            waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        async with gate():
            return loop.time()

    assert 1 <= run_in_virtual_time(story()) <= 2


def test_a_gate_is_kept_until_its_marketplaces_limits_change() -> None:
    gates = Gates()
    assert gates.of("m1", 5, 2) is gates.of("m1", 5, 2)
    assert gates.of("m1", 5, 2) is not gates.of("m2", 5, 2)
    assert gates.of("m1", 5, 2) is not gates.of("m1", 6, 2)
