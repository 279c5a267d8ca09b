"""Which workspaces an Enterprise organisation's installation covers."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.store.models import OrgWorkspace


async def workspaces_of(session: AsyncSession, enterprise_id: str) -> list[str]:
    found = await session.execute(
        select(col(OrgWorkspace.team_id))
        .where(col(OrgWorkspace.enterprise_id) == enterprise_id)
        .order_by(col(OrgWorkspace.team_id))
    )
    return list(found.scalars())


async def organisations(session: AsyncSession) -> dict[str, str]:
    """The organisation of each workspace that is covered by one."""
    found = await session.execute(select(col(OrgWorkspace.team_id), col(OrgWorkspace.enterprise_id)))
    return {row.team_id: row.enterprise_id for row in found.all()}


async def organisation_of(session: AsyncSession, team_id: str) -> str | None:
    row = await session.get(OrgWorkspace, team_id)
    return row.enterprise_id if row else None


async def add_workspaces(
    session: AsyncSession, enterprise_id: str, team_ids: Iterable[str], now: datetime
) -> list[str]:
    """The workspaces are covered by the organisation; returns those that were not before."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    rows = [
        {"team_id": team_id, "enterprise_id": enterprise_id, "since": now}
        for team_id in sorted(set(team_ids))
    ]
    if not rows:
        return []
    added = insert(OrgWorkspace).values(rows)
    changed = added.on_conflict_do_update(
        index_elements=["team_id"],
        set_={"enterprise_id": enterprise_id, "since": now},
        where=col(OrgWorkspace.enterprise_id) != enterprise_id,
    )
    found = await session.execute(changed.returning(col(OrgWorkspace.team_id)))
    return list(found.scalars())


async def remove_workspaces(session: AsyncSession, enterprise_id: str, team_ids: Iterable[str]) -> list[str]:
    """The organisation no longer covers these workspaces; returns those it did cover."""
    found = await session.execute(
        delete(OrgWorkspace)
        .where(
            col(OrgWorkspace.enterprise_id) == enterprise_id, col(OrgWorkspace.team_id).in_(list(team_ids))
        )
        .returning(col(OrgWorkspace.team_id))
    )
    return sorted(found.scalars())
