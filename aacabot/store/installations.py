"""The app's installation in each Slack workspace or Enterprise organisation. Tokens are stored encrypted."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.store.models import Installation, OrgWorkspace


async def find_installation(session: AsyncSession, place: str) -> Installation | None:
    """The installation made in this very workspace or organisation, also one that was revoked."""
    return await session.get(Installation, place)


async def find_covering(session: AsyncSession, team_id: str) -> Installation | None:
    """The live installation that serves a workspace: its own, else that of the organisation it is in."""
    organisation = select(col(OrgWorkspace.enterprise_id)).where(col(OrgWorkspace.team_id) == team_id)
    found = await session.execute(
        select(Installation)
        .where(
            col(Installation.revoked_at).is_(None),
            or_(
                col(Installation.team_id) == team_id,
                and_(
                    col(Installation.is_org).is_(True),
                    col(Installation.team_id).in_(organisation.scalar_subquery()),
                ),
            ),
        )
        .order_by(col(Installation.is_org))
        .limit(1)
    )
    return found.scalar_one_or_none()


async def live_installations(session: AsyncSession) -> list[Installation]:
    rows = await session.execute(select(Installation).where(col(Installation.revoked_at).is_(None)))
    return list(rows.scalars())


async def all_installations(session: AsyncSession) -> list[str]:
    """Where the app is or was installed."""
    rows = await session.execute(select(col(Installation.team_id)).order_by(col(Installation.team_id)))
    return list(rows.scalars())


async def lock_installation(session: AsyncSession, place: str) -> Installation | None:
    """The installation, held until the transaction ends."""
    found = await session.execute(
        select(Installation).where(col(Installation.team_id) == place).with_for_update()
    )
    return found.scalar_one_or_none()


async def save_installation(session: AsyncSession, installation: Installation) -> None:
    """Keep an installation, in place of an earlier one of the same workspace."""
    await session.merge(installation)


async def expiring(session: AsyncSession, now: datetime, before: datetime) -> list[str]:
    """The installations whose token ends before a moment and that nobody renews just now."""
    found = await session.execute(
        select(col(Installation.team_id))
        .where(*_renewable(now, before))
        .order_by(col(Installation.expires_at))
    )
    return list(found.scalars())


async def claim_renewal(
    session: AsyncSession, place: str, now: datetime, before: datetime, until: datetime
) -> Installation | None:
    """The installation, if its token ends before a moment and no other node renews it; now this one does."""
    found = await session.execute(
        update(Installation)
        .where(col(Installation.team_id) == place, *_renewable(now, before))
        .values(renewal_claimed_until=until)
        .returning(Installation)
    )
    return found.scalar_one_or_none()


def _renewable(now: datetime, before: datetime) -> list[ColumnElement[bool]]:
    claimed = col(Installation.renewal_claimed_until)
    return [
        col(Installation.revoked_at).is_(None),
        col(Installation.refresh_token).is_not(None),
        col(Installation.expires_at) <= before,
        claimed.is_(None) | (claimed <= now),
    ]
