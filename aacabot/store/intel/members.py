"""The members that share: which phase they are in."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.store.models import Member


async def phases_of(session: AsyncSession, member_ids: Collection[str]) -> dict[str, int]:
    """The phases of those members that have not left, by id."""
    if not member_ids:
        return {}
    rows = await session.execute(
        select(col(Member.id), col(Member.phase)).where(
            col(Member.id).in_(sorted(member_ids)), col(Member.withdrawn_at).is_(None)
        )
    )
    return dict(rows.all())
