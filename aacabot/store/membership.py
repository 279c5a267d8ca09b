"""Who belongs to an organisation, and the roles given there."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.domain.membership import House
from aacabot.store.models import (
    Absence,
    Alliance,
    Brand,
    DutyShift,
    GrantRow,
    Member,
    PersonRow,
    SlackIdentity,
)


async def hold_house(session: AsyncSession, house: House) -> str:
    """Let one change of an organisation's people happen at a time; returns the organisation's name."""
    # NO KEY UPDATE: whoever adds rows that refer to the member need not wait.
    if house.member_id is None:
        found = await session.execute(select(Alliance).with_for_update(key_share=True))
        alliance = found.scalars().first()
        return alliance.operator_name if alliance else ""
    held = await session.execute(
        select(Member).where(col(Member.id) == house.member_id).with_for_update(key_share=True)
    )
    return held.scalar_one().name


async def name_of(session: AsyncSession, house: House) -> str:
    if house.member_id is None:
        found = await session.execute(select(col(Alliance.operator_name)))
        return found.scalars().first() or ""
    return (await session.get_one(Member, house.member_id)).name


def of_house(house: House) -> tuple[ColumnElement[bool], ...]:
    """The organisation's own people, those who have left left out."""
    if house.member_id:
        return col(PersonRow.member_id) == house.member_id, col(PersonRow.withdrawn_at).is_(None)
    return (
        col(PersonRow.member_id).is_(None),
        col(PersonRow.agency_id).is_(None),
        col(PersonRow.withdrawn_at).is_(None),
    )


async def admins_of(session: AsyncSession, house: House, now: datetime) -> list[str]:
    """The ids of those who manage the organisation's people now."""
    found = await session.execute(
        select(col(PersonRow.id))
        .distinct()
        .join(GrantRow, col(GrantRow.person_id) == col(PersonRow.id))
        .where(
            col(PersonRow.withdrawn_at).is_(None),
            col(GrantRow.role) == house.admin_role.value,
            col(GrantRow.member_id) == house.member_id
            if house.member_id
            else col(GrantRow.member_id).is_(None),
            col(GrantRow.brand_id).is_(None),
            col(GrantRow.expires).is_(None) | (col(GrantRow.expires) >= now.date()),
        )
        .order_by(col(PersonRow.id))
    )
    return list(found.scalars())


async def person_of(session: AsyncSession, house: House, person_id: str) -> PersonRow | None:
    """One of the organisation's own people."""
    found = await session.execute(select(PersonRow).where(col(PersonRow.id) == person_id, *of_house(house)))
    return found.scalar_one_or_none()


async def known_by(session: AsyncSession, team_id: str, user_id: str) -> PersonRow | None:
    """Who has this Slack identity, those who have left included."""
    found = await session.execute(
        select(PersonRow)
        .join(SlackIdentity, col(SlackIdentity.person_id) == col(PersonRow.id))
        .where(col(SlackIdentity.team_id) == team_id, col(SlackIdentity.user_id) == user_id)
    )
    return found.scalar_one_or_none()


async def roster(
    session: AsyncSession, house: House, words: str, limit: int, offset: int
) -> tuple[list[PersonRow], int]:
    """A page of the organisation's people whose names have the words in them, by name; and how many."""
    question = select(PersonRow).where(*of_house(house))
    if words:
        question = question.where(col(PersonRow.name).icontains(words, autoescape=True))
    total = (await session.execute(select(func.count()).select_from(question.subquery()))).scalar_one()
    page = question.order_by(func.lower(col(PersonRow.name)), col(PersonRow.id)).limit(limit).offset(offset)
    return list((await session.execute(page)).scalars()), total


async def roles_of(
    session: AsyncSession, house: House, person_ids: Collection[str]
) -> list[tuple[GrantRow, str | None]]:
    """What these people were given by the organisation, with the names of brands, in the order of giving."""
    found = await session.execute(
        select(GrantRow, col(Brand.name))
        .outerjoin(Brand, col(Brand.id) == col(GrantRow.brand_id))
        .where(
            col(GrantRow.person_id).in_(sorted(person_ids)),
            col(GrantRow.agency_id).is_(None),
            col(GrantRow.member_id) == house.member_id
            if house.member_id
            else col(GrantRow.member_id).is_(None),
        )
        .order_by(col(GrantRow.brand_id).is_not(None), col(GrantRow.id))
    )
    return [(grant, brand) for grant, brand in found.all()]


async def all_grants_of(session: AsyncSession, person_id: str) -> list[GrantRow]:
    found = await session.execute(select(GrantRow).where(col(GrantRow.person_id) == person_id))
    return list(found.scalars())


async def live_brands(session: AsyncSession, member_id: str, brand_ids: Sequence[str]) -> dict[str, str]:
    """The names of those of the brands that the member has."""
    found = await session.execute(
        select(col(Brand.id), col(Brand.name)).where(
            col(Brand.member_id) == member_id,
            col(Brand.id).in_(sorted(brand_ids)),
            col(Brand.withdrawn_at).is_(None),
        )
    )
    return dict(found.all())


async def brands_like(session: AsyncSession, member_id: str, words: str, limit: int) -> list[tuple[str, str]]:
    """(id, name) of the member's brands whose names have the words in them."""
    found = await session.execute(
        select(col(Brand.id), col(Brand.name))
        .where(
            col(Brand.member_id) == member_id,
            col(Brand.withdrawn_at).is_(None),
            col(Brand.name).icontains(words, autoescape=True),
        )
        .order_by(func.lower(col(Brand.name)))
        .limit(limit)
    )
    return [(one, two) for one, two in found.all()]


async def deputy_of(session: AsyncSession, person_id: str) -> str | None:
    absence = await session.get(Absence, person_id)
    return absence.deputy_id if absence else None


async def strip(session: AsyncSession, person_id: str, now: datetime) -> None:
    """Take every role, shift and deputyship from a person who has left."""
    await session.execute(delete(GrantRow).where(col(GrantRow.person_id) == person_id))
    await session.execute(
        update(DutyShift)
        .where(col(DutyShift.person_id) == person_id, col(DutyShift.withdrawn_at).is_(None))
        .values(withdrawn_at=now)
    )
    await session.execute(update(Absence).where(col(Absence.deputy_id) == person_id).values(deputy_id=None))


async def is_member(session: AsyncSession, member_id: str) -> bool:
    row = await session.get(Member, member_id)
    return row is not None and row.withdrawn_at is None
