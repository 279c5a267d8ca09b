"""Bookkeeping of the durable workers: one per key, woken in the transaction that gives it something to do."""

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.store.models import Drain


async def claim_owing(session: AsyncSession, name: str, key: str) -> int | None:
    """The generation to owe work under, or None where work already waits for this key.

    A worker's `begin` and this lock the same row until they commit, so a wake is either seen by the worker
    that is about to look, or owes another: none is lost. Call it last, as the lock makes others wait.
    """
    drain = await _held(session, name, key)
    if drain is None:
        insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
        await session.execute(
            insert(Drain).values(name=name, key=key, generation=0, owed=False).on_conflict_do_nothing()
        )
        drain = await _held(session, name, key)
    if drain is None or drain.owed:
        return None
    drain.owed = True
    return drain.generation


async def _held(session: AsyncSession, name: str, key: str) -> Drain | None:
    where = (col(Drain.name) == name, col(Drain.key) == key)
    return (await session.execute(select(Drain).where(*where).with_for_update())).scalar_one_or_none()


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
