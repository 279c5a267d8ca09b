"""Waiting only so long for work that blocks."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

T = TypeVar("T")


async def within(seconds: float, work: Callable[[], T]) -> T:
    """Run blocking work in a thread of its own; raises what it raises, or TimeoutError.

    The thread is a daemon: unlike the loop's own threads, one that hangs does not hold up the process's end.
    """
    loop = asyncio.get_running_loop()
    outcome: asyncio.Future[T] = loop.create_future()

    def tell(set_outcome: Callable[[Any], None], value: object) -> None:
        if not outcome.done():
            set_outcome(value)

    def run() -> None:
        told: tuple[Callable[[Any], None], object]
        try:
            told = outcome.set_result, work()
        except BaseException as error:  # noqa: BLE001 - raised again where it is awaited
            told = outcome.set_exception, error
        with suppress(RuntimeError):  # the loop has ended: nobody waits any more
            loop.call_soon_threadsafe(tell, *told)

    threading.Thread(target=run, daemon=True).start()
    async with asyncio.timeout(seconds):
        return await outcome
