"""Duty shifts and absences; and the people who may be on duty, with what each may see."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, false, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.domain.duty import Away, Shift
from aacabot.domain.people import DECIDERS, OPERATOR_ROLES
from aacabot.store.models import Absence, DutyShift, GrantRow, PersonRow, SlackIdentity


async def shifts_of(
    session: AsyncSession, member_ids: Collection[str | None]
) -> dict[str | None, list[Shift]]:
    """The shifts of members, and of the desk under None: the scope decides which of them it may read."""
    found = await session.execute(
        select(DutyShift)
        .where(
            col(DutyShift.withdrawn_at).is_(None),
            or_(
                col(DutyShift.member_id).in_(sorted(one for one in member_ids if one is not None)),
                col(DutyShift.member_id).is_(None) if None in member_ids else false(),
            ),
        )
        .order_by(col(DutyShift.id))
    )
    rotas: dict[str | None, list[Shift]] = {member_id: [] for member_id in member_ids}
    for row in found.scalars():
        rotas[row.member_id].append(as_shift(row))
    return rotas


async def own_shifts(session: AsyncSession, person_id: str) -> list[Shift]:
    """A person's shifts, whoever they are for."""
    found = await session.execute(
        select(DutyShift)
        .where(col(DutyShift.withdrawn_at).is_(None), col(DutyShift.person_id) == person_id)
        .order_by(col(DutyShift.id))
    )
    return [as_shift(row) for row in found.scalars()]


def as_shift(row: DutyShift) -> Shift:
    return Shift(
        id=row.id,
        person_id=row.person_id,
        weekdays=frozenset(row.weekdays),
        from_minute=row.from_minute,
        to_minute=row.to_minute,
        timezone=row.timezone,
    )


async def get_shift(session: AsyncSession, shift_id: str) -> DutyShift | None:
    """A shift that stands, held until the transaction ends."""
    found = await session.execute(
        select(DutyShift)
        .where(col(DutyShift.id) == shift_id, col(DutyShift.withdrawn_at).is_(None))
        .with_for_update()
    )
    return found.scalar_one_or_none()


async def absences_at(session: AsyncSession, now: datetime) -> list[Away]:
    """Everybody's absences that have not ended. They name people only, so the transaction is everyone's."""
    found = await session.execute(
        select(Absence).where(or_(col(Absence.until).is_(None), col(Absence.until) > now))
    )
    return [as_away(row) for row in found.scalars()]


def as_away(row: Absence) -> Away:
    return Away(person_id=row.person_id, since=row.since, until=row.until, deputy_id=row.deputy_id)


@dataclass(frozen=True)
class Grantee:
    """A person with one of their grants in force; `member_id` None is the operator's desk."""

    person_id: str
    name: str
    member_id: str | None
    brand_id: str | None
    agency_id: str | None
    role: str


async def deciders_of(session: AsyncSession, member_ids: Sequence[str], today: date) -> list[Grantee]:
    """Who may decide for members' brands, their agencies' people included; by name."""
    return await _grantees(
        session,
        today,
        col(GrantRow.member_id).in_(sorted(set(member_ids))),
        col(GrantRow.role).in_([role.value for role in DECIDERS]),
    )


async def desk_people(session: AsyncSession, today: date) -> list[Grantee]:
    """The operator's people, by name. Their grants are no member's: the transaction must be everyone's."""
    return await _grantees(session, today, col(GrantRow.role).in_([role.value for role in OPERATOR_ROLES]))


async def _grantees(session: AsyncSession, today: date, *wanted: ColumnElement[bool]) -> list[Grantee]:
    found = await session.execute(
        select(
            col(PersonRow.id),
            col(PersonRow.name),
            col(GrantRow.member_id),
            col(GrantRow.brand_id),
            col(PersonRow.agency_id),
            col(GrantRow.role),
        )
        .join(GrantRow, col(GrantRow.person_id) == col(PersonRow.id))
        .where(
            col(PersonRow.withdrawn_at).is_(None),
            or_(col(GrantRow.expires).is_(None), col(GrantRow.expires) >= today),
            *wanted,
        )
        .order_by(col(PersonRow.name), col(PersonRow.id))
    )
    return [Grantee(*row) for row in found.all()]


async def channels_of(session: AsyncSession, person_ids: Collection[str]) -> dict[str, list[str]]:
    """Where people are told something in person, `team:user` each, by person."""
    found = await session.execute(
        select(SlackIdentity).where(col(SlackIdentity.person_id).in_(sorted(person_ids)))
    )
    channels: dict[str, list[str]] = {person_id: [] for person_id in person_ids}
    for row in found.scalars():
        channels[row.person_id].append(f"{row.team_id}:{row.user_id}")
    return channels
