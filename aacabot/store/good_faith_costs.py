"""The cases that cost a record, and the whole record of cases for its export."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.domain.good_faith import Window
from aacabot.domain.portfolio import Reach
from aacabot.store.models import Brand, CaseEventRow, CaseRow, GoodFaith, ListingVersion, Member


def _in(member_id: str, marketplace_id: str, days: Window, reach: Reach) -> ColumnElement[bool]:
    """The cases that were decided in a window, among those the reader may see."""
    first = datetime.combine(days.first, time(), UTC)
    after = datetime.combine(days.last + timedelta(days=1), time(), UTC)
    seen = or_(
        col(CaseRow.member_id).in_(sorted(reach.member_ids)),
        col(CaseRow.brand_id).in_(sorted(reach.brand_ids)),
    )
    conditions = [
        col(CaseRow.member_id) == member_id,
        col(CaseRow.marketplace_id) == marketplace_id,
        col(CaseRow.outcome_at) >= first,
        col(CaseRow.outcome_at) < after,
    ]
    return and_(*conditions, *([] if reach.everything else [seen]))


_COSTS = or_(
    col(CaseRow.outcome) == "declined",
    and_(col(CaseRow.outcome) == "taken_down", col(CaseRow.restored_at).is_not(None)),
)


async def count_costs(
    session: AsyncSession, member_id: str, marketplace_id: str, days: Window, reach: Reach
) -> int:
    found = await session.execute(
        select(func.count()).select_from(CaseRow).where(_in(member_id, marketplace_id, days, reach), _COSTS)
    )
    return found.scalar_one()


async def costs(
    session: AsyncSession,
    member_id: str,
    marketplace_id: str,
    days: Window,
    reach: Reach,
    *,
    limit: int,
    offset: int = 0,
) -> list[tuple[CaseRow, str, bytes]]:
    """(case, brand's name, the listing as received), what cost it last first."""
    when = func.coalesce(col(CaseRow.restored_at), col(CaseRow.outcome_at))
    rows: Any = await session.execute(
        select(CaseRow, col(Brand.name), col(ListingVersion.body))
        .join(Brand, col(Brand.id) == col(CaseRow.brand_id))
        .join(
            ListingVersion,
            and_(
                col(ListingVersion.listing_id) == col(CaseRow.listing_id),
                col(ListingVersion.version) == col(CaseRow.version),
            ),
        )
        .where(_in(member_id, marketplace_id, days, reach), _COSTS)
        .order_by(when.desc(), col(CaseRow.id).desc())
        .limit(limit)
        .offset(offset)
    )
    return [(case, brand, body) for case, brand, body in rows.all()]


async def decided_cases(
    session: AsyncSession, member_id: str, marketplace_id: str, days: Window, *, after: str, limit: int
) -> list[CaseRow]:
    """Every case a window counts, by id, a batch at a time: those after an id."""
    found = await session.execute(
        select(CaseRow)
        .where(
            _in(member_id, marketplace_id, days, Reach(everything=True)),
            col(CaseRow.outcome).is_not(None),
            col(CaseRow.id) > after,
        )
        .order_by(col(CaseRow.id))
        .limit(limit)
    )
    return list(found.scalars())


async def hashes_of(session: AsyncSession, case_ids: list[str]) -> dict[str, list[str | None]]:
    """The hashes of cases' events, in their order."""
    found = await session.execute(
        select(col(CaseEventRow.case_id), col(CaseEventRow.hash))
        .where(col(CaseEventRow.case_id).in_(case_ids))
        .order_by(col(CaseEventRow.case_id), col(CaseEventRow.seq))
    )
    hashes: dict[str, list[str | None]] = {case_id: [] for case_id in case_ids}
    for case_id, value in found.all():
        hashes[case_id].append(value)
    return hashes


async def any_untold(session: AsyncSession) -> bool:
    found = await session.execute(
        select(col(GoodFaith.member_id)).where(col(GoodFaith.untold_from).is_not(None)).limit(1)
    )
    return found.first() is not None


async def hold_untold(session: AsyncSession, limit: int) -> list[tuple[GoodFaith, Member]]:
    """Standings whose change nobody was told of yet, of members in the alliance and others, held."""
    found = await session.execute(
        select(GoodFaith, Member)
        .join(Member, col(Member.id) == col(GoodFaith.member_id))
        .where(col(GoodFaith.untold_from).is_not(None))
        .order_by(col(GoodFaith.member_id), col(GoodFaith.marketplace_id), col(GoodFaith.reason_code))
        .limit(limit)
        .with_for_update(of=GoodFaith)
    )
    return [(row, member) for row, member in found.all()]
