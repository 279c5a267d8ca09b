"""One way into the database: a transaction on behalf of a viewer."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import psycopg
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError, DisconnectionError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from aacabot.domain.viewers import Viewer
from aacabot.store.sqlite import WRITES, open_sqlite
from aacabot.store.turns import Turns

RUNTIME_ROLE = "aacabot_runtime"
"""The role every transaction takes on Postgres; `migrate` creates it and the policies bind it."""

# https://www.postgresql.org/docs/current/errcodes-appendix.html
_DEADLOCK = "40P01"
_RESTING_SINCE = "aacabot_resting_since"
_ASK_AFTER_SECONDS = 1.0
_WRITERS = 6
"""Transactions of one node that write at once on Postgres; more would only share the same processor."""
# Compiling a page's statement takes Postgres ten times as long as answering it: `jit` is for reports.
_AS_VIEWER = text(
    f"SELECT set_config('role', '{RUNTIME_ROLE}', true), set_config('aacabot.scope', :scope, true), "
    "set_config('jit', 'off', true)"
)


class Database:
    """Transactions on SQLite or Postgres, each on behalf of a viewer.

    On Postgres every transaction takes the runtime role and sets `aacabot.scope`, which row-level security
    reads; both end with the transaction, so a pooled connection or PgBouncer carries nothing over. SQLite has
    no second wall: there the viewer in each question is the only one.
    """

    def __init__(self, url: str, *, pool_size: int = 10) -> None:
        self.is_sqlite = url.startswith("sqlite")
        self.engine = open_sqlite(url, pool_size) if self.is_sqlite else _postgres_engine(url, pool_size)
        self._turns = Turns(1 if self.is_sqlite else _WRITERS)

    @asynccontextmanager
    async def begin(self, viewer: Viewer) -> AsyncIterator[AsyncSession]:
        """A transaction that commits at the end of the block, or rolls back with the exception."""
        # SQLite polls for its write lock: queueing here keeps our own writers in order and quick.
        async with self._turns.take(hurried=viewer.waits), self._session(viewer, writes=True) as session:
            yield session
            await session.commit()

    @asynccontextmanager
    async def read(self, viewer: Viewer) -> AsyncIterator[AsyncSession]:
        """A transaction for questions only: it never commits."""
        async with self._session(viewer, writes=False) as session:
            yield session

    @asynccontextmanager
    async def _session(self, viewer: Viewer, *, writes: bool) -> AsyncIterator[AsyncSession]:
        async with AsyncSession(self.engine, expire_on_commit=False) as session:
            if self.is_sqlite:
                await session.connection(execution_options={WRITES: writes})
            else:
                await session.execute(_AS_VIEWER, {"scope": viewer.scope})
            yield session

    async def dispose(self) -> None:
        await self.engine.dispose()


def have_collided(error: DBAPIError) -> bool:
    """Whether transactions wanted the same new row, or each other's: tried again, this one will succeed."""
    return isinstance(error, IntegrityError) or getattr(error.orig, "sqlstate", None) == _DEADLOCK


def _postgres_engine(url: str, pool_size: int) -> AsyncEngine:
    engine = create_async_engine(
        url.replace("postgresql://", "postgresql+psycopg://", 1),
        pool_size=pool_size,
        max_overflow=pool_size,
        # An error's words go into the log, and what people typed must not.
        hide_parameters=True,
        # Prepared statements outlive a transaction, which PgBouncer's transaction mode does not promise.
        connect_args={"prepare_threshold": None, "application_name": "aacabot"},
    )

    @event.listens_for(engine.sync_engine, "checkin")
    def rest(_: object, record: ConnectionPoolEntry) -> None:
        record.info[_RESTING_SINCE] = time.monotonic()

    @event.listens_for(engine.sync_engine, "checkout")
    def ask(connection: Any, record: ConnectionPoolEntry, _: object) -> None:
        # A restarted server leaves dead connections behind; asking each time would cost a round trip.
        if time.monotonic() - record.info.get(_RESTING_SINCE, time.monotonic()) > _ASK_AFTER_SECONDS:
            try:
                engine.dialect.do_ping(connection)
            except psycopg.Error as error:
                raise DisconnectionError from error

    return engine
