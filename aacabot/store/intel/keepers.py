"""Who decides for a whole member how far its intel may go: its admins and counsel."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.domain.roles import PERMISSIONS, Permission
from aacabot.store.models import GrantRow, PersonRow
from aacabot.store.people import grants_in


@dataclass(frozen=True, kw_only=True)
class Keeper:
    """An admin or counsel of a member; `agency_id` where they act for it from an agency."""

    person_id: str
    agency_id: str | None


async def keepers_of(session: AsyncSession, member_id: str, now: datetime) -> list[Keeper]:
    """The member's admins and counsel for all its brands, by id; who has left is none."""
    rows = await session.execute(
        select(GrantRow, col(PersonRow.agency_id))
        .join(PersonRow, col(PersonRow.id) == col(GrantRow.person_id))
        .where(
            col(GrantRow.member_id) == member_id,
            col(GrantRow.brand_id).is_(None),
            col(GrantRow.role).in_(sorted(role.value for role in PERMISSIONS[Permission.KEEP].roles)),
            col(PersonRow.withdrawn_at).is_(None),
        )
        .order_by(col(PersonRow.id))
    )
    held = {
        row.person_id: Keeper(person_id=row.person_id, agency_id=agency_id)
        for row, agency_id in rows.all()
        if all(grant.holds(now) for grant in grants_in([row]))
    }
    return list(held.values())
