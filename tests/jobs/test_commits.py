"""Steps that share a commit, and do not share its failure."""

import asyncio
from collections.abc import Sequence

import pytest

from jobs.commits import AT_ONCE, Together


class Ledger:
    """Commits numbers, doubled; refuses any batch with a negative one."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.open = asyncio.Event()
        self.open.set()

    async def commit(self, items: Sequence[int]) -> list[int]:
        await self.open.wait()
        self.batches.append(list(items))
        if min(items) < 0:
            raise ValueError(min(items))
        return [item * 2 for item in items]


async def test_the_first_goes_at_once_and_the_rest_go_together() -> None:
    ledger = Ledger()
    together = Together(ledger.commit)
    ledger.open.clear()
    first = asyncio.create_task(together(1))
    await asyncio.sleep(0.01)
    rest = [asyncio.create_task(together(number)) for number in range(2, 6)]
    await asyncio.sleep(0.01)
    ledger.open.set()
    assert await asyncio.gather(first, *rest) == [2, 4, 6, 8, 10]
    assert ledger.batches == [[1], [2, 3, 4, 5]]


async def test_no_commit_holds_more_than_its_share() -> None:
    ledger = Ledger()
    together = Together(ledger.commit)
    await asyncio.gather(*(together(number) for number in range(AT_ONCE * 2 + 1)))
    assert sorted(item for batch in ledger.batches for item in batch) == list(range(AT_ONCE * 2 + 1))
    assert max(map(len, ledger.batches)) == AT_ONCE


async def test_the_one_at_fault_fails_alone() -> None:
    ledger = Ledger()
    together = Together(ledger.commit)
    asked = (together(number) for number in (1, -2, 3))
    results: list[object] = list(await asyncio.gather(*asked, return_exceptions=True))
    assert [results[0], results[2]] == [2, 6]
    assert isinstance(results[1], ValueError)


async def test_one_who_no_longer_waits_is_left_out() -> None:
    ledger = Ledger()
    together = Together(ledger.commit)
    ledger.open.clear()
    first, second, third = (asyncio.create_task(together(number)) for number in (1, 2, 3))
    await asyncio.sleep(0)
    second.cancel()
    await asyncio.sleep(0)
    ledger.open.set()
    assert (await first, await third) == (2, 6)
    with pytest.raises(asyncio.CancelledError):
        await second
    await together.finish()
    assert 2 not in ledger.batches[-1]
