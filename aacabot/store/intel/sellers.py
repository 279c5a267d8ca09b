"""The sellers items are about: who is known, and what an item was not known to be about."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.store.intel.watches import sellers_of_item
from aacabot.store.models import CaseRow, IntelSeller, ListingRow, SellerRow


async def known_seller(session: AsyncSession, marketplace_id: str, seller_id: str) -> str | None:
    """The row of a seller by the marketplace's id of them, where the hub has met them."""
    found = await session.execute(
        select(col(SellerRow.id)).where(
            col(SellerRow.marketplace_id) == marketplace_id, col(SellerRow.seller_id) == seller_id
        )
    )
    return found.scalar_one_or_none()


async def seller_of_own_listing(
    session: AsyncSession, member_id: str, marketplace_id: str, listing_id: str
) -> str | None:
    """The marketplace's id of the seller of a listing that a case of the member is on.

    Of another listing it would tell that others met it.
    """
    found = await session.execute(
        select(col(SellerRow.seller_id))
        .join(ListingRow, col(ListingRow.seller_row_id) == col(SellerRow.id))
        .join(CaseRow, col(CaseRow.listing_id) == col(ListingRow.id))
        .where(
            col(ListingRow.marketplace_id) == marketplace_id,
            col(ListingRow.listing_id) == listing_id,
            col(CaseRow.member_id) == member_id,
        )
        .limit(1)
    )
    return found.scalar_one_or_none()


async def add_sellers(session: AsyncSession, item_id: str, seller_ids: Collection[str]) -> bool:
    """An item is about these sellers too; returns whether any of them is new to it.

    For one writer at a time: the caller holds the item's member.
    """
    there = set(await sellers_of_item(session, item_id)) if seller_ids else set()
    new = [one for one in dict.fromkeys(seller_ids) if one not in there]
    session.add_all(IntelSeller(item_id=item_id, seller_row_id=one) for one in new)
    return bool(new)
