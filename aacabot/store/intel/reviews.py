"""What waits for a member's counsel before it is shared, and who may decide it."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.domain.intel.items import ItemState
from aacabot.domain.messages import MessageKind
from aacabot.domain.roles import Role
from aacabot.store.models import GrantRow, IntelItem, IntelOrigin, IntelReview, PersonRow, SlackMessageRow


async def review_of(session: AsyncSession, item_id: str) -> IntelReview | None:
    """The last question put to counsel about an item, held until the transaction ends."""
    return await session.get(IntelReview, item_id, with_for_update=True, populate_existing=True)


async def deciders(
    session: AsyncSession, member_id: str, brand_id: str | None, role: Role, now: datetime
) -> list[str]:
    """The member's own people with a role for the whole member, or for the brand, by id."""
    whole = col(GrantRow.brand_id).is_(None)
    reach = or_(whole, col(GrantRow.brand_id) == brand_id) if brand_id is not None else whole
    found = await session.execute(
        select(col(PersonRow.id))
        .join(GrantRow, col(GrantRow.person_id) == col(PersonRow.id))
        .where(
            col(PersonRow.member_id) == member_id,
            col(PersonRow.withdrawn_at).is_(None),
            col(GrantRow.member_id) == member_id,
            col(GrantRow.role) == role.value,
            reach,
            or_(col(GrantRow.expires).is_(None), col(GrantRow.expires) >= now.date()),
        )
        .order_by(col(PersonRow.id))
        .distinct()
    )
    return list(found.scalars())


async def waiting(
    session: AsyncSession, member_id: str, *, limit: int, offset: int
) -> list[tuple[IntelReview, IntelItem, IntelOrigin]]:
    """A page of what waits for the counsel of a member, the longest waiting first."""
    found = await session.execute(
        select(IntelReview, IntelItem, IntelOrigin)
        .join(IntelItem, col(IntelItem.id) == col(IntelReview.item_id))
        .join(IntelOrigin, col(IntelOrigin.item_id) == col(IntelReview.item_id))
        .where(
            col(IntelReview.member_id) == member_id,
            col(IntelReview.decided_at).is_(None),
            col(IntelItem.state) == ItemState.WITH_COUNSEL.value,
        )
        .order_by(col(IntelReview.asked_at), col(IntelReview.item_id))
        .limit(limit)
        .offset(offset)
    )
    return [(review, item, origin) for review, item, origin in found.all()]


async def cards_about(session: AsyncSession, subjects: Collection[str]) -> list[SlackMessageRow]:
    """Every direct message that put a question to somebody, by its subject."""
    found = await session.execute(
        select(SlackMessageRow)
        .where(
            col(SlackMessageRow.kind) == MessageKind.NOTICE.value, col(SlackMessageRow.subject).in_(subjects)
        )
        .order_by(col(SlackMessageRow.id))
    )
    return list(found.scalars())


async def name_of(session: AsyncSession, person_id: str | None) -> str:
    """A person's name as the hub knows it now; empty where it is nobody."""
    row = await session.get(PersonRow, person_id) if person_id else None
    return row.name if row else ""
