"""Sellers' answers: which are open, what is due about them, and which rebuttals a marketplace is owed."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.domain.counter_notices import OPEN_STATES, CounterNoticeState
from aacabot.domain.viewers import Viewer
from aacabot.store.models import CaseRow, CounterNoticeRow

_OPEN = sorted(state.value for state in OPEN_STATES)


async def is_known(session: AsyncSession, case_id: str, source_key: str) -> bool:
    """Whether this very answer has been taken in before."""
    question = select(col(CounterNoticeRow.id)).where(
        col(CounterNoticeRow.case_id) == case_id, col(CounterNoticeRow.source_key) == source_key
    )
    return (await session.execute(question)).first() is not None


async def open_of(session: AsyncSession, viewer: Viewer, case_id: str) -> list[CounterNoticeRow]:
    """The answers to a case that wait for the brand, held, newest last."""
    question = (
        select(CounterNoticeRow)
        .where(col(CounterNoticeRow.case_id) == case_id, col(CounterNoticeRow.state).in_(_OPEN))
        .order_by(col(CounterNoticeRow.filed_at), col(CounterNoticeRow.id))
        .with_for_update()
    )
    if viewer.member_ids is not None:
        question = question.where(col(CounterNoticeRow.member_id).in_(sorted(viewer.member_ids)))
    return list((await session.execute(question)).scalars())


async def latest_of_cases(session: AsyncSession, case_ids: Sequence[str]) -> dict[str, CounterNoticeRow]:
    """The newest answer to each of these cases, which were read already."""
    question = (
        select(CounterNoticeRow)
        .where(col(CounterNoticeRow.case_id).in_(case_ids))
        .order_by(col(CounterNoticeRow.filed_at), col(CounterNoticeRow.id))
    )
    return {row.case_id: row for row in (await session.execute(question)).scalars()}


async def get(session: AsyncSession, ident: str, *, lock: bool = False) -> CounterNoticeRow | None:
    question = select(CounterNoticeRow).where(col(CounterNoticeRow.id) == ident)
    if lock:
        question = question.with_for_update().execution_options(populate_existing=True)
    return (await session.execute(question)).scalar_one_or_none()


async def cases_with_something_due(session: AsyncSession, now: datetime, limit: int) -> list[str]:
    """Ids of cases with a reminder or an end that is due, the longest due first."""
    question = (
        select(col(CounterNoticeRow.case_id))
        .where(col(CounterNoticeRow.next_at) <= now)
        .order_by(col(CounterNoticeRow.next_at), col(CounterNoticeRow.id))
        .limit(limit)
    )
    return list(dict.fromkeys((await session.execute(question)).scalars()))


async def owed_rebuttals(
    session: AsyncSession, marketplace_id: str, now: datetime, limit: int
) -> list[tuple[CounterNoticeRow, str]]:
    """Approved rebuttals the marketplace is owed now, each with its case's number."""
    rows = await session.execute(
        select(CounterNoticeRow, col(CaseRow.number))
        .join(CaseRow, col(CaseRow.id) == col(CounterNoticeRow.case_id))
        .where(col(CounterNoticeRow.marketplace_id) == marketplace_id, col(CounterNoticeRow.due_at) <= now)
        .order_by(col(CounterNoticeRow.due_at), col(CounterNoticeRow.id))
        .limit(limit)
    )
    return [(row, number) for row, number in rows.all()]


async def unsent_of(session: AsyncSession, marketplace_id: str) -> list[CounterNoticeRow]:
    """Approved rebuttals a marketplace is still owed, held."""
    question = (
        select(CounterNoticeRow)
        .where(
            col(CounterNoticeRow.marketplace_id) == marketplace_id,
            col(CounterNoticeRow.state) == CounterNoticeState.REBUTTED.value,
            col(CounterNoticeRow.due_at).is_not(None),
        )
        .order_by(col(CounterNoticeRow.id))
        .with_for_update()
    )
    return list((await session.execute(question)).scalars())


async def next_rebuttal_due(session: AsyncSession, marketplace_id: str) -> datetime | None:
    question = select(func.min(CounterNoticeRow.due_at)).where(
        col(CounterNoticeRow.marketplace_id) == marketplace_id
    )
    due: datetime | None = (await session.execute(question)).scalar_one()
    return due


async def marketplaces_owed_rebuttals(session: AsyncSession, now: datetime) -> list[str]:
    question = select(col(CounterNoticeRow.marketplace_id)).where(col(CounterNoticeRow.due_at) <= now)
    return list((await session.execute(question.distinct())).scalars())
