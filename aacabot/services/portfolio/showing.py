"""Brands and what they hold, for the people who may see them: a page of each, however many there are."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from aacabot.domain.errors import HoldingNotFound
from aacabot.domain.finding import found_among
from aacabot.domain.ids import is_id
from aacabot.domain.people import Person
from aacabot.domain.portfolio import (
    BrandLine,
    BrandShown,
    Holding,
    MarkShown,
    Portfolio,
    Reach,
    RightShown,
    Section,
    SellerShown,
    right_state,
)
from aacabot.domain.roles import Permission
from aacabot.services.cases import as_right
from aacabot.services.hub import Hub, Unit
from aacabot.store import portfolio as store
from aacabot.store.models import AuthorisedSeller, Mark, RegisteredRight

BRANDS_PER_PAGE = 20
HOLDINGS_PER_PAGE = 20
T = TypeVar("T")


async def show_portfolio(
    hub: Hub, person: Person, member_id: str | None = None, words: str = "", page: int = 1
) -> Portfolio:
    """A page of the person's brands, or of one member's: all, or those that they or their marks name so.

    Raises HoldingNotFound for a member of whom the person sees no brand.
    """
    reach = Reach.of(person)
    async with hub.database.read(person.viewer) as session:
        unit = Unit(session, person.viewer, hub.clock())
        member = await _member_named(unit, person, member_id) if member_id else None
        if words.strip():
            lines, total = await _searched(unit, reach, member_id, words, page)
        else:
            lines, total = await _listed(unit, reach, member_id, page)
        mine = {member_id} if member_id else person.member_ids
        may_add = [each for each in mine if person.may(Permission.KEEP, each)]
        names = await store.member_names(session, may_add) if may_add else []
    return Portfolio(brands=tuple(lines), total=total, member=member, may_add_for=tuple(names))


async def _member_named(unit: Unit, person: Person, member_id: str) -> str:
    known = person.is_operator or member_id in person.member_ids
    names = dict(await store.member_names(unit.session, [member_id])) if known and is_id(member_id) else {}
    if member_id not in names:
        raise HoldingNotFound
    return names[member_id]


async def _listed(unit: Unit, reach: Reach, member_id: str | None, page: int) -> tuple[list[BrandLine], int]:
    total = await store.count_brands(unit.session, reach, member_id)
    offset = first_of(page, BRANDS_PER_PAGE, total)
    today = unit.now.date()
    lines = await store.brand_lines(
        unit.session, reach, member_id, today, limit=BRANDS_PER_PAGE, offset=offset
    )
    return lines, total


async def _searched(
    unit: Unit, reach: Reach, member_id: str | None, words: str, page: int
) -> tuple[list[BrandLine], int]:
    named = {brand_id: [name] for brand_id, name in await store.brand_names(unit.session, reach, member_id)}
    for brand_id, spellings in await store.mark_spellings(unit.session, reach, member_id):
        named[brand_id] += spellings
    # The desk's own search is among the marks of all members: clicks must not wait for it.
    found = await asyncio.to_thread(found_among, words, list(named.items()))
    shown = page_of(found, page, BRANDS_PER_PAGE)
    return await store.lines_of(unit.session, reach, shown, unit.now.date()), len(found)


async def show_brand(
    hub: Hub, person: Person, brand_id: str, section: Section, words: str = "", page: int = 1
) -> BrandShown:
    """A brand with a page of one section of what it holds. Raises HoldingNotFound."""
    async with hub.database.read(person.viewer) as session:
        unit = Unit(session, person.viewer, hub.clock())
        today = unit.now.date()
        ids = [brand_id] if is_id(brand_id) else []
        found = await store.lines_of(session, Reach.of(person), ids, today)
        if not found:
            raise HoldingNotFound
        (line,) = found
        rows, total = await _holdings(unit, line, section, words, page)
        names = dict(await store.marketplaces(session)) if section is Section.SELLERS else {}
    return BrandShown(
        brand=line,
        section=section,
        holdings=tuple(as_holding(row, names, today) for row in rows),
        total=total,
        may_keep=person.may(Permission.KEEP, line.member_id, line.id),
    )


async def _holdings(
    unit: Unit, brand: BrandLine, section: Section, words: str, page: int
) -> tuple[Sequence[Any], int]:
    if words.strip():
        rows = await store.holdings(unit.session, brand.id, section)
        found = found_among(words, [(row, _texts(row)) for row in rows])
        return page_of(found, page, HOLDINGS_PER_PAGE), len(found)
    counted = {Section.MARKS: brand.marks, Section.RIGHTS: brand.rights, Section.SELLERS: brand.sellers}
    total = counted[section]
    offset = first_of(page, HOLDINGS_PER_PAGE, total)
    rows = await store.holdings(unit.session, brand.id, section, limit=HOLDINGS_PER_PAGE, offset=offset)
    return rows, total


def _texts(row: Mark | RegisteredRight | AuthorisedSeller) -> list[str]:
    """What a holding is searched by."""
    if isinstance(row, Mark):
        return [row.text, *(each for texts in row.forms.values() for each in texts)]
    if isinstance(row, RegisteredRight):
        return [f"{row.office} {row.number}", row.number, row.kind]
    return [row.seller_id, row.marketplace_key]


def as_holding(
    row: Mark | RegisteredRight | AuthorisedSeller, marketplaces: Mapping[str, str], today: date
) -> Holding:
    """A row as it is shown; `marketplaces` are names by key."""
    if isinstance(row, Mark):
        forms = tuple((script, tuple(texts)) for script, texts in row.forms.items())
        return MarkShown(id=row.id, text=row.text, forms=forms, common=row.common)
    if isinstance(row, RegisteredRight):
        left = (row.expires - today).days if row.expires else None
        return RightShown(right=as_right(row), state=right_state(row.expires, today), days_left=left)
    name = marketplaces.get(row.marketplace_key, row.marketplace_key)
    return SellerShown(id=row.id, marketplace=name, seller_id=row.seller_id)


def first_of(page: int, per_page: int, total: int) -> int:
    """Where a page begins; a page past the end is the last one."""
    return (min(max(page, 1), max((total + per_page - 1) // per_page, 1)) - 1) * per_page


def page_of(things: Sequence[T], page: int, per_page: int) -> list[T]:
    start = first_of(page, per_page, len(things))
    return list(things[start : start + per_page])
