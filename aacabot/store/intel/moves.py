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


async def moves_after(
    session: AsyncSession, after: tuple[datetime, str] | None, limit: int
) -> list[tuple[datetime, str]]:
    """(moment, item) of what moved after another such, the oldest first."""
    place = tuple_(col(IntelMove.moved_at), col(IntelMove.item_id))
    question = select(col(IntelMove.moved_at), col(IntelMove.item_id)).distinct()
    if after is not None:
        question = question.where(place > after)
    rows = await session.execute(
        question.order_by(col(IntelMove.moved_at), col(IntelMove.item_id)).limit(limit)
    )
    return [(moved_at, item_id) for moved_at, item_id in rows.all()]


async def hold_moves(session: AsyncSession, item_ids: Collection[str]) -> list[IntelMove]:
    """What happened to these items, held until the transaction ends; what others hold is skipped."""
    rows = await session.execute(
        select(IntelMove)
        .where(col(IntelMove.item_id).in_(sorted(item_ids)))
        .order_by(col(IntelMove.moved_at), col(IntelMove.item_id))
        .with_for_update(skip_locked=True)
    )
    return list(rows.scalars())


async def forget_moves(session: AsyncSession, moves: Collection[IntelMove]) -> None:
    keys = [(one.item_id, one.member_id, one.what) for one in moves]
    key = tuple_(col(IntelMove.item_id), col(IntelMove.member_id), col(IntelMove.what))
    await session.execute(delete(IntelMove).where(key.in_(keys)))
