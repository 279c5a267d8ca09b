"""Agencies, and what brands have granted them: each of an agency's people holds the same grants."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.store.models import Agency, Brand, GrantRow, PersonRow

Granted = tuple[str, str, str, date | None]
"""Brand id, brand name, role and last day."""


async def agency_of(session: AsyncSession, agency_id: str) -> Agency | None:
    """An agency that belongs to the alliance."""
    agency = await session.get(Agency, agency_id)
    return agency if agency and agency.withdrawn_at is None else None


async def hold_agency(session: AsyncSession, agency_id: str) -> None:
    """Let one announcement about an agency be made at a time."""
    await session.execute(
        select(col(Agency.id)).where(col(Agency.id) == agency_id).with_for_update(key_share=True)
    )


async def agencies(session: AsyncSession, limit: int, offset: int) -> tuple[list[Agency], int]:
    """A page of the alliance's agencies, by name; and how many there are."""
    living = col(Agency.withdrawn_at).is_(None)
    total = (await session.execute(select(func.count()).select_from(Agency).where(living))).scalar_one()
    page = select(Agency).where(living).order_by(func.lower(col(Agency.name))).limit(limit).offset(offset)
    return list((await session.execute(page)).scalars()), total


async def brands_granted(
    session: AsyncSession, member_id: str, agency_ids: Collection[str], today: date
) -> dict[str, int]:
    """For how many of the member's brands each agency acts today."""
    found = await session.execute(
        select(col(GrantRow.agency_id), func.count(col(GrantRow.brand_id).distinct()))
        .where(
            col(GrantRow.member_id) == member_id,
            col(GrantRow.agency_id).in_(sorted(agency_ids)),
            col(GrantRow.expires).is_(None) | (col(GrantRow.expires) >= today),
        )
        .group_by(col(GrantRow.agency_id))
    )
    return {agency_id: count for agency_id, count in found.all() if agency_id}


async def granted_to(session: AsyncSession, member_id: str, agency_id: str) -> list[Granted]:
    """What the member granted the agency, once each, by brand and role; the past included."""
    found = await session.execute(
        select(col(Brand.id), col(Brand.name), col(GrantRow.role), func.max(col(GrantRow.expires)))
        .join(Brand, col(Brand.id) == col(GrantRow.brand_id))
        .where(col(GrantRow.member_id) == member_id, col(GrantRow.agency_id) == agency_id)
        .group_by(col(Brand.id), col(Brand.name), col(GrantRow.role))
        .order_by(func.lower(col(Brand.name)), col(GrantRow.role))
    )
    return [(one, two, three, four) for one, two, three, four in found.all()]


async def people_of_agency(session: AsyncSession, agency_id: str) -> list[PersonRow]:
    found = await session.execute(
        select(PersonRow)
        .where(col(PersonRow.agency_id) == agency_id, col(PersonRow.withdrawn_at).is_(None))
        .order_by(func.lower(col(PersonRow.name)))
    )
    return list(found.scalars())


async def grants_for(
    session: AsyncSession, agency_id: str, brand_ids: Collection[str], role: str
) -> dict[tuple[str, str], GrantRow]:
    """By person and brand: the grants of one role that the agency's people hold."""
    found = await session.execute(
        select(GrantRow).where(
            col(GrantRow.agency_id) == agency_id,
            col(GrantRow.brand_id).in_(sorted(brand_ids)),
            col(GrantRow.role) == role,
        )
    )
    return {(grant.person_id, grant.brand_id or ""): grant for grant in found.scalars()}


async def end_grants(session: AsyncSession, member_id: str, agency_id: str, brand_id: str, role: str) -> bool:
    """Take one role for one brand from all of the agency's people; False where they had none."""
    done = await session.execute(
        delete(GrantRow)
        .where(
            col(GrantRow.member_id) == member_id,
            col(GrantRow.agency_id) == agency_id,
            col(GrantRow.brand_id) == brand_id,
            col(GrantRow.role) == role,
        )
        .returning(col(GrantRow.id))
    )
    return bool(done.all())


async def expiring(session: AsyncSession, since: date, until: date) -> list[tuple[GrantRow, Agency, Brand]]:
    """Grants of living agencies whose last day lies between two days, both included."""
    found = await session.execute(
        select(GrantRow, Agency, Brand)
        .join(Agency, col(Agency.id) == col(GrantRow.agency_id))
        .join(Brand, col(Brand.id) == col(GrantRow.brand_id))
        .join(PersonRow, col(PersonRow.id) == col(GrantRow.person_id))
        .where(
            col(GrantRow.expires).is_not(None),
            col(GrantRow.expires) >= since,
            col(GrantRow.expires) <= until,
            col(Agency.withdrawn_at).is_(None),
            col(PersonRow.withdrawn_at).is_(None),
        )
        .order_by(col(GrantRow.id))
    )
    return [(grant, agency, brand) for grant, agency, brand in found.all()]
