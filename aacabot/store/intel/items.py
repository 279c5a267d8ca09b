"""Items: one by one for their readers, and the rows around them."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.domain.intel.audience import IntelReader
from aacabot.domain.intel.labels import Label
from aacabot.store.intel.visible import visible_to
from aacabot.store.models import IntelItem, IntelOrigin


async def read_item(session: AsyncSession, reader: IntelReader, item_id: str) -> IntelItem | None:
    """The item, where the reader may read it."""
    found = await session.execute(select(IntelItem).where(col(IntelItem.id) == item_id, visible_to(reader)))
    return found.scalar_one_or_none()


async def lock_item(session: AsyncSession, item_id: str) -> IntelItem | None:
    """The item, whoever may read it, held until the transaction ends: for changes, after `read_item`."""
    return await session.get(IntelItem, item_id, with_for_update=True, populate_existing=True)


async def origin_of(session: AsyncSession, item_id: str) -> IntelOrigin | None:
    """Whose an item is: for the hub's own work, and for the source's own people."""
    return await session.get(IntelOrigin, item_id)


async def twin_of(session: AsyncSession, member_id: str, key: str, person_id: str) -> IntelItem | None:
    """What the member shared already with the same key, and did not take back, held until the commit.

    What a colleague shared under RED is none: it is not the person's to read, nor to learn of.
    """
    found = await session.execute(
        select(IntelItem)
        .join(IntelOrigin, col(IntelOrigin.item_id) == col(IntelItem.id))
        .where(
            col(IntelItem.key) == key,
            col(IntelOrigin.member_id) == member_id,
            or_(col(IntelItem.label) != Label.RED.value, col(IntelOrigin.person_id) == person_id),
            col(IntelItem.state).in_(["shared", "with_counsel"]),
        )
        .order_by(col(IntelItem.id))
        .limit(1)
        .with_for_update(of=IntelItem)
        .execution_options(populate_existing=True)
    )
    return found.scalar_one_or_none()


async def items_of(session: AsyncSession, reader: IntelReader, item_ids: Sequence[str]) -> list[IntelItem]:
    """Those of the items the reader may read."""
    return await items_given(session, visible_to(reader), item_ids)


async def items_given(
    session: AsyncSession, rule: ColumnElement[bool], item_ids: Sequence[str]
) -> list[IntelItem]:
    """Those of the items a rule lets through (`store.intel.visible`, or one narrower)."""
    found = await session.execute(select(IntelItem).where(col(IntelItem.id).in_(item_ids), rule))
    return list(found.scalars())
