"""The search index: what is in it of an item, written for many items at once."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import Table, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, delete

from aacabot.domain.intel.labels import Label
from aacabot.store.bulk import insert_rows, is_among
from aacabot.store.models import IntelItem, IntelSeller, IntelSpelling, IntelWord, SellerRow

Posting = tuple[str, str, date, str]
"""A word, the audience, the day it was shared, and the item."""
_WORDS: Table = IntelWord.__table__  # type: ignore[attr-defined]
_SPELLINGS: Table = IntelSpelling.__table__  # type: ignore[attr-defined]


def audience_of(row: IntelItem) -> str:
    """Where an item's words are looked up: by its label and, within a group, by that too."""
    in_group = row.group_id is not None and row.label != Label.RED.value
    return f"{row.label}:{row.group_id}" if in_group else row.label


async def items_by_id(session: AsyncSession, item_ids: Sequence[str]) -> list[IntelItem]:
    """The items as they are, whoever may read them: for the hub's own work."""
    among = is_among(session, "intel_items.id", item_ids)
    return list((await session.execute(select(IntelItem).where(among))).scalars())


async def sellers_in_words(session: AsyncSession, item_ids: Sequence[str]) -> dict[str, str]:
    """The names and ids of the sellers that items are about, as one text for each item."""
    rows = await session.execute(
        select(col(IntelSeller.item_id), col(SellerRow.name), col(SellerRow.seller_id))
        .join(SellerRow, col(SellerRow.id) == col(IntelSeller.seller_row_id))
        .where(is_among(session, "intel_sellers.item_id", item_ids))
        .order_by(col(IntelSeller.item_id), col(SellerRow.id))
    )
    found: dict[str, str] = {}
    for item_id, name, seller_id in rows.all():
        found[item_id] = f"{found.get(item_id, '')} {name or ''} {seller_id}".strip()
    return found


async def forget_words(session: AsyncSession, item_ids: Sequence[str]) -> None:
    await session.execute(delete(IntelWord).where(is_among(session, "intel_words.item_id", item_ids)))


async def write_words(session: AsyncSession, postings: Collection[Posting]) -> None:
    """In the index's own order, in which many at once cost the least."""
    rows = [(word, audience, day.isoformat(), ident) for word, audience, day, ident in sorted(postings)]
    columns = ["word", "audience", "shared_on", "item_id"]
    await insert_rows(session, _WORDS, columns, rows, "ON CONFLICT DO NOTHING")


async def words_with_spellings(session: AsyncSession, words: Sequence[str]) -> set[str]:
    """Those of the words whose spellings are written down already."""
    spelt_right = col(IntelSpelling.word) == col(IntelSpelling.spelling)
    among = is_among(session, "intel_spellings.spelling", words)
    return set((await session.execute(select(col(IntelSpelling.word)).where(among, spelt_right))).scalars())


async def write_spellings(session: AsyncSession, spellings: Collection[tuple[str, str]]) -> None:
    """Pairs of a spelling and its word; of several nodes that add the same at once, one does."""
    columns = ["spelling", "word"]
    await insert_rows(session, _SPELLINGS, columns, sorted(spellings), "ON CONFLICT DO NOTHING")
