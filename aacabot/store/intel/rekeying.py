"""Laying one more matching key over every stored hash, in the transaction that adds the key."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Column, MetaData, String, Table, func, select, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.store.models import Encounter, EncounteredCase, IntelItem, Introduction, IntroductionAnswer

KEYED: tuple[Any, ...] = (
    col(IntelItem.key),
    col(Encounter.key),
    col(EncounteredCase.key),
    col(Introduction.key),
    col(IntroductionAnswer.key),
)
"""Every column with a hash made by the matching keys: whoever stores one elsewhere adds it here."""
_AT_ONCE = 5000
_LAID_OVER = Table(
    "laid_over",
    MetaData(),
    Column("old", String, primary_key=True),
    Column("new", String, nullable=False),
    prefixes=["TEMPORARY"],
)
_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtext('aacabot matching keys'))")
_MANY_AT_A_TIME = text("SELECT pg_advisory_xact_lock_shared(hashtext('aacabot matching keys'))")


async def hold_writers(session: AsyncSession) -> None:
    """Whoever is about to write a hash waits for the end of this transaction, or this for theirs."""
    if not _is_sqlite(session):  # which lets one transaction write at a time anyway
        await session.execute(_ONE_AT_A_TIME)


async def hold_keys(session: AsyncSession) -> None:
    """No key is added until the end of this transaction."""
    if not _is_sqlite(session):
        await session.execute(_MANY_AT_A_TIME)


async def lay_over(session: AsyncSession, laid: Callable[[str], str]) -> int:
    """Replace every stored hash by `laid` of it; returns how many different ones there were.

    The new ones are worked out a batch at a time beside the old, and change places in one statement a table.
    """
    await session.run_sync(lambda each: _LAID_OVER.create(each.connection()))
    for column in KEYED:
        last = ""
        while keys := await _after(session, column, last):
            await _keep(session, [{"old": key, "new": laid(key)} for key in keys])
            last = keys[-1]
    done = (await session.execute(select(func.count()).select_from(_LAID_OVER))).scalar_one()
    for column in KEYED:
        new = select(_LAID_OVER.c.new).where(_LAID_OVER.c.old == column).scalar_subquery()
        changing = update(column.class_).where(column.is_not(None)).values({column.key: new})
        await session.execute(changing, execution_options={"synchronize_session": False})
    await session.run_sync(lambda each: _LAID_OVER.drop(each.connection()))
    return int(done)


async def _after(session: AsyncSession, column: Any, last: str) -> list[str]:
    rows = await session.execute(
        select(column).distinct().where(column > last).order_by(column).limit(_AT_ONCE)
    )
    return list(rows.scalars())


async def _keep(session: AsyncSession, rows: list[dict[str, str]]) -> None:
    """Tables share most of their hashes: what is there already stays."""
    dialect = sqlite if _is_sqlite(session) else postgresql
    await session.execute(dialect.insert(_LAID_OVER).on_conflict_do_nothing(), rows)


def _is_sqlite(session: AsyncSession) -> bool:
    return session.get_bind().dialect.name == "sqlite"
