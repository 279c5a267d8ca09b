"""Many takedowns' next steps in one commit: what comes while one is being written goes into the next."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextvars import Context
from typing import Generic, TypeVar

from aacabot.domain.takedowns import TakedownState
from aacabot.marketplaces.connector import TakedownAnswer
from aacabot.services.answers import record_answers
from aacabot.services.hub import Hub
from aacabot.services.orders import Order, Piece, open_orders, write_notices
from aacabot.services.verification import Reading, record_readings

Item = TypeVar("Item")
Result = TypeVar("Result")
Commit = Callable[[Sequence[Item]], Awaitable[Sequence[Result]]]

AT_ONCE = 16
"""Steps in one commit: enough to share its cost, few enough that a click need not wait long for its turn."""
GATHER_SECONDS = 0.1
"""Under load, how long after a commit the next waits for company; the first after a rest goes at once."""


class Together(Generic[Item, Result]):
    """Calls `commit` for everything that waits, while the one before is under way.

    Where a commit fails, its items are tried one by one: the others must not fail with the one at fault.
    """

    def __init__(self, commit: Commit[Item, Result], at_once: int = AT_ONCE) -> None:
        self._commit = commit
        self._at_once = at_once
        self._waiting: list[tuple[Item, asyncio.Future[Result]]] = []
        self._task: asyncio.Task[None] | None = None
        self._rested_at = 0.0

    async def __call__(self, item: Item) -> Result:
        future: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, future))
        if self._task is None or self._task.done():
            # A context of its own: what is logged there is not about the one who happened to come first.
            self._task = asyncio.create_task(self._commit_all(), context=Context())
        return await future

    async def _commit_all(self) -> None:
        loop = asyncio.get_running_loop()
        while self._waiting:
            if len(self._waiting) < self._at_once:
                await asyncio.sleep(self._rested_at - loop.time())
            batch, self._waiting = self._waiting[: self._at_once], self._waiting[self._at_once :]
            wanted = [(item, future) for item, future in batch if not future.done()]
            if wanted and not await self._are_committed(wanted):
                for one in wanted:
                    await self._are_committed([one], is_last_try=True)
            self._rested_at = loop.time() + GATHER_SECONDS

    async def _are_committed(
        self, batch: list[tuple[Item, asyncio.Future[Result]]], *, is_last_try: bool = False
    ) -> bool:
        try:
            results = await self._commit([item for item, _ in batch])
        except Exception as error:  # noqa: BLE001 - handed to the one who asked
            if not is_last_try and len(batch) > 1:
                return False
            for _, future in batch:
                if not future.done():
                    future.set_exception(error)
            return True
        for (_, future), result in zip(batch, results, strict=True):
            if not future.done():
                future.set_result(result)
        return True

    async def finish(self) -> None:
        """Wait for the commit under way; nobody waits for another any more."""
        if self._task is not None:
            await asyncio.wait([self._task])


class TakedownCommits:
    """The commits between a takedown's requests, each shared with the others of its marketplace."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self.order: Together[str, Order | None] = Together(self._orders)
        self.notice: Together[tuple[Order, list[Piece]], bytes | None] = Together(self._notices)
        self.answer: Together[tuple[str, TakedownAnswer], TakedownState] = Together(self._answers)
        self.reading: Together[Reading, None] = Together(self._readings)

    async def finish(self) -> None:
        for commit in (self.order, self.notice, self.answer, self.reading):
            await commit.finish()

    async def _orders(self, takedown_ids: Sequence[str]) -> list[Order | None]:
        orders = await open_orders(self._hub, takedown_ids)
        return [orders.get(ident) for ident in takedown_ids]

    async def _notices(self, prepared: Sequence[tuple[Order, list[Piece]]]) -> list[bytes | None]:
        notices = await write_notices(self._hub, prepared)
        return [notices.get(order.takedown_id) for order, _ in prepared]

    async def _answers(self, given: Sequence[tuple[str, TakedownAnswer]]) -> list[TakedownState]:
        states = await record_answers(self._hub, given)
        return [states[ident] for ident, _ in given]

    async def _readings(self, readings: Sequence[Reading]) -> list[None]:
        await record_readings(self._hub, readings)
        return [None for _ in readings]
