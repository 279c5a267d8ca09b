"""The durable worker of a group of channels: it has each filled that is owed something, many at once.

Every channel belongs to one group for ever, and one worker serves a group on all nodes together, so no
channel has two. It is woken by the commit that owes a channel something, and ends when nothing is owed.
"""

import asyncio
from collections.abc import Collection, Sequence
from contextvars import Context
from datetime import timedelta

from aacabot.domain.ids import new_id
from aacabot.domain.viewers import EVERYONE
from aacabot.engine import Payload
from aacabot.logs import log
from aacabot.services.hub import GROUPED, Hub
from aacabot.services.messages import CHANNEL_WORKER
from aacabot.store import drains
from aacabot.store.unsent import channels_unsent
from jobs.channels import ChannelWorker

GROUP_WORKER = GROUPED[CHANNEL_WORKER]
LOOK_EVERY = 0.1
LINGER = 1.0
LAST_SECONDS = 3.0
"""How long messages under way are waited for when the hub stops."""
TRIED_AGAIN_AFTER = timedelta(seconds=1)


class ChannelGroupWorker:
    """Finds what is owed; the filling is the channel worker's."""

    def __init__(self, hub: Hub, channels: ChannelWorker) -> None:
        self._hub = hub
        self._channels = channels

    async def run(self, payload: Payload) -> None:
        """Serve one group until nothing is owed. `payload["key"]` is its number."""
        group = str(payload["key"])
        async with self._hub.unit(EVERYONE) as unit:
            generation = await drains.begin(unit.session, GROUP_WORKER, group)
        # A node that died has begun channels and not filled them: their drains no longer say so.
        async with self._hub.database.read(EVERYONE) as session:
            left = [one for one in await channels_unsent(session) if drains.group_of(one) == group]
        await _Shift(self._hub, self._channels, group, generation).work(left)


class _Shift:
    """One run of the worker, and the channels being filled in it."""

    def __init__(self, hub: Hub, channels: ChannelWorker, group: str, generation: int) -> None:
        self._hub = hub
        self._channels = channels
        self._group = group
        self._generation = generation
        self._is_current = True
        self._tasks: list[tuple[str, asyncio.Task[None]]] = []

    async def work(self, left: Sequence[str]) -> None:
        self._start(left)
        try:
            await self._serve()
        finally:
            unfinished = {channel for channel, _ in self._tasks}
            await self._finish()
        if self._hub.engine.stopping.is_set():
            await self._leave_the_rest(unfinished)

    async def _leave_the_rest(self, unfinished: Collection[str]) -> None:
        """What was not finished, and what was owed and not yet begun, is the next start's."""
        async with self._hub.unit(EVERYONE) as unit:
            _, owed = await drains.look_at_group(
                unit.session, GROUP_WORKER, self._group, self._generation, CHANNEL_WORKER
            )
            if owed:
                unit.wake(GROUP_WORKER, self._group)
            for channel in sorted(unfinished):
                unit.wake(CHANNEL_WORKER, channel)

    async def _serve(self) -> None:
        loop = asyncio.get_running_loop()
        idle_since = loop.time()
        while self._is_current and not self._hub.engine.stopping.is_set():
            if await self._start_what_is_owed() or self._tasks:
                idle_since = loop.time()
            elif loop.time() - idle_since > LINGER:
                return
            await asyncio.sleep(LOOK_EVERY)
            await self._reap()

    async def _start_what_is_owed(self) -> bool:
        async with self._hub.database.read(EVERYONE) as session:
            self._is_current, owed = await drains.look_at_group(
                session, GROUP_WORKER, self._group, self._generation, CHANNEL_WORKER
            )
        if not owed or not self._is_current:
            return False
        async with self._hub.unit(EVERYONE) as unit:
            await drains.begin_all(unit.session, CHANNEL_WORKER, owed)
        self._start(owed)
        return True

    def _start(self, channels: Sequence[str]) -> None:
        for channel in channels:
            filling = self._channels.fill(channel, lambda: self._is_current)
            self._tasks.append((channel, asyncio.create_task(filling, context=Context())))

    async def _reap(self) -> None:
        done = [one for one in self._tasks if one[1].done()]
        self._tasks = [one for one in self._tasks if not one[1].done()]
        for channel, task in done:
            if (error := task.exception()) is not None:
                await self._try_later(channel, error)

    async def _try_later(self, channel: str, error: BaseException) -> None:
        """One channel's trouble is its own: it becomes work of the engine's, which counts the tries."""
        log(__name__).error("channel not filled", channel=channel, exc_info=error)
        async with self._hub.unit(EVERYONE) as unit:
            payload = {"key": channel, "partition": channel}
            await self._hub.engine.owe(
                unit.session, CHANNEL_WORKER, f"{channel}!{new_id()}", payload, partition=channel,
                delay=TRIED_AGAIN_AFTER,
            )  # fmt: skip

    async def _finish(self) -> None:
        """Let messages under way be sent and recorded, but not for long."""
        if self._tasks:
            _, late = await asyncio.wait([task for _, task in self._tasks], timeout=LAST_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        await self._channels.finish()
