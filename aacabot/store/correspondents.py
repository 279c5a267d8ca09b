"""With whom the desk speaks for a member: its admins, whoever asked, and the member's account manager."""

from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.domain.people import Role
from aacabot.store.models import GrantRow, PersonRow, SlackIdentity


async def person_at(session: AsyncSession, team_id: str, user_id: str) -> tuple[str, str] | None:
    """(id, name) of whoever has this Slack identity."""
    found = await session.execute(
        select(col(PersonRow.id), col(PersonRow.name))
        .join(SlackIdentity, col(SlackIdentity.person_id) == col(PersonRow.id))
        .where(
            col(SlackIdentity.team_id) == team_id,
            col(SlackIdentity.user_id) == user_id,
            col(PersonRow.withdrawn_at).is_(None),
        )
    )
    row = found.first()
    return (row[0], row[1]) if row else None


async def admins_of(session: AsyncSession, member_id: str, today: date) -> list[str]:
    """The member's admins, by person id."""
    return await _granted(session, member_id, today, Role.ADMIN)


async def acts_for(session: AsyncSession, person_id: str, member_id: str, today: date) -> bool:
    """Whether a person still has a role for a member."""
    return person_id in await _granted(session, member_id, today)


async def _granted(session: AsyncSession, member_id: str, today: date, role: Role | None = None) -> list[str]:
    question = (
        select(col(GrantRow.person_id))
        .join(PersonRow, col(PersonRow.id) == col(GrantRow.person_id))
        .where(
            col(GrantRow.member_id) == member_id,
            col(PersonRow.withdrawn_at).is_(None),
            or_(col(GrantRow.expires).is_(None), col(GrantRow.expires) >= today),
        )
        .order_by(col(GrantRow.person_id))
        .distinct()
    )
    if role is not None:
        question = question.where(col(GrantRow.role) == role.value, col(GrantRow.brand_id).is_(None))
    return list((await session.execute(question)).scalars())
