"""Whose turn it is to write: people who wait for an answer go before the hub's own work."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

_Waiting = deque[asyncio.Future[None]]

_HURRIED_IN_A_ROW = 4
"""After so many, one of the others has a turn: clicks without end must not hold up what they decided."""


class Turns:
    """A number of places, given out in order; those in a hurry before the others.

    A busy marketplace must not make a click wait behind a hundred recordings, on SQLite for the one write
    lock, on Postgres for the processor's time.
    """

    def __init__(self, places: int) -> None:
        self._free = places
        self._hurried: _Waiting = deque()
        self._others: _Waiting = deque()
        self._in_a_row = 0

    @asynccontextmanager
    async def take(self, *, hurried: bool) -> AsyncIterator[None]:
        """Hold a place inside the block."""
        await self._wait(self._hurried if hurried else self._others)
        try:
            yield
        finally:
            self._give_back()

    async def _wait(self, line: _Waiting) -> None:
        if self._free:
            self._free -= 1
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        line.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._give_back()
            raise

    def _give_back(self) -> None:
        lines = [self._hurried, self._others]
        if self._in_a_row >= _HURRIED_IN_A_ROW:
            lines.reverse()
        for line in lines:
            while line:
                turn = line.popleft()
                if not turn.done():
                    self._in_a_row = self._in_a_row + 1 if line is self._hurried else 0
                    turn.set_result(None)
                    return
        self._free += 1
