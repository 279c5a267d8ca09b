"""Strikes against sellers, and what they were last found to add up to."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.store.models import SellerRow, SellerStanding, Strike


def _insert(session: AsyncSession, table: type[Any]) -> Any:
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    return dialect.insert(table)


async def strike(session: AsyncSession, row: dict[str, Any]) -> None:
    """Keep the strike of a case; one that was voided stands again."""
    again = {name: row[name] for name in ("kind", "points", "struck_at", "voided_at", "counted")}
    statement = _insert(session, Strike).values(**row)
    await session.execute(statement.on_conflict_do_update(index_elements=["case_id"], set_=again))


async def void(session: AsyncSession, case_id: str, at: datetime) -> None:
    await session.execute(
        update(Strike)
        .where(col(Strike.case_id) == case_id, col(Strike.voided_at).is_(None))
        .values(voided_at=at, counted=False)
    )


async def uncounted_sellers(session: AsyncSession, limit: int) -> list[str]:
    """Sellers with strikes that came, or were voided, since their standing was computed."""
    rows = await session.execute(
        select(col(Strike.seller_row_id))
        .where(col(Strike.counted).is_(False))
        .group_by(col(Strike.seller_row_id))
        .order_by(col(Strike.seller_row_id))
        .limit(limit)
    )
    return list(rows.scalars())


async def sellers_to_relieve(session: AsyncSession, before: datetime, limit: int) -> list[str]:
    """Repeat infringers whose standing was last computed before that moment: old strikes lapse."""
    rows = await session.execute(
        select(col(SellerStanding.seller_row_id))
        .where(col(SellerStanding.standing) == "repeat", col(SellerStanding.computed_at) < before)
        .order_by(col(SellerStanding.seller_row_id))
        .limit(limit)
    )
    return list(rows.scalars())


async def standing_strikes(
    session: AsyncSession, seller_row_ids: Collection[str], since: datetime
) -> dict[str, list[Strike]]:
    """Sellers' strikes since a moment that were not voided."""
    rows = await session.execute(
        select(Strike).where(
            col(Strike.seller_row_id).in_(sorted(seller_row_ids)),
            col(Strike.voided_at).is_(None),
            col(Strike.struck_at) > since,
        )
    )
    found: dict[str, list[Strike]] = {seller: [] for seller in seller_row_ids}
    for row in rows.scalars():
        found[row.seller_row_id].append(row)
    return found


async def mark_counted(session: AsyncSession, seller_row_ids: Sequence[str]) -> None:
    await session.execute(
        update(Strike)
        .where(col(Strike.seller_row_id).in_(seller_row_ids), col(Strike.counted).is_(False))
        .values(counted=True)
    )


async def lock_standings(session: AsyncSession, seller_row_ids: Sequence[str]) -> dict[str, SellerStanding]:
    rows = await session.execute(
        select(SellerStanding)
        .where(col(SellerStanding.seller_row_id).in_(seller_row_ids))
        .order_by(col(SellerStanding.seller_row_id))
        .with_for_update()
    )
    return {row.seller_row_id: row for row in rows.scalars()}


async def get_standings(session: AsyncSession, seller_row_ids: Collection[str]) -> dict[str, SellerStanding]:
    rows = await session.execute(
        select(SellerStanding).where(col(SellerStanding.seller_row_id).in_(sorted(seller_row_ids)))
    )
    return {row.seller_row_id: row for row in rows.scalars()}


async def members_behind(session: AsyncSession, seller_row_id: str, since: datetime) -> int:
    """How many members' cases a seller's standing strikes come from."""
    found = await session.execute(
        select(func.count(func.distinct(col(Strike.member_id)))).where(
            col(Strike.seller_row_id) == seller_row_id,
            col(Strike.voided_at).is_(None),
            col(Strike.struck_at) > since,
        )
    )
    return found.scalar_one()


async def sellers_named(session: AsyncSession, seller_row_ids: Collection[str]) -> dict[str, SellerRow]:
    rows = await session.execute(select(SellerRow).where(col(SellerRow.id).in_(sorted(seller_row_ids))))
    return {row.id: row for row in rows.scalars()}
