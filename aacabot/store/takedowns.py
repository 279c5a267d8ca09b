"""Takedowns: what each marketplace is still owed, and what it answered."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.domain.cases import CaseState
from aacabot.domain.takedowns import TakedownState
from aacabot.domain.viewers import Viewer
from aacabot.store.models import CaseRow, Evidence, ListingRead, TakedownRow


async def latest_takedown(session: AsyncSession, viewer: Viewer, case_id: str) -> TakedownRow | None:
    """The newest attempt of a case."""
    question = (
        select(TakedownRow)
        .where(col(TakedownRow.case_id) == case_id)
        .order_by(col(TakedownRow.attempt).desc())
        .limit(1)
    )
    if viewer.member_ids is not None:
        question = question.where(col(TakedownRow.member_id).in_(sorted(viewer.member_ids)))
    return (await session.execute(question)).scalar_one_or_none()


async def latest_of_cases(session: AsyncSession, case_ids: Sequence[str]) -> dict[str, TakedownRow]:
    """The newest attempt of each of these cases, which were read already."""
    question = (
        select(TakedownRow).where(col(TakedownRow.case_id).in_(case_ids)).order_by(col(TakedownRow.attempt))
    )
    return {row.case_id: row for row in (await session.execute(question)).scalars()}


async def get_takedowns(
    session: AsyncSession, takedown_ids: Sequence[str], *, lock: bool = False
) -> list[TakedownRow]:
    question = select(TakedownRow).where(col(TakedownRow.id).in_(takedown_ids)).order_by(col(TakedownRow.id))
    if lock:
        question = question.with_for_update().execution_options(populate_existing=True)
    return list((await session.execute(question)).scalars())


async def get_takedown(session: AsyncSession, takedown_id: str) -> TakedownRow | None:
    return next(iter(await get_takedowns(session, [takedown_id])), None)


async def lock_cases_of(session: AsyncSession, takedown_ids: Sequence[str]) -> list[CaseRow]:
    """The cases of takedowns, held in one order until the transaction ends."""
    theirs = select(col(TakedownRow.case_id)).where(col(TakedownRow.id).in_(takedown_ids))
    rows = await session.execute(
        select(CaseRow).where(col(CaseRow.id).in_(theirs)).order_by(col(CaseRow.id)).with_for_update()
    )
    return list(rows.scalars())


async def lock_cases_beside(
    session: AsyncSession, takedown_ids: Sequence[str], others: Sequence[str] = ()
) -> list[CaseRow]:
    """Every case on the listings of takedowns, and those of other takedowns.

    All held in one order, so that no two transactions wait in a ring.
    """
    theirs = (
        select(col(CaseRow.listing_id))
        .join(TakedownRow, col(TakedownRow.case_id) == col(CaseRow.id))
        .where(col(TakedownRow.id).in_(takedown_ids))
    )
    of_others = select(col(TakedownRow.case_id)).where(col(TakedownRow.id).in_(others))
    rows = await session.execute(
        select(CaseRow)
        .where(or_(col(CaseRow.listing_id).in_(theirs), col(CaseRow.id).in_(of_others)))
        .order_by(col(CaseRow.id))
        .with_for_update()
    )
    return list(rows.scalars())


async def worked_on(session: AsyncSession, listing_id: str) -> list[CaseRow]:
    """Every member's cases on a listing that the marketplace may work on: for the hub's own work."""
    states = [CaseState.SUBMITTED.value, CaseState.COUNTER_NOTICED.value]
    rows = await session.execute(
        select(CaseRow).where(col(CaseRow.listing_id) == listing_id, col(CaseRow.state).in_(states))
    )
    return list(rows.scalars())


async def due_takedowns(
    session: AsyncSession, marketplace_id: str, now: datetime, limit: int
) -> list[tuple[str, str]]:
    """(takedown id, state) of those whose next step is due, the longest due first."""
    rows = await session.execute(
        select(col(TakedownRow.id), col(TakedownRow.state))
        .where(col(TakedownRow.marketplace_id) == marketplace_id, col(TakedownRow.due_at) <= now)
        .order_by(col(TakedownRow.due_at), col(TakedownRow.id))
        .limit(limit)
    )
    return [(ident, state) for ident, state in rows.all()]


async def next_due(session: AsyncSession, marketplace_id: str) -> datetime | None:
    """When the marketplace's next step is due, whether past or future; None where nothing is owed."""
    found = await session.execute(
        select(func.min(TakedownRow.due_at)).where(col(TakedownRow.marketplace_id) == marketplace_id)
    )
    due: datetime | None = found.scalar_one()
    return due


async def owed_reads(session: AsyncSession, marketplace_id: str, limit: int) -> list[ListingRead]:
    rows = await session.execute(
        select(ListingRead)
        .where(col(ListingRead.marketplace_id) == marketplace_id)
        .order_by(col(ListingRead.owed_at))
        .limit(limit)
    )
    return list(rows.scalars())


async def evidence_of(session: AsyncSession, viewer: Viewer, case_id: str) -> list[Evidence]:
    question = select(Evidence).where(col(Evidence.case_id) == case_id).order_by(col(Evidence.taken_at))
    if viewer.member_ids is not None:
        question = question.where(col(Evidence.member_id).in_(sorted(viewer.member_ids)))
    return list((await session.execute(question)).scalars())


async def failed_takedowns(session: AsyncSession, limit: int = 100) -> list[TakedownRow]:
    """Requests that will not be tried again by themselves, newest first."""
    rows = await session.execute(
        select(TakedownRow)
        .where(
            or_(
                col(TakedownRow.state) == TakedownState.FAILED.value,
                and_(
                    col(TakedownRow.state) == TakedownState.PENDING.value, col(TakedownRow.due_at).is_(None)
                ),
            )
        )
        .order_by(col(TakedownRow.owed_at).desc())
        .limit(limit)
    )
    return list(rows.scalars())
