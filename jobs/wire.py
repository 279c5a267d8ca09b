"""The gate around every request to one marketplace: rate and concurrency, counted where they happen."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class PacedGate:
    """Lets at most `concurrency` requests be under way, and starts them `1 / per_second` apart.

    One worker serves a marketplace on all nodes together, so its gate is the marketplace's own limit: it
    counts every kind of request, verification reads too, and never bunches them.
    """

    def __init__(self, per_second: float, concurrency: int) -> None:
        self._pause = 1 / per_second
        self._places = asyncio.Semaphore(concurrency)
        self._next = 0.0

    @asynccontextmanager
    async def __call__(self) -> AsyncIterator[None]:
        async with self._places:
            now = asyncio.get_running_loop().time()
            start = max(now, self._next)
            self._next = start + self._pause
            if start > now:
                await asyncio.sleep(start - now)
            yield


class Gates:
    """One gate for each marketplace; it outlives a shift, so that the next keeps this one's pace."""

    def __init__(self) -> None:
        self._gates: dict[tuple[str, float, int], PacedGate] = {}

    def of(self, marketplace_id: str, per_second: float, concurrency: int) -> PacedGate:
        """The marketplace's gate; a new one where its limits were changed."""
        pace = (marketplace_id, per_second, concurrency)
        if pace not in self._gates:
            self._gates[pace] = PacedGate(per_second, concurrency)
        return self._gates[pace]
