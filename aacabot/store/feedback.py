"""Decisions a marketplace is still owed to hear."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.store.models import CaseRow, FeedbackRow, ListingRow


async def owed_feedback(
    session: AsyncSession, marketplace_id: str, limit: int
) -> list[tuple[FeedbackRow, str, str]]:
    """(decision, listing id at the marketplace, case number), oldest first."""
    rows = await session.execute(
        select(FeedbackRow, col(ListingRow.listing_id), col(CaseRow.number))
        .select_from(FeedbackRow)
        .join(CaseRow, col(CaseRow.id) == col(FeedbackRow.case_id))
        .join(ListingRow, col(ListingRow.id) == col(CaseRow.listing_id))
        .where(col(FeedbackRow.marketplace_id) == marketplace_id, col(FeedbackRow.sent_at).is_(None))
        .order_by(col(FeedbackRow.decided_at), col(FeedbackRow.id))
        .limit(limit)
    )
    return [(row, listing_id, number) for row, listing_id, number in rows.all()]


async def count_owed(session: AsyncSession, marketplace_id: str) -> int:
    found = await session.execute(
        select(func.count())
        .select_from(FeedbackRow)
        .where(col(FeedbackRow.marketplace_id) == marketplace_id, col(FeedbackRow.sent_at).is_(None))
    )
    return found.scalar_one()


async def mark_told(session: AsyncSession, ids: Sequence[str], at: datetime) -> None:
    await session.execute(update(FeedbackRow).where(col(FeedbackRow.id).in_(ids)).values(sent_at=at))
