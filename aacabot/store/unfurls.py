"""Cases behind addresses that somebody wrote in a channel."""

from collections.abc import Sequence

from sqlalchemy import and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.store.models import Alliance, Brand, CaseRow, ListingRow, Member


async def newest_cases_shown_in(
    session: AsyncSession, team_id: str, channel_id: str, urls: Sequence[str]
) -> list[tuple[str, CaseRow, Brand, Member]]:
    """(address, case, brand, member) of the cases on listings whose cards go to that channel, newest first.

    A brand's cases go to its own channel, or else to its member's; the operator's channel has them all.
    """
    placed = and_(
        col(Member.team_id) == team_id,
        func.coalesce(col(Brand.channel_id), col(Member.channel_id)) == channel_id,
    )
    operators = select(col(Alliance.id)).where(
        col(Alliance.operator_team_id) == team_id, col(Alliance.operator_channel_id) == channel_id
    )
    rows = await session.execute(
        select(col(ListingRow.url), CaseRow, Brand, Member)
        .join(CaseRow, col(CaseRow.listing_id) == col(ListingRow.id))
        .join(Brand, col(Brand.id) == col(CaseRow.brand_id))
        .join(Member, col(Member.id) == col(CaseRow.member_id))
        .where(col(ListingRow.url).in_(urls), or_(placed, operators.exists()))
        .order_by(col(CaseRow.opened_at).desc(), col(CaseRow.id).desc())
    )
    return [(url, case, brand, member) for url, case, brand, member in rows.all()]
