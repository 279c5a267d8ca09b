"""Wishes to be introduced: whom they are put to, what was answered, and what each side calls the thing."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.domain.intel.introductions import KnownAs
from aacabot.domain.intel.items import ItemState
from aacabot.domain.intel.labels import Label
from aacabot.domain.roles import PERMISSIONS, Permission, Role
from aacabot.store.models import (
    CaseRow,
    EncounteredCase,
    GrantRow,
    IntelItem,
    IntelOrigin,
    Introduction,
    IntroductionAnswer,
    ListingRow,
    Marketplace,
    Member,
    PersonRow,
    SellerRow,
    SlackMessageRow,
)
from aacabot.store.people import grants_in

_FIRST = (Role.ADMIN.value, Role.COUNSEL.value)


async def hold_member(session: AsyncSession, member_id: str) -> None:
    """Let a member's wishes be begun one at a time."""
    await session.execute(
        select(col(Member.id)).where(col(Member.id) == member_id).with_for_update(key_share=True)
    )


async def open_wish(
    session: AsyncSession, member_id: str, key: str, case_id: str | None, now: datetime
) -> Introduction | None:
    """The member's wish about this key or this case that has not ended."""
    same = [col(Introduction.key) == key, *([col(Introduction.case_id) == case_id] if case_id else [])]
    found = await session.execute(
        select(Introduction)
        .where(
            col(Introduction.member_id) == member_id,
            or_(*same),
            col(Introduction.closed_at).is_(None),
            col(Introduction.closes_at) > now,
        )
        .limit(1)
    )
    return found.scalar_one_or_none()


async def count_since(session: AsyncSession, member_id: str, since: datetime) -> int:
    found = await session.execute(
        select(func.count())
        .select_from(Introduction)
        .where(col(Introduction.member_id) == member_id, col(Introduction.asked_at) >= since)
    )
    return int(found.scalar_one())


async def not_yet_put(session: AsyncSession, limit: int) -> list[str]:
    """Ids of wishes nobody was asked about yet, the oldest first."""
    found = await session.execute(
        select(col(Introduction.id))
        .where(col(Introduction.put_at).is_(None), col(Introduction.closed_at).is_(None))
        .order_by(col(Introduction.id))
        .limit(limit)
    )
    return list(found.scalars())


async def over(session: AsyncSession, now: datetime, limit: int) -> list[str]:
    """Ids of open wishes whose time has come, the oldest first."""
    found = await session.execute(
        select(col(Introduction.id))
        .where(col(Introduction.closed_at).is_(None), col(Introduction.closes_at) <= now)
        .order_by(col(Introduction.id))
        .limit(limit)
    )
    return list(found.scalars())


async def hold(session: AsyncSession, ident: str) -> Introduction | None:
    return await session.get(Introduction, ident, with_for_update=True, populate_existing=True)


async def answers_to(session: AsyncSession, ident: str) -> list[IntroductionAnswer]:
    found = await session.execute(
        select(IntroductionAnswer)
        .where(col(IntroductionAnswer.introduction_id) == ident)
        .order_by(col(IntroductionAnswer.member_id))
    )
    return list(found.scalars())


async def answer_of(session: AsyncSession, ident: str, member_id: str) -> IntroductionAnswer | None:
    return await session.get(IntroductionAnswer, (ident, member_id))


async def refused_before(
    session: AsyncSession, member_id: str, keys: Collection[str]
) -> set[tuple[str, str]]:
    """(member, key) of those who said no to this member about one of these already: left in peace."""
    rows = await session.execute(
        select(col(IntroductionAnswer.member_id), col(IntroductionAnswer.key))
        .join(Introduction, col(Introduction.id) == col(IntroductionAnswer.introduction_id))
        .where(
            col(Introduction.member_id) == member_id,
            col(IntroductionAnswer.key).in_(sorted(keys)),
            col(IntroductionAnswer.agreed).is_(False),
        )
    )
    return {(holder_id, key) for holder_id, key in rows.all()}


async def share_an_agency(session: AsyncSession, member_id: str, now: datetime) -> set[str]:
    """The other members some agency of this one's acts for, too."""
    in_force = or_(col(GrantRow.expires).is_(None), col(GrantRow.expires) >= now.date())
    theirs = select(col(GrantRow.agency_id)).where(
        col(GrantRow.member_id) == member_id, col(GrantRow.agency_id).is_not(None), in_force
    )
    found = await session.execute(
        select(col(GrantRow.member_id)).where(col(GrantRow.agency_id).in_(theirs), in_force)
    )
    return {one for one in found.scalars() if one} - {member_id}


async def who_share(session: AsyncSession, member_id: str, now: datetime) -> list[str]:
    """Ids of the member's own people who share on its behalf: admins and counsel first.

    For all its brands where there is anybody, else for some of them. Who has left is none of them.
    """
    rows = await session.execute(
        select(GrantRow)
        .join(PersonRow, col(PersonRow.id) == col(GrantRow.person_id))
        .where(
            col(GrantRow.member_id) == member_id,
            col(GrantRow.role).in_(sorted(role.value for role in PERMISSIONS[Permission.SHARE].roles)),
            col(PersonRow.member_id) == member_id,
            col(PersonRow.withdrawn_at).is_(None),
        )
        .order_by(col(GrantRow.person_id))
    )
    held = [row for row in rows.scalars() if all(grant.holds(now) for grant in grants_in([row]))]
    whole = [row for row in held if row.brand_id is None] or held
    ranked = sorted(whole, key=lambda row: (row.role not in _FIRST, row.role, row.person_id))
    return list(dict.fromkeys(row.person_id for row in ranked))


async def known_as(session: AsyncSession, member_id: str, key: str) -> KnownAs:
    """What the member itself holds under the key, in its own words: a seller or listing of its cases, or
    what it shared and all of its people may read. Nothing of anybody else's goes into it.
    """
    met = await session.execute(
        select(
            col(SellerRow.name), col(SellerRow.seller_id), col(ListingRow.url), col(Marketplace.name),
            col(EncounteredCase.kind), col(EncounteredCase.met_on),
        )
        .join(CaseRow, col(CaseRow.id) == col(EncounteredCase.case_id))
        .join(ListingRow, col(ListingRow.id) == col(CaseRow.listing_id))
        .join(Marketplace, col(Marketplace.id) == col(ListingRow.marketplace_id))
        .outerjoin(SellerRow, col(SellerRow.id) == col(ListingRow.seller_row_id))
        .where(col(EncounteredCase.key) == key, col(EncounteredCase.member_id) == member_id)
        .order_by(col(EncounteredCase.met_on).desc(), col(EncounteredCase.case_id))
        .limit(1)
    )  # fmt: skip
    if (row := met.first()) is not None:
        seller, seller_id, url, marketplace, kind, met_on = row
        name = (seller or seller_id) if kind == "seller" else url
        return KnownAs(name=name or url, marketplace=marketplace, met_on=met_on)
    shared = await session.execute(
        select(col(IntelItem.value), col(IntelItem.shared_on))
        .join(IntelOrigin, col(IntelOrigin.item_id) == col(IntelItem.id))
        .where(
            col(IntelItem.key) == key,
            col(IntelOrigin.member_id) == member_id,
            col(IntelItem.state) == ItemState.SHARED.value,
            col(IntelItem.label) != Label.RED.value,
        )
        .order_by(col(IntelItem.id))
        .limit(1)
    )
    own = shared.first()
    return KnownAs() if own is None else KnownAs(name=own.value, shared_on=own.shared_on)


async def names_of(session: AsyncSession, person_ids: Collection[str]) -> Sequence[str]:
    """The names of people, those who have left left out."""
    found = await session.execute(
        select(col(PersonRow.name))
        .where(col(PersonRow.id).in_(sorted(person_ids)), col(PersonRow.withdrawn_at).is_(None))
        .order_by(col(PersonRow.name))
    )
    return list(found.scalars())


async def messages_about(session: AsyncSession, subject: str, member_id: str) -> list[SlackMessageRow]:
    """What a member's people were told on a subject."""
    found = await session.execute(
        select(SlackMessageRow)
        .where(col(SlackMessageRow.subject) == subject, col(SlackMessageRow.member_id) == member_id)
        .order_by(col(SlackMessageRow.id))
    )
    return list(found.scalars())


async def introduced_to(session: AsyncSession, member_ids: Collection[str]) -> set[str]:
    """The members that were introduced to one of these: each was told names of the other."""
    asker, holder = col(Introduction.member_id), col(IntroductionAnswer.member_id)
    theirs = sorted(member_ids)
    rows = await session.execute(
        select(asker, holder)
        .join(IntroductionAnswer, col(IntroductionAnswer.introduction_id) == col(Introduction.id))
        .where(col(IntroductionAnswer.agreed).is_(True), or_(asker.in_(theirs), holder.in_(theirs)))
    )
    return {member_id for pair in rows.all() for member_id in pair}
