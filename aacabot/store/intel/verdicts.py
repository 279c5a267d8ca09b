"""What members said of items, and what their sources have not been told of."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, distinct, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.store.models import (
    IntelGroupMember,
    IntelItem,
    IntelOrigin,
    IntelRecipient,
    IntelVerdict,
    Member,
    PersonRow,
)

_SIDE = func.coalesce(col(PersonRow.agency_id), col(IntelVerdict.member_id))
"""Whose word it is: the agency's of whoever said it, else the member's they said it for."""


def is_anothers() -> ColumnElement[bool]:
    """True for what was not said in the name of the item's own source: an agency may, not knowing it is."""
    return ~exists().where(
        col(IntelOrigin.item_id) == col(IntelVerdict.item_id),
        col(IntelOrigin.member_id) == col(IntelVerdict.member_id),
    )


async def verdict_of(session: AsyncSession, item_id: str, member_id: str) -> IntelVerdict | None:
    """What a member said of an item, held until the transaction ends."""
    return await session.get(IntelVerdict, (item_id, member_id), with_for_update=True, populate_existing=True)


async def counts_of(session: AsyncSession, item_id: str) -> dict[str, int]:
    """How many sides said what of an item, by kind. An agency is one side, for however many clients."""
    rows = await session.execute(
        select(col(IntelVerdict.kind), func.count(distinct(_SIDE)))
        .outerjoin(PersonRow, col(PersonRow.id) == col(IntelVerdict.person_id))
        .where(col(IntelVerdict.item_id) == item_id, is_anothers())
        .group_by(col(IntelVerdict.kind))
    )
    return {kind: int(count) for kind, count in rows.all()}


async def sides_told(session: AsyncSession, item_ids: Collection[str]) -> dict[str, dict[str, int]]:
    """How many sides said what of items, as far as their sources were told: by item, and by kind."""
    rows = await session.execute(
        select(col(IntelVerdict.item_id), col(IntelVerdict.kind), func.count(distinct(_SIDE)))
        .outerjoin(PersonRow, col(PersonRow.id) == col(IntelVerdict.person_id))
        .where(col(IntelVerdict.item_id).in_(sorted(item_ids)), col(IntelVerdict.told), is_anothers())
        .group_by(col(IntelVerdict.item_id), col(IntelVerdict.kind))
    )
    found: dict[str, dict[str, int]] = {}
    for item_id, kind, count in rows.all():
        found.setdefault(item_id, {})[kind] = int(count)
    return found


async def said_by(
    session: AsyncSession, item_ids: Collection[str], member_ids: Collection[str], person_id: str
) -> dict[str, set[str]]:
    """What these members, or the person for others, said of items, by item."""
    rows = await session.execute(
        select(col(IntelVerdict.item_id), col(IntelVerdict.kind)).where(
            col(IntelVerdict.item_id).in_(sorted(item_ids)),
            or_(
                col(IntelVerdict.member_id).in_(sorted(member_ids)), col(IntelVerdict.person_id) == person_id
            ),
        )
    )
    found: dict[str, set[str]] = {}
    for item_id, kind in rows.all():
        found.setdefault(item_id, set()).add(kind)
    return found


async def agencies_of(session: AsyncSession, person_ids: Collection[str]) -> dict[str, str]:
    """The agencies of those of these people who are of one."""
    rows = await session.execute(
        select(col(PersonRow.id), col(PersonRow.agency_id)).where(
            col(PersonRow.id).in_(sorted(person_ids)), col(PersonRow.agency_id).is_not(None)
        )
    )
    return {ident: agency for ident, agency in rows.all() if agency}


async def any_untold(session: AsyncSession, before: datetime) -> bool:
    found = await session.execute(
        select(col(IntelVerdict.item_id))
        .where(col(IntelVerdict.told).is_(False), col(IntelVerdict.said_at) < before, is_anothers())
        .limit(1)
    )
    return found.scalar_one_or_none() is not None


async def hold_untold(session: AsyncSession, before: datetime, limit: int) -> list[IntelVerdict]:
    """Verdicts from before a moment whose sources were not told, whole items of them.

    The items are held first: those another node is at are left to it, with all that was said of them.
    """
    items = (
        select(col(IntelVerdict.item_id))
        .where(col(IntelVerdict.told).is_(False), col(IntelVerdict.said_at) < before, is_anothers())
        .order_by(col(IntelVerdict.said_at))
        .limit(limit)
    )
    asked = sorted(set((await session.execute(items)).scalars()))
    held = await session.execute(
        select(col(IntelItem.id))
        .where(col(IntelItem.id).in_(asked))
        .order_by(col(IntelItem.id))
        .with_for_update(skip_locked=True)
    )
    ids = sorted(held.scalars())
    rows = await session.execute(
        select(IntelVerdict)
        .where(
            col(IntelVerdict.item_id).in_(ids),
            col(IntelVerdict.told).is_(False),
            col(IntelVerdict.said_at) < before,
            is_anothers(),
        )
        .order_by(col(IntelVerdict.item_id), col(IntelVerdict.member_id))
        .with_for_update()
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
