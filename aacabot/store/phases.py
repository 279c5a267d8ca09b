"""Phases, what is open in them, and the members in each: the operator's own, in everyone's transactions."""

from collections.abc import Collection, Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.domain.features import Feature, Opening
from aacabot.domain.phases import MemberNamed, PhaseShown
from aacabot.store.models import FeatureOpening, Member, Phase


async def phases(session: AsyncSession) -> list[PhaseShown]:
    """Every phase that was named or that a member is in, in order, with how many members are in it."""
    named = {row.number: row for row in (await session.execute(select(Phase))).scalars()}
    counted = await session.execute(
        select(col(Member.phase), func.count())
        .where(col(Member.withdrawn_at).is_(None))
        .group_by(col(Member.phase))
    )
    counts: dict[int, int] = dict(counted.all())
    return [
        PhaseShown(
            number=number,
            name=named[number].name if number in named else "",
            begins=named[number].begins if number in named else None,
            members=counts.get(number, 0),
        )
        for number in sorted({*named, *counts})
    ]


async def opening(session: AsyncSession, feature: Feature) -> Opening:
    """To whom a feature is open. One that nobody has spoken of is open for all."""
    found = await session.execute(
        select(FeatureOpening, col(Phase.begins))
        .outerjoin(Phase, col(Phase.number) == col(FeatureOpening.phase))
        .where(col(FeatureOpening.feature) == feature.value)
    )
    known = found.first()
    if known is None:
        return Opening(feature=feature, for_all=True)
    row, begins = known
    return Opening(
        feature=feature,
        for_all=row.for_all,
        phase=row.phase,
        begins=begins,
        member_ids=frozenset(row.member_ids),
    )


async def save_opening(session: AsyncSession, opened: Opening) -> None:
    row = await session.get(FeatureOpening, opened.feature.value)
    if row is None:
        row = FeatureOpening(feature=opened.feature.value)
        session.add(row)
    row.for_all, row.phase, row.member_ids = opened.for_all, opened.phase, sorted(opened.member_ids)


async def closed_to(session: AsyncSession, opened: Opening) -> set[str]:
    """The members a feature is not open to."""
    rows = await session.execute(
        select(col(Member.id), col(Member.phase)).where(col(Member.withdrawn_at).is_(None))
    )
    return {ident for ident, phase in rows.all() if not opened.open_to(ident, phase)}


async def named(session: AsyncSession, member_ids: Collection[str]) -> list[MemberNamed]:
    """These members by name."""
    rows = await session.execute(_members().where(col(Member.id).in_(sorted(member_ids))))
    return [_named(row) for row in rows.scalars()]


async def search_members(
    session: AsyncSession, words: str, *, phase: int | None = None, limit: int, offset: int = 0
) -> tuple[list[MemberNamed], int]:
    """Members whose name or key has these words in it, by name, and how many there are."""
    question = _members()
    if phase is not None:
        question = question.where(col(Member.phase) == phase)
    for word in words.split():
        likeness = [column.icontains(word, autoescape=True) for column in (col(Member.name), col(Member.key))]
        question = question.where(likeness[0] | likeness[1])
    count = question.order_by(None).with_only_columns(func.count())
    rows = await session.execute(question.limit(limit).offset(offset))
    return [_named(row) for row in rows.scalars()], (await session.execute(count)).scalar_one()


async def hold_members(session: AsyncSession, member_ids: Collection[str]) -> Sequence[Member]:
    """These members, held in one order until the transaction ends."""
    rows = await session.execute(
        select(Member)
        .where(col(Member.id).in_(sorted(member_ids)), col(Member.withdrawn_at).is_(None))
        .order_by(col(Member.id))
        .with_for_update(key_share=True)
    )
    return rows.scalars().all()


def _members() -> Select[Member]:
    return (
        select(Member)
        .where(col(Member.withdrawn_at).is_(None))
        .order_by(func.lower(col(Member.name)), col(Member.id))
    )


def _named(row: Member) -> MemberNamed:
    return MemberNamed(id=row.id, name=row.name, region=row.region, phase=row.phase)
