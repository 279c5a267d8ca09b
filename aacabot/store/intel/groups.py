"""Groups of members, and who is in them now."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.store.models import IntelGroup, IntelGroupMember


async def groups_of(session: AsyncSession, member_ids: Collection[str]) -> dict[str, frozenset[str]]:
    """The open groups each of these members is in now, by member."""
    if not member_ids:
        return {}
    rows = await session.execute(
        select(col(IntelGroupMember.member_id), col(IntelGroupMember.group_id))
        .join(IntelGroup, col(IntelGroup.id) == col(IntelGroupMember.group_id))
        .where(
            col(IntelGroupMember.member_id).in_(sorted(member_ids)),
            col(IntelGroupMember.joined_at).is_not(None),
            col(IntelGroupMember.left_at).is_(None),
            col(IntelGroup.closed_at).is_(None),
        )
    )
    found: dict[str, set[str]] = {}
    for member_id, group_id in rows.all():
        found.setdefault(member_id, set()).add(group_id)
    return {member_id: frozenset(groups) for member_id, groups in found.items()}
