"""Bookkeeping of the durable workers: one per key, woken in the transaction that gives it something to do."""

from collections.abc import Sequence

from sqlalchemy import select, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.store.models import Drain

Wake = tuple[str, str]
"""A worker's name, and the key it serves."""


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


async def is_current(session: AsyncSession, name: str, key: str, generation: int) -> bool:
    """Whether no other start came after this one: a node taken for dead may still be at work."""
    found = await session.execute(
        select(col(Drain.generation)).where(col(Drain.name) == name, col(Drain.key) == key)
    )
    current: int | None = found.scalar_one_or_none()
    return current is None or current == generation
