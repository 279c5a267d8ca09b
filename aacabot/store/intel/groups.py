"""Groups of members, and who is in them now."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import exists, func, literal, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.domain.intel.audience import IntelReader
from aacabot.domain.intel.items import ItemState
from aacabot.domain.intel.labels import Label
from aacabot.domain.intel.passed_on import PassedAs
from aacabot.domain.messages import MessageKind
from aacabot.store.intel.visible import visible_for
from aacabot.store.models import (
    IntelGroup,
    IntelGroupCode,
    IntelGroupMember,
    IntelItem,
    Member,
    SlackMessageRow,
)


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


async def hold_membership(session: AsyncSession, group_id: str, member_id: str) -> IntelGroupMember | None:
    """A member's row in a group as it is now, held until the commit: nobody leaves while they share."""
    return await session.get(
        IntelGroupMember, (group_id, member_id), with_for_update=True, populate_existing=True
    )


async def hold_memberships(session: AsyncSession, group_id: str) -> list[IntelGroupMember]:
    """Every row of a group, held until the commit, in one order for everybody."""
    rows = await session.execute(
        select(IntelGroupMember)
        .where(col(IntelGroupMember.group_id) == group_id)
        .order_by(col(IntelGroupMember.member_id))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return list(rows.scalars())


async def open_group(session: AsyncSession, group_id: str) -> IntelGroup | None:
    """The group, unless it is closed."""
    found = await session.execute(
        select(IntelGroup)
        .where(col(IntelGroup.id) == group_id, col(IntelGroup.closed_at).is_(None))
        .execution_options(populate_existing=True)
    )
    return found.scalar_one_or_none()


async def groups_with(session: AsyncSession, member_id: str) -> list[tuple[IntelGroup, IntelGroupMember]]:
    """The open groups a member is in or invited to, by name, with its row in each."""
    rows = await session.execute(
        select(IntelGroup, IntelGroupMember)
        .join(IntelGroupMember, col(IntelGroupMember.group_id) == col(IntelGroup.id))
        .where(
            col(IntelGroupMember.member_id) == member_id,
            col(IntelGroupMember.left_at).is_(None),
            col(IntelGroup.closed_at).is_(None),
        )
        .order_by(col(IntelGroup.name), col(IntelGroup.id))
    )
    return [(group, row) for group, row in rows.all()]


async def members_in(session: AsyncSession, group_ids: Collection[str]) -> dict[str, list[tuple[str, str]]]:
    """(id, name) of the members in each group now, who has been in it longest first."""
    rows = await session.execute(
        select(col(IntelGroupMember.group_id), col(Member.id), col(Member.name))
        .join(Member, col(Member.id) == col(IntelGroupMember.member_id))
        .where(
            col(IntelGroupMember.group_id).in_(sorted(group_ids)),
            col(IntelGroupMember.joined_at).is_not(None),
            col(IntelGroupMember.left_at).is_(None),
            col(Member.withdrawn_at).is_(None),
        )
        .order_by(col(IntelGroupMember.joined_at), col(Member.id))
    )
    found: dict[str, list[tuple[str, str]]] = {}
    for group_id, member_id, name in rows.all():
        found.setdefault(group_id, []).append((member_id, name))
    return found


async def posted_in(session: AsyncSession, group_id: str) -> list[str]:
    """The items of a group that were posted in a channel of Slack, whoever's it is."""
    posted = exists().where(
        col(SlackMessageRow.kind) == MessageKind.INTEL.value,
        col(SlackMessageRow.subject) == literal(f"{PassedAs.POST}:") + col(IntelItem.id),
    )
    found = await session.execute(
        select(col(IntelItem.id)).where(col(IntelItem.group_id) == group_id, posted)
    )
    return list(found.scalars())


async def groups_read(
    session: AsyncSession, reader: IntelReader, member_id: str, group_ids: Collection[str]
) -> frozenset[str]:
    """Those of the groups with something shared under TLP:AMBER that the reader reads for the member."""
    found = await session.execute(
        select(col(IntelItem.group_id))
        .where(
            col(IntelItem.group_id).in_(sorted(group_ids)),
            col(IntelItem.label) == Label.AMBER.value,
            col(IntelItem.state) == ItemState.SHARED.value,
            visible_for(reader, member_id),
        )
        .distinct()
    )
    return frozenset(one for one in found.scalars() if one)


async def group_of_code(session: AsyncSession, hashes: Sequence[str]) -> str | None:
    """The group that the code kept under one of these hashes is for; nothing is held."""
    found = await session.execute(
        select(col(IntelGroupCode.group_id)).where(col(IntelGroupCode.code_hash).in_(hashes))
    )
    return found.scalar_one_or_none()


async def hold_code(session: AsyncSession, hashes: Sequence[str]) -> IntelGroupCode | None:
    """The code kept under one of these hashes, used and expired ones too, held until the commit.

    To be held after the group's memberships.
    """
    found = await session.execute(
        select(IntelGroupCode).where(col(IntelGroupCode.code_hash).in_(hashes)).with_for_update()
    )
    return found.scalar_one_or_none()


async def count_open_codes(session: AsyncSession, group_id: str, member_id: str, now: datetime) -> int:
    """How many codes of a member for a group wait to be used."""
    found = await session.execute(
        select(func.count()).where(
            col(IntelGroupCode.group_id) == group_id,
            col(IntelGroupCode.member_id) == member_id,
            col(IntelGroupCode.used_at).is_(None),
            col(IntelGroupCode.expires_at) > now,
        )
    )
    return int(found.scalar_one())


async def withdraw_codes(session: AsyncSession, group_id: str, member_id: str, now: datetime) -> None:
    """A member that leaves invites nobody any more."""
    await session.execute(
        update(IntelGroupCode)
        .where(
            col(IntelGroupCode.group_id) == group_id,
            col(IntelGroupCode.member_id) == member_id,
            col(IntelGroupCode.used_at).is_(None),
        )
        .values(expires_at=now)
        .execution_options(synchronize_session=False)
    )
