"""SQLite without a thread for every statement: what is answered at once is asked at once.

Handing a statement to a thread and back costs 0.7 ms of a processor here where the statement costs 0.05 ms,
and a click asks twenty. Reading never waits in WAL mode (https://sqlite.org/wal.html#concurrency), so only
what may wait runs in a thread: taking the write lock, the commit with its fsync, and writing many rows.
"""

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sqlalchemy import URL, Connection, event, pool
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.util import await_only

WRITES = "aacabot_writes"
"""A connection's execution option: whether its transaction takes the write lock at its beginning."""

PRAGMAS = (
    "journal_mode=WAL",
    # FULL, not NORMAL: an acknowledged click must survive power loss (https://sqlite.org/pragma.html#pragma_synchronous).
    "synchronous=FULL",
    "busy_timeout=30000",
    "foreign_keys=ON",
    "cache_size=-65536",
    "mmap_size=268435456",
)

_DRIVER = "prompt"
_TAKE_WRITE_LOCK = "BEGIN IMMEDIATE"


class _Cursor(sqlite3.Cursor):
    async def _async_soft_close(self) -> None:
        """SQLAlchemy lets go of an asynchronous cursor here; this one ends with its result."""


class _Connection(sqlite3.Connection):
    def cursor(self, factory: Any = _Cursor) -> Any:
        return super().cursor(factory)


class PromptSQLite(SQLiteDialect_pysqlite):
    """Python's own sqlite3 under SQLAlchemy's asyncio: it gives way to the loop only where it may wait."""

    driver = _DRIVER
    is_async = True
    supports_statement_cache = True

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._waiting = ThreadPoolExecutor(thread_name_prefix="sqlite")

    @classmethod
    def get_pool_class(cls, url: URL) -> type[pool.Pool]:
        return pool.AsyncAdaptedQueuePool

    def do_execute(self, cursor: Any, statement: str, parameters: Any, context: Any = None) -> None:
        if statement == _TAKE_WRITE_LOCK:
            self._wait_for(cursor.execute, statement)
        else:
            cursor.execute(statement, parameters)

    def do_executemany(self, cursor: Any, statement: str, parameters: Any, context: Any = None) -> None:
        self._wait_for(cursor.executemany, statement, parameters)

    def do_commit(self, dbapi_connection: Any) -> None:
        self._wait_for(dbapi_connection.commit)

    def _wait_for(self, what: Callable[..., Any], *arguments: Any) -> None:
        await_only(_finished(self._waiting, what, *arguments))


async def _finished(threads: ThreadPoolExecutor, what: Callable[..., Any], *arguments: Any) -> None:
    """Run in a thread, to its end even when cancelled: no connection goes back with its lock to come."""
    work = asyncio.get_running_loop().run_in_executor(threads, what, *arguments)
    cancelled: asyncio.CancelledError | None = None
    while not work.done():
        try:
            await asyncio.wait([work])
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is not None:
        raise cancelled
    work.result()


def open_sqlite(url: str, pool_size: int) -> AsyncEngine:
    """An engine for `sqlite:///path`, each transaction of which begins as its WRITES option says."""
    registry.register(f"sqlite.{_DRIVER}", __name__, PromptSQLite.__name__)
    engine = create_async_engine(
        url.replace("sqlite://", f"sqlite+{_DRIVER}://", 1),
        pool_size=pool_size,
        connect_args={"check_same_thread": False, "factory": _Connection},
        # An error's words go into the log, and what people typed must not.
        hide_parameters=True,
    )

    @event.listens_for(engine.sync_engine, "connect")
    def configure(connection: Any, _: ConnectionPoolEntry) -> None:
        connection.isolation_level = None
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(WRITES, True)
        connection.exec_driver_sql(_TAKE_WRITE_LOCK if writes else "BEGIN")

    return engine
