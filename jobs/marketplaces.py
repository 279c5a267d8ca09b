"""The durable worker of one marketplace: everything that goes over its wire, at its rate.

One runs per marketplace on all nodes together. It is woken by the commit that owes something, does what is
due, and ends when nothing is; what is due later wakes it again.
"""

import asyncio
import os
import random
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any

import aiohttp
from structlog.contextvars import bound_contextvars

from aacabot.domain.takedowns import TakedownState
from aacabot.domain.viewers import EVERYONE
from aacabot.engine import Payload
from aacabot.logs import log
from aacabot.marketplaces.backoff import next_delay
from aacabot.marketplaces.breaker import BreakerState, after_failure, after_start, after_success, may_try
from aacabot.marketplaces.connector import (
    Connector,
    FeedNotOffered,
    ListingStatus,
    MarketplaceRefused,
    MarketplaceUnreachable,
    RebuttalsNotOffered,
    RebuttalTold,
)
from aacabot.marketplaces.registry import connector_for
from aacabot.services import complaint_rows, failures, feedback, health, rebuttals, rereads
from aacabot.services.complaint_rows import OwedRow
from aacabot.services.hub import Hub
from aacabot.services.takedowns import WORKER
from aacabot.store import drains
from aacabot.store import takedowns as store
from aacabot.store.counter_notices import next_rebuttal_due
from aacabot.store.marketplaces import get_marketplace
from aacabot.store.models import Marketplace
from jobs.commits import TakedownCommits
from jobs.complaints import read_reported
from jobs.takedowns import carry_out
from jobs.wire import Gates

LOOK_EVERY = 0.05
LINGER = 2.0
"""Seconds a worker stays awake with nothing to do: the next click then need not start one."""
BEYOND_THE_WIRE = 4
"""Takedowns at work beside those on the wire: they read, keep evidence, or record."""
LAST_SECONDS = 3.0
"""How long requests under way are waited for when the hub stops; repeated at the next start, same key."""


class MarketplaceWorker:
    """Builds the connectors and runs the worker the engine calls."""

    def __init__(self, hub: Hub, session: aiohttp.ClientSession) -> None:
        self._hub = hub
        self._session = session
        self._gates = Gates()

    async def run(self, payload: Payload) -> None:
        """Serve one marketplace until nothing is due. `payload["key"]` is its id."""
        marketplace_id = str(payload["key"])
        async with self._hub.unit(EVERYONE) as unit:
            generation = await drains.begin(unit.session, WORKER, marketplace_id)
            marketplace = await get_marketplace(unit.session, marketplace_id)
        connector = self._connector(marketplace)
        breaker = await health.load(self._hub, marketplace_id)
        await _Shift(self._hub, connector, marketplace, breaker, generation).work()

    def _connector(self, marketplace: Marketplace) -> Connector:
        return connector_for(
            marketplace.connector,
            session=self._session,
            base_url=marketplace.base_url,
            secret=os.environ[marketplace.secret_env],
            hosts=frozenset(marketplace.hosts),
            gate=self._gates.of(marketplace.id, marketplace.requests_per_second, marketplace.concurrency),
            clock=self._hub.clock,
        )


class _Shift:
    """One run of the worker: what is under way, and what the marketplace has been like."""

    def __init__(
        self,
        hub: Hub,
        connector: Connector,
        marketplace: Marketplace,
        breaker: BreakerState,
        generation: int,
    ) -> None:
        self._hub = hub
        self._connector = connector
        self._commits = TakedownCommits(hub)
        self._marketplace = marketplace
        self._at_once = marketplace.concurrency + BEYOND_THE_WIRE
        self._breaker = breaker
        self._generation = generation
        self._is_current = True
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._side_due = 0.0
        self._side_failures = 0

    async def work(self) -> None:
        try:
            await self._serve()
        finally:
            await self._finish()
        if self._is_current:
            await self._leave()

    async def _finish(self) -> None:
        """Wait for what is under way, but not for long when the hub stops: no task outlives the shift."""
        stop = asyncio.create_task(self._hub.engine.stopping.wait())
        while (busy := [task for task in self._tasks.values() if not task.done()]) and not stop.done():
            await asyncio.wait([stop, *busy], return_when=asyncio.FIRST_COMPLETED)
        stop.cancel()
        if busy:
            _, late = await asyncio.wait(busy, timeout=LAST_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        await self._commits.finish()

    async def _serve(self) -> None:
        loop = asyncio.get_running_loop()
        idle_since = loop.time()
        while not self._hub.engine.stopping.is_set():
            if await self._start_what_is_due() or self._tasks:
                idle_since = loop.time()
            elif loop.time() - idle_since > LINGER:
                break
            if not self._is_current:
                break
            await self._wait()

    async def _wait(self) -> None:
        await asyncio.sleep(LOOK_EVERY)
        for name, task in list(self._tasks.items()):
            if task.done():
                del self._tasks[name]
                task.result()

    async def _start_what_is_due(self) -> bool:
        """Start the steps that are due and may be tried; returns whether anything was."""
        now, places = self._hub.clock(), self._at_once - len(self._tasks)
        if places <= 0:
            return True
        async with self._hub.database.read(EVERYONE) as session:
            self._is_current = await drains.is_current(
                session, WORKER, self._marketplace.id, self._generation
            )
            if not self._is_current:
                return False
            due = await store.due_takedowns(session, self._marketplace.id, now, self._at_once * 2)
        fresh = [(ident, TakedownState(state)) for ident, state in due if ident not in self._tasks]
        if fresh and not may_try(self._breaker, now):
            until = self._breaker.open_until or now + timedelta(seconds=15)
            await failures.postpone(self._hub, [ident for ident, _ in fresh], max(until, now))
            return True
        for ident, state in fresh[:places]:
            if self._breaker.failures and not may_try(self._breaker, now):
                break
            self._breaker = after_start(self._breaker, now)
            self._start(ident, self._takedown(ident, state))
        return await self._start_side_work() or bool(fresh)

    async def _start_side_work(self) -> bool:
        """Decisions to tell and listings to read again: behind takedowns, one of each at a time."""
        if asyncio.get_running_loop().time() < self._side_due:
            return False
        started = False
        if "decisions" not in self._tasks and (owed := await feedback.owed(self._hub, self._marketplace.id)):
            self._start("decisions", self._beside(self._tell(owed)))
            started = True
        if "rebuttals" not in self._tasks and (due := await rebuttals.owed(self._hub, self._marketplace.id)):
            self._start("rebuttals", self._beside(self._rebut(due)))
            started = True
        if "rereads" not in self._tasks and (reads := await rereads.owed(self._hub, self._marketplace.id)):
            self._start("rereads", self._beside(self._reread(reads)))
            started = True
        if "complaints" not in self._tasks and (
            rows := await complaint_rows.owed(self._hub, self._marketplace.id)
        ):
            self._start("complaints", self._beside(self._read_reported(rows)))
            started = True
        return started

    async def _beside(self, work: Coroutine[Any, Any, None]) -> None:
        """Do side work; whatever becomes of it, the takedowns go on."""
        try:
            await work
        except Exception:  # noqa: BLE001 - tried again later: the takedowns must not wait for it
            log(__name__).exception("side work failed", marketplace=self._marketplace.key)
            self._pause_side_work(None)

    def _start(self, name: str, work: Coroutine[Any, Any, None]) -> None:
        self._tasks[name] = asyncio.create_task(work, name=name)

    async def _takedown(self, ident: str, state: TakedownState) -> None:
        try:
            with bound_contextvars(takedown=ident):
                await carry_out(self._hub, self._connector, self._commits, ident, state)
        except MarketplaceUnreachable as error:
            await self._failed()
            await failures.unreachable(
                self._hub, ident, error.problem, error.retry_after, self._breaker.open_until
            )
            log(__name__).warning("marketplace not reached", takedown=ident, problem=error.problem)
        except MarketplaceRefused as error:
            await self._succeeded()
            await failures.refused(self._hub, ident, error.status, error.text)
        except Exception as error:  # noqa: BLE001 - tried again, then the desk's: the others must not wait
            log(__name__).exception("takedown step failed", takedown=ident)
            await failures.stumbled(self._hub, ident, f"{type(error).__name__}: {error}")
        else:
            await self._succeeded()

    async def _failed(self) -> None:
        self._breaker = after_failure(self._breaker, self._hub.clock())
        await health.save(self._hub, self._marketplace.id, self._breaker)

    async def _succeeded(self) -> None:
        before, self._breaker = self._breaker, after_success(self._breaker)
        if before.failures or before.openings:
            await health.save(self._hub, self._marketplace.id, self._breaker)

    async def _tell(self, owed: list[tuple[str, Any]]) -> None:
        try:
            await self._connector.tell_decisions([decision for _, decision in owed])
        except FeedNotOffered:
            await feedback.turn_off(self._hub, self._marketplace.id)
        except (MarketplaceUnreachable, MarketplaceRefused) as error:
            self._pause_side_work(getattr(error, "retry_after", None))
            log(__name__).warning("decisions not told", marketplace=self._marketplace.key, why=repr(error))
        else:
            self._side_failures = 0
            await feedback.told(self._hub, [ident for ident, _ in owed])

    async def _rebut(self, due: list[RebuttalTold]) -> None:
        if self._marketplace.rebuttals_off_at is not None:
            await rebuttals.turn_off(self._hub, self._marketplace.id)
            return
        for rebuttal in due:
            try:
                await self._connector.rebut(rebuttal)
            except RebuttalsNotOffered:
                await rebuttals.turn_off(self._hub, self._marketplace.id)
                return
            except MarketplaceUnreachable as error:
                await rebuttals.not_reached(self._hub, rebuttal.id, error.problem, error.retry_after)
            except MarketplaceRefused as error:
                await rebuttals.refused(self._hub, rebuttal.id, error.status, error.text)
            else:
                await rebuttals.sent(self._hub, rebuttal.id)

    async def _read_reported(self, rows: list[OwedRow]) -> None:
        try:
            await read_reported(self._hub, self._connector, rows)
        except MarketplaceUnreachable as error:
            self._pause_side_work(error.retry_after)
        else:
            self._side_failures = 0

    async def _reread(self, reads: list[tuple[str, str]]) -> None:
        for read_id, listing_id in reads:
            try:
                read = await self._connector.read_listing(listing_id)
            except MarketplaceUnreachable as error:
                self._pause_side_work(error.retry_after)
                return
            except MarketplaceRefused as error:
                log(__name__).warning("listing not read", listing=listing_id, status=error.status)
                await rereads.was_read(self._hub, read_id, None, gone=False)
                continue
            gone = read.status is ListingStatus.REMOVED
            await rereads.was_read(self._hub, read_id, read.listing, gone=gone)

    def _pause_side_work(self, retry_after: float | None) -> None:
        self._side_failures += 1
        pause = next_delay(self._side_failures, retry_after, random.random())
        self._side_due = asyncio.get_running_loop().time() + pause.total_seconds()

    async def _leave(self) -> None:
        """End the shift; what is due later, or was left undone, wakes the worker again."""
        async with self._hub.unit(EVERYONE) as unit:
            owed = (
                await store.next_due(unit.session, self._marketplace.id),
                await next_rebuttal_due(unit.session, self._marketplace.id),
            )
            due = min((one for one in owed if one is not None), default=None)
            if self._side_failures and not self._hub.engine.stopping.is_set():
                again = unit.now + timedelta(seconds=30 * self._side_failures)
                due = min(due, again) if due else again
            if self._hub.engine.stopping.is_set():
                unit.wake(WORKER, self._marketplace.id)
            elif due is not None:
                await self._hub.owe_drain_later(unit, WORKER, self._marketplace.id, due)
