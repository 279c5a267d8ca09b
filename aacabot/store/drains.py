"""Bookkeeping of the durable workers: one per key, woken in the transaction that gives it something to do."""

from collections.abc import Sequence
from zlib import crc32

from sqlalchemy import and_, bindparam, select, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.store.models import Drain

Wake = tuple[str, str]
"""A worker's name, and the key it serves."""
GROUPS = 8
"""Workers among whom the keys of a grouped kind are shared out: more than nodes, few enough to be cheap."""


def group_of(key: str) -> str:
    """The group a key belongs to, the same on every node and for ever."""
    return str(crc32(key.encode()) % GROUPS)


async def claim_owing(session: AsyncSession, wakes: Sequence[Wake]) -> dict[Wake, int]:
    """The generations to owe work under, without those for whose key work already waits.

    A worker's `begin` and this lock the same row until they commit, so a wake is either seen by the worker
    that is about to look, or owes another: none is lost. Call it last, as the lock makes others wait.
    """
    drains = await _held(session, wakes)
    if missing := [wake for wake in wakes if wake not in drains]:
        insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
        rows = [{"name": name, "key": key, "generation": 0, "owed": False} for name, key in missing]
        await session.execute(insert(Drain).values(rows).on_conflict_do_nothing())
        drains |= await _held(session, missing)
    claimed = {}
    for wake, drain in drains.items():
        if not drain.owed:
            drain.owed = True
            claimed[wake] = drain.generation
    return claimed


async def _held(session: AsyncSession, wakes: Sequence[Wake]) -> dict[Wake, Drain]:
    """In one order for everybody, so that two commits never wait for each other's locks."""
    rows = await session.execute(
        select(Drain)
        .where(tuple_(col(Drain.name), col(Drain.key)).in_(wakes))
        .order_by(col(Drain.name), col(Drain.key))
        .with_for_update()
    )
    return {(drain.name, drain.key): drain for drain in rows.scalars()}


async def begin(session: AsyncSession, name: str, key: str) -> int:
    """The worker for this key starts to look: what is asked from now on owes it again.

    Returns the generation of this start; -1 where nothing was ever owed for the key.
    """
    found = await session.execute(
        update(Drain)
        .where(col(Drain.name) == name, col(Drain.key) == key)
        .values(generation=Drain.generation + 1, owed=False)
        .returning(col(Drain.generation))
    )
    generation: int | None = found.scalar_one_or_none()
    return -1 if generation is None else generation


async def look_at_group(
    session: AsyncSession, worker: str, group: str, generation: int, name: str
) -> tuple[bool, list[str]]:
    """Whether a group's worker is still its last start, and the group's keys owed and not yet begun.

    `worker` is the group's worker, `name` that of the keys.
    """
    found = await session.execute(_LOOK, {"worker": worker, "group": group, "name": name})
    rows = found.all()
    is_last = all(row.generation == generation for row in rows if row.name == worker)
    return is_last, [row.key for row in rows if row.name == name and group_of(row.key) == group]


_LOOK = select(col(Drain.name), col(Drain.key), col(Drain.generation)).where(
    and_(col(Drain.name) == bindparam("worker"), col(Drain.key) == bindparam("group"))
    | and_(col(Drain.name) == bindparam("name"), col(Drain.owed).is_(True))
)


async def begin_all(session: AsyncSession, name: str, keys: Sequence[str]) -> None:
    """Somebody starts to look after these keys: what is asked from now on owes them again."""
    held = await session.execute(
        select(col(Drain.key))
        .where(col(Drain.name) == name, col(Drain.key).in_(keys))
        .order_by(col(Drain.key))
        .with_for_update()
    )
    await session.execute(
        update(Drain)
        .where(col(Drain.name) == name, col(Drain.key).in_(list(held.scalars())))
        .values(generation=Drain.generation + 1, owed=False)
        .execution_options(synchronize_session=False)
    )


async def is_current(session: AsyncSession, name: str, key: str, generation: int) -> bool:
    """Whether no other start came after this one: a node taken for dead may still be at work."""
    found = await session.execute(
        select(col(Drain.generation)).where(col(Drain.name) == name, col(Drain.key) == key)
    )
    current: int | None = found.scalar_one_or_none()
    return current is None or current == generation
