"""Who watches which seller, and when the hub looks for news for whoever follows."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.store.models import IntelFollow, IntelSeller, PersonRow, SellerRow

SELLER = "seller"
"""The kind of a follow that watches a seller; the other is `domain.intel.follows.SEARCH`."""


async def hold_person(session: AsyncSession, person_id: str) -> None:
    """Of two clicks of a person at once, one waits for the other."""
    await session.execute(
        select(col(PersonRow.id)).where(col(PersonRow.id) == person_id).with_for_update(key_share=True)
    )


async def sellers_of_item(session: AsyncSession, item_id: str) -> list[str]:
    """The sellers an item is about, in a steady order."""
    rows = await session.execute(
        select(col(IntelSeller.seller_row_id))
        .where(col(IntelSeller.item_id) == item_id)
        .order_by(col(IntelSeller.seller_row_id))
    )
    return list(rows.scalars())


async def watch_of(session: AsyncSession, person_id: str, seller_ids: Collection[str]) -> str | None:
    """The person's watch of one of these sellers."""
    found = await session.execute(
        select(col(IntelFollow.id))
        .where(
            col(IntelFollow.person_id) == person_id,
            col(IntelFollow.kind) == SELLER,
            col(IntelFollow.seller_row_id).in_(sorted(seller_ids)),
        )
        .order_by(col(IntelFollow.id))
        .limit(1)
    )
    return found.scalar_one_or_none()


async def count_watches(session: AsyncSession, person_id: str) -> int:
    found = await session.execute(
        select(func.count())
        .select_from(IntelFollow)
        .where(col(IntelFollow.person_id) == person_id, col(IntelFollow.kind) == SELLER)
    )
    return int(found.scalar_one())


async def watches_of(
    session: AsyncSession, person_id: str, *, limit: int, offset: int
) -> list[tuple[IntelFollow, SellerRow]]:
    """A page of the sellers a person watches, the latest first."""
    rows = await session.execute(
        select(IntelFollow, SellerRow)
        .join(SellerRow, col(SellerRow.id) == col(IntelFollow.seller_row_id))
        .where(col(IntelFollow.person_id) == person_id, col(IntelFollow.kind) == SELLER)
        .order_by(col(IntelFollow.made_at).desc(), col(IntelFollow.id))
        .limit(limit)
        .offset(offset)
    )
    return [(follow, seller) for follow, seller in rows.all()]


async def hold_watchers(session: AsyncSession, seller_ids: Collection[str]) -> list[IntelFollow]:
    """Who watches any of these sellers, held in one order."""
    rows = await session.execute(
        select(IntelFollow)
        .where(col(IntelFollow.kind) == SELLER, col(IntelFollow.seller_row_id).in_(sorted(seller_ids)))
        .order_by(col(IntelFollow.id))
        .with_for_update()
    )
    return list(rows.scalars())


async def members_of(session: AsyncSession, person_ids: Collection[str]) -> dict[str, str]:
    """The members whose own people some of these are."""
    rows = await session.execute(
        select(col(PersonRow.id), col(PersonRow.member_id)).where(
            col(PersonRow.id).in_(sorted(person_ids)), col(PersonRow.member_id).is_not(None)
        )
    )
    return {person_id: member_id for person_id, member_id in rows.all() if member_id}


async def look_again(session: AsyncSession, kind: str, at: datetime) -> None:
    """Every follow of a kind that nothing is due for is looked at then."""
    await session.execute(
        update(IntelFollow)
        .where(col(IntelFollow.kind) == kind, col(IntelFollow.look_at).is_(None))
        .values(look_at=at)
    )


async def due_follows(session: AsyncSession, now: datetime, limit: int) -> list[str]:
    rows = await session.execute(
        select(col(IntelFollow.id))
        .where(col(IntelFollow.look_at) <= now)
        .order_by(col(IntelFollow.look_at), col(IntelFollow.id))
        .limit(limit)
    )
    return list(rows.scalars())


async def due_among(session: AsyncSession, ids: Collection[str], now: datetime) -> list[IntelFollow]:
    """Those of the follows that are still due, held by nobody."""
    rows = await session.execute(
        select(IntelFollow)
        .where(col(IntelFollow.id).in_(sorted(ids)), col(IntelFollow.look_at) <= now)
        .order_by(col(IntelFollow.id))
    )
    return list(rows.scalars())


async def hold_due(session: AsyncSession, ids: Collection[str], now: datetime) -> list[IntelFollow]:
    """Those of the follows that are still due, held; those another node is at are left to it."""
    rows = await session.execute(
        select(IntelFollow)
        .where(col(IntelFollow.id).in_(sorted(ids)), col(IntelFollow.look_at) <= now)
        .order_by(col(IntelFollow.id))
        .with_for_update(skip_locked=True)
    )
    return list(rows.scalars())
