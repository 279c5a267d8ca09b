"""What stands around items, each asked for once for many: whose, views, sellers, names."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.domain.intel.audience import IntelReader
from aacabot.store.intel.visible import is_own
from aacabot.store.models import IntelGroup, IntelItem, IntelOrigin, IntelSeller, IntelView, SellerRow


async def own_among(session: AsyncSession, reader: IntelReader, item_ids: Collection[str]) -> set[str]:
    """Those of the items that are the reader's own, or their member's."""
    rows = await session.execute(
        select(col(IntelItem.id)).where(col(IntelItem.id).in_(sorted(item_ids)), is_own(reader))
    )
    return set(rows.scalars())


async def views_of(session: AsyncSession, item_ids: Collection[str]) -> dict[str, int]:
    rows = await session.execute(
        select(col(IntelView.item_id), func.sum(col(IntelView.views)))
        .where(col(IntelView.item_id).in_(sorted(item_ids)))
        .group_by(col(IntelView.item_id))
    )
    return {item_id: int(views) for item_id, views in rows.all()}


async def count_views(session: AsyncSession, item_ids: Sequence[str], day: date) -> None:
    """One more view of each item on a day: one statement for a page of them."""
    if not item_ids:
        return
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    rows = [{"item_id": item_id, "day": day, "views": 1} for item_id in sorted(set(item_ids))]
    adding = insert(IntelView).values(rows)
    await session.execute(
        adding.on_conflict_do_update(
            index_elements=["item_id", "day"], set_={"views": col(IntelView.views) + 1}
        )
    )


async def sellers_of(session: AsyncSession, item_ids: Collection[str]) -> dict[str, tuple[str, ...]]:
    """The storefronts items are about, by item: their names, or their ids where they have none."""
    rows = await session.execute(
        select(col(IntelSeller.item_id), col(SellerRow.name), col(SellerRow.seller_id))
        .join(SellerRow, col(SellerRow.id) == col(IntelSeller.seller_row_id))
        .where(col(IntelSeller.item_id).in_(sorted(item_ids)))
        .order_by(col(IntelSeller.item_id), col(SellerRow.seller_id))
    )
    found: dict[str, tuple[str, ...]] = {}
    for item_id, name, seller_id in rows.all():
        found[item_id] = (*found.get(item_id, ()), name or seller_id)
    return found


async def evidence_of(session: AsyncSession, item_ids: Collection[str]) -> dict[str, int]:
    """How many pieces of evidence the source keeps for each item. Which ones, by their hashes, it alone sees:
    two items with the same piece would betray that they have one source.
    """
    rows = await session.execute(
        select(col(IntelOrigin.item_id), col(IntelOrigin.evidence)).where(
            col(IntelOrigin.item_id).in_(sorted(item_ids))
        )
    )
    return {item_id: len(pieces or ()) for item_id, pieces in rows.all()}


async def group_names(session: AsyncSession, group_ids: Collection[str]) -> dict[str, str]:
    rows = await session.execute(
        select(col(IntelGroup.id), col(IntelGroup.name)).where(col(IntelGroup.id).in_(sorted(group_ids)))
    )
    return dict(rows.all())
