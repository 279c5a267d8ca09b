"""The people an item under TLP:RED is for."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.store.models import PersonRow


async def members_of_people(session: AsyncSession, person_ids: Collection[str]) -> dict[str, str]:
    """The member each of these people belongs to; who belongs to none is left out."""
    rows = await session.execute(
        select(col(PersonRow.id), col(PersonRow.member_id)).where(
            col(PersonRow.id).in_(sorted(person_ids)), col(PersonRow.member_id).is_not(None)
        )
    )
    return {person_id: member_id for person_id, member_id in rows.all() if member_id}
