"""Days of events, and the roots over the heads of their cases."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.store.models import CaseEventRow, ChainRoot


def day_of(day: date) -> tuple[datetime, datetime]:
    """A UTC day's first moment, and the next day's."""
    begin = datetime.combine(day, time(), UTC)
    return begin, begin + timedelta(days=1)


async def heads_of_day(session: AsyncSession, day: date) -> list[tuple[str, int, str]]:
    """The cases with events recorded on a UTC day, by id: the number and hash of the day's last event."""
    begin, end = day_of(day)
    last = (
        select(col(CaseEventRow.case_id).label("case_id"), func.max(col(CaseEventRow.seq)).label("seq"))
        .where(
            col(CaseEventRow.recorded_at) >= begin,
            col(CaseEventRow.recorded_at) < end,
            col(CaseEventRow.hash).is_not(None),
        )
        .group_by(col(CaseEventRow.case_id))
        .subquery()
    )
    rows = await session.execute(
        select(col(CaseEventRow.case_id), col(CaseEventRow.seq), col(CaseEventRow.hash)).join(
            last, (col(CaseEventRow.case_id) == last.c.case_id) & (col(CaseEventRow.seq) == last.c.seq)
        )
    )
    # Sorted here: databases differ in how they sort text.
    return sorted((case_id, seq, digest or "") for case_id, seq, digest in rows.all())


async def count_events(session: AsyncSession, day: date) -> int:
    begin, end = day_of(day)
    found = await session.execute(
        select(func.count())
        .select_from(CaseEventRow)
        .where(
            col(CaseEventRow.recorded_at) >= begin,
            col(CaseEventRow.recorded_at) < end,
            col(CaseEventRow.hash).is_not(None),
        )
    )
    return found.scalar_one()


async def last_root(session: AsyncSession) -> ChainRoot | None:
    rows = await session.execute(select(ChainRoot).order_by(col(ChainRoot.day).desc()).limit(1))
    return rows.scalar_one_or_none()


async def first_chained(session: AsyncSession) -> datetime | None:
    """When the oldest event of the chain was recorded."""
    found = await session.execute(
        select(func.min(col(CaseEventRow.recorded_at))).where(col(CaseEventRow.hash).is_not(None))
    )
    return found.scalar_one_or_none()


async def get_roots(session: AsyncSession, days: Sequence[date]) -> dict[date, ChainRoot]:
    rows = await session.execute(select(ChainRoot).where(col(ChainRoot.day).in_(days)))
    return {row.day: row for row in rows.scalars()}


async def roots_after(session: AsyncSession, day: date | None, limit: int) -> list[ChainRoot]:
    question = select(ChainRoot).order_by(col(ChainRoot.day)).limit(limit)
    if day is not None:
        question = question.where(col(ChainRoot.day) > day)
    return list((await session.execute(question)).scalars())


async def add_root(session: AsyncSession, row: dict[str, Any]) -> bool:
    """Keep a day's root unless it is there already; says whether it was new."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    statement = insert(ChainRoot).values(**row).on_conflict_do_nothing().returning(col(ChainRoot.day))
    return (await session.execute(statement)).first() is not None
