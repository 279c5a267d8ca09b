"""Rows of complaints as the marketplaces' workers need them: everyone's, held one at a time."""

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.domain.complaints import RowState
from aacabot.store.models import Complaint, ComplaintRow, ListingRow

_WAITS = RowState.WAITING.value


async def owed_rows(session: AsyncSession, marketplace_id: str, limit: int) -> list[ComplaintRow]:
    """Rows whose listing is still to be read at a marketplace, oldest complaint first."""
    rows = await session.execute(
        select(ComplaintRow)
        .join(Complaint, col(Complaint.id) == col(ComplaintRow.complaint_id))
        .where(col(ComplaintRow.marketplace_id) == marketplace_id, col(ComplaintRow.state) == _WAITS)
        .order_by(col(Complaint.made_at), col(Complaint.id), col(ComplaintRow.position))
        .limit(limit)
    )
    return list(rows.scalars())


async def marketplaces_owing(session: AsyncSession) -> list[str]:
    """The marketplaces that listings are still to be read at."""
    rows = await session.execute(
        select(col(ComplaintRow.marketplace_id)).where(col(ComplaintRow.state) == _WAITS).distinct()
    )
    return [ident for ident in rows.scalars() if ident is not None]


async def hold_waiting(
    session: AsyncSession, ident: str, position: int
) -> tuple[Complaint, ComplaintRow] | None:
    """A row that still waits, with its complaint, held: whoever settles the last row finishes it."""
    complaint = (
        await session.execute(
            select(Complaint).where(col(Complaint.id) == ident).with_for_update(key_share=True)
        )
    ).scalar_one()
    row = (
        await session.execute(
            select(ComplaintRow)
            .where(col(ComplaintRow.complaint_id) == ident, col(ComplaintRow.position) == position)
            .with_for_update(key_share=True)
        )
    ).scalar_one()
    return (complaint, row) if row.state == _WAITS else None


async def count_waiting(session: AsyncSession, ident: str) -> int:
    found = await session.execute(
        select(func.count())
        .select_from(ComplaintRow)
        .where(col(ComplaintRow.complaint_id) == ident, col(ComplaintRow.state) == _WAITS)
    )
    return found.scalar_one()


async def listing_at(session: AsyncSession, marketplace_id: str, url: str) -> str | None:
    """The marketplace's id of a listing that was sent with exactly this address. Reads them all: rarely."""
    found = await session.execute(
        select(col(ListingRow.listing_id))
        .where(col(ListingRow.marketplace_id) == marketplace_id, col(ListingRow.url) == url)
        .limit(1)
    )
    return found.scalar_one_or_none()


async def look_elsewhere(session: AsyncSession, ident: str, position: int, listing_id: str) -> None:
    """The row's listing is known by another id than its address shows."""
    await session.execute(
        update(ComplaintRow)
        .where(col(ComplaintRow.complaint_id) == ident, col(ComplaintRow.position) == position)
        .values(listing_id=listing_id)
    )
