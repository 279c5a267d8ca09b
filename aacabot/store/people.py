"""Who a Slack identity is, and who may act for a brand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, bindparam, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col

from aacabot.domain.people import DECIDERS, Grant, Person, Role
from aacabot.domain.roles import PERMISSIONS, Permission
from aacabot.domain.viewers import Viewer
from aacabot.store.models import (
    Agency,
    Alliance,
    GrantRow,
    Member,
    OrgWorkspace,
    PersonRow,
    SlackIdentity,
)


@dataclass(frozen=True)
class Known:
    """A person, the language and time zone of the member they act for, and their organisation's name."""

    person: Person
    locale: str
    timezone: str
    home_name: str


def _who() -> Any:
    own = aliased(Member)
    operator = select(col(Alliance.operator_name)).limit(1).scalar_subquery()
    return (
        select(
            col(PersonRow.id),
            col(PersonRow.name),
            col(PersonRow.member_id),
            col(PersonRow.agency_id),
            func.coalesce(own.name, col(Agency.name), operator).label("home"),
            col(GrantRow.role),
            col(GrantRow.member_id).label("of_member"),
            col(GrantRow.brand_id),
            col(GrantRow.expires),
            col(Member.locale),
            col(Member.timezone),
        )
        .join(SlackIdentity, col(SlackIdentity.person_id) == col(PersonRow.id))
        .outerjoin(GrantRow, col(GrantRow.person_id) == col(PersonRow.id))
        .outerjoin(Member, col(Member.id) == col(GrantRow.member_id))
        .outerjoin(own, col(own.id) == col(PersonRow.member_id))
        .outerjoin(Agency, col(Agency.id) == col(PersonRow.agency_id))
        .where(
            col(SlackIdentity.team_id) == bindparam("team_id"),
            col(SlackIdentity.user_id) == bindparam("user_id"),
            col(PersonRow.withdrawn_at).is_(None),
        )
    )


_WHO = _who()
"""Asked at every click: building it takes several times as long as asking it."""


async def find_person(session: AsyncSession, team_id: str, user_id: str, now: datetime) -> Known | None:
    """The person known by this Slack identity, with the grants in force at `now`; None for a stranger.

    Asked before it is known whose data the person may see, so the transaction must be everyone's.
    """
    rows = (await session.execute(_WHO, {"team_id": team_id, "user_id": user_id})).all()
    if not rows:
        return None
    held = {grant: (row.locale, row.timezone) for row in rows if (grant := _held(row)) and grant.holds(now)}
    row = rows[0]
    person = Person(
        id=row.id,
        name=row.name,
        team_id=team_id,
        user_id=user_id,
        grants=tuple(held),
        of_member=row.member_id,
        of_agency=row.agency_id,
    )
    first = min(
        (grant for grant in held if grant.member_id), key=lambda grant: grant.member_id or "", default=None
    )
    locale, timezone = held[first] if first else ("en", "UTC")
    return Known(person, locale, timezone, row.home or "")


def _held(row: Row[Any]) -> Grant | None:
    if row.role is None:
        return None
    return _as_grant(row.role, row.of_member, row.brand_id, row.expires)


async def known_in_organisation(session: AsyncSession, team_id: str, user_id: str) -> str | None:
    """Another workspace of the same Enterprise organisation, or its own id, by which this user is known.

    `team_id` may be the organisation's own id. User ids are unique within an organisation, nowhere else
    (https://api.slack.com/enterprise/apps/changes-apis).
    """
    own = select(col(OrgWorkspace.enterprise_id)).where(col(OrgWorkspace.team_id) == team_id)
    same = select(col(OrgWorkspace.team_id)).where(
        or_(
            col(OrgWorkspace.enterprise_id) == team_id,
            col(OrgWorkspace.enterprise_id) == own.scalar_subquery(),
        )
    )
    found = await session.execute(
        select(col(SlackIdentity.team_id))
        .where(
            col(SlackIdentity.user_id) == user_id,
            or_(col(SlackIdentity.team_id).in_(same), col(SlackIdentity.team_id) == own.scalar_subquery()),
        )
        .order_by(col(SlackIdentity.team_id))
        .limit(1)
    )
    return found.scalar_one_or_none()


def _grant(row: GrantRow) -> Grant | None:
    """The grant of a row; None for a role this code does not know, which a later version may have given."""
    return _as_grant(row.role, row.member_id, row.brand_id, row.expires)


_ROLES = frozenset(Role)


def _as_grant(role: str, member_id: str | None, brand_id: str | None, expires: date | None) -> Grant | None:
    if role not in _ROLES:
        return None
    return Grant(role=Role(role), member_id=member_id, brand_id=brand_id, expires=expires)


async def who_may_decide(
    session: AsyncSession, viewer: Viewer, member_id: str, brand_id: str, now: datetime
) -> tuple[str, ...]:
    """Names of up to five people who may decide for a brand; empty where the viewer may not see them."""
    if not viewer.sees(member_id):
        return ()
    return await _who_have(session, Permission.DECIDE, member_id, brand_id, now)


async def who_may_answer(
    session: AsyncSession, viewer: Viewer, member_id: str, brand_id: str, now: datetime
) -> tuple[str, ...]:
    """Names of up to five people who may answer a seller for a brand; empty as `who_may_decide`."""
    if not viewer.sees(member_id):
        return ()
    return await _who_have(session, Permission.ANSWER, member_id, brand_id, now)


async def _who_have(
    session: AsyncSession, permission: Permission, member_id: str, brand_id: str, now: datetime
) -> tuple[str, ...]:
    rows = await session.execute(
        select(col(PersonRow.name), GrantRow)
        .select_from(PersonRow)
        .join(GrantRow, col(GrantRow.person_id) == col(PersonRow.id))
        .where(
            col(GrantRow.member_id) == member_id,
            col(GrantRow.role).in_([role.value for role in PERMISSIONS[permission].roles]),
            col(PersonRow.withdrawn_at).is_(None),
        )
        .order_by(col(PersonRow.name))
    )
    found = [(name, _grant(row)) for name, row in rows.all()]
    named = [name for name, held in found if held and held.covers(member_id, brand_id) and held.holds(now)]
    return tuple(dict.fromkeys(named))[:5]


async def names(session: AsyncSession, person_ids: set[str]) -> dict[str, str]:
    """The names of people by id."""
    rows = await session.execute(
        select(col(PersonRow.id), col(PersonRow.name)).where(col(PersonRow.id).in_(person_ids))
    )
    return dict(rows.all())


async def slack_ids_of(session: AsyncSession, person_id: str) -> list[tuple[str, str]]:
    """Every (team, user) a person is known by."""
    rows = await session.execute(
        select(col(SlackIdentity.team_id), col(SlackIdentity.user_id)).where(
            col(SlackIdentity.person_id) == person_id
        )
    )
    return [(team, user) for team, user in rows.all()]


async def counsel_of(session: AsyncSession, member_id: str, brand_id: str, now: datetime) -> tuple[str, ...]:
    """Person ids of the counsel of a brand."""
    rows = await session.execute(
        select(GrantRow)
        .join(PersonRow, col(PersonRow.id) == col(GrantRow.person_id))
        .where(
            col(GrantRow.member_id) == member_id,
            col(GrantRow.role) == Role.COUNSEL.value,
            col(PersonRow.withdrawn_at).is_(None),
        )
    )
    return tuple(
        row.person_id
        for row in rows.scalars()
        if (grant := _grant(row)) and grant.covers(member_id, brand_id) and grant.holds(now)
    )


async def person_by_id(session: AsyncSession, person_id: str, now: datetime) -> Person | None:
    """A person by their id, with the grants in force; None where they have left. They are in no workspace."""
    row = await session.get(PersonRow, person_id)
    if row is None or row.withdrawn_at is not None:
        return None
    held = await session.execute(select(GrantRow).where(col(GrantRow.person_id) == person_id))
    grants = [grant for each in held.scalars() if (grant := _grant(each)) and grant.holds(now)]
    return Person(
        id=row.id,
        name=row.name,
        team_id="",
        user_id="",
        grants=tuple(grants),
        of_member=row.member_id,
        of_agency=row.agency_id,
    )


def grants_in(rows: Iterable[GrantRow]) -> list[Grant]:
    """The grants of rows, whether still in force or not."""
    return [grant for row in rows if (grant := _grant(row))]


async def deciders_of(session: AsyncSession, member_id: str, now: datetime) -> dict[str, list[Grant]]:
    """Who decides for a member or a brand of it now, with the grants they do it by."""
    rows = await session.execute(
        select(GrantRow)
        .join(PersonRow, col(PersonRow.id) == col(GrantRow.person_id))
        .where(
            col(GrantRow.member_id) == member_id,
            col(GrantRow.role).in_(sorted(role.value for role in DECIDERS)),
            col(PersonRow.withdrawn_at).is_(None),
        )
        .order_by(col(PersonRow.id))
    )
    held: dict[str, list[Grant]] = {}
    for row in rows.scalars():
        if (grant := _grant(row)) and grant.holds(now):
            held.setdefault(row.person_id, []).append(grant)
    return held
