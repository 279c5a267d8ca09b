"""One row of every table for each of two members, made from the models themselves."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import AutoString

from aacabot.store.models import Table

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
WHOSE = ("a", "b")
# Where a function reads a value rather than carries it.
_VALUES: dict[str | tuple[str, str], Any] = {
    "role": "counsel",
    "state": "alerted",
    "withdrawn_at": None,
    "used_at": None,
    "revoked_at": None,
    ("counter_notices", "state"): "open",
    "expires": None,
}


def member_tables() -> list[tuple[sa.Table, str]]:
    """Every table that holds a member's rows, with the column that says whose."""
    tables = Table.metadata.sorted_tables
    owned = [(table, "member_id") for table in tables if "member_id" in table.c]
    return [(Table.metadata.tables["members"], "id"), *owned]


def row_of(table: sa.Table, whose: str, mark: str = "") -> dict[str, Any]:
    """A whole row of a member: every reference leads to the same member's rows."""
    return {column.name: _value(column, whose, mark) for column in table.c}


def _value(column: sa.Column[Any], whose: str, mark: str) -> Any:
    for known in ((column.table.name, column.name), column.name):
        if known in _VALUES:
            return _VALUES[known]
    for key in column.foreign_keys:
        same_table = key.column.table is column.table
        return None if same_table else f"{key.column.table.name}-{whose}"
    if isinstance(column.type, sa.Boolean):
        return False
    if isinstance(column.type, sa.Integer | sa.Float):
        return 1 + WHOSE.index(whose) if column.primary_key else 1
    if isinstance(column.type, sa.Date):
        return date(2030, 1, 1 + WHOSE.index(whose))
    if isinstance(column.type, sa.LargeBinary):
        return b"bytes"
    if isinstance(column.type, sa.JSON):
        return []
    if isinstance(column.type, sa.String | AutoString):
        return f"{column.table.name if column.name == 'id' else column.name}-{whose}{mark}"
    return NOON


def all_rows() -> Iterator[tuple[sa.Table, dict[str, Any]]]:
    for table in Table.metadata.sorted_tables:
        for whose in WHOSE:
            yield table, row_of(table, whose)


async def settle_in(session: AsyncSession) -> None:
    """Insert them all, owners first."""
    for table, row in all_rows():
        await session.execute(table.insert(), row)
