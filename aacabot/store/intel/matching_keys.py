"""The secrets matching hashes are made with, in their order."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.store.models import MatchingKey


async def matching_keys(session: AsyncSession) -> list[MatchingKey]:
    return list((await session.execute(select(MatchingKey).order_by(col(MatchingKey.number)))).scalars())


async def hold_all(session: AsyncSession) -> list[MatchingKey]:
    """Every key, in order, held until the transaction ends."""
    found = await session.execute(select(MatchingKey).order_by(col(MatchingKey.number)).with_for_update())
    return list(found.scalars())


async def last_number(session: AsyncSession) -> int:
    """The number of the newest key, 0 before there is one."""
    return int(
        (await session.execute(select(func.coalesce(func.max(col(MatchingKey.number)), 0)))).scalar_one()
    )


async def add_unless_there(session: AsyncSession, number: int, secret: str, now: datetime) -> None:
    """Of several nodes that add the same number at once, one does."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    values = {"number": number, "secret": secret, "made_at": now}
    await session.execute(insert(MatchingKey).values(values).on_conflict_do_nothing())
