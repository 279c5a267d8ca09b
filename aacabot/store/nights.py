"""Work that one node does once a night: when it is next due, in minutes since 1970."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.store.models import Counter


async def is_due(session: AsyncSession, name: str, now: datetime) -> bool:
    found = await session.execute(select(col(Counter.value)).where(col(Counter.name) == _key(name)))
    value = found.scalar_one_or_none()
    return value is None or value <= _minutes(now)


async def claim(session: AsyncSession, name: str, now: datetime, until: datetime) -> bool:
    """Whether the work is this node's: until a moment no other gets it."""
    await _ensure(session, name)
    claimed = await session.execute(
        update(Counter)
        .where(col(Counter.name) == _key(name), col(Counter.value) <= _minutes(now))
        .values(value=_minutes(until))
        .returning(col(Counter.name))
    )
    return claimed.first() is not None


async def put_off(session: AsyncSession, name: str, until: datetime) -> None:
    """Done: the next time is at a moment."""
    await session.execute(
        update(Counter).where(col(Counter.name) == _key(name)).values(value=_minutes(until))
    )


async def take_turn(session: AsyncSession, name: str) -> None:
    """Hold the work's row until the transaction ends: others who do a piece of it wait."""
    await _ensure(session, name)
    await session.execute(select(col(Counter.value)).where(col(Counter.name) == _key(name)).with_for_update())


async def _ensure(session: AsyncSession, name: str) -> None:
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    await session.execute(insert(Counter).values(name=_key(name), value=0).on_conflict_do_nothing())


def _key(name: str) -> str:
    return f"night:{name}"


def _minutes(at: datetime) -> int:
    return int(at.timestamp()) // 60
