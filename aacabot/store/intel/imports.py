"""Files of intel that came in, their reports, and what is there already for a page of their lines."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, delete, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.domain.intel.audience import IntelReader
from aacabot.domain.intel.items import ItemState
from aacabot.domain.intel.labels import Label
from aacabot.store.intel.visible import visible_for
from aacabot.store.models import IntelImport, IntelImportLine, IntelItem, IntelOrigin

_LIVE = [ItemState.SHARED.value, ItemState.WITH_COUNSEL.value]


async def begin(session: AsyncSession, row: IntelImport, stale: datetime) -> IntelImport | None:
    """Take an import up; None where somebody else took it up since `stale`, or it has ended."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    values = row.model_dump(exclude={"ended_at"})
    await session.execute(insert(IntelImport).values(values).on_conflict_do_nothing())
    kept = await session.get(IntelImport, row.id, with_for_update=True, populate_existing=True)
    if kept is None or kept.ended_at is not None or (kept.came_at != row.came_at and kept.came_at > stale):
        return None
    kept.came_at, kept.person_id = row.came_at, row.person_id
    await session.execute(delete(IntelImportLine).where(col(IntelImportLine.import_id) == row.id))
    return kept


async def get_import(session: AsyncSession, import_id: str, member_id: str) -> IntelImport | None:
    found = await session.execute(
        select(IntelImport).where(col(IntelImport.id) == import_id, col(IntelImport.member_id) == member_id)
    )
    return found.scalar_one_or_none()


async def lines_of(session: AsyncSession, import_id: str) -> list[IntelImportLine]:
    found = await session.execute(
        select(IntelImportLine)
        .where(col(IntelImportLine.import_id) == import_id)
        .order_by(col(IntelImportLine.line))
    )
    return list(found.scalars())


async def items_by_id(session: AsyncSession, item_ids: Collection[str]) -> dict[str, IntelItem]:
    """Items whoever may read them."""
    found = await session.execute(select(IntelItem).where(col(IntelItem.id).in_(sorted(item_ids))))
    return {row.id: row for row in found.scalars()}


async def items_by_stix(session: AsyncSession, stix_ids: Collection[str]) -> dict[str, IntelItem]:
    """Items whoever may read them, by the id of the object they came from."""
    found = await session.execute(select(IntelItem).where(col(IntelItem.stix_id).in_(sorted(stix_ids))))
    return {row.stix_id: row for row in found.scalars() if row.stix_id}


async def readable(
    session: AsyncSession, reader: IntelReader, member_id: str, item_ids: Collection[str]
) -> set[str]:
    """Those of the items a report may speak of."""
    found = await session.execute(
        select(col(IntelItem.id)).where(
            col(IntelItem.id).in_(sorted(item_ids)), visible_for(reader, member_id)
        )
    )
    return set(found.scalars())


async def twins(
    session: AsyncSession, reader: IntelReader, member_id: str, keys: Collection[str]
) -> dict[str, IntelItem]:
    """What the member shared already, by key; what a colleague shared under RED is not the reader's.

    Held until the commit, all at once and in one order for everybody.
    """
    found = await session.execute(
        select(IntelItem)
        .join(IntelOrigin, col(IntelOrigin.item_id) == col(IntelItem.id))
        .where(
            col(IntelItem.key).in_(sorted(keys)),
            _not_a_colleagues_red(reader),
            col(IntelOrigin.member_id) == member_id,
            col(IntelItem.state).in_(_LIVE),
        )
        .order_by(col(IntelItem.id))
        .with_for_update(of=IntelItem)
        .execution_options(populate_existing=True)
    )
    return {row.key: row for row in found.scalars() if row.key}


async def seen(
    session: AsyncSession, reader: IntelReader, member_id: str, keys: Collection[str]
) -> dict[str, str]:
    """For each key, an item a report may speak of."""
    found = await session.execute(
        select(col(IntelItem.key), col(IntelItem.id)).where(
            col(IntelItem.key).in_(sorted(keys)),
            col(IntelItem.state) == ItemState.SHARED.value,
            visible_for(reader, member_id),
        )
    )
    return {key: item_id for key, item_id in found.all() if key}


async def own_texts(
    session: AsyncSession, reader: IntelReader, member_id: str, texts: Sequence[str]
) -> dict[tuple[str, str | None, str], str]:
    """The member's items that have no key, by kind, value and text."""
    found = await session.execute(
        select(IntelItem)
        .join(IntelOrigin, col(IntelOrigin.item_id) == col(IntelItem.id))
        .where(
            col(IntelItem.text).in_(sorted(set(texts))),
            col(IntelItem.key).is_(None),
            _not_a_colleagues_red(reader),
            col(IntelOrigin.member_id) == member_id,
            col(IntelItem.state).in_(_LIVE),
        )
    )
    return {(row.kind, row.value, row.text): row.id for row in found.scalars()}


def _not_a_colleagues_red(reader: IntelReader) -> ColumnElement[bool]:
    return or_(col(IntelItem.label) != Label.RED.value, col(IntelOrigin.person_id) == reader.person_id)
