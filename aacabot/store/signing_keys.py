"""The keys exports are signed with: one in use, those before it retired."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.store.models import SigningKey


async def key_in_use(session: AsyncSession) -> SigningKey | None:
    found = await session.execute(
        select(SigningKey)
        .where(col(SigningKey.retired_at).is_(None))
        .order_by(col(SigningKey.made_at).desc(), col(SigningKey.id).desc())
        .limit(1)
    )
    return found.scalar_one_or_none()


async def all_keys(session: AsyncSession) -> list[SigningKey]:
    """Every key there has been, oldest first, held until the transaction ends."""
    found = await session.execute(
        select(SigningKey).order_by(col(SigningKey.made_at), col(SigningKey.id)).with_for_update()
    )
    return list(found.scalars())


async def add_unless_there(
    session: AsyncSession, ident: str, public_key: str, private_key: str, now: datetime
) -> None:
    """Of several nodes that add the same id at once, one does."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    values = {"id": ident, "public_key": public_key, "private_key": private_key, "made_at": now}
    await session.execute(insert(SigningKey).values(values).on_conflict_do_nothing())
