"""Cases that come to an end by themselves: undecided too long, and ended long enough to be frozen."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.domain.cases import ENDED_STATES, OPEN_STATES
from aacabot.store.models import CaseRow, LegalHold

_OPEN = sorted(state.value for state in OPEN_STATES)
_ENDED = sorted(state.value for state in ENDED_STATES)


async def overdue_cases(session: AsyncSession, decide_by: datetime, limit: int) -> list[str]:
    """Ids of undecided cases whose running clock was due by then, the longest waiting first."""
    rows = await session.execute(
        select(col(CaseRow.id))
        .where(
            col(CaseRow.state).in_(_OPEN),
            col(CaseRow.paused_at).is_(None),
            col(CaseRow.decide_by) <= decide_by,
        )
        .order_by(col(CaseRow.decide_by), col(CaseRow.id))
        .limit(limit)
    )
    return list(rows.scalars())


async def hold_cases(session: AsyncSession, case_ids: Sequence[str]) -> list[CaseRow]:
    """These cases in one order, held; without those that another node holds now."""
    rows = await session.execute(
        select(CaseRow)
        .where(col(CaseRow.id).in_(case_ids))
        .order_by(col(CaseRow.id))
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    return list(rows.scalars())


async def cases_to_archive(session: AsyncSession, ended_by: datetime, limit: int) -> list[str]:
    """Ids of cases that ended by then and that no legal hold keeps, their own or their member's."""
    held = exists().where(
        col(LegalHold.member_id) == col(CaseRow.member_id),
        or_(col(LegalHold.case_id).is_(None), col(LegalHold.case_id) == col(CaseRow.id)),
        col(LegalHold.released_at).is_(None),
    )
    rows = await session.execute(
        select(col(CaseRow.id))
        .where(col(CaseRow.state).in_(_ENDED), col(CaseRow.ended_at) <= ended_by, ~held)
        .order_by(col(CaseRow.ended_at), col(CaseRow.id))
        .limit(limit)
    )
    return list(rows.scalars())
