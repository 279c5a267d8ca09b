"""What happened to sellers, counted over a period: for the operator, over all members."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.domain.cases import CaseEventKind, CaseState
from aacabot.store.models import CaseEventRow, CaseRow, Strike

_TAKEN_DOWN = "taken_down"
_CARRIED_OUT = (CaseState.TAKEN_DOWN.value, CaseState.EDITED.value, CaseState.COUNTER_NOTICED.value)


async def taken_down(session: AsyncSession, since: datetime, until: datetime) -> dict[str, int]:
    """Takedowns carried out in the period, by marketplace id."""
    rows = await session.execute(
        select(col(CaseRow.marketplace_id), func.count())
        .where(
            col(CaseRow.outcome) == _TAKEN_DOWN,
            col(CaseRow.outcome_at) >= since,
            col(CaseRow.outcome_at) < until,
        )
        .group_by(col(CaseRow.marketplace_id))
    )
    return dict(rows.all())


async def undone(
    session: AsyncSession, since: datetime, until: datetime
) -> list[tuple[str, datetime, datetime]]:
    """(marketplace id, carried out at, undone at) of takedowns that were undone in the period."""
    rows = await session.execute(
        select(col(CaseRow.marketplace_id), col(CaseRow.outcome_at), col(CaseRow.restored_at)).where(
            col(CaseRow.outcome) == _TAKEN_DOWN,
            col(CaseRow.restored_at) >= since,
            col(CaseRow.restored_at) < until,
        )
    )
    return [(marketplace, done, ended) for marketplace, done, ended in rows.all() if done and ended]


async def retracted(session: AsyncSession, since: datetime, until: datetime) -> dict[str, int]:
    """Takedowns a brand took back in the period after they were carried out, by marketplace id."""
    rows = await session.execute(
        select(col(CaseRow.marketplace_id), func.count())
        .join(CaseEventRow, col(CaseEventRow.case_id) == col(CaseRow.id))
        .where(
            col(CaseRow.restored_at) >= since,
            col(CaseRow.restored_at) < until,
            col(CaseEventRow.kind) == CaseEventKind.RETRACTED.value,
            col(CaseEventRow.from_state).in_(_CARRIED_OUT),
        )
        .group_by(col(CaseRow.marketplace_id))
    )
    return dict(rows.all())


async def voided(session: AsyncSession, since: datetime, until: datetime) -> dict[str, int]:
    """Strikes that fell in the period, by the marketplace id of their case."""
    rows = await session.execute(
        select(col(CaseRow.marketplace_id), func.count())
        .join(Strike, col(Strike.case_id) == col(CaseRow.id))
        .where(col(Strike.voided_at) >= since, col(Strike.voided_at) < until)
        .group_by(col(CaseRow.marketplace_id))
    )
    return dict(rows.all())
