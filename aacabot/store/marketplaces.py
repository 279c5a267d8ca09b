"""Marketplaces, and the circuit breaker's memory of each."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.store.models import Alliance, Marketplace, MarketplaceHealth


async def find_marketplace(session: AsyncSession, key: str) -> Marketplace | None:
    found = await session.execute(
        select(Marketplace).where(col(Marketplace.key) == key, col(Marketplace.withdrawn_at).is_(None))
    )
    return found.scalar_one_or_none()


async def get_marketplace(session: AsyncSession, marketplace_id: str) -> Marketplace:
    return (
        await session.execute(select(Marketplace).where(col(Marketplace.id) == marketplace_id))
    ).scalar_one()


async def all_marketplaces(session: AsyncSession) -> list[Marketplace]:
    rows = await session.execute(select(Marketplace).where(col(Marketplace.withdrawn_at).is_(None)))
    return list(rows.scalars())


async def get_health(session: AsyncSession, marketplace_id: str) -> MarketplaceHealth:
    """The breaker's memory; a marketplace never failed has none yet, and gets a clean one."""
    health = await session.get(MarketplaceHealth, marketplace_id)
    if health is None:
        health = MarketplaceHealth(marketplace_id=marketplace_id)
        session.add(health)
        await session.flush()
    return health


async def get_alliance(session: AsyncSession) -> Alliance | None:
    return (await session.execute(select(Alliance).limit(1))).scalar_one_or_none()
