"""Complaints and their rows. What people read of them takes the viewer; the workers' reads are everyone's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, false, func, or_, select, true, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.domain.cases import CaseState
from aacabot.domain.complaints import RowState
from aacabot.domain.portfolio import Reach
from aacabot.domain.viewers import Viewer
from aacabot.store.models import (
    Brand,
    CaseRow,
    Complaint,
    ComplaintRow,
    Marketplace,
    Member,
    PersonRow,
    RegisteredRight,
)

_WAITS = RowState.WAITING.value


def _visible(viewer: Viewer) -> tuple[ColumnElement[bool], ...]:
    if viewer.member_ids is None:
        return ()
    return (col(Complaint.member_id).in_(sorted(viewer.member_ids)),)


async def same_before(session: AsyncSession, member_id: str, digest: str) -> tuple[Complaint | None, int]:
    """The last complaint of a member that said the same, and how many did."""
    rows = await session.execute(
        select(Complaint)
        .where(
            col(Complaint.member_id) == member_id,
            or_(col(Complaint.digest) == digest, col(Complaint.digest).like(f"{digest}.%")),
        )
        .order_by(col(Complaint.made_at).desc())
    )
    found = list(rows.scalars())
    return (found[0] if found else None), len(found)


async def add(session: AsyncSession, complaint: Complaint, rows: Sequence[ComplaintRow]) -> None:
    session.add(complaint)
    await session.flush()
    session.add_all(rows)
    await session.flush()


async def get_complaint(session: AsyncSession, viewer: Viewer, ident: str) -> Complaint | None:
    """The complaint, or None where there is none that the viewer may see."""
    found = await session.execute(select(Complaint).where(col(Complaint.id) == ident, *_visible(viewer)))
    return found.scalar_one_or_none()


async def rows_with_cases(
    session: AsyncSession, ident: str
) -> list[tuple[ComplaintRow, str | None, str | None, str | None]]:
    """A complaint's rows in order, each with its case's number and state, and the marketplace's name."""
    rows = await session.execute(
        select(ComplaintRow, col(CaseRow.number), col(CaseRow.state), col(Marketplace.name))
        .outerjoin(CaseRow, col(CaseRow.id) == col(ComplaintRow.case_id))
        .outerjoin(Marketplace, col(Marketplace.id) == col(ComplaintRow.marketplace_id))
        .where(col(ComplaintRow.complaint_id) == ident)
        .order_by(col(ComplaintRow.position))
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows.all()]


async def complaints_page(
    session: AsyncSession, reach: Reach, *, limit: int, offset: int
) -> tuple[list[str], int]:
    """A page of the complaints within reach, newest first, and how many there are."""
    mine = or_(
        true() if reach.everything else false(),
        col(Complaint.member_id).in_(sorted(reach.member_ids)),
        col(Complaint.brand_id).in_(sorted(reach.brand_ids)),
    )
    total = await session.execute(select(func.count()).select_from(Complaint).where(mine))
    rows = await session.execute(
        select(col(Complaint.id))
        .where(mine)
        .order_by(col(Complaint.made_at).desc(), col(Complaint.id))
        .limit(limit)
        .offset(offset)
    )
    return list(rows.scalars()), total.scalar_one()


@dataclass(frozen=True)
class Named:
    """A complaint with the names its card says."""

    complaint: Complaint
    member: str
    brand: str
    office: str
    number: str
    person: str | None


async def named(session: AsyncSession, idents: Sequence[str]) -> dict[str, Named]:
    """Complaints that were found already, by id, with names."""
    rows = await session.execute(
        select(
            Complaint,
            col(Member.name),
            col(Brand.name),
            col(RegisteredRight.office),
            col(RegisteredRight.number),
            col(PersonRow.name),
        )
        .join(Member, col(Member.id) == col(Complaint.member_id))
        .join(Brand, col(Brand.id) == col(Complaint.brand_id))
        .join(RegisteredRight, col(RegisteredRight.id) == col(Complaint.right_id))
        .outerjoin(PersonRow, col(PersonRow.id) == col(Complaint.person_id))
        .where(col(Complaint.id).in_(idents))
    )
    return {row[0].id: Named(*row) for row in rows.all()}


async def counts_of_rows(
    session: AsyncSession, idents: Sequence[str]
) -> dict[str, dict[tuple[str, str | None], int]]:
    """How many rows of each complaint stand how, by (state, problem)."""
    rows = await session.execute(
        select(
            col(ComplaintRow.complaint_id), col(ComplaintRow.state), col(ComplaintRow.problem), func.count()
        )
        .where(col(ComplaintRow.complaint_id).in_(idents))
        .group_by(col(ComplaintRow.complaint_id), col(ComplaintRow.state), col(ComplaintRow.problem))
    )
    counts: dict[str, dict[tuple[str, str | None], int]] = {ident: {} for ident in idents}
    for ident, state, problem, n in rows.all():
        counts[ident][state, problem] = n
    return counts


async def counts_of_cases(session: AsyncSession, idents: Sequence[str]) -> dict[str, dict[str, int]]:
    """How many cases of each complaint are in which state."""
    rows = await session.execute(
        select(col(CaseRow.complaint_id), col(CaseRow.state), func.count())
        .where(col(CaseRow.complaint_id).in_(idents))
        .group_by(col(CaseRow.complaint_id), col(CaseRow.state))
    )
    counts: dict[str, dict[str, int]] = {ident: {} for ident in idents}
    for ident, state, n in rows.all():
        if ident is not None:
            counts[ident][state] = n
    return counts


async def untold(session: AsyncSession) -> list[str]:
    """Complaints that are finished, and whose result file has not been posted."""
    rows = await session.execute(
        select(col(Complaint.id)).where(
            col(Complaint.finished_at).is_not(None), col(Complaint.told_at).is_(None)
        )
    )
    return list(rows.scalars())


async def mark_told(session: AsyncSession, ident: str, at: datetime) -> None:
    await session.execute(update(Complaint).where(col(Complaint.id) == ident).values(told_at=at))


async def hold_complaint(session: AsyncSession, ident: str) -> Complaint | None:
    """The complaint, held until the transaction ends."""
    found = await session.execute(select(Complaint).where(col(Complaint.id) == ident).with_for_update())
    return found.scalar_one_or_none()


async def pending_second(session: AsyncSession, ident: str, until: datetime | None = None) -> list[str]:
    """The complaint's cases that wait for a second person, oldest first; confirmed until a moment, or all."""
    rows = await session.execute(
        select(col(CaseRow.id))
        .where(
            col(CaseRow.complaint_id) == ident,
            col(CaseRow.state) == CaseState.PENDING_SECOND.value,
            true() if until is None else col(CaseRow.decided_at) <= until,
        )
        .order_by(col(CaseRow.opened_at), col(CaseRow.id))
    )
    return list(rows.scalars())
