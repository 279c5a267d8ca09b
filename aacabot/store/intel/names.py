"""The names by which a member is known: its own, its brands', and its marks in all their spellings."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.store.models import Brand, Mark, Member


async def names_of(session: AsyncSession, member_id: str) -> frozenset[str]:
    """Every name; those of brands and marks that were withdrawn too, for people remember them."""
    members = await session.execute(select(col(Member.name)).where(col(Member.id) == member_id))
    brands = await session.execute(select(col(Brand.name)).where(col(Brand.member_id) == member_id))
    marks = await session.execute(select(Mark).where(col(Mark.member_id) == member_id))
    spellings = [
        spelling
        for mark in marks.scalars()
        for spelling in (mark.text, *(one for forms in mark.forms.values() for one in forms))
    ]
    return frozenset([*members.scalars(), *brands.scalars(), *spellings])
