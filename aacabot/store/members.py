"""Members, by key and by what people type of their names."""

from datetime import datetime

from sqlalchemy import Select, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.domain.people import Role
from aacabot.domain.viewers import Viewer
from aacabot.store.models import GrantRow, Member, PersonRow


async def member_with_key(session: AsyncSession, key: str) -> Member | None:
    """The member with this key, a withdrawn one too. The transaction must be everyone's."""
    found = await session.execute(select(Member).where(col(Member.key) == key))
    return found.scalar_one_or_none()


async def members_like(
    session: AsyncSession, viewer: Viewer, typed: str, most: int, skip: int = 0
) -> list[Member]:
    """Members among the viewer's whose name or key holds what was typed, by name."""
    question = _called(viewer, typed).order_by(col(Member.name), col(Member.id))
    return list((await session.execute(question.offset(skip).limit(most))).scalars())


async def count_members_like(session: AsyncSession, viewer: Viewer, typed: str) -> int:
    """How many there are of `members_like`."""
    question = select(func.count()).select_from(_called(viewer, typed).subquery())
    return int((await session.execute(question)).scalar_one())


def _called(viewer: Viewer, typed: str) -> Select[Member]:
    question = select(Member).where(
        col(Member.withdrawn_at).is_(None),
        or_(
            col(Member.name).icontains(typed, autoescape=True),
            col(Member.key).icontains(typed, autoescape=True),
        ),
    )
    if viewer.member_ids is not None:
        question = question.where(col(Member.id).in_(sorted(viewer.member_ids)))
    return question


async def all_members(session: AsyncSession) -> list[Member]:
    """Every member of the alliance, by key. The transaction must be everyone's."""
    rows = await session.execute(
        select(Member).where(col(Member.withdrawn_at).is_(None)).order_by(col(Member.key))
    )
    return list(rows.scalars())


async def admin_names(session: AsyncSession, member_id: str, now: datetime) -> tuple[str, ...]:
    """Names of up to five people who administer the whole member, for readers who may know them."""
    rows = await session.execute(
        select(col(PersonRow.name))
        .join(GrantRow, col(GrantRow.person_id) == col(PersonRow.id))
        .where(
            col(GrantRow.member_id) == member_id,
            col(GrantRow.role) == Role.ADMIN.value,
            col(GrantRow.brand_id).is_(None),
            or_(col(GrantRow.expires).is_(None), col(GrantRow.expires) >= now.date()),
            col(PersonRow.withdrawn_at).is_(None),
        )
        .order_by(col(PersonRow.name))
    )
    return tuple(dict.fromkeys(rows.scalars()))[:5]
