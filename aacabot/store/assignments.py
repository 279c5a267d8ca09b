"""Who is on which case, and what a person who is lost leaves behind. For the hub's own work."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.domain.cases import UNSETTLED_STATES, CaseEventKind, CaseState
from aacabot.domain.people import DECIDERS
from aacabot.store.models import Agency, Brand, CaseEventRow, CaseRow, GrantRow, PersonRow

_UNSETTLED = sorted(state.value for state in UNSETTLED_STATES)


async def held_by(session: AsyncSession, person_id: str) -> list[CaseRow]:
    """The unsettled cases somebody is on, held in one order until the transaction ends."""
    found = await session.execute(
        select(CaseRow)
        .where(col(CaseRow.assignee_id) == person_id, col(CaseRow.state).in_(_UNSETTLED))
        .order_by(col(CaseRow.id))
        .with_for_update()
    )
    return list(found.scalars())


async def forget_settled(session: AsyncSession, person_id: str) -> None:
    """Nobody is on a settled case any more, should it come up again; its events keep who was."""
    await session.execute(
        update(CaseRow)
        .where(col(CaseRow.assignee_id) == person_id, col(CaseRow.state).not_in(_UNSETTLED))
        .values(assignee_id=None)
        .execution_options(synchronize_session=False)
    )


def _may_still_decide(now: datetime) -> ColumnElement[bool]:
    of_living_agency = ~exists().where(
        col(Agency.id) == col(PersonRow.agency_id), col(Agency.withdrawn_at).is_not(None)
    )
    return exists().where(
        col(PersonRow.id) == col(CaseRow.assignee_id),
        col(PersonRow.withdrawn_at).is_(None),
        of_living_agency,
        col(GrantRow.person_id) == col(PersonRow.id),
        col(GrantRow.member_id) == col(CaseRow.member_id),
        col(GrantRow.brand_id).is_(None) | (col(GrantRow.brand_id) == col(CaseRow.brand_id)),
        col(GrantRow.role).in_(sorted(role.value for role in DECIDERS)),
        col(GrantRow.expires).is_(None) | (col(GrantRow.expires) >= now.date()),
    )


def _lapsed(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        col(CaseRow.assignee_id).is_not(None),
        col(CaseRow.state).in_(_UNSETTLED),
        ~_may_still_decide(now),
    )


async def any_lapsed(session: AsyncSession, now: datetime) -> bool:
    """Whether somebody is on a case who may no longer decide it."""
    found = await session.execute(select(col(CaseRow.id)).where(*_lapsed(now)).limit(1))
    return found.first() is not None


async def lapsed(session: AsyncSession, now: datetime) -> list[CaseRow]:
    """The cases of those who may no longer decide them, held in one order."""
    found = await session.execute(
        select(CaseRow).where(*_lapsed(now)).order_by(col(CaseRow.id)).with_for_update()
    )
    return list(found.scalars())


async def whence(session: AsyncSession, person_ids: Sequence[str]) -> dict[str, tuple[str, str]]:
    """By person: whom cases come back from, as (key, name): their agency, or they themselves."""
    found = await session.execute(
        select(PersonRow, Agency)
        .outerjoin(Agency, col(Agency.id) == col(PersonRow.agency_id))
        .where(col(PersonRow.id).in_(sorted(person_ids)))
    )
    return {
        person.id: (agency.id, agency.name) if agency else (person.id, person.name)
        for person, agency in found.all()
    }


_ANSWER_DUE = (CaseState.PENDING_SECOND.value, CaseState.COUNTER_NOTICED.value)


async def deadlines_of(
    session: AsyncSession, person_id: str, counselled: Sequence[tuple[str, str | None]]
) -> list[tuple[CaseRow, Brand]]:
    """Cases with a clock that the person answered for: decided or taken on by them, or, where they were
    counsel (`counselled`: member, and brand or None for all), those a seller objects to.
    """
    owned = (col(CaseRow.decided_by) == person_id) | (col(CaseRow.assignee_id) == person_id)
    for member_id, brand_id in counselled:
        theirs = col(CaseRow.member_id) == member_id
        if brand_id:
            theirs &= col(CaseRow.brand_id) == brand_id
        owned |= theirs & (col(CaseRow.state) == CaseState.COUNTER_NOTICED.value)
    found = await session.execute(
        select(CaseRow, Brand)
        .join(Brand, col(Brand.id) == col(CaseRow.brand_id))
        .where(col(CaseRow.state).in_(_ANSWER_DUE), owned)
        .order_by(col(CaseRow.decide_by), col(CaseRow.id))
    )
    return [(case, brand) for case, brand in found.all()]


async def answer_by(session: AsyncSession, case_id: str) -> str | None:
    """Until when a counter-notice is to be answered, in ISO 8601."""
    found = await session.execute(
        select(CaseEventRow)
        .where(
            col(CaseEventRow.case_id) == case_id,
            col(CaseEventRow.kind) == CaseEventKind.COUNTER_NOTICED.value,
        )
        .order_by(col(CaseEventRow.seq).desc())
        .limit(1)
    )
    event = found.scalar_one_or_none()
    return str(event.data["due"]) if event and event.data.get("due") else None


async def gone_with_deadlines(session: AsyncSession) -> list[PersonRow]:
    """People who have left and whose confirms still wait for a second person, or for an answer."""
    found = await session.execute(
        select(PersonRow)
        .distinct()
        .join(CaseRow, col(CaseRow.decided_by) == col(PersonRow.id))
        .where(col(PersonRow.withdrawn_at).is_not(None), col(CaseRow.state).in_(_ANSWER_DUE))
        .order_by(col(PersonRow.id))
    )
    return list(found.scalars())


async def count_held(session: AsyncSession, person_id: str) -> int:
    """How many unsettled cases somebody is on, among those the session's scope shows."""
    found = await session.execute(
        select(func.count())
        .select_from(CaseRow)
        .where(col(CaseRow.assignee_id) == person_id, col(CaseRow.state).in_(_UNSETTLED))
    )
    return found.scalar_one()
