"""What the two-person rule asks of the store."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import exists, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.domain.cases import CaseEventKind, CaseState
from aacabot.domain.good_faith.status import GoodFaithStatus
from aacabot.domain.people import DECIDERS
from aacabot.domain.second_person import ONE_SELLER_WITHIN, Circumstances, Decider
from aacabot.store.models import (
    AuthorisedSeller,
    CaseEventRow,
    CaseRow,
    Complaint,
    GoodFaith,
    GrantRow,
    PersonRow,
)
from aacabot.store.people import grants_in

_DECIDES = sorted(role.value for role in DECIDERS)
_CONFIRMED = CaseEventKind.CONFIRMED.value


async def circumstances(
    session: AsyncSession,
    case: CaseRow,
    reason_code: str,
    person_id: str,
    now: datetime,
    brake_since: datetime,
) -> Circumstances:
    """What the store knows of a person's confirm of a case before it is made: one statement."""
    row = (
        await session.execute(
            select(
                _confirms(person_id, brake_since),
                _complained(case),
                _of_seller(case, now),
                _on_watch(case, reason_code),
                _granted_at(case, person_id),
                _confirmed_at(case, person_id),
            )
        )
    ).one()
    confirms, complained, of_seller, on_watch, granted_at, confirmed_at = row
    return Circumstances(
        confirms=confirms,
        complained=complained or 0,
        of_seller=of_seller,
        on_watch=bool(on_watch),
        granted_at=granted_at,
        confirmed_at=confirmed_at,
    )


def _confirms(person_id: str, since: datetime) -> Any:
    return (
        select(func.count())
        .select_from(CaseEventRow)
        .where(
            col(CaseEventRow.person_id) == person_id,
            col(CaseEventRow.kind) == _CONFIRMED,
            col(CaseEventRow.recorded_at) > since,
        )
        .scalar_subquery()
    )


def _complained(case: CaseRow) -> Any:
    if case.complaint_id is None:
        return literal(0)
    return select(col(Complaint.total)).where(col(Complaint.id) == case.complaint_id).scalar_subquery()


def _of_seller(case: CaseRow, now: datetime) -> Any:
    """The member's other cases of the seller that were confirmed lately, whoever confirmed them."""
    if case.seller_row_id is None:
        return literal(0)
    return (
        select(func.count())
        .select_from(CaseRow)
        .where(
            col(CaseRow.seller_row_id) == case.seller_row_id,
            col(CaseRow.member_id) == case.member_id,
            col(CaseRow.id) != case.id,
            col(CaseRow.decided_at) > now - ONE_SELLER_WITHIN,
            col(CaseRow.state) != CaseState.DISMISSED.value,
        )
        .scalar_subquery()
    )


def _on_watch(case: CaseRow, reason_code: str) -> Any:
    return exists().where(
        col(GoodFaith.member_id) == case.member_id,
        col(GoodFaith.marketplace_id) == case.marketplace_id,
        col(GoodFaith.reason_code).in_(("", reason_code)),
        col(GoodFaith.status) == GoodFaithStatus.WATCH.value,
    )


def _granted_at(case: CaseRow, person_id: str) -> Any:
    """When the person's role was last given or changed; roles from the alliance file have no such moment."""
    return (
        select(func.max(col(GrantRow.granted_at)))
        .where(
            col(GrantRow.person_id) == person_id,
            col(GrantRow.member_id) == case.member_id,
            col(GrantRow.role).in_(_DECIDES),
        )
        .scalar_subquery()
    )


def _confirmed_at(case: CaseRow, person_id: str) -> Any:
    return (
        select(func.max(col(CaseEventRow.recorded_at)))
        .where(
            col(CaseEventRow.person_id) == person_id,
            col(CaseEventRow.member_id) == case.member_id,
            col(CaseEventRow.kind) == _CONFIRMED,
        )
        .scalar_subquery()
    )


async def authorised_elsewhere(
    session: AsyncSession, member_id: str, marketplace_key: str, seller_id: str
) -> bool:
    """Whether a seller is on another member's list: asked in everyone's transaction, and no more than yes."""
    found = await session.execute(
        select(col(AuthorisedSeller.id))
        .where(
            col(AuthorisedSeller.seller_id) == seller_id,
            col(AuthorisedSeller.marketplace_key) == marketplace_key,
            col(AuthorisedSeller.member_id) != member_id,
            col(AuthorisedSeller.withdrawn_at).is_(None),
        )
        .limit(1)
    )
    return found.first() is not None


async def deciders_of_members(
    session: AsyncSession, member_ids: Collection[str], now: datetime
) -> dict[str, list[Decider]]:
    """Who decides for each member or a brand of it now, by name: one statement."""
    rows = await session.execute(
        select(col(PersonRow.id), col(PersonRow.name), col(PersonRow.agency_id), GrantRow)
        .join(GrantRow, col(GrantRow.person_id) == col(PersonRow.id))
        .where(
            col(GrantRow.member_id).in_(sorted(member_ids)),
            col(GrantRow.role).in_(_DECIDES),
            col(PersonRow.withdrawn_at).is_(None),
        )
        .order_by(col(PersonRow.name), col(PersonRow.id))
    )
    held: dict[tuple[str, str], tuple[str, str | None, list[GrantRow]]] = {}
    for person_id, name, agency_id, grant in rows.all():
        held.setdefault((str(grant.member_id), person_id), (name, agency_id, []))[2].append(grant)
    found: dict[str, list[Decider]] = {member_id: [] for member_id in member_ids}
    for (member_id, person_id), (name, agency_id, grants) in held.items():
        standing = tuple(grant for grant in grants_in(grants) if grant.holds(now))
        if standing:
            found[member_id].append(
                Decider(person_id=person_id, name=name, agency_id=agency_id, grants=standing)
            )
    return found


async def agencies_of(session: AsyncSession, person_ids: Collection[str]) -> dict[str, str | None]:
    """The agency of each of these people; None for those of none."""
    rows = await session.execute(
        select(col(PersonRow.id), col(PersonRow.agency_id)).where(col(PersonRow.id).in_(sorted(person_ids)))
    )
    return dict(rows.all())


async def overdue(session: AsyncSession, now: datetime, limit: int) -> list[str]:
    """Cases whose second person did not come in time, the longest waiting first."""
    rows = await session.execute(
        select(col(CaseRow.id))
        .where(col(CaseRow.state) == CaseState.PENDING_SECOND.value, col(CaseRow.second_by) <= now)
        .order_by(col(CaseRow.second_by))
        .limit(limit)
    )
    return list(rows.scalars())
