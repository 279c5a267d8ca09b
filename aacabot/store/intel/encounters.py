"""What cases met, by keyed hash: each case's own, and added up by member and category."""

from collections.abc import Collection, Sequence
from dataclasses import astuple, dataclass
from datetime import date
from typing import Any

import orjson
from sqlalchemy import Table, case, delete, func, select, text, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.store.bulk import insert_rows
from aacabot.store.models import Encounter, EncounteredCase

_CASES: Table = EncounteredCase.__table__  # type: ignore[attr-defined]
_ENCOUNTERS: Table = Encounter.__table__  # type: ignore[attr-defined]
_LATER = "CASE WHEN excluded.last_on > encounters.last_on THEN excluded.last_on ELSE encounters.last_on END"
_ADD = (
    "ON CONFLICT (key, member_id, category) DO UPDATE SET cases = encounters.cases + excluded.cases, "
    f"upheld = encounters.upheld + excluded.upheld, last_on = {_LATER}"
)
_LEFT = (
    "FROM encountered_cases AS met WHERE met.key = encounters.key "
    "AND met.member_id = encounters.member_id AND met.category = encounters.category AND met.counts"
)
_FORGET = f"DELETE FROM encounters WHERE {{these}} AND NOT EXISTS (SELECT 1 {_LEFT})"
_LAST = f"UPDATE encounters SET last_on = (SELECT max(met.met_on) {_LEFT}) WHERE {{these}}"
_EACH = "(key, member_id, category) IN (SELECT value ->> 0, value ->> 1, value ->> 2 FROM {each})"
_SQLITE = _EACH.format(each="json_each(:these)")
_POSTGRES = _EACH.format(each="json_array_elements(CAST(:these AS json))")
_UNTRACKED = {"synchronize_session": False}


@dataclass(frozen=True, kw_only=True)
class Met:
    """One thing a case met; the names are the columns'."""

    case_id: str
    key: str
    kind: str
    member_id: str
    listing_id: str
    category: str
    met_on: date
    counts: bool
    upheld: bool


@dataclass(frozen=True, kw_only=True)
class Change:
    """What is added to, or taken from, a member's encounters with a key in a category."""

    key: str
    member_id: str
    category: str
    kind: str
    last_on: date
    cases: int
    upheld: int


async def met_by_cases(session: AsyncSession, case_ids: Collection[str]) -> list[Met]:
    rows = await session.execute(
        select(*_CASES.columns).where(col(EncounteredCase.case_id).in_(sorted(case_ids)))
    )
    return [Met(**row) for row in rows.mappings()]


async def add_met(session: AsyncSession, rows: Sequence[Met]) -> None:
    """Keep what cases met, in one statement however many."""
    await insert_rows(session, _CASES, list(Met.__annotations__), sorted(_plain(row) for row in rows))


async def take_met(session: AsyncSession, pairs: Collection[tuple[str, str]]) -> None:
    """Forget that these cases met these keys: (case id, key)."""
    if pairs:
        these = tuple_(col(EncounteredCase.case_id), col(EncounteredCase.key)).in_(sorted(pairs))
        await session.execute(delete(EncounteredCase).where(these), execution_options=_UNTRACKED)


async def stand(session: AsyncSession, case_ids: Collection[str], *, counts: bool, upheld: bool) -> None:
    """Say of everything these cases met whether it counts, and whether it was upheld."""
    these = col(EncounteredCase.case_id).in_(sorted(case_ids))
    standing = update(EncounteredCase).where(these).values(counts=counts, upheld=upheld)
    await session.execute(standing, execution_options=_UNTRACKED)


async def count(session: AsyncSession, changes: Sequence[Change]) -> None:
    """Add changes up, in one order of keys for everybody, so that two commits never wait for each other."""
    rows = sorted(_plain(one) for one in changes)
    await insert_rows(session, _ENCOUNTERS, list(Change.__annotations__), rows, _ADD)
    await _look_again(session, [one for one in changes if one.cases < 0])


async def _look_again(session: AsyncSession, fewer: Sequence[Change]) -> None:
    """The last day of what is left; without any the row goes. Two statements however many."""
    if not fewer:
        return
    these = _SQLITE if session.get_bind().dialect.name == "sqlite" else _POSTGRES
    given = orjson.dumps([(one.key, one.member_id, one.category) for one in fewer]).decode()
    for changing in (_FORGET, _LAST):
        await session.execute(text(changing.format(these=these)), {"these": given})


def _plain(row: Met | Change) -> tuple[Any, ...]:
    """Days as both databases take them in one document."""
    return tuple(value.isoformat() if isinstance(value, date) else value for value in astuple(row))


async def hold_all(session: AsyncSession) -> None:
    """Nobody else changes what was met until this transaction ends."""
    if session.get_bind().dialect.name != "sqlite":  # which lets one transaction write at a time anyway
        await session.execute(text("LOCK TABLE encountered_cases, encounters IN SHARE ROW EXCLUSIVE MODE"))


async def forget_all(session: AsyncSession) -> None:
    """Before everything is counted anew from the cases."""
    await session.execute(delete(EncounteredCase), execution_options=_UNTRACKED)
    await session.execute(delete(Encounter), execution_options=_UNTRACKED)


async def add_up_all(session: AsyncSession) -> None:
    """Count every member's encounters from what its cases met."""
    met = _CASES.columns
    by = (met.key, met.member_id, met.category)
    upheld = func.sum(case((met.upheld.is_(True), 1), else_=0))
    counted = select(*by, func.max(met.kind), func.max(met.met_on), func.count(), upheld)
    names = ["key", "member_id", "category", "kind", "last_on", "cases", "upheld"]
    adding = counted.where(met.counts.is_(True)).group_by(*by)
    await session.execute(_ENCOUNTERS.insert().from_select(names, adding))
