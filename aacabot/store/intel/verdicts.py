"""What members said of items, and what their sources have not been told of."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.store.models import IntelGroupMember, IntelRecipient, IntelVerdict, Member


async def verdict_of(session: AsyncSession, item_id: str, member_id: str) -> IntelVerdict | None:
    """What a member said of an item, held until the transaction ends."""
    return await session.get(IntelVerdict, (item_id, member_id), with_for_update=True, populate_existing=True)


async def counts_of(session: AsyncSession, item_id: str) -> dict[str, int]:
    """How many members said what of an item, by kind."""
    rows = await session.execute(
        select(col(IntelVerdict.kind), func.count())
        .where(col(IntelVerdict.item_id) == item_id)
        .group_by(col(IntelVerdict.kind))
    )
    return {kind: int(count) for kind, count in rows.all()}


async def any_untold(session: AsyncSession, before: datetime) -> bool:
    found = await session.execute(
        select(col(IntelVerdict.item_id))
        .where(col(IntelVerdict.told).is_(False), col(IntelVerdict.said_at) < before)
        .limit(1)
    )
    return found.scalar_one_or_none() is not None


async def hold_untold(session: AsyncSession, before: datetime, limit: int) -> list[IntelVerdict]:
    """Verdicts from before a moment whose sources were not told, whole items of them; others' are skipped."""
    items = (
        select(col(IntelVerdict.item_id))
        .where(col(IntelVerdict.told).is_(False), col(IntelVerdict.said_at) < before)
        .order_by(col(IntelVerdict.said_at))
        .limit(limit)
    )
    ids = sorted(set((await session.execute(items)).scalars()))
    rows = await session.execute(
        select(IntelVerdict)
        .where(
            col(IntelVerdict.item_id).in_(ids),
            col(IntelVerdict.told).is_(False),
            col(IntelVerdict.said_at) < before,
        )
        .order_by(col(IntelVerdict.item_id), col(IntelVerdict.member_id))
        .with_for_update(skip_locked=True)
    )
    return list(rows.scalars())


async def group_members(session: AsyncSession, group_id: str) -> set[str]:
    """The members in a group now."""
    rows = await session.execute(
        select(col(IntelGroupMember.member_id)).where(
            col(IntelGroupMember.group_id) == group_id,
            col(IntelGroupMember.joined_at).is_not(None),
            col(IntelGroupMember.left_at).is_(None),
        )
    )
    return set(rows.scalars())


async def members_named(session: AsyncSession, item_id: str) -> set[str]:
    """The members whose people an item under TLP:RED is for."""
    rows = await session.execute(
        select(col(IntelRecipient.member_id)).where(col(IntelRecipient.item_id) == item_id)
    )
    return set(rows.scalars())


async def phases_of_all(session: AsyncSession) -> dict[str, int]:
    """The phase of every member that has not left, by id."""
    rows = await session.execute(
        select(col(Member.id), col(Member.phase)).where(col(Member.withdrawn_at).is_(None))
    )
    return dict(rows.all())
