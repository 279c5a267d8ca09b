"""Whose Slack workspaces are, and who somebody in a channel is, as the alliance knows them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.store.models import (
    Agency,
    Alliance,
    GrantRow,
    Installation,
    LinkedWorkspace,
    Member,
    OrgWorkspace,
    PersonRow,
    SlackIdentity,
)
from aacabot.store.people import grants_in

OPERATOR, NOBODY = "operator", "nobody"


@dataclass(frozen=True, kw_only=True)
class KnownHere:
    """Somebody the alliance knows: of a member, or of an agency with the clients they act for now."""

    member_id: str | None
    agency_id: str | None
    client_ids: frozenset[str]
    has_left: bool


async def owners_of_teams(session: AsyncSession) -> dict[str, frozenset[str]]:
    """By workspace, or by an Enterprise organisation's id: the members and agencies it is used by.

    `OPERATOR` stands for the operator, `NOBODY` for the workspaces of an organisation that none of them uses.
    A workspace of several is nobody's own.
    """
    found: dict[str, set[str]] = {}
    for question in (
        select(col(Member.team_id), col(Member.id)).where(col(Member.withdrawn_at).is_(None)),
        select(col(LinkedWorkspace.team_id), col(LinkedWorkspace.member_id)),
        select(col(Agency.team_id), col(Agency.id)),
    ):
        for team_id, owner in (await session.execute(question)).all():
            if team_id:
                found.setdefault(team_id, set()).add(owner)
    for team_id in (await session.execute(select(col(Alliance.operator_team_id)))).scalars():
        found.setdefault(team_id, set()).add(OPERATOR)
    organisations = await session.execute(select(col(OrgWorkspace.team_id), col(OrgWorkspace.enterprise_id)))
    for team_id, enterprise_id in organisations.all():
        found.setdefault(enterprise_id, set()).update(found.get(team_id, {NOBODY}))
    return {team_id: frozenset(owners) for team_id, owners in found.items()}


async def known_here(
    session: AsyncSession, user_ids: Collection[str], now: datetime
) -> dict[tuple[str, str], KnownHere]:
    """Whom the alliance knows among these users, by workspace and user id."""
    rows = await session.execute(
        select(col(SlackIdentity.team_id), col(SlackIdentity.user_id), PersonRow)
        .join(PersonRow, col(PersonRow.id) == col(SlackIdentity.person_id))
        .where(col(SlackIdentity.user_id).in_(sorted(user_ids)))
    )
    known = rows.all()
    clients = await _clients(session, {person.id for _, _, person in known}, now)
    return {
        (team_id, user_id): KnownHere(
            member_id=person.member_id,
            agency_id=person.agency_id,
            client_ids=clients.get(person.id, frozenset()),
            has_left=person.withdrawn_at is not None,
        )
        for team_id, user_id, person in known
    }


async def _clients(
    session: AsyncSession, person_ids: Collection[str], now: datetime
) -> dict[str, frozenset[str]]:
    rows = await session.execute(select(GrantRow).where(col(GrantRow.person_id).in_(sorted(person_ids))))
    found: dict[str, set[str]] = {}
    for row in rows.scalars():
        if row.member_id and all(grant.holds(now) for grant in grants_in([row])):
            found.setdefault(row.person_id, set()).add(row.member_id)
    return {person_id: frozenset(ids) for person_id, ids in found.items()}


async def own_bots(session: AsyncSession) -> frozenset[str]:
    """The user ids of this app's bots, in every workspace it is installed in."""
    rows = await session.execute(
        select(col(Installation.bot_user_id)).where(col(Installation.bot_user_id).is_not(None))
    )
    return frozenset(one for one in rows.scalars() if one)


async def agencies_of(session: AsyncSession, member_ids: Collection[str], now: datetime) -> frozenset[str]:
    """The agencies somebody of which acts for one of these members now."""
    return frozenset[str]().union(*(await agencies_by_member(session, member_ids, now)).values())


async def agencies_by_member(
    session: AsyncSession, member_ids: Collection[str], now: datetime
) -> dict[str, frozenset[str]]:
    """The agencies somebody of which acts for a member now; without those nobody acts for."""
    rows = await session.execute(
        select(GrantRow, col(PersonRow.agency_id))
        .join(PersonRow, col(PersonRow.id) == col(GrantRow.person_id))
        .where(
            col(GrantRow.member_id).in_(sorted(member_ids)),
            col(PersonRow.agency_id).is_not(None),
            col(PersonRow.withdrawn_at).is_(None),
        )
    )
    found: dict[str, set[str]] = {}
    for row, agency_id in rows.all():
        if row.member_id and agency_id and all(grant.holds(now) for grant in grants_in([row])):
            found.setdefault(row.member_id, set()).add(agency_id)
    return {member_id: frozenset(ids) for member_id, ids in found.items()}
