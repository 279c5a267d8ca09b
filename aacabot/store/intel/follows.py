"""Searches people saved."""

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.domain.intel.follows import SEARCH
from aacabot.store.models import IntelFollow


async def searches_of(session: AsyncSession, person_id: str) -> list[IntelFollow]:
    """The person's saved searches, the oldest first."""
    rows = await session.execute(
        select(IntelFollow)
        .where(col(IntelFollow.person_id) == person_id, col(IntelFollow.kind) == SEARCH)
        .order_by(col(IntelFollow.made_at), col(IntelFollow.id))
    )
    return list(rows.scalars())


async def forget_search(session: AsyncSession, person_id: str, follow_id: str) -> None:
    """Remove a search of the person's; nobody else's."""
    await session.execute(
        delete(IntelFollow).where(
            col(IntelFollow.id) == follow_id,
            col(IntelFollow.person_id) == person_id,
            col(IntelFollow.kind) == SEARCH,
        )
    )
