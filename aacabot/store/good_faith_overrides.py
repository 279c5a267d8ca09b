"""Statuses two of the operator's people gave by hand, until a day that is not far."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.store.models import GoodFaithOverride


async def in_force(
    session: AsyncSession, member_id: str, marketplace_id: str, now: datetime
) -> GoodFaithOverride | None:
    """The approved override that decides now: the one approved last."""
    found = await session.execute(
        select(GoodFaithOverride)
        .where(
            col(GoodFaithOverride.member_id) == member_id,
            col(GoodFaithOverride.marketplace_id) == marketplace_id,
            col(GoodFaithOverride.approved_at).is_not(None),
            col(GoodFaithOverride.ended_at).is_(None),
            col(GoodFaithOverride.expires_at) > now,
        )
        .order_by(col(GoodFaithOverride.approved_at).desc())
        .limit(1)
    )
    return found.scalar_one_or_none()


async def not_ended(session: AsyncSession, member_id: str) -> list[GoodFaithOverride]:
    """A member's overrides that wait for a second person, or are in force, newest first."""
    found = await session.execute(
        select(GoodFaithOverride)
        .where(col(GoodFaithOverride.member_id) == member_id, col(GoodFaithOverride.ended_at).is_(None))
        .order_by(col(GoodFaithOverride.asked_at).desc())
    )
    return list(found.scalars())


async def hold_override(session: AsyncSession, override_id: str) -> GoodFaithOverride | None:
    found = await session.execute(
        select(GoodFaithOverride).where(col(GoodFaithOverride.id) == override_id).with_for_update()
    )
    return found.scalar_one_or_none()


async def any_expired(session: AsyncSession, now: datetime) -> bool:
    found = await session.execute(
        select(col(GoodFaithOverride.id))
        .where(col(GoodFaithOverride.ended_at).is_(None), col(GoodFaithOverride.expires_at) <= now)
        .limit(1)
    )
    return found.first() is not None


async def hold_expired(session: AsyncSession, now: datetime, limit: int) -> list[GoodFaithOverride]:
    """Overrides whose last moment has passed, asked for or approved, held."""
    found = await session.execute(
        select(GoodFaithOverride)
        .where(col(GoodFaithOverride.ended_at).is_(None), col(GoodFaithOverride.expires_at) <= now)
        .order_by(col(GoodFaithOverride.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return list(found.scalars())
