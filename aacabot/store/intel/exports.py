"""Items on their way out, page by page, and which of them brings a shared address along."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.domain.intel.audience import IntelReader
from aacabot.domain.intel.items import ItemState
from aacabot.domain.intel.kinds import IntelKind
from aacabot.domain.intel.labels import ORDER, Label
from aacabot.store.intel.visible import visible_for, visible_to
from aacabot.store.models import Alliance, IntelItem, IntelSeller, SellerRow


@dataclass(frozen=True)
class Leaving:
    """Which items may leave: what the reader may read, as far as one member is concerned if `member_id`."""

    reader: IntelReader
    member_id: str | None = None

    @property
    def rule(self) -> ColumnElement[bool]:
        """Shared items the reader may read, without TLP:RED."""
        shared = and_(col(IntelItem.state) == ItemState.SHARED.value, col(IntelItem.label) != Label.RED.value)
        if self.member_id is None:
            return and_(shared, visible_to(self.reader))
        return and_(shared, visible_for(self.reader, self.member_id))


async def count_leaving(session: AsyncSession, leaving: Leaving) -> int:
    return (
        await session.execute(select(func.count()).select_from(IntelItem).where(leaving.rule))
    ).scalar_one()


async def items_after(
    session: AsyncSession, leaving: Leaving, after: str | None, limit: int
) -> list[IntelItem]:
    """A page in the order of ids, which are random: it tells no order in which anything came."""
    question = select(IntelItem).where(leaving.rule).order_by(col(IntelItem.id)).limit(limit)
    if after is not None:
        question = question.where(col(IntelItem.id) > after)
    return list((await session.execute(question)).scalars())


async def carriers(
    session: AsyncSession, leaving: Leaving, keys: Collection[str]
) -> dict[str, tuple[str, Label]]:
    """For each address of listings with these keys: the first item with it, and the widest label it has."""
    rows = await session.execute(
        select(col(IntelItem.id), col(IntelItem.value), col(IntelItem.label)).where(
            col(IntelItem.key).in_(sorted(keys)),
            col(IntelItem.kind) == IntelKind.LISTING.value,
            col(IntelItem.value).is_not(None),
            leaving.rule,
        )
    )
    found: dict[str, tuple[str, Label]] = {}
    for item_id, value, label in rows.all():
        if value is None:
            continue
        known = found.get(value)
        labels = [Label(label), *([known[1]] if known else [])]
        found[value] = (min(item_id, known[0]) if known else item_id, min(labels, key=ORDER.index))
    return found


async def accounts_of(session: AsyncSession, item_ids: Collection[str]) -> dict[str, str]:
    """The id at its marketplace of the seller that an item of that kind is about, where it is one."""
    rows = await session.execute(
        select(col(IntelSeller.item_id), func.min(col(SellerRow.seller_id)))
        .join(SellerRow, col(SellerRow.id) == col(IntelSeller.seller_row_id))
        .join(IntelItem, col(IntelItem.id) == col(IntelSeller.item_id))
        .where(
            col(IntelSeller.item_id).in_(sorted(item_ids)),
            col(IntelItem.kind) == IntelKind.SELLER.value,
            col(IntelItem.marketplace_id) == col(SellerRow.marketplace_id),
        )
        .group_by(col(IntelSeller.item_id))
        .having(func.count() == 1)
    )
    return dict(rows.all())


async def clearing_house_of(session: AsyncSession) -> tuple[str | None, str] | None:
    """The alliance's clearing house, and its name."""
    row = (await session.execute(select(col(Alliance.clearing_house), col(Alliance.name)))).first()
    return (row[0], row[1]) if row else None


async def lock_alliance(session: AsyncSession) -> Alliance | None:
    return (await session.execute(select(Alliance).with_for_update())).scalars().first()
