"""The sellers items are about: who is known, and what an item was not known to be about."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.store.intel.watches import sellers_of_item
from aacabot.store.models import IntelSeller, SellerRow


async def known_seller(session: AsyncSession, marketplace_id: str, seller_id: str) -> str | None:
    """The row of a seller by the marketplace's id of them, where the hub has met them."""
    found = await session.execute(
        select(col(SellerRow.id)).where(
            col(SellerRow.marketplace_id) == marketplace_id, col(SellerRow.seller_id) == seller_id
        )
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
