"""Many rows in one statement, without SQLAlchemy's cost for each: intake writes thousands a second."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import LargeBinary, Table, TextClause, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncSession

_POSTGRES = postgresql.dialect()  # type: ignore[no-untyped-call]
Row = tuple[Any, ...]


async def insert_rows(
    session: AsyncSession, table: Table, columns: Sequence[str], rows: Sequence[Row], then: str = ""
) -> None:
    """Insert tuples in the order of `columns`; `then` is an ON CONFLICT clause both databases know.

    SQLite takes the tuples as they are, Postgres one JSON document: either way the cost for a row is in C.
    """
    if not rows:
        return
    names = ", ".join(columns)
    if session.get_bind().dialect.name == "sqlite":
        marks = ", ".join("?" for _ in columns)
        insert = f"INSERT INTO {table.name} ({names}) VALUES ({marks}) {then}"
        given = _for_sqlite(rows)
        await session.run_sync(lambda sync: sync.connection().exec_driver_sql(insert, given))
        return
    types = ", ".join(f"{name} {_json_type(table, name)}" for name in columns)
    values = ", ".join(_value(table, name) for name in columns)
    # WHERE true: without it ON CONFLICT after a SELECT is read as part of a join.
    insert = f"INSERT INTO {table.name} ({names}) SELECT {values} FROM json_to_recordset(CAST(:rows AS json))"
    statement = text(f"{insert} AS given ({types}) WHERE true {then}")
    await session.execute(statement, {"rows": _for_postgres(columns, rows)})


def is_among(session: AsyncSession, column: str, values: Sequence[str]) -> TextClause:
    """Whether a text column holds one of many values, given as one parameter."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    each = "value FROM json_each(:among)" if is_sqlite else "json_array_elements_text(CAST(:among AS json))"
    given = orjson.dumps(list(values)).decode()
    return text(f"{column} IN (SELECT {each})").bindparams(among=given)


def _json_type(table: Table, column: str) -> str:
    kind = table.c[column].type
    return "text" if isinstance(kind, LargeBinary) else kind.compile(dialect=_POSTGRES)


def _value(table: Table, column: str) -> str:
    return f"convert_to({column}, 'UTF8')" if isinstance(table.c[column].type, LargeBinary) else column


def _for_postgres(columns: Sequence[str], rows: Sequence[Row]) -> str:
    return orjson.dumps(
        [dict(zip(columns, row, strict=True)) for row in rows], default=lambda value: value.decode()
    ).decode()


def _for_sqlite(rows: Sequence[Row]) -> list[Row]:
    """Moments as SQLAlchemy stores them there: UTC text without a zone."""
    at = [place for place, value in enumerate(rows[0]) if isinstance(value, datetime)]
    for place in at:
        rows = [(*row[:place], _as_text(row[place]), *row[place + 1 :]) for row in rows]
    return list(rows)


def _as_text(moment: datetime) -> str:
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
