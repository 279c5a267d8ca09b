"""What is known of keys that were met: by whose cases, in which items, on how many listings."""

from collections.abc import Collection, Sequence
from typing import Any

import orjson
from sqlalchemy import Table, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.domain.intel.items import ItemState
from aacabot.store.models import (
    Encounter,
    IntelGroup,
    IntelGroupMember,
    IntelItem,
    IntelOrigin,
)

_ENCOUNTERS: Table = Encounter.__table__  # type: ignore[attr-defined]
"""The table, not the entity: a hot key has a row of every member, and each costs."""
_SHARING = """
SELECT {together} FROM (
    SELECT DISTINCT members.id, members.phase, coalesce(brands.category, '') AS category
    FROM members JOIN brands ON brands.member_id = members.id
    WHERE members.withdrawn_at IS NULL AND members.shares_encounters AND brands.withdrawn_at IS NULL
    ORDER BY 1, 3
) AS sharing
"""
_TOGETHER = {
    "sqlite": "json_group_array(json_array(id, phase, category))",
    "postgresql": "CAST(json_agg(json_build_array(id, phase, category)) AS text)",
}


async def sharing_members(session: AsyncSession) -> str:
    """[member, phase, category] of members that have not left and share what they met, as one JSON text.

    A row for each category of their brands, "" for brands without one. One text, since it is read for every
    card and mostly says what it said for the last.
    """
    together = _TOGETHER[session.get_bind().dialect.name]
    found = await session.execute(text(_SHARING.format(together=together)))
    return found.scalar_one() or "[]"


async def members_of_groups(session: AsyncSession, group_ids: Collection[str]) -> dict[str, frozenset[str]]:
    """Who is in these groups now, of those that are open."""
    rows = await session.execute(
        select(col(IntelGroupMember.group_id), col(IntelGroupMember.member_id))
        .join(IntelGroup, col(IntelGroup.id) == col(IntelGroupMember.group_id))
        .where(
            col(IntelGroupMember.group_id).in_(sorted(group_ids)),
            col(IntelGroupMember.joined_at).is_not(None),
            col(IntelGroupMember.left_at).is_(None),
            col(IntelGroup.closed_at).is_(None),
        )
    )
    found: dict[str, set[str]] = {}
    for group_id, member_id in rows.all():
        found.setdefault(group_id, set()).add(member_id)
    return {group_id: frozenset(members) for group_id, members in found.items()}


async def encounters_with(session: AsyncSession, keys: Collection[str]) -> Sequence[Any]:
    """(key, member, category, last day, cases, upheld) of every member's encounters with these keys."""
    one = _ENCOUNTERS.c
    rows = await session.execute(
        select(one.key, one.member_id, one.category, one.last_on, one.cases, one.upheld).where(
            one.key.in_(sorted(keys)), one.cases > 0
        )
    )
    return rows.all()


async def items_with(session: AsyncSession, keys: Collection[str]) -> Sequence[Any]:
    """The items shared on these keys, with the member each comes from: the rule says who is told of them.

    Not `visible_to`: that asks for one reader, and this for the members of many cards at once. A member has
    at most one item on a key, so there are never many.
    """
    item = IntelItem
    rows = await session.execute(
        select(
            col(item.key), col(IntelOrigin.member_id), col(item.kind), col(item.label), col(item.group_id),
            col(item.confidence), col(item.reliability), col(item.last_seen_on), col(item.met),
            col(item.wrong), col(item.outdated), col(item.doubted),
        )
        .join(IntelOrigin, col(IntelOrigin.item_id) == col(item.id))
        .where(col(item.key).in_(sorted(keys)), col(item.state) == ItemState.SHARED.value)
    )  # fmt: skip
    return rows.all()


_LISTINGS = """
SELECT asked.key, asked.reader, (
    SELECT count(*) FROM (
        SELECT DISTINCT met.listing_id FROM encountered_cases AS met
        WHERE met.key = asked.key AND met.counts AND met.member_id <> asked.reader
        AND met.member_id IN ({members}) LIMIT :most
    ) AS few
) FROM {asked}
"""
_SQLITE = {
    "members": "SELECT value FROM json_each(:members)",
    "asked": "(SELECT value ->> 0 AS key, value ->> 1 AS reader FROM json_each(:asked)) AS asked",
}
_POSTGRES = {
    "members": "SELECT json_array_elements_text(CAST(:members AS json))",
    "asked": "(SELECT value ->> 0 AS key, value ->> 1 AS reader "
    "FROM json_array_elements(CAST(:asked AS json))) AS asked",
}


async def listings_with(
    session: AsyncSession, asked: Collection[tuple[str, str]], members: Collection[str], most: int
) -> dict[tuple[str, str], int]:
    """Listings of these members' cases, the reader's own left out, by (key, reader); counted up to `most`."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    question = text(_LISTINGS.format(**(_SQLITE if is_sqlite else _POSTGRES)))
    given = {
        "asked": orjson.dumps(sorted(asked)).decode(),
        "members": orjson.dumps(sorted(members)).decode(),
        "most": most,
    }
    rows = await session.execute(question, given)
    return {(key, reader): int(found) for key, reader, found in rows.all()}
