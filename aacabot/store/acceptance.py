"""Decided notices counted: a member's own, and the alliance's as they were last added up."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import Integer, case, delete, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.domain.acceptance import Past
from aacabot.store.models import AcceptanceFigure, GoodFaithDay

_DECIDED = func.sum(col(GoodFaithDay.taken_down) + col(GoodFaithDay.declined))
_UPHELD = func.sum(col(GoodFaithDay.taken_down) - col(GoodFaithDay.restored))
Own = tuple[str, str, str]
"""A member, a marketplace, a reason code."""


async def own_pasts(session: AsyncSession, wanted: Collection[Own], since: date) -> dict[Own, Past]:
    """What was decided of members' notices since a day, by member, marketplace and reason: days added up."""
    if not wanted:
        return {}
    key = (col(GoodFaithDay.member_id), col(GoodFaithDay.marketplace_id), col(GoodFaithDay.reason_code))
    rows = await session.execute(
        select(*key, _DECIDED, _UPHELD)
        .where(tuple_(*key).in_(sorted(wanted)), col(GoodFaithDay.day) >= since)
        .group_by(*key)
    )
    return {(row[0], row[1], row[2]): Past(int(row[3] or 0), int(row[4] or 0)) for row in rows.all()}


async def alliance_pasts(
    session: AsyncSession, marketplace_ids: Collection[str]
) -> dict[tuple[str, str], Past]:
    """The alliance's notices by marketplace and reason, as they were last added up."""
    rows = await session.execute(
        select(AcceptanceFigure).where(col(AcceptanceFigure.marketplace_id).in_(sorted(marketplace_ids)))
    )
    return {
        (row.marketplace_id, row.reason_code): Past(row.decided, row.upheld, row.members, row.largest)
        for row in rows.scalars()
    }


async def add_up(session: AsyncSession, since: date, now: datetime) -> int:
    """Add all members' days up anew, by marketplace and reason; returns how many figures there are."""
    each = (
        select(
            col(GoodFaithDay.marketplace_id),
            col(GoodFaithDay.reason_code),
            col(GoodFaithDay.member_id),
            _DECIDED.label("decided"),
            _UPHELD.label("upheld"),
        )
        .where(col(GoodFaithDay.day) >= since, col(GoodFaithDay.reason_code) != "")
        .group_by(
            col(GoodFaithDay.marketplace_id), col(GoodFaithDay.reason_code), col(GoodFaithDay.member_id)
        )
        .subquery()
    )
    counts = case((each.c.decided > 0, 1), else_=0)
    rows = await session.execute(
        select(
            each.c.marketplace_id,
            each.c.reason_code,
            func.sum(counts, type_=Integer),
            func.sum(each.c.decided),
            func.sum(each.c.upheld),
            func.max(each.c.decided),
        ).group_by(each.c.marketplace_id, each.c.reason_code)
    )
    figures = [
        AcceptanceFigure(
            marketplace_id=row[0],
            reason_code=row[1],
            members=int(row[2]),
            decided=int(row[3]),
            upheld=int(row[4]),
            largest=int(row[5]),
            computed_at=now,
        )
        for row in rows.all()
    ]
    await session.execute(delete(AcceptanceFigure))
    session.add_all(figures)
    return len(figures)


async def last_added_up(session: AsyncSession) -> datetime | None:
    found: datetime | None = (
        await session.execute(select(func.max(AcceptanceFigure.computed_at)))
    ).scalar_one()
    return found
