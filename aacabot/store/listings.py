"""Listings: taking in batches, keeping every version, and reading one back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Table as SqlTable
from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.store.models import IntakeBatch, ListingRow, ListingVersion, SeenWebhook, SellerRow


@dataclass(frozen=True)
class Known:
    """What is stored of a listing the marketplace sends again."""

    id: str
    version: int
    content_hash: str
    is_settled: bool


def _insert(session: AsyncSession, table: Any) -> Any:
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    return (sqlite.insert if is_sqlite else postgresql.insert)(table)


async def answer_given(session: AsyncSession, marketplace_id: str, webhook_id: str) -> bytes | None:
    """The answer to this webhook id the first time it came, or None."""
    found = await session.get(SeenWebhook, (marketplace_id, webhook_id))
    return found.answer if found else None


async def remember_webhook(session: AsyncSession, seen: SeenWebhook) -> bool:
    """Keep the id with its answer; False where another delivery of it was first."""
    result = await session.execute(
        _insert(session, SeenWebhook)
        .values(**seen.model_dump())
        .on_conflict_do_nothing()
        .returning(col(SeenWebhook.webhook_id))
    )
    return result.scalar_one_or_none() is not None


async def known_listings(
    session: AsyncSession, marketplace_id: str, listing_ids: Sequence[str]
) -> dict[str, Known]:
    """Those of the marketplace's listing ids that are stored, locked until the transaction ends."""
    rows = await session.execute(
        select(
            col(ListingRow.listing_id),
            col(ListingRow.id),
            col(ListingRow.version),
            col(ListingRow.content_hash),
            col(ListingRow.settled_at).is_not(None),
        )
        .where(col(ListingRow.marketplace_id) == marketplace_id, col(ListingRow.listing_id).in_(listing_ids))
        .with_for_update()
    )
    return {row[0]: Known(row[1], row[2], row[3], row[4]) for row in rows.all()}


async def upsert_sellers(
    session: AsyncSession, rows: Sequence[Mapping[str, Any]], marketplace_id: str
) -> dict[str, str]:
    """Store sellers as now described; returns the row id by the marketplace's seller id."""
    if not rows:
        return {}
    insert = _insert(session, SellerRow)
    await session.execute(
        insert.on_conflict_do_update(
            index_elements=["marketplace_id", "seller_id"],
            set_={"name": insert.excluded.name, "country": insert.excluded.country},
        ),
        list(rows),
    )
    ids = [row["seller_id"] for row in rows]
    found = await session.execute(
        select(col(SellerRow.seller_id), col(SellerRow.id)).where(
            col(SellerRow.marketplace_id) == marketplace_id, col(SellerRow.seller_id).in_(ids)
        )
    )
    return dict(found.tuples().all())


async def add_listings(session: AsyncSession, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        await session.execute(_core(ListingRow).insert(), list(rows))


async def add_versions(session: AsyncSession, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        await session.execute(_core(ListingVersion).insert(), list(rows))


async def change_listings(session: AsyncSession, rows: Iterable[Mapping[str, Any]]) -> None:
    """Move listings to a new version. Each row: b_id, b_version, b_hash, b_seller, b_at, b_url."""
    changes = list(rows)
    if changes:
        table = _core(ListingRow)
        await session.execute(
            update(table)
            .where(table.c.id == bindparam("b_id"))
            .values(
                version=bindparam("b_version"),
                content_hash=bindparam("b_hash"),
                seller_row_id=bindparam("b_seller"),
                received_at=bindparam("b_at"),
                url=bindparam("b_url"),
            ),
            changes,
        )


def _core(model: type) -> SqlTable:
    table: SqlTable = model.__table__  # type: ignore[attr-defined]
    return table


async def add_batch(session: AsyncSession, batch: IntakeBatch) -> None:
    session.add(batch)
    await session.flush()


async def get_listings(session: AsyncSession, ids: Sequence[str]) -> list[ListingRow]:
    rows = await session.execute(select(ListingRow).where(col(ListingRow.id).in_(ids)))
    return list(rows.scalars())


async def get_listing(session: AsyncSession, ident: str) -> ListingRow:
    return (await session.execute(select(ListingRow).where(col(ListingRow.id) == ident))).scalar_one()


async def find_listing(session: AsyncSession, marketplace_id: str, listing_id: str) -> ListingRow | None:
    found = await session.execute(
        select(ListingRow).where(
            col(ListingRow.marketplace_id) == marketplace_id, col(ListingRow.listing_id) == listing_id
        )
    )
    return found.scalar_one_or_none()


async def current_bodies(session: AsyncSession, ids: Sequence[str]) -> dict[str, bytes]:
    """The latest version of each listing, as received."""
    rows = await session.execute(
        select(col(ListingVersion.listing_id), col(ListingVersion.body))
        .join(ListingRow, col(ListingRow.id) == col(ListingVersion.listing_id))
        .where(col(ListingRow.id).in_(ids), col(ListingVersion.version) == col(ListingRow.version))
    )
    return dict(rows.tuples().all())


async def body_of(session: AsyncSession, listing_id: str, version: int) -> ListingVersion:
    return (
        await session.execute(
            select(ListingVersion).where(
                col(ListingVersion.listing_id) == listing_id, col(ListingVersion.version) == version
            )
        )
    ).scalar_one()


async def mark_screened(session: AsyncSession, ids: Sequence[str], matched: set[str]) -> None:
    """Say of each listing that its current version has been screened, and whether it matched a brand."""
    for answer in (True, False):
        chosen = [ident for ident in ids if (ident in matched) is answer]
        if chosen:
            await session.execute(
                update(ListingRow)
                .where(col(ListingRow.id).in_(chosen))
                .values(matched=answer, screened_version=ListingRow.version)
            )


async def mark_settled(session: AsyncSession, listing_id: str, at: datetime) -> None:
    """The listing was seen gone, or was restored."""
    await session.execute(update(ListingRow).where(col(ListingRow.id) == listing_id).values(settled_at=at))


async def mark_live_again(session: AsyncSession, ids: Sequence[str]) -> None:
    """Listings sent again after they were settled: they are to be screened again as they are."""
    if ids:
        await session.execute(
            update(ListingRow).where(col(ListingRow.id).in_(ids)).values(settled_at=None, screened_version=0)
        )
