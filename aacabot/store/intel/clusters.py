"""The items that tie sellers together, a ring of sellers at a time; the condition says which count."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.domain.intel.audience import IntelReader
from aacabot.domain.intel.clusters import LinkItem, SellerNamed
from aacabot.domain.intel.items import ItemState
from aacabot.domain.intel.kinds import TRAITS, IntelKind
from aacabot.domain.intel.labels import Label
from aacabot.store.intel.visible import visible_to
from aacabot.store.models import IntelItem, IntelSeller, SellerRow

_COLUMNS = (
    col(IntelItem.id), col(IntelItem.kind), col(IntelItem.key), col(IntelItem.value), col(IntelItem.label),
    col(IntelItem.shared_on),
)  # fmt: skip


Counts = ColumnElement[bool]
_LINKING = frozenset(kind.value for kind in IntelKind if TRAITS[kind].links)


def counting(reader: IntelReader | None, *, with_red: bool = True) -> Counts:
    """True for items that tie sellers: shared, not doubted, and readable for the reader; None is the hub."""
    conditions = [col(IntelItem.state) == ItemState.SHARED.value, col(IntelItem.doubted).is_(False)]
    if not with_red:
        conditions.append(col(IntelItem.label) != Label.RED.value)
    if reader is not None:
        conditions.append(visible_to(reader))
    return and_(*conditions)


async def ids_about(
    session: AsyncSession, counts: Counts, seller_ids: Collection[str], limit: int
) -> list[tuple[str, str | None]]:
    """(id, key) of the items about these sellers; the key only where its kind ties."""
    rows = await session.execute(
        select(col(IntelItem.id), col(IntelItem.key), col(IntelItem.kind))
        .join(IntelSeller, col(IntelSeller.item_id) == col(IntelItem.id))
        .where(col(IntelSeller.seller_row_id).in_(sorted(seller_ids)), counts)
        .distinct()
        .limit(limit)
    )
    return [(item_id, key if kind in _LINKING else None) for item_id, key, kind in rows.all()]


async def ids_with_keys(
    session: AsyncSession, counts: Counts, keys: Collection[str], limit: int
) -> list[str]:
    """The items with these keys, of the kinds that tie."""
    rows = await session.execute(
        select(col(IntelItem.id)).where(col(IntelItem.key).in_(sorted(keys)), counts).limit(limit)
    )
    return list(rows.scalars())


async def link_items(session: AsyncSession, counts: Counts, item_ids: Collection[str]) -> list[LinkItem]:
    """These items with every seller they are about."""
    rows = await session.execute(
        select(*_COLUMNS, col(IntelSeller.seller_row_id))
        .join(IntelSeller, col(IntelSeller.item_id) == col(IntelItem.id))
        .where(col(IntelItem.id).in_(sorted(item_ids)), counts)
    )
    return _gathered(rows.all())


def _gathered(rows: Iterable[Any]) -> list[LinkItem]:
    found: dict[str, tuple[Any, set[str]]] = {}
    for row in rows:
        found.setdefault(row.id, (row, set()))[1].add(row.seller_row_id)
    return [
        LinkItem(
            id=row.id,
            kind=IntelKind(row.kind),
            key=row.key,
            value=row.value,
            label=Label(row.label),
            shared_on=row.shared_on,
            sellers=frozenset(sellers),
        )
        for row, sellers in found.values()
    ]


async def sellers_named(session: AsyncSession, seller_ids: Collection[str]) -> dict[str, SellerNamed]:
    rows = await session.execute(select(SellerRow).where(col(SellerRow.id).in_(sorted(seller_ids))))
    return {row.id: _named(row) for row in rows.scalars()}


def _named(row: SellerRow) -> SellerNamed:
    return SellerNamed(id=row.id, name=row.name or row.seller_id, marketplace_id=row.marketplace_id)


async def same_named(
    session: AsyncSession, counts: Counts, names: Collection[str], limit: int
) -> list[SellerNamed]:
    """Sellers of exactly these names that an item which counts is about."""
    rows = await session.execute(
        select(SellerRow)
        .where(
            col(SellerRow.name).in_(sorted(names)),
            select(col(IntelItem.id))
            .join(IntelSeller, col(IntelSeller.item_id) == col(IntelItem.id))
            .where(col(IntelSeller.seller_row_id) == col(SellerRow.id), counts)
            .correlate(SellerRow)
            .exists(),
        )
        .order_by(col(SellerRow.id))
        .limit(limit)
    )
    return [_named(row) for row in rows.scalars()]
