"""Brands and what they hold, read for the people who may see them. Every question takes their reach."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any

import orjson
from sqlalchemy import ColumnElement, ScalarSelect, Select, Text, cast, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.domain.portfolio import WARN_AT, BrandLine, Reach, Section
from aacabot.domain.waiting import FOR_BRANDS
from aacabot.store.models import AuthorisedSeller, Brand, CaseRow, Mark, Marketplace, Member, RegisteredRight

HoldingRow = Mark | RegisteredRight | AuthorisedSeller
TABLES: dict[Section, type[HoldingRow]] = {
    Section.MARKS: Mark,
    Section.RIGHTS: RegisteredRight,
    Section.SELLERS: AuthorisedSeller,
}


def within(reach: Reach) -> ColumnElement[bool]:
    """Brands that stand, of members that stand, within reach. The question joins Brand and Member."""
    mine = or_(col(Brand.member_id).in_(sorted(reach.member_ids)), col(Brand.id).in_(sorted(reach.brand_ids)))
    standing = col(Brand.withdrawn_at).is_(None) & col(Member.withdrawn_at).is_(None)
    return standing & (true() if reach.everything else mine)


def _of(reach: Reach, member_id: str | None) -> ColumnElement[bool]:
    return within(reach) & (col(Brand.member_id) == member_id if member_id else true())


def _brands(*columns: Any) -> Select[Any]:
    return select(*columns).select_from(Brand).join(Member, col(Member.id) == col(Brand.member_id))


async def count_brands(session: AsyncSession, reach: Reach, member_id: str | None) -> int:
    question = _brands(func.count()).where(_of(reach, member_id))
    total: int = (await session.execute(question)).scalar_one()
    return total


async def brand_lines(
    session: AsyncSession, reach: Reach, member_id: str | None, today: date, *, limit: int, offset: int
) -> list[BrandLine]:
    """A page of brands by name, each with what it holds counted: one statement."""
    question = _counted(today).where(_of(reach, member_id)).order_by(func.lower(Brand.name), col(Brand.id))
    return _as_lines(await session.execute(question.limit(limit).offset(offset)))


async def lines_of(
    session: AsyncSession, reach: Reach, brand_ids: Collection[str], today: date
) -> list[BrandLine]:
    """These brands, in this order, as far as they are within reach."""
    rows = await session.execute(_counted(today).where(within(reach), col(Brand.id).in_(brand_ids)))
    by_id = {line.id: line for line in _as_lines(rows)}
    return [by_id[brand_id] for brand_id in brand_ids if brand_id in by_id]


def _counted(today: date) -> Select[Any]:
    soon = today + timedelta(days=WARN_AT[0])
    lasts = col(RegisteredRight.expires).is_(None) | (col(RegisteredRight.expires) >= today)
    return _brands(
        col(Brand.id),
        col(Brand.name),
        col(Brand.member_id),
        col(Member.name).label("member"),
        col(Brand.category),
        col(Brand.channel_id),
        _count(Mark).label("marks"),
        _count(RegisteredRight, lasts).label("rights_in_force"),
        _count(RegisteredRight, col(RegisteredRight.expires).between(today, soon)).label("rights_expiring"),
        _count(RegisteredRight).label("rights"),
        _count(AuthorisedSeller).label("sellers"),
        _waiting().label("waiting"),
    )


def _count(table: type[HoldingRow], *conditions: ColumnElement[bool]) -> ScalarSelect[int]:
    return (
        select(func.count())
        .select_from(table)
        .where(col(table.brand_id) == col(Brand.id), col(table.withdrawn_at).is_(None), *conditions)
        .correlate(Brand)
        .scalar_subquery()
    )


def _waiting() -> ScalarSelect[int]:
    return (
        select(func.count())
        .select_from(CaseRow)
        .where(
            col(CaseRow.brand_id) == col(Brand.id),
            col(CaseRow.state).in_([state.value for state in FOR_BRANDS]),
        )
        .correlate(Brand)
        .scalar_subquery()
    )


def _as_lines(rows: Any) -> list[BrandLine]:
    return [BrandLine(**row) for row in rows.mappings()]


async def brand_names(
    session: AsyncSession, reach: Reach, member_id: str | None = None
) -> list[tuple[str, str]]:
    """(id, name) of every brand within reach, by name."""
    question = _brands(col(Brand.id), col(Brand.name)).where(_of(reach, member_id))
    rows = await session.execute(question.order_by(func.lower(Brand.name), col(Brand.id)))
    return [(brand_id, name) for brand_id, name in rows.all()]


async def brand_name(session: AsyncSession, reach: Reach, brand_id: str) -> str | None:
    """The name of a brand within reach."""
    found = await session.execute(_brands(col(Brand.name)).where(within(reach), col(Brand.id) == brand_id))
    name: str | None = found.scalar_one_or_none()
    return name


async def mark_spellings(
    session: AsyncSession, reach: Reach, member_id: str | None
) -> list[tuple[str, list[str]]]:
    """(brand id, its text and spellings) of every mark within reach."""
    # Read as text: the database layer's own JSON takes longer than all the rest of a search.
    rows = await session.execute(
        _brands(col(Mark.brand_id), col(Mark.text), cast(col(Mark.forms), Text))
        .join(Mark, col(Mark.brand_id) == col(Brand.id))
        .where(_of(reach, member_id), col(Mark.withdrawn_at).is_(None))
    )
    return [
        (brand_id, [text, *(each for texts in orjson.loads(forms).values() for each in texts)])
        for brand_id, text, forms in rows.all()
    ]


_ORDER: dict[Section, tuple[Any, ...]] = {
    Section.MARKS: (func.lower(Mark.text), col(Mark.id)),
    Section.RIGHTS: (
        col(RegisteredRight.expires).is_(None),
        col(RegisteredRight.expires),
        col(RegisteredRight.id),
    ),
    Section.SELLERS: (col(AuthorisedSeller.marketplace_key), col(AuthorisedSeller.seller_id)),
}
"""Marks by their letters, rights by what ends first, sellers by marketplace."""


async def holdings(
    session: AsyncSession,
    brand_id: str,
    section: Section,
    *,
    limit: int | None = None,
    offset: int = 0,
) -> Sequence[Any]:
    """What a brand within reach holds, in its section's order: a page, or all of it to search in."""
    table = TABLES[section]
    rows = await session.execute(
        select(table)
        .where(col(table.brand_id) == brand_id, col(table.withdrawn_at).is_(None))
        .order_by(*_ORDER[section])
        .limit(limit)
        .offset(offset)
    )
    return rows.scalars().all()


async def marketplaces(session: AsyncSession) -> list[tuple[str, str]]:
    """(key, name) of every marketplace of the alliance, by name."""
    rows = await session.execute(
        select(col(Marketplace.key), col(Marketplace.name))
        .where(col(Marketplace.withdrawn_at).is_(None))
        .order_by(func.lower(Marketplace.name), col(Marketplace.key))
    )
    return [(key, name) for key, name in rows.all()]


async def member_names(session: AsyncSession, member_ids: Collection[str]) -> list[tuple[str, str]]:
    """(id, name) of members that stand, by name."""
    rows = await session.execute(
        select(col(Member.id), col(Member.name))
        .where(col(Member.id).in_(member_ids), col(Member.withdrawn_at).is_(None))
        .order_by(func.lower(Member.name))
    )
    return [(member_id, name) for member_id, name in rows.all()]
