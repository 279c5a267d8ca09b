"""The marks to watch for, and which sellers brands have allowed."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.store.models import AuthorisedSeller, Brand, Mark, Member


@dataclass(frozen=True)
class MarkRow:
    """A live mark with what routing needs to know of its brand."""

    mark_id: str
    text: str
    forms: dict[str, list[str]]
    common: bool
    category: str | None
    brand_id: str
    member_id: str


async def marks_of_brands(session: AsyncSession, brand_ids: Collection[str]) -> list[MarkRow]:
    """The marks of these brands."""
    return await _marks(session, col(Brand.id).in_(sorted(brand_ids)))


async def live_marks(session: AsyncSession) -> list[MarkRow]:
    """Every mark of a live brand of a live member."""
    return await _marks(session)


async def _marks(session: AsyncSession, *only: ColumnElement[bool]) -> list[MarkRow]:
    rows = await session.execute(
        select(Mark, Brand)
        .select_from(Mark)
        .join(Brand, col(Brand.id) == col(Mark.brand_id))
        .join(Member, col(Member.id) == col(Brand.member_id))
        .where(
            col(Mark.withdrawn_at).is_(None),
            col(Brand.withdrawn_at).is_(None),
            col(Member.withdrawn_at).is_(None),
            *only,
        )
        .order_by(col(Mark.id))
    )
    return [
        MarkRow(mark.id, mark.text, mark.forms, mark.common, brand.category, brand.id, brand.member_id)
        for mark, brand in rows.all()
    ]


async def live_brands(session: AsyncSession) -> dict[str, Brand]:
    """Brands by key."""
    rows = await session.execute(select(Brand).where(col(Brand.withdrawn_at).is_(None)))
    return {brand.key: brand for brand in rows.scalars()}


async def authorised(
    session: AsyncSession, marketplace_key: str, seller_ids: Collection[str]
) -> set[tuple[str, str]]:
    """(brand id, seller id) pairs that are allowed."""
    rows = await session.execute(
        select(col(AuthorisedSeller.brand_id), col(AuthorisedSeller.seller_id)).where(
            col(AuthorisedSeller.marketplace_key) == marketplace_key,
            col(AuthorisedSeller.seller_id).in_(sorted(seller_ids)),
            col(AuthorisedSeller.withdrawn_at).is_(None),
        )
    )
    return {(brand_id, seller_id) for brand_id, seller_id in rows.all()}
