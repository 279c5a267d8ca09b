"""Counting what must not be guessed: tries within a span, the same for every node."""

from datetime import datetime, timedelta

from sqlalchemy import case, delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.store.models import Attempts


async def count_attempt(session: AsyncSession, key: str, now: datetime, within: timedelta) -> int:
    """Count one more try; the first after the span begins a new one. Returns how many there are in it.

    The row stays held until the transaction ends: tries with one key take turns.
    """
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    is_over = col(Attempts.since) <= now - within
    statement = insert(Attempts).values(key=key, since=now, count=1)
    counted = await session.execute(
        statement.on_conflict_do_update(
            index_elements=["key"],
            set_={
                "count": case((is_over, 1), else_=col(Attempts.count) + 1),
                "since": case((is_over, now), else_=col(Attempts.since)),
            },
        ).returning(col(Attempts.count))
    )
    return int(counted.scalar_one())


async def forget_attempts(session: AsyncSession, before: datetime) -> None:
    await session.execute(delete(Attempts).where(col(Attempts.since) < before))
