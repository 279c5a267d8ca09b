"""Which workspaces and channels belong to whom."""

from datetime import date, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.domain.connections import ActingAgency, BrandRoom, Lane, LinkedTeam, Room
from aacabot.domain.viewers import Viewer
from aacabot.store.installations import find_covering
from aacabot.store.messages import channel_key
from aacabot.store.models import (
    Agency,
    Alliance,
    Brand,
    GrantRow,
    Installation,
    LinkedWorkspace,
    Marketplace,
    Member,
    SlackChannel,
)


async def team_is_taken(session: AsyncSession, team_id: str, member_id: str) -> bool:
    """Whether a workspace is another member's, one in the alliance still. The transaction is everyone's."""
    found = await session.execute(
        select(col(Member.id))
        .outerjoin(LinkedWorkspace, col(LinkedWorkspace.member_id) == col(Member.id))
        .where(
            or_(col(Member.team_id) == team_id, col(LinkedWorkspace.team_id) == team_id),
            col(Member.id) != member_id,
            col(Member.withdrawn_at).is_(None),
        )
        .limit(1)
    )
    return found.first() is not None


async def room_is_taken(session: AsyncSession, room: Room, member_id: str) -> bool:
    """Whether a channel is another member's, a brand's of theirs, or the desk's. The transaction is
    everyone's.
    """
    theirs = await session.execute(
        select(col(Member.id))
        .outerjoin(Brand, col(Brand.member_id) == col(Member.id))
        .where(
            col(Member.team_id) == room.team_id,
            or_(col(Member.channel_id) == room.channel_id, col(Brand.channel_id) == room.channel_id),
            col(Member.id) != member_id,
            col(Member.withdrawn_at).is_(None),
        )
        .limit(1)
    )
    if theirs.first() is not None:
        return True
    desks = await session.execute(
        select(col(Alliance.id)).where(
            col(Alliance.operator_team_id) == room.team_id,
            col(Alliance.operator_channel_id) == room.channel_id,
        )
    )
    return desks.first() is not None


async def link_team(
    session: AsyncSession, member_id: str, team_id: str, person_id: str, now: datetime
) -> None:
    """Remember from where a member was let in."""
    row = LinkedWorkspace(member_id=member_id, team_id=team_id, linked_at=now, linked_by=person_id)
    await session.merge(row)


async def is_linked(session: AsyncSession, viewer: Viewer, member_id: str, team_id: str) -> bool:
    """Whether a workspace is the member's, by its first link or a later one."""
    return any(team.team_id == team_id for team in await teams_of(session, viewer, member_id))


async def teams_of(session: AsyncSession, viewer: Viewer, member_id: str) -> list[LinkedTeam]:
    """The workspaces of a member, in the order of their ids."""
    if not viewer.sees(member_id):
        return []
    first = select(col(Member.team_id)).where(col(Member.id) == member_id, col(Member.team_id).is_not(None))
    later = select(col(LinkedWorkspace.team_id)).where(col(LinkedWorkspace.member_id) == member_id)
    teams = sorted({*(await session.execute(first)).scalars(), *(await session.execute(later)).scalars()})
    installed = {team: await find_covering(session, team) for team in teams}
    operators = set((await session.execute(select(col(Alliance.operator_team_id)))).scalars())
    return [_linked(team, installed[team], team in operators) for team in teams]


def _linked(team_id: str, row: Installation | None, is_operators: bool) -> LinkedTeam:
    return LinkedTeam(
        team_id=team_id,
        name=row.team_name if row else None,
        is_operators=is_operators,
        is_installed=row is not None and row.revoked_at is None,
    )


async def channel_state(session: AsyncSession, room: Room) -> tuple[str | None, datetime | None]:
    """What Slack last said of a channel that cannot be reached, and when; (None, None) where all is well."""
    row = await session.get(SlackChannel, channel_key(room.team_id, room.channel_id))
    return (row.problem, row.problem_at) if row else (None, None)


async def brand_rooms(
    session: AsyncSession, viewer: Viewer, member_id: str, start: int, most: int
) -> tuple[list[BrandRoom], int]:
    """A part of the brands with a channel of their own, by name, and how many there are."""
    if not viewer.sees(member_id):
        return [], 0
    question = (
        select(Brand, col(SlackChannel.problem))
        .join(Member, col(Member.id) == col(Brand.member_id))
        .outerjoin(
            SlackChannel,
            col(SlackChannel.id) == col(Member.team_id) + ":" + col(Brand.channel_id),
        )
        .where(
            col(Brand.member_id) == member_id,
            col(Brand.channel_id).is_not(None),
            col(Brand.withdrawn_at).is_(None),
        )
    )
    total = (await session.execute(select(func.count()).select_from(question.subquery()))).scalar_one()
    rows = await session.execute(question.order_by(col(Brand.name), col(Brand.id)).offset(start).limit(most))
    rooms = [
        BrandRoom(brand_id=brand.id, brand=brand.name, channel_id=brand.channel_id or "", problem=problem)
        for brand, problem in rows.all()
    ]
    return rooms, total


async def brands_like(
    session: AsyncSession, viewer: Viewer, member_id: str, typed: str, most: int
) -> list[Brand]:
    """A member's brands whose name holds what was typed, by name."""
    if not viewer.sees(member_id):
        return []
    rows = await session.execute(
        select(Brand)
        .where(
            col(Brand.member_id) == member_id,
            col(Brand.withdrawn_at).is_(None),
            col(Brand.name).icontains(typed, autoescape=True),
        )
        .order_by(col(Brand.name), col(Brand.id))
        .limit(most)
    )
    return list(rows.scalars())


async def acting_agencies(
    session: AsyncSession, viewer: Viewer, member_id: str, today: date
) -> list[ActingAgency]:
    """The agencies with a grant in force for the member, by name, and when the first of their grants ends."""
    if not viewer.sees(member_id):
        return []
    rows = await session.execute(
        select(
            col(Agency.name),
            func.count(func.distinct(col(GrantRow.brand_id))),
            func.min(col(GrantRow.expires)),
        )
        .join(GrantRow, col(GrantRow.agency_id) == col(Agency.id))
        .where(
            col(GrantRow.member_id) == member_id,
            col(Agency.withdrawn_at).is_(None),
            or_(col(GrantRow.expires).is_(None), col(GrantRow.expires) >= today),
        )
        .group_by(col(Agency.id), col(Agency.name))
        .order_by(col(Agency.name))
    )
    return [ActingAgency(name=name, brands=brands, ends=ends) for name, brands, ends in rows.all()]


async def lanes_of(session: AsyncSession, fast: list[str]) -> list[Lane]:
    """Every marketplace, and whether it is among those where confirms go out at once."""
    rows = await session.execute(
        select(Marketplace).where(col(Marketplace.withdrawn_at).is_(None)).order_by(col(Marketplace.name))
    )
    return [Lane(marketplace=row.name, is_fast=row.key in fast) for row in rows.scalars()]
