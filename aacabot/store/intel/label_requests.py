"""Requests to pass an item on more widely."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.store.models import IntelLabelRequest


async def hold_request(session: AsyncSession, request_id: str) -> IntelLabelRequest | None:
    """The request as it is now, held until the commit."""
    return await session.get(IntelLabelRequest, request_id, with_for_update=True, populate_existing=True)


async def open_requests(session: AsyncSession, item_id: str) -> list[IntelLabelRequest]:
    """What is asked for an item and not decided, held until the commit; the item must be held already."""
    rows = await session.execute(
        select(IntelLabelRequest)
        .where(col(IntelLabelRequest.item_id) == item_id, col(IntelLabelRequest.decided_at).is_(None))
        .order_by(col(IntelLabelRequest.id))
        .with_for_update()
    )
    return list(rows.scalars())


async def overdue(session: AsyncSession, before: datetime, limit: int) -> list[str]:
    """Ids of requests asked up to a moment that nobody has decided, oldest first."""
    rows = await session.execute(
        select(col(IntelLabelRequest.id))
        .where(col(IntelLabelRequest.decided_at).is_(None), col(IntelLabelRequest.asked_at) <= before)
        .order_by(col(IntelLabelRequest.asked_at))
        .limit(limit)
    )
    return list(rows.scalars())
