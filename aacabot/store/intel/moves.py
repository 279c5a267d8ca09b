"""What moved and has not been passed on to who follows."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, select, tuple_
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.store.models import IntelMove


async def add_move(session: AsyncSession, item_id: str, member_id: str, what: str, now: datetime) -> None:
    """Once for an item, a member and what happened, until it has been passed on."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    values = {"item_id": item_id, "member_id": member_id, "what": what, "moved_at": now}
    await session.execute(insert(IntelMove).values(values).on_conflict_do_nothing())


async def any_moves(session: AsyncSession) -> bool:
    found = await session.execute(select(col(IntelMove.item_id)).limit(1))
    return found.first() is not None


async def hold_moves(session: AsyncSession, limit: int) -> list[IntelMove]:
    """The oldest moves, held until the transaction ends; those another node holds are left to it."""
    rows = await session.execute(
        select(IntelMove).order_by(col(IntelMove.moved_at)).limit(limit).with_for_update(skip_locked=True)
    )
    return list(rows.scalars())


async def forget_moves(session: AsyncSession, moves: Collection[IntelMove]) -> None:
    keys = [(one.item_id, one.member_id, one.what) for one in moves]
    key = tuple_(col(IntelMove.item_id), col(IntelMove.member_id), col(IntelMove.what))
    await session.execute(delete(IntelMove).where(key.in_(keys)))
