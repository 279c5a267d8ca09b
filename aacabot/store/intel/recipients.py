"""The people an item under TLP:RED is for."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.store.models import GrantRow, IntelRecipient, PersonRow
from aacabot.store.people import grants_in


async def members_of_people(
    session: AsyncSession, person_ids: Collection[str], now: datetime
) -> dict[str, str]:
    """The member each of these people belongs to, or one an agency's people act for now.

    Who belongs to none, or has left, is left out.
    """
    rows = await session.execute(
        select(PersonRow).where(
            col(PersonRow.id).in_(sorted(person_ids)), col(PersonRow.withdrawn_at).is_(None)
        )
    )
    people = list(rows.scalars())
    found = {person.id: person.member_id for person in people if person.member_id}
    agents = [person.id for person in people if person.member_id is None and person.agency_id]
    return found | (await _clients(session, agents, now) if agents else {})


async def _clients(session: AsyncSession, person_ids: list[str], now: datetime) -> dict[str, str]:
    rows = await session.execute(
        select(GrantRow)
        .where(col(GrantRow.person_id).in_(person_ids), col(GrantRow.member_id).is_not(None))
        .order_by(col(GrantRow.member_id).desc())
    )
    held = [row for row in rows.scalars() if all(grant.holds(now) for grant in grants_in([row]))]
    return {row.person_id: row.member_id for row in held if row.member_id}


async def recipients_of(session: AsyncSession, item_id: str) -> list[IntelRecipient]:
    """The people an item is for, by id."""
    rows = await session.execute(
        select(IntelRecipient)
        .where(col(IntelRecipient.item_id) == item_id)
        .order_by(col(IntelRecipient.person_id))
    )
    return list(rows.scalars())


async def forget_recipients(session: AsyncSession, item_id: str) -> None:
    await session.execute(delete(IntelRecipient).where(col(IntelRecipient.item_id) == item_id))
