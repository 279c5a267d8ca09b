"""Lists of items, a page at a time: what others shared with a reader, and what their own side shared."""

from sqlalchemy import and_, not_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.domain.intel.audience import IntelReader
from aacabot.domain.intel.items import ItemState
from aacabot.domain.intel.labels import Label
from aacabot.store.intel.visible import is_own, visible_to
from aacabot.store.models import IntelItem, IntelOrigin


async def latest_from_others(
    session: AsyncSession, reader: IntelReader, *, limit: int, offset: int
) -> list[IntelItem]:
    """What others share with the reader, the latest day first; the order within a day tells nothing."""
    found = await session.execute(
        select(IntelItem)
        .where(col(IntelItem.state) == ItemState.SHARED.value, visible_to(reader), not_(is_own(reader)))
        .order_by(col(IntelItem.shared_on).desc(), col(IntelItem.id))
        .limit(limit)
        .offset(offset)
    )
    return list(found.scalars())


async def latest_of_ours(
    session: AsyncSession,
    reader: IntelReader,
    *,
    limit: int,
    offset: int,
    states: frozenset[ItemState] = frozenset(ItemState),
) -> list[IntelItem]:
    """What the reader's member shared, and an agency's person for their clients, the newest first."""
    member_ids = reader.own_ids | reader.client_ids
    mine = col(IntelOrigin.person_id) == reader.person_id
    ours = and_(col(IntelOrigin.member_id) == reader.member_id, col(IntelItem.label) != Label.RED.value)
    found = await session.execute(
        select(IntelItem)
        .join(IntelOrigin, col(IntelOrigin.item_id) == col(IntelItem.id))
        .where(
            col(IntelOrigin.member_id).in_(sorted(member_ids)),
            col(IntelItem.state).in_(sorted(states)),
            or_(mine, ours),
        )
        .order_by(col(IntelOrigin.shared_at).desc(), col(IntelItem.id))
        .limit(limit)
        .offset(offset)
    )
    return list(found.scalars())
