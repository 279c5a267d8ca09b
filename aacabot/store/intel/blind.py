"""Blind questions: how many were asked on a day. Never which."""

from datetime import date

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.store.models import BlindQuestions


async def count_question(session: AsyncSession, member_id: str, day: date) -> int:
    """One more question of a member on a day; returns how many there are with it."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    adding = insert(BlindQuestions).values(member_id=member_id, day=day, asked=1)
    done = await session.execute(
        adding.on_conflict_do_update(
            index_elements=["member_id", "day"], set_={"asked": col(BlindQuestions.asked) + 1}
        ).returning(col(BlindQuestions.asked))
    )
    return int(done.scalar_one())
