"""Keys for members' own tools: only their hashes."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.domain.viewers import Viewer
from aacabot.store.models import ApiToken, PersonRow, SlackIdentity


async def find_by_hash(session: AsyncSession, token_hash: str) -> ApiToken | None:
    """The key kept under a hash. Nobody is known yet who asks, so the transaction must be everyone's."""
    found = await session.execute(select(ApiToken).where(col(ApiToken.token_hash) == token_hash))
    return found.scalar_one_or_none()


async def identity_of_maker(session: AsyncSession, person_id: str) -> tuple[str, str] | None:
    """A Slack identity (workspace, user) of whoever made a key; None once they have none."""
    found = await session.execute(
        select(col(SlackIdentity.team_id), col(SlackIdentity.user_id))
        .where(col(SlackIdentity.person_id) == person_id)
        .order_by(col(SlackIdentity.team_id), col(SlackIdentity.user_id))
        .limit(1)
    )
    row = found.first()
    return (row[0], row[1]) if row else None


async def live_tokens(
    session: AsyncSession, viewer: Viewer, member_id: str, now: datetime
) -> list[tuple[ApiToken, str | None]]:
    """A member's keys that can be used, with who made them, newest first."""
    if not viewer.sees(member_id):
        return []
    rows = await session.execute(
        select(ApiToken, col(PersonRow.name))
        .join(PersonRow, col(PersonRow.id) == col(ApiToken.made_by), isouter=True)
        .where(
            col(ApiToken.member_id) == member_id,
            col(ApiToken.revoked_at).is_(None),
            col(ApiToken.expires_at).is_(None) | (col(ApiToken.expires_at) > now),
        )
        .order_by(col(ApiToken.made_at).desc(), col(ApiToken.id))
    )
    return [(row, name) for row, name in rows.all()]


async def count_live(session: AsyncSession, member_id: str, now: datetime) -> int:
    found = await session.execute(
        select(func.count()).where(
            col(ApiToken.member_id) == member_id,
            col(ApiToken.revoked_at).is_(None),
            col(ApiToken.expires_at) > now,
        )
    )
    return found.scalar_one()


async def lock_token(session: AsyncSession, viewer: Viewer, token_id: str) -> ApiToken | None:
    """The key, held until the transaction ends; None where the viewer may not see it."""
    found = await session.execute(select(ApiToken).where(col(ApiToken.id) == token_id).with_for_update())
    token = found.scalar_one_or_none()
    return token if token is not None and viewer.sees(token.member_id) else None
