"""The outer wall around intel on Postgres: a scope finds what is for its members, and writes nothing."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlmodel import col

from aacabot.domain.viewers import EVERYONE, Viewer
from aacabot.store.database import Database
from aacabot.store.models import (
    IntelGroup,
    IntelGroupMember,
    IntelItem,
    IntelOrigin,
    IntelRecipient,
    IntelSpelling,
    IntelWord,
)
from tests.store.two_members import settle_in

A, B = Viewer.of_members("members-a"), Viewer.of_members("members-b")
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def item(ident: str, *, label: str = "amber", state: str = "shared", group: str | None = None) -> IntelItem:
    day = date(2026, 11, 22)
    return IntelItem(
        id=ident, kind="note", label=label, state=state, group_id=group, reliability="b", confidence=50,
        shared_on=day, last_seen_on=day,
    )  # fmt: skip


@pytest.fixture
async def walled(postgres_url: str) -> AsyncIterator[Database]:
    """A's items: one for all, one in a group with A alone, one with counsel, one red for B's person."""
    database = Database(postgres_url, pool_size=2)
    async with database.begin(EVERYONE) as session:
        await settle_in(session)
        session.add(IntelGroup(id="g", name="Two", made_at=NOON))
        await session.flush()
        session.add(IntelGroupMember(group_id="g", member_id="members-a", invited_at=NOON, joined_at=NOON))
        session.add_all(
            [
                item("all"),
                item("grouped", group="g"),
                item("held", state="with_counsel"),
                item("red", label="red"),
            ]
        )
        await session.flush()
        session.add_all(
            IntelOrigin(item_id=one, member_id="members-a", origin="form", shared_at=NOON)
            for one in ("all", "grouped", "held", "red")
        )
        session.add(IntelRecipient(item_id="red", person_id="people-b", member_id="members-b"))
    yield database
    await database.dispose()


async def found(database: Database, viewer: Viewer) -> set[str]:
    ours = sa.select(col(IntelItem.id)).where(col(IntelItem.id).in_(["all", "grouped", "held", "red"]))
    async with database.read(viewer) as session:
        return set((await session.execute(ours)).scalars())


async def test_each_scope_finds_what_is_for_its_members(walled: Database) -> None:
    assert await found(walled, A) == {"all", "grouped", "held", "red"}
    assert await found(walled, B) == {"all", "red"}
    assert await found(walled, Viewer(frozenset())) == {"all"}


async def test_a_group_is_found_by_who_is_in_it(walled: Database) -> None:
    for viewer, groups in ((A, {"g"}), (B, set())):
        async with walled.read(viewer) as session:
            rows = await session.execute(sa.select(col(IntelGroup.id)).where(col(IntelGroup.id) == "g"))
            assert set(rows.scalars()) == groups


async def test_a_members_scope_changes_no_item(walled: Database) -> None:
    async with walled.begin(A) as session:
        await session.execute(sa.text("UPDATE intel_items SET label = 'clear'"))
    async with walled.read(EVERYONE) as session:
        labels = await session.execute(sa.select(col(IntelItem.label)).distinct())
        assert "clear" not in set(labels.scalars())
    with pytest.raises(DBAPIError):
        async with walled.begin(A) as session:
            session.add(item("new"))


async def test_the_search_index_is_shown_to_no_members_scope(walled: Database) -> None:
    async with walled.begin(EVERYONE) as session:
        session.add(IntelWord(word="secret", audience="red", shared_on=date(2026, 11, 22), item_id="red"))
        session.add(IntelSpelling(spelling="secre", word="secret"))
    for viewer, seen in ((A, 0), (B, 0), (EVERYONE, 1)):
        async with walled.read(viewer) as session:
            for table in (IntelWord, IntelSpelling):
                among = sa.select(sa.func.count()).select_from(table).where(col(table.word) == "secret")
                assert (await session.execute(among)).scalar_one() == seen
