"""What every service needs, and the unit of work it promises in."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from aacabot.config import Settings
from aacabot.domain.alert_groups import Thresholds
from aacabot.domain.viewers import Viewer
from aacabot.engine import Engine
from aacabot.metrics import Metrics
from aacabot.store import drains
from aacabot.store.database import Database
from aacabot.store.evidence import EvidenceStore

Clock = Callable[[], datetime]
GROUPED = {"fill_channel": "fill_channels"}
"""Workers whose keys are too many to be work of the engine's each, and the worker of a group of them.

The engine's own cost is about 7 ms for a piece of work; a thousand channels would cost it seven seconds.
"""


@dataclass(frozen=True)
class Unit:
    """One commit: rows, events and the work they owe go together, or not at all."""

    session: AsyncSession
    viewer: Viewer
    now: datetime
    thresholds: Thresholds = field(default_factory=Thresholds)
    _wakes: set[tuple[str, str]] = field(default_factory=set)
    _last: dict[str, tuple["Closing", dict[str, Any]]] = field(default_factory=dict)

    def wake(self, name: str, key: str) -> None:
        """The durable worker `name` has something to do for `key` once this commits."""
        self._wakes.add((name, key))

    def at_the_end(self, what: str, key: str, item: Any, close: "Closing") -> None:
        """Just before the commit, do something once for all that asked for it, however often each did."""
        self._last.setdefault(what, (close, {}))[1][key] = item

    async def finish(self) -> None:
        """What was left for the end, in one order for everybody."""
        while self._last:
            close, items = self._last.pop(min(self._last))
            await close(self, [items[key] for key in sorted(items)])

    @property
    def wakes(self) -> list[tuple[str, str]]:
        """In one order for everybody, so that two commits never wait for each other's locks."""
        return sorted(self._wakes)


Closing = Callable[[Unit, list[Any]], Awaitable[None]]
"""What is done at the end of a unit, for all the items that asked for it."""


@dataclass(frozen=True)
class Hub:
    """The hub's parts, made once in the composition root. The clock gives aware moments in UTC."""

    settings: Settings
    database: Database
    engine: Engine
    evidence: EvidenceStore
    metrics: Metrics
    clock: Clock

    @asynccontextmanager
    async def unit(self, viewer: Viewer) -> AsyncIterator[Unit]:
        """A unit of work on behalf of `viewer`: it commits at the end of the block."""
        async with self.database.begin(viewer) as session:
            unit = Unit(session, viewer, self.clock(), self._thresholds)
            yield unit
            await session.flush()
            await unit.finish()
            if unit.wakes:
                await self._owe_drains(session, unit.wakes)

    @property
    def _thresholds(self) -> Thresholds:
        return Thresholds(together=self.settings.group_alerts_from, new_cards=self.settings.new_cards)

    async def _owe_drains(self, session: AsyncSession, wakes: list[tuple[str, str]]) -> None:
        """Owe the workers' work, where it does not already wait in its queue.

        Keys of a grouped kind are owed to the worker of their group, who finds them among the drains.
        """
        claimed = await drains.claim_owing(session, wakes)
        groups = sorted({(GROUPED[name], drains.group_of(key)) for name, key in claimed if name in GROUPED})
        if groups:
            claimed = {wake: n for wake, n in claimed.items() if wake[0] not in GROUPED}
            claimed |= await drains.claim_owing(session, groups)
        for (name, key), generation in claimed.items():
            await self.engine.owe(
                session, name, f"{key}:{generation}", {"key": key, "partition": key}, partition=key
            )

    async def owe_drain_later(self, unit: Unit, name: str, key: str, due: datetime) -> None:
        """Owe the worker's work at a later moment, when something is next due."""
        delay = max(due - unit.now, timedelta(seconds=1))
        await self.engine.owe(
            unit.session,
            name,
            f"{key}@{int(due.timestamp() * 1000)}",
            {"key": key, "partition": key},
            partition=key,
            delay=delay,
        )
