"""The `state` values of installations under way, by their hashes."""

from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.store.models import OAuthStateRow


async def add_state(session: AsyncSession, state_hash: str, expires_at: datetime) -> None:
    session.add(OAuthStateRow(state_hash=state_hash, expires_at=expires_at))


async def use_state(session: AsyncSession, state_hash: str, now: datetime) -> bool:
    """Whether the state was good: known, in time and never used. Of two at once, one is told so."""
    found = await session.execute(
        update(OAuthStateRow)
        .where(
            col(OAuthStateRow.state_hash) == state_hash,
            col(OAuthStateRow.used_at).is_(None),
            col(OAuthStateRow.expires_at) > now,
        )
        .values(used_at=now)
        .returning(col(OAuthStateRow.state_hash))
    )
    return found.first() is not None


async def forget_states(session: AsyncSession, before: datetime) -> None:
    """Forget the states that ended before a moment."""
    await session.execute(delete(OAuthStateRow).where(col(OAuthStateRow.expires_at) < before))
