"""Records of good faith: counts by day, and the standing they give."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import orjson
from sqlalchemy import func, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.domain.good_faith import Counts, GoodFaithStatus, Window
from aacabot.store.bulk import insert_rows
from aacabot.store.models import GoodFaith, GoodFaithDay, Marketplace, Member

OVERALL = ""
"""The reason code of the row for all of them."""
Key = tuple[str, str, str]
"""(member, marketplace, reason code)."""
DayKey = tuple[str, str, str, date]

_DAY_COLUMNS = (
    *("member_id", "marketplace_id", "reason_code", "day"),
    *("taken_down", "declined", "restored"),
)
_ADD = (
    "ON CONFLICT (member_id, marketplace_id, reason_code, day) DO UPDATE SET"
    " taken_down = good_faith_days.taken_down + excluded.taken_down,"
    " declined = good_faith_days.declined + excluded.declined,"
    " restored = good_faith_days.restored + excluded.restored"
)
_STANDING_COLUMNS = (
    *("member_id", "marketplace_id", "reason_code", "status", "since", "readmit_at"),
    *("taken_down", "declined", "restored", "untold_from", "computed_at"),
)
_REPLACE = "ON CONFLICT (member_id, marketplace_id, reason_code) DO UPDATE SET " + ", ".join(
    f"{name} = excluded.{name}" for name in _STANDING_COLUMNS[3:]
)


async def add_to_days(session: AsyncSession, changes: Mapping[DayKey, Counts]) -> None:
    """Add to what is counted on days, in one order for everybody; what is there stays and is added to."""
    rows = [
        (*key[:3], key[3].isoformat(), counts.taken_down, counts.declined, counts.restored)
        for key, counts in sorted(changes.items())
    ]
    await insert_rows(session, GoodFaithDay.__table__, _DAY_COLUMNS, rows, _ADD)  # type: ignore[attr-defined]


async def hold(
    session: AsyncSession, member_id: str, marketplace_id: str, now: datetime
) -> dict[str, GoodFaith]:
    """The rows of a member at a marketplace by reason code, the overall one always there, held until the
    transaction ends: of two that count at once the second sees what the first has counted.
    """
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    first = {"status": GoodFaithStatus.PROVISIONAL.value, "since": now, "computed_at": now}
    key = {"member_id": member_id, "marketplace_id": marketplace_id, "reason_code": OVERALL}
    await session.execute(insert(GoodFaith).values(**key, **first).on_conflict_do_nothing())
    mine = (col(GoodFaith.member_id) == member_id, col(GoodFaith.marketplace_id) == marketplace_id)
    # First the lock, then the rows: a statement that waits for one does not see what was added meanwhile.
    overall = select(col(GoodFaith.status)).where(*mine, col(GoodFaith.reason_code) == OVERALL)
    await session.execute(overall.with_for_update())
    found = await session.execute(
        select(GoodFaith)
        .where(*mine)
        .order_by(col(GoodFaith.reason_code))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {row.reason_code: row for row in found.scalars()}


async def standings_of(session: AsyncSession, member_id: str) -> list[GoodFaith]:
    """Every standing of a member, at all marketplaces."""
    found = await session.execute(
        select(GoodFaith)
        .where(col(GoodFaith.member_id) == member_id)
        .order_by(col(GoodFaith.marketplace_id), col(GoodFaith.reason_code))
    )
    return list(found.scalars())


async def standing(
    session: AsyncSession, member_id: str, marketplace_id: str, reason_codes: Sequence[str]
) -> dict[str, GoodFaith]:
    found = await session.execute(
        select(GoodFaith).where(
            col(GoodFaith.member_id) == member_id,
            col(GoodFaith.marketplace_id) == marketplace_id,
            col(GoodFaith.reason_code).in_(reason_codes),
        )
    )
    return {row.reason_code: row for row in found.scalars()}


async def counts_in(
    session: AsyncSession, member_ids: Collection[str], marketplace_ids: Collection[str], days: Window
) -> dict[Key, Counts]:
    """What the days of a window add up to, by member, marketplace and reason code."""
    day = GoodFaithDay
    found = await session.execute(
        select(
            col(day.member_id),
            col(day.marketplace_id),
            col(day.reason_code),
            func.sum(col(day.taken_down)),
            func.sum(col(day.declined)),
            func.sum(col(day.restored)),
        )
        .where(
            col(day.member_id).in_(sorted(member_ids)),
            col(day.marketplace_id).in_(sorted(marketplace_ids)),
            col(day.day).between(days.first, days.last),
        )
        .group_by(col(day.member_id), col(day.marketplace_id), col(day.reason_code))
    )
    return {
        (member, marketplace, reason): Counts(int(taken), int(declined), int(restored))
        for member, marketplace, reason, taken, declined, restored in found.all()
    }


async def save_standings(session: AsyncSession, rows: Sequence[GoodFaith]) -> None:
    """Write many standings at once, in one order for everybody."""
    table: Any = GoodFaith.__table__  # type: ignore[attr-defined]
    ordered = sorted(rows, key=lambda row: (row.member_id, row.marketplace_id, row.reason_code))
    # `insert_rows` finds columns of moments by its first row: one may not hold them here and there.
    for revoked in (False, True):
        some = [row for row in ordered if (row.readmit_at is not None) is revoked]
        values = [tuple(getattr(row, name) for name in _STANDING_COLUMNS) for row in some]
        await insert_rows(session, table, _STANDING_COLUMNS, values, _REPLACE)


async def hold_of_members(session: AsyncSession, member_ids: Collection[str]) -> None:
    """Hold every standing of some members until the transaction ends."""
    await session.execute(
        select(col(GoodFaith.status))
        .where(col(GoodFaith.member_id).in_(sorted(member_ids)))
        .order_by(col(GoodFaith.member_id), col(GoodFaith.marketplace_id), col(GoodFaith.reason_code))
        .with_for_update()
    )


async def standings_of_members(session: AsyncSession, member_ids: Collection[str]) -> dict[Key, GoodFaith]:
    """Every standing of some members: not kept in the session, to be saved by `save_standings`."""
    found = await session.execute(
        select(GoodFaith)
        .where(col(GoodFaith.member_id).in_(sorted(member_ids)))
        .execution_options(populate_existing=True)
    )
    rows = list(found.scalars())
    for row in rows:
        session.expunge(row)
    return {(row.member_id, row.marketplace_id, row.reason_code): row for row in rows}


async def everywhere(session: AsyncSession) -> tuple[list[str], list[Marketplace]]:
    """Every member's id, and every marketplace, also those that were withdrawn."""
    members = await session.execute(select(col(Member.id)).order_by(col(Member.id)))
    marketplaces = await session.execute(select(Marketplace).order_by(col(Marketplace.key)))
    return list(members.scalars()), list(marketplaces.scalars())


async def differences(session: AsyncSession, member_ids: Sequence[str]) -> dict[DayKey, Counts]:
    """What must be added to the days so that they say what the cases do: empty where all is well.

    One statement, so that a case and its day are seen as one commit left them.
    """
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    among = "SELECT value FROM json_each(:members)" if is_sqlite else (
        "SELECT json_array_elements_text(CAST(:members AS json))"
    )  # fmt: skip
    # SQLite keeps moments as UTC text, and days as the text before their blank.
    day = "substr(outcome_at, 1, 10)" if is_sqlite else "CAST(outcome_at AT TIME ZONE 'UTC' AS date)"
    question = f"""
        SELECT member_id, marketplace_id, reason_code, day, SUM(t) AS taken, SUM(d) AS declined,
            SUM(r) AS back
        FROM (
            SELECT member_id, marketplace_id, COALESCE(outcome_reason, '') AS reason_code, {day} AS day,
                CASE WHEN outcome = 'taken_down' THEN 1 ELSE 0 END AS t,
                CASE WHEN outcome = 'declined' THEN 1 ELSE 0 END AS d,
                CASE WHEN outcome = 'taken_down' AND restored_at IS NOT NULL THEN 1 ELSE 0 END AS r
            FROM cases WHERE outcome_at IS NOT NULL AND member_id IN ({among})
            UNION ALL
            SELECT member_id, marketplace_id, reason_code, day, -taken_down, -declined, -restored
            FROM good_faith_days WHERE member_id IN ({among})
        ) AS both_sides
        GROUP BY member_id, marketplace_id, reason_code, day
        HAVING SUM(t) <> 0 OR SUM(d) <> 0 OR SUM(r) <> 0
    """
    given = orjson.dumps(list(member_ids)).decode()
    found = await session.execute(text(question), {"members": given})
    return {
        (row.member_id, row.marketplace_id, row.reason_code, _as_day(row.day)): Counts(
            int(row.taken), int(row.declined), int(row.back)
        )
        for row in found.all()
    }


def _as_day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)
