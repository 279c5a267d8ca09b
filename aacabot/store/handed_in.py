"""What stands around a notice before it leaves: evidence handed in, and other cases on its listing."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.store.models import CaseRow, Evidence, ListingRow


@dataclass(frozen=True)
class Beside:
    """Another case of the same member on the same listing; `gone` while the listing was last seen gone."""

    case_id: str
    brand_id: str
    state: str
    gone: bool


async def evidence_by_kind(session: AsyncSession, case_ids: Collection[str]) -> dict[str, dict[str, int]]:
    """How many pieces of each kind each of these cases has; without those that have none."""
    rows = await session.execute(
        select(col(Evidence.case_id), col(Evidence.kind), func.count())
        .where(col(Evidence.case_id).in_(sorted(case_ids)))
        .group_by(col(Evidence.case_id), col(Evidence.kind))
    )
    found: dict[str, dict[str, int]] = {}
    for case_id, kind, count in rows.all():
        found.setdefault(case_id, {})[kind] = count
    return found


async def cases_beside(session: AsyncSession, listing_ids: Collection[str]) -> dict[str, list[Beside]]:
    """All cases on these listings that the session may see, by listing and member (`listing:member`)."""
    rows = await session.execute(
        select(
            col(CaseRow.listing_id),
            col(CaseRow.member_id),
            col(CaseRow.id),
            col(CaseRow.brand_id),
            col(CaseRow.state),
            col(ListingRow.settled_at).is_not(None),
        )
        .join(ListingRow, col(ListingRow.id) == col(CaseRow.listing_id))
        .where(col(CaseRow.listing_id).in_(sorted(listing_ids)))
    )
    found: dict[str, list[Beside]] = {}
    for row in rows.all():
        found.setdefault(f"{row[0]}:{row[1]}", []).append(Beside(row[2], row[3], row[4], row[5]))
    return found


async def handed_in(session: AsyncSession, case_ids: Collection[str]) -> dict[str, list[Evidence]]:
    """What people handed in for cases, oldest first, by case."""
    rows = await session.execute(
        select(Evidence)
        .where(col(Evidence.case_id).in_(sorted(case_ids)), col(Evidence.person_id).is_not(None))
        .order_by(col(Evidence.taken_at), col(Evidence.id))
    )
    found: dict[str, list[Evidence]] = {}
    for row in rows.scalars():
        found.setdefault(row.case_id, []).append(row)
    return found
