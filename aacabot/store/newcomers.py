"""People who are let in: known, known before, or new. The transaction must be everyone's."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.domain.people import Role
from aacabot.store.models import GrantRow, PersonRow, SlackIdentity


@dataclass(frozen=True)
class Identified:
    """Whom a Slack identity stands for; `withdrawn` people are known no more."""

    person_id: str
    member_id: str | None
    withdrawn: bool


async def identified(session: AsyncSession, team_id: str, user_id: str) -> Identified | None:
    found = await session.execute(
        select(PersonRow)
        .join(SlackIdentity, col(SlackIdentity.person_id) == col(PersonRow.id))
        .where(col(SlackIdentity.team_id) == team_id, col(SlackIdentity.user_id) == user_id)
    )
    row = found.scalar_one_or_none()
    return Identified(row.id, row.member_id, row.withdrawn_at is not None) if row else None


async def has_admin(session: AsyncSession, member_id: str, now: datetime) -> bool:
    """Whether anybody who is still there administers the whole member."""
    found = await session.execute(
        select(col(GrantRow.id))
        .join(PersonRow, col(PersonRow.id) == col(GrantRow.person_id))
        .where(
            col(GrantRow.member_id) == member_id,
            col(GrantRow.role) == Role.ADMIN.value,
            col(GrantRow.brand_id).is_(None),
            or_(col(GrantRow.expires).is_(None), col(GrantRow.expires) >= now.date()),
            col(PersonRow.withdrawn_at).is_(None),
        )
        .limit(1)
    )
    return found.first() is not None


async def reinstate(session: AsyncSession, person_id: str) -> None:
    """Somebody who had left is there again."""
    await session.execute(update(PersonRow).where(col(PersonRow.id) == person_id).values(withdrawn_at=None))


async def add_admin(
    session: AsyncSession,
    *,
    person_id: str,
    name: str,
    member_id: str,
    identity: tuple[str, str],
    grant: GrantRow,
) -> None:
    """Give a member an admin; a person not there yet is made. The identity is theirs from now on."""
    if await session.get(PersonRow, person_id) is None:
        session.add(PersonRow(id=person_id, name=name, member_id=member_id))
        await session.flush()
    team_id, user_id = identity
    await session.merge(SlackIdentity(team_id=team_id, user_id=user_id, person_id=person_id))
    session.add(grant)
    await session.flush()
