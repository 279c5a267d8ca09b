"""The rows behind a brand, held while somebody changes them."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.domain.cases import WAITING_STATES
from aacabot.domain.people import Grant, Role
from aacabot.domain.portfolio import CATCH_UP_DAYS, KEEPERS, WARN_AT, Reach
from aacabot.store.models import (
    AuthorisedSeller,
    Brand,
    CaseRow,
    GrantRow,
    ListingRow,
    Mark,
    Marketplace,
    Member,
    PersonRow,
    RegisteredRight,
    SellerRow,
)
from aacabot.store.portfolio import within

H = TypeVar("H", Mark, RegisteredRight, AuthorisedSeller)


async def find_brand(session: AsyncSession, reach: Reach, brand_id: str) -> tuple[Brand, Member] | None:
    """A brand within reach, and whose it is."""
    return await _brand(session, _brand_asked(reach, brand_id))


async def hold_brand(session: AsyncSession, reach: Reach, brand_id: str) -> tuple[Brand, Member] | None:
    """The same, held until the transaction ends: what it holds changes one at a time."""
    # NO KEY UPDATE: screening, which adds cases that refer to the brand, need not wait.
    return await _brand(session, _brand_asked(reach, brand_id).with_for_update(of=Brand, key_share=True))


def _brand_asked(reach: Reach, brand_id: str) -> Select[Brand, Member]:
    return (
        select(Brand, Member)
        .join(Member, col(Member.id) == col(Brand.member_id))
        .where(col(Brand.id) == brand_id, within(reach))
    )


async def _brand(session: AsyncSession, question: Select[Brand, Member]) -> tuple[Brand, Member] | None:
    row = (await session.execute(question)).first()
    return (row[0], row[1]) if row else None


async def hold_member(session: AsyncSession, member_id: str) -> Member | None:
    """A member that stands, held until the transaction ends: its brands are added one at a time."""
    found = await session.execute(
        select(Member)
        .where(col(Member.id) == member_id, col(Member.withdrawn_at).is_(None))
        .with_for_update(key_share=True)
    )
    return found.scalar_one_or_none()


async def brands_of_member(session: AsyncSession, member_id: str) -> list[Brand]:
    """A member's brands, withdrawn ones included."""
    rows = await session.execute(select(Brand).where(col(Brand.member_id) == member_id))
    return list(rows.scalars())


async def taken_keys(session: AsyncSession, start: str) -> set[str]:
    """Brand keys that begin so. Keys are unique in the alliance: the transaction must be everyone's."""
    rows = await session.execute(
        select(col(Brand.key)).where(col(Brand.key).startswith(start, autoescape=True))
    )
    return set(rows.scalars())


async def find_holding(session: AsyncSession, table: type[H], holding_id: str) -> H | None:
    """A mark, right or seller that has not been withdrawn."""
    found = await session.execute(
        select(table).where(col(table.id) == holding_id, col(table.withdrawn_at).is_(None))
    )
    return found.scalar_one_or_none()


async def find_one_of_a_kind(
    session: AsyncSession, table: type[H], brand_id: str, **identity: Any
) -> H | None:
    """What makes a mark, right or seller one of a kind in its brand, withdrawn or not."""
    named = (getattr(table, name) == value for name, value in identity.items())
    found = await session.execute(select(table).where(col(table.brand_id) == brand_id, *named))
    return found.scalar_one_or_none()


def _undecided(brand_id: str) -> Select[CaseRow]:
    states = [state.value for state in WAITING_STATES]
    return select(CaseRow).where(col(CaseRow.brand_id) == brand_id, col(CaseRow.state).in_(states))


async def hold_cases_of_seller(
    session: AsyncSession, brand_id: str, marketplace_key: str, seller_id: str
) -> list[CaseRow]:
    """The brand's undecided cases on what a seller offers, held in one order."""
    rows = await session.execute(
        _undecided(brand_id)
        .join(ListingRow, col(ListingRow.id) == col(CaseRow.listing_id))
        .join(SellerRow, col(SellerRow.id) == col(ListingRow.seller_row_id))
        .join(Marketplace, col(Marketplace.id) == col(SellerRow.marketplace_id))
        .where(col(Marketplace.key) == marketplace_key, col(SellerRow.seller_id) == seller_id)
        .order_by(col(CaseRow.id))
        .with_for_update(of=CaseRow)
    )
    return list(rows.scalars())


async def keepers(
    session: AsyncSession, member_id: str, brand_id: str | None, now: datetime
) -> list[tuple[str, str, str]]:
    """(person id, name, role) of everybody who may change what the brand holds, by name."""
    rows = await session.execute(
        select(PersonRow, GrantRow)
        .join(GrantRow, col(GrantRow.person_id) == col(PersonRow.id))
        .where(
            col(GrantRow.member_id) == member_id,
            col(GrantRow.role).in_([role.value for role in KEEPERS]),
            or_(col(GrantRow.brand_id).is_(None), col(GrantRow.brand_id) == brand_id),
            col(PersonRow.withdrawn_at).is_(None),
        )
        .order_by(col(PersonRow.name), col(PersonRow.id))
    )
    return [
        (person.id, person.name, grant.role)
        for person, grant in rows.all()
        if Grant(role=Role(grant.role), expires=grant.expires).holds(now)
    ]


async def any_right_to_warn_of(session: AsyncSession, today: date) -> bool:
    return (await session.execute(_to_warn_of(today).limit(1))).first() is not None


async def rights_to_warn_of(
    session: AsyncSession, today: date, limit: int
) -> Sequence[tuple[RegisteredRight, Brand, Member]]:
    """Rights that have come to a warning nobody has given yet, held; without those another node is at."""
    rows = await session.execute(
        _to_warn_of(today)
        .order_by(col(RegisteredRight.expires), col(RegisteredRight.id))
        .limit(limit)
        .with_for_update(of=RegisteredRight, skip_locked=True)
    )
    return [(right, brand, member) for right, brand, member in rows.all()]


def _to_warn_of(today: date) -> Select[RegisteredRight, Brand, Member]:
    return (
        select(RegisteredRight, Brand, Member)
        .join(Brand, col(Brand.id) == col(RegisteredRight.brand_id))
        .join(Member, col(Member.id) == col(Brand.member_id))
        .where(
            col(RegisteredRight.withdrawn_at).is_(None),
            col(Brand.withdrawn_at).is_(None),
            col(Member.withdrawn_at).is_(None),
            or_(*(_unwarned(days, after, today) for days, after in _STAGES)),
        )
    )


_STAGES = tuple(zip(WARN_AT, (*(days + 1 for days in WARN_AT[1:]), -CATCH_UP_DAYS), strict=True))
"""For each warning, the days left at which it begins and ends: (60, 15), (14, 1), (0, -7)."""


def _unwarned(days: int, after: int, today: date) -> ColumnElement[bool]:
    expires = col(RegisteredRight.expires)
    told_otherwise = col(RegisteredRight.warned_of).is_distinct_from(expires)
    told_earlier = col(RegisteredRight.warned_days) > days
    there = expires.between(today + timedelta(days=after), today + timedelta(days=days))
    return there & (told_otherwise | told_earlier)
