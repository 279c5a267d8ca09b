"""Durable work: the only file that imports dbos.

A service owes work inside its own transaction (`Engine.owe`); a node of the hub runs it, again after a
crash, until it has succeeded or is a dead letter. Bodies are idempotent over our own tables, which are the
checkpoint: no step of theirs is replayed from the engine's log.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

import sqlalchemy as sa
from dbos import (
    DBOS,
    DBOSClient,
    DBOSConfig,
    DBOSPortableJSONSerializer,
    EnqueueOptions,
    WorkflowStatus,
)
from filelock import FileLock, Timeout
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession
from structlog.contextvars import bound_contextvars

from aacabot.config import Settings
from aacabot.logs import log

Payload = dict[str, Any]
Job = Callable[[Payload], Awaitable[None]]
OnDead = Callable[[str, str, Payload, str], Awaitable[None]]

APPLICATION = "aacabot"
# Recovery and dequeue are scoped to the version, whose default is a hash of the code: a deploy would strand
# every workflow in flight. Bodies change additively; raise this only when all work has been drained.
VERSION = "1"
SQLITE_NODE = "local"
TRIES = 5
"""How often work that fails for an unforeseen reason is tried before it is a dead letter."""


# A finished body still has its outcome written by the engine, in another thread.
_OUTCOMES_WRITTEN_SECONDS = 0.25


@dataclass(frozen=True, kw_only=True)
class Queue:
    """Where work waits: how often a node looks, how much runs at once on it, or once per key on all nodes."""

    poll_seconds: float
    per_node: int | None = None
    one_at_a_time_per_key: bool = False


QUEUES: Mapping[str, Queue] = {
    "marketplaces": Queue(poll_seconds=0.1, one_at_a_time_per_key=True),
    "channels": Queue(poll_seconds=0.3, one_at_a_time_per_key=True),
    "screening": Queue(poll_seconds=0.5, per_node=1),
    "acts": Queue(poll_seconds=0.3, one_at_a_time_per_key=True),
}

WORK: Mapping[str, str] = {
    "serve_marketplace": "marketplaces",
    "fill_channels": "channels",
    "fill_channel": "channels",
    "tell_complaint": "channels",
    "screen_batch": "screening",
    "carry_out_acts": "acts",
    "approve_complaint": "acts",
}
"""Every kind of durable work, and the queue it waits in."""


class DatabaseInUse(Exception):
    """Another process of the hub holds this SQLite file."""


@dataclass(frozen=True)
class DeadLetter:
    """Work that will not be tried again by itself."""

    id: str
    name: str
    payload: Payload
    error: str
    at_ms: int


@dataclass(frozen=True)
class QueueDepth:
    queue: str
    waiting: int
    oldest_seconds: float


def system_engine(settings: Settings, *, pool_size: int = 10) -> sa.Engine:
    """The engine's own connections to the database the hub's tables are in."""
    if not settings.is_sqlite:
        return sa.create_engine(
            settings.database_url.replace("postgresql://", "postgresql+psycopg://", 1),
            pool_size=pool_size,
            max_overflow=5,
            pool_pre_ping=True,
            connect_args={"prepare_threshold": None, "application_name": "aacabot-engine"},
        )
    engine = sa.create_engine(settings.database_url, pool_size=pool_size)

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _: object) -> None:
        connection.isolation_level = "IMMEDIATE"
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=30000", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    return engine


def migrate_engine(owner_url: str, application_role: str | None) -> None:
    """Create or update the engine's tables, and let `application_role` use them (Postgres)."""
    if owner_url.startswith("sqlite"):
        DBOS.migrate(owner_url)
    else:
        DBOS.migrate(owner_url, application_role=application_role)


class Engine:
    """Owes, runs, recovers and lists durable work.

    An engine that is not started can still owe and list work: the command line and tests use it so.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._system = system_engine(settings)
        self._client = DBOSClient(
            system_database_engine=self._system,
            serializer=DBOSPortableJSONSerializer(),
            application_name=APPLICATION,
            lazy=True,
        )
        self._jobs: dict[str, Job] = {}
        self._lock: FileLock | None = None
        self._on_dead: OnDead | None = None
        self._dbos: DBOS | None = None
        self._running = 0
        self._started = False
        self._idle = asyncio.Event()
        self._idle.set()
        self.stopping = asyncio.Event()
        self.node = SQLITE_NODE if settings.is_sqlite else settings.node

    # -- owing ---------------------------------------------------------------------------------------------

    async def owe(
        self,
        session: AsyncSession,
        name: str,
        key: str,
        payload: Payload,
        *,
        partition: str | None = None,
        delay: timedelta | None = None,
    ) -> None:
        """Owe work in the caller's transaction. The same name and key are owed once, ever.

        `partition` is required for queues limited by key. `delay` postpones it, to about a second.
        """
        options = self._options(name, f"{name}:{key}", partition, delay)
        await session.run_sync(
            lambda sync: self._client.enqueue_in_transaction(sync.connection(), options, payload)
        )

    def _options(
        self, name: str, ident: str, partition: str | None, delay: timedelta | None
    ) -> EnqueueOptions:
        options = EnqueueOptions(
            workflow_name=name, queue_name=WORK[name], workflow_id=ident, app_version=VERSION
        )
        queue = QUEUES[WORK[name]]
        if queue.one_at_a_time_per_key:
            options["queue_partition_key"] = partition or "-"
        if delay and delay > timedelta(0):
            options["delay_seconds"] = delay.total_seconds()
        return options

    # -- running -------------------------------------------------------------------------------------------

    def register(self, name: str, job: Job) -> None:
        """Say what runs for work of this name. Before `start`."""
        if name not in WORK:
            raise KeyError(f"{name} is not in WORK")
        self._jobs[name] = job

    async def start(self, on_dead: OnDead) -> None:
        """Run work on this node. On SQLite, refuse when another process already does (DatabaseInUse)."""
        self._on_dead = on_dead
        self._hold_file()
        config = DBOSConfig(
            name=APPLICATION,
            system_database_engine=self._system,
            system_database_url=self._settings.database_url,
            application_version=VERSION,
            executor_id=self.node,
            serializer=DBOSPortableJSONSerializer(),
            use_listen_notify=False,
            run_migrations=False,
            log_level="WARNING",
            enable_otlp=False,
        )
        self._dbos = DBOS(config=config)
        for name, job in self._jobs.items():
            DBOS.workflow(name=name, max_recovery_attempts=_recoveries(name))(self._guarded(name, job))
        await self._open_queues()
        DBOS.launch()
        self._started = True

    def _hold_file(self) -> None:
        if not self._settings.is_sqlite:
            return
        path = Path(self._settings.database_url.removeprefix("sqlite:///"))
        self._lock = FileLock(f"{path}.lock", timeout=0)
        try:
            self._lock.acquire()
        except Timeout:
            raise DatabaseInUse(
                f"{path} is in use by another running hub; stop that one, or use Postgres for several nodes"
            ) from None

    async def _open_queues(self) -> None:
        """Before the engine runs: it looks for new queues when it starts, and then once a second."""
        for queue, limits in QUEUES.items():
            await self._client.register_queue_async(
                queue,
                polling_interval_sec=limits.poll_seconds,
                worker_concurrency=limits.per_node,
                partition_concurrency=1 if limits.one_at_a_time_per_key else None,
                on_conflict="always_update",
            )

    def _guarded(self, name: str, job: Job) -> Callable[[Payload], Awaitable[None]]:
        async def run(payload: Payload) -> None:
            ident = cast(str, DBOS.workflow_id)
            self._running += 1
            self._idle.clear()
            try:
                with bound_contextvars(work=ident, **_ids(payload)):
                    await job(payload)
            except Exception as error:  # noqa: BLE001 - kept and tried again, or a dead letter
                await self._try_again(name, ident, payload, error)
            finally:
                self._running -= 1
                if not self._running:
                    self._idle.set()

        run.__qualname__ = run.__name__ = name
        return run

    async def _try_again(self, name: str, ident: str, payload: Payload, error: Exception) -> None:
        """Owe work again after an unforeseen error, in growing pauses; after TRIES it is a dead letter."""
        base, _, count = ident.partition("~")
        tries = int(count or 0) + 1
        log(__name__).exception("work failed", work=ident, tries=tries, **_ids(payload))
        if tries < TRIES:
            options = self._options(name, f"{base}~{tries}", payload.get("partition"), pause_before(tries))
            await self._client.enqueue_async(options, payload)
            return
        if self._on_dead is not None:
            await self._on_dead(name, ident, payload, f"{type(error).__name__}: {error}")
        raise error

    async def recover(self, dead_nodes: list[str]) -> int:
        """Put a dead node's unfinished work back into its queues, for any node to finish.

        The engine's own recovery keeps the attempt count and the queue, and is guarded by the dead node's
        name, so two nodes may do it at once. It has no public name; the public one forgets both.
        """
        found = await asyncio.to_thread(DBOS._recover_pending_workflows, dead_nodes)
        return len(found)

    async def nodes_at_work(self) -> set[str]:
        """The nodes in whose name work is running now, whether they still live or not (Postgres)."""
        question = sa.text(
            "SELECT DISTINCT executor_id FROM dbos.workflow_status "
            "WHERE status = 'PENDING' AND queue_name IS NOT NULL AND executor_id IS NOT NULL"
        )

        def ask() -> set[str]:
            with self._system.connect() as connection:
                return set(connection.execute(question).scalars())

        return await asyncio.to_thread(ask)

    async def stop(self, patience: timedelta = timedelta(seconds=5)) -> None:
        """Let running work finish for a while, then stop; what is unfinished runs again at the next start."""
        self.stopping.set()
        self._take_nothing_new()
        if self._started:
            with suppress(TimeoutError):
                async with asyncio.timeout(patience.total_seconds()):
                    await self._idle.wait()
            await asyncio.sleep(_OUTCOMES_WRITTEN_SECONDS)
            await asyncio.to_thread(DBOS.destroy, workflow_completion_timeout_sec=0)
            # The engine made its threads the loop's own and has just ended them.
            asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor())
            self._started = False
        await asyncio.to_thread(self._client.destroy)
        self._system.dispose()
        if self._lock is not None:
            self._lock.release()

    def _take_nothing_new(self) -> None:
        """Leave what waits in the queues to the next start, or to the other nodes.

        The engine has no public name for it: its own way out (`destroy`) begins with the same.
        """
        if self._dbos is not None:
            for stop in self._dbos.background_thread_stop_events:
                stop.set()

    async def forget_finished(self, before: datetime) -> None:
        """Delete finished work that was created before a moment. Dead letters stay until they are retried."""
        while True:
            found = await self._client.list_workflows_async(
                status="SUCCESS",
                completed_before=before.isoformat(),
                limit=500,
                load_input=False,
                load_output=False,
            )
            if not found:
                return
            await asyncio.to_thread(self._client.delete_workflows, [one.workflow_id for one in found])

    # -- seeing --------------------------------------------------------------------------------------------

    async def depths(self) -> list[QueueDepth]:
        """How much waits in each queue, and for how long the oldest."""
        table = "workflow_status" if self._settings.is_sqlite else "dbos.workflow_status"
        question = sa.text(
            f"SELECT queue_name, count(*), min(created_at) FROM {table} "
            "WHERE status = 'ENQUEUED' AND queue_name IS NOT NULL GROUP BY queue_name"
        )

        def ask() -> list[QueueDepth]:
            with self._system.connect() as connection:
                now = connection.execute(_now(self._settings.is_sqlite)).scalar_one()
                rows = connection.execute(question).all()
            found = {row[0]: QueueDepth(row[0], row[1], max(0.0, (now - row[2]) / 1000)) for row in rows}
            return [found.get(name, QueueDepth(name, 0, 0.0)) for name in QUEUES]

        return await asyncio.to_thread(ask)

    async def dead_letters(self, limit: int = 100) -> list[DeadLetter]:
        """Work that failed for good, newest first."""
        found = await self._client.list_workflows_async(
            status=["ERROR", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"], limit=limit, sort_desc=True
        )
        return [_dead_letter(status) for status in found]

    async def retry(self, ident: str) -> str | None:
        """Owe a dead letter again, as new work; returns the new id, or None where there is no such letter."""
        letter = next((one for one in await self.dead_letters(1_000) if one.id == ident), None)
        if letter is None:
            return None
        again = f"{ident.partition('~')[0]}~0r{random.randrange(16**8):08x}"
        options = self._options(letter.name, again.replace("~0r", "!"), letter.payload.get("partition"), None)
        await self._client.enqueue_async(options, letter.payload)
        await asyncio.to_thread(self._client.delete_workflow, ident)
        return options["workflow_id"]


def _recoveries(name: str) -> int | None:
    """How often work is taken up again after its node died before it is a dead letter; None: always.

    A worker that serves its key for weeks sees many restarts; given up, its key would be served no more.
    """
    return None if QUEUES[WORK[name]].one_at_a_time_per_key else TRIES * 4


def pause_before(tries: int) -> timedelta:
    """The pause after so many failed tries: about 1, 4, 16, 64 seconds, spread against marching in step."""
    return timedelta(seconds=4.0 ** (tries - 1) * random.uniform(0.75, 1.25))


def _ids(payload: Payload) -> dict[str, Any]:
    return {key: payload[key] for key in ("case_id", "request_id") if key in payload}


def _now(is_sqlite: bool) -> sa.TextClause:
    if is_sqlite:
        return sa.text("SELECT CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)")
    return sa.text("SELECT CAST(extract(epoch FROM now()) * 1000 AS BIGINT)")


def _dead_letter(status: WorkflowStatus) -> DeadLetter:
    inputs: Mapping[str, Any] = status.input or {}
    args: list[Payload] = list(inputs.get("args") or [])
    return DeadLetter(
        id=status.workflow_id,
        name=status.name,
        payload=dict(args[0]) if args else {},
        error=str(status.error or status.status),
        at_ms=int(status.updated_at or status.created_at or 0),
    )
