"""The app's installation in each Slack workspace. Tokens are stored encrypted."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.store.models import Installation


async def find_installation(session: AsyncSession, team_id: str) -> Installation | None:
    return await session.get(Installation, team_id)


async def live_installations(session: AsyncSession) -> list[Installation]:
    rows = await session.execute(select(Installation).where(col(Installation.revoked_at).is_(None)))
    return list(rows.scalars())


async def save_installation(session: AsyncSession, installation: Installation) -> None:
    """Keep an installation, in place of an earlier one of the same workspace."""
    await session.merge(installation)
