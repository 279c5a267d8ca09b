"""Listings: taking in batches, keeping every version, and reading one back."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Table as SqlTable
from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.store.bulk import insert_rows, is_among
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
        .where(
            col(ListingRow.marketplace_id) == marketplace_id,
            is_among(session, "listings.listing_id", listing_ids),
        )
        # In one order for every batch; and without hindering cases that are being opened on them.
        .order_by(col(ListingRow.listing_id))
        .with_for_update(key_share=True)
    )
    return {row[0]: Known(row[1], row[2], row[3], row[4]) for row in rows.all()}


async def upsert_sellers(
    session: AsyncSession, rows: Sequence[tuple[Any, ...]], marketplace_id: str
) -> dict[str, str]:
    """Store sellers as now described; returns the row id by the marketplace's seller id.

    Each row: id, marketplace id, the marketplace's seller id, name, country. No seller twice.
    """
    if not rows:
        return {}
    await insert_rows(
        session,
        _core(SellerRow),
        ("id", "marketplace_id", "seller_id", "name", "country"),
        rows,
        "ON CONFLICT (marketplace_id, seller_id) DO UPDATE "
        "SET name = excluded.name, country = excluded.country "
        "WHERE sellers.name IS DISTINCT FROM excluded.name "
        "OR sellers.country IS DISTINCT FROM excluded.country",
    )
    found = await session.execute(
        select(col(SellerRow.seller_id), col(SellerRow.id)).where(
            col(SellerRow.marketplace_id) == marketplace_id,
            is_among(session, "sellers.seller_id", [row[2] for row in rows]),
        )
    )
    return dict(found.all())


LISTING_COLUMNS = (
    "id",
    "marketplace_id",
    "listing_id",
    "url",
    "seller_row_id",
    "version",
    "content_hash",
    "received_at",
    "screened_version",
)
VERSION_COLUMNS = ("listing_id", "version", "body", "received_at")


async def add_listings(session: AsyncSession, rows: Sequence[tuple[Any, ...]]) -> None:
    """Add listings; each row holds LISTING_COLUMNS."""
    await insert_rows(session, _core(ListingRow), LISTING_COLUMNS, rows)


async def add_versions(session: AsyncSession, rows: Sequence[tuple[Any, ...]]) -> None:
    """Add versions; each row holds VERSION_COLUMNS."""
    await insert_rows(session, _core(ListingVersion), VERSION_COLUMNS, rows)


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
                settled_at=None,
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
    rows = await session.execute(select(ListingRow).where(is_among(session, "listings.id", ids)))
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
        .where(is_among(session, "listings.id", ids), col(ListingVersion.version) == col(ListingRow.version))
    )
    return dict(rows.all())


async def body_of(session: AsyncSession, listing_id: str, version: int) -> ListingVersion:
    return (
        await session.execute(
            select(ListingVersion).where(
                col(ListingVersion.listing_id) == listing_id, col(ListingVersion.version) == version
            )
        )
    ).scalar_one()


async def mark_screened(session: AsyncSession, rows: Iterable[ListingRow], *, matched: bool) -> None:
    """Say of listings that they were screened as they were read, and whether they matched a brand.

    One that has changed since is left alone: the batch that brought the change has it still to screen.
    """
    versions: dict[int, set[str]] = {}
    for row in rows:
        versions.setdefault(row.version, set()).add(row.id)
    for version, ids in sorted(versions.items()):
        await session.execute(
            update(ListingRow)
            .where(is_among(session, "listings.id", sorted(ids)), col(ListingRow.version) == version)
            .values(matched=matched, screened_version=version)
            .execution_options(synchronize_session=False)
        )


async def mark_settled(session: AsyncSession, ids: Sequence[str], at: datetime) -> None:
    """The listings were seen gone, or were restored."""
    await session.execute(update(ListingRow).where(col(ListingRow.id).in_(ids)).values(settled_at=at))


async def settled_among(session: AsyncSession, ids: Collection[str]) -> set[str]:
    """Those of the listings that were seen gone, or restored, since they were last sent."""
    if not ids:
        return set()
    rows = await session.execute(
        select(col(ListingRow.id)).where(col(ListingRow.id).in_(ids), col(ListingRow.settled_at).is_not(None))
    )
    return set(rows.scalars())


async def mark_live_again(session: AsyncSession, ids: Sequence[str]) -> None:
    """Listings sent again after they were settled: they are to be screened again as they are."""
    if ids:
        await session.execute(
            update(ListingRow).where(col(ListingRow.id).in_(ids)).values(settled_at=None, screened_version=0)
        )
