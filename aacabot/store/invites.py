"""Invite codes: only their hashes, and what became of them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.domain.invites import OpenInvite
from aacabot.domain.viewers import Viewer
from aacabot.store.models import Invite, Member, PersonRow


async def find_invite(session: AsyncSession, hashes: Sequence[str]) -> tuple[Invite, Member] | None:
    """The invite kept under one of these hashes, used, expired or withdrawn ones too, held until the commit.

    Nobody is known yet who asks, so the transaction must be everyone's.
    """
    found = await session.execute(
        select(Invite, Member)
        .join(Member, col(Member.id) == col(Invite.member_id))
        .where(col(Invite.code_hash).in_(hashes))
        .with_for_update(of=Invite)
    )
    row = found.first()
    return (row[0], row[1]) if row else None


async def use_invite(
    session: AsyncSession, invite_id: str, person_id: str, team_id: str, now: datetime
) -> bool:
    """Use a code up; False where somebody was first, it is over, or it was withdrawn."""
    used = await session.execute(
        update(Invite)
        .where(
            col(Invite.id) == invite_id,
            col(Invite.used_at).is_(None),
            col(Invite.withdrawn_at).is_(None),
            col(Invite.expires_at) > now,
        )
        .values(used_at=now, used_by=person_id, used_team_id=team_id)
        .returning(col(Invite.id))
    )
    return used.scalar_one_or_none() is not None


async def withdraw_invite(
    session: AsyncSession, viewer: Viewer, invite_id: str, now: datetime
) -> Invite | None:
    """Withdraw a code that waits; None where there is none among those the viewer may see."""
    found = await session.execute(
        select(Invite).where(col(Invite.id) == invite_id, *_waiting(now)).with_for_update()
    )
    invite = found.scalar_one_or_none()
    if invite is None or not viewer.sees(invite.member_id):
        return None
    invite.withdrawn_at = now
    return invite


async def open_invites(
    session: AsyncSession, viewer: Viewer, member_id: str, now: datetime
) -> list[OpenInvite]:
    """A member's codes that wait to be used, oldest first."""
    if not viewer.sees(member_id):
        return []
    rows = await session.execute(
        select(Invite, col(Member.name), col(PersonRow.name))
        .join(Member, col(Member.id) == col(Invite.member_id))
        .outerjoin(PersonRow, col(PersonRow.id) == col(Invite.made_by))
        .where(col(Invite.member_id) == member_id, *_waiting(now))
        .order_by(col(Invite.id))
    )
    return [_open(*row) for row in rows.all()]


async def count_open(session: AsyncSession, now: datetime) -> dict[str, int]:
    """How many codes wait to be used, by member. The transaction must be everyone's."""
    rows = await session.execute(
        select(col(Invite.member_id), func.count()).where(*_waiting(now)).group_by(col(Invite.member_id))
    )
    return dict(rows.all())


def _waiting(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        col(Invite.used_at).is_(None),
        col(Invite.withdrawn_at).is_(None),
        col(Invite.expires_at) > now,
    )


def _open(invite: Invite, member: str, made_by: str | None) -> OpenInvite:
    return OpenInvite(
        id=invite.id,
        member=member,
        made_by=made_by,
        made_at=invite.made_at,
        expires_at=invite.expires_at,
    )
