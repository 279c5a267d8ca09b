"""Who writes first: people who wait, but never so long that nothing else gets done."""

import asyncio

from aacabot.store.turns import Turns


async def served(turns: Turns, arrivals: list[tuple[str, bool]]) -> list[str]:
    """The order in which they are served who arrive while the only place is taken."""
    order: list[str] = []

    async def come(name: str, hurried: bool) -> None:
        async with turns.take(hurried=hurried):
            order.append(name)

    async with turns.take(hurried=False):
        tasks = [asyncio.create_task(come(name, hurried)) for name, hurried in arrivals]
        await asyncio.sleep(0)
    await asyncio.gather(*tasks)
    return order


async def test_a_click_goes_before_the_hubs_own_work() -> None:
    assert await served(Turns(1), [("work", False), ("click", True)]) == ["click", "work"]


async def test_clicks_without_end_let_the_work_have_a_turn() -> None:
    clicks = [(f"click {number}", True) for number in range(10)]
    order = await served(Turns(1), [("work", False), *clicks])
    assert order.index("work") == 4


async def test_one_who_gives_up_waiting_holds_nobody_up() -> None:
    turns = Turns(1)
    async with turns.take(hurried=False):
        waiting = asyncio.create_task(served(turns, []))
        await asyncio.sleep(0)
        waiting.cancel()
    assert await asyncio.wait_for(served(turns, [("next", False)]), 5) == ["next"]
