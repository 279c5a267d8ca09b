"""What the directory shows of members: read in everyone's transactions, for the operator only."""

from datetime import datetime

from sqlalchemy import ScalarSelect, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.domain.cases import OPEN_STATES
from aacabot.domain.directory import MemberListed, MemberOpened, RegionCount
from aacabot.domain.ids import made_at
from aacabot.store.messages import channel_key
from aacabot.store.models import Alliance, Brand, CaseRow, Member, PersonRow, SlackChannel, SlackIdentity

UNSAID = "unsaid"
"""The region of members that named none, as a filter."""


async def regions(session: AsyncSession) -> list[RegionCount]:
    """Members and brands by region, the largest first."""
    members: dict[str | None, int] = await _counted(
        session, select(col(Member.region), func.count()).where(col(Member.withdrawn_at).is_(None))
    )
    brands: dict[str | None, int] = await _counted(
        session,
        select(col(Member.region), func.count())
        .join(Brand, col(Brand.member_id) == col(Member.id))
        .where(col(Member.withdrawn_at).is_(None), col(Brand.withdrawn_at).is_(None)),
    )
    found = [
        RegionCount(region=one, members=count, brands=brands.get(one, 0)) for one, count in members.items()
    ]
    return sorted(found, key=lambda one: (-one.members, one.region or ""))


async def _counted(session: AsyncSession, question: Select[str | None, int]) -> dict[str | None, int]:
    rows = await session.execute(question.group_by(col(Member.region)))
    return dict(rows.all())


async def joined(session: AsyncSession) -> list[datetime]:
    """When each member joined; where nobody wrote it down, when its row was made."""
    rows = await session.execute(
        select(col(Member.id), col(Member.joined_at)).where(col(Member.withdrawn_at).is_(None))
    )
    return [at or made_at(ident) for ident, at in rows.all()]


async def members(
    session: AsyncSession, words: str, region: str | None, *, limit: int, offset: int
) -> tuple[list[MemberListed], int]:
    """Members by name, whose name or key has these words in it, of one region or of all; and how many."""
    question = select(Member, _brands()).where(col(Member.withdrawn_at).is_(None))
    if region is not None:
        question = question.where(
            col(Member.region).is_(None) if region == UNSAID else col(Member.region) == region
        )
    for word in words.split():
        named = col(Member.name).icontains(word, autoescape=True)
        question = question.where(named | col(Member.key).icontains(word, autoescape=True))
    total = (await session.execute(question.with_only_columns(func.count()))).scalar_one()
    rows = await session.execute(
        question.order_by(func.lower(col(Member.name)), col(Member.id)).limit(limit).offset(offset)
    )
    return [
        MemberListed(id=row.id, name=row.name, region=row.region, phase=row.phase, brands=brands)
        for row, brands in rows.all()
    ], total


def _brands() -> ScalarSelect[int]:
    return (
        select(func.count())
        .select_from(Brand)
        .where(col(Brand.member_id) == col(Member.id), col(Brand.withdrawn_at).is_(None))
        .scalar_subquery()
    )


async def open_member(session: AsyncSession, member_id: str) -> MemberOpened | None:
    """One member with everything the operator looks at, or None."""
    found = await session.execute(
        select(
            Member,
            _brands(),
            select(func.count())
            .select_from(PersonRow)
            .where(col(PersonRow.member_id) == col(Member.id), col(PersonRow.withdrawn_at).is_(None))
            .scalar_subquery(),
            select(func.max(col(CaseRow.decided_at)))
            .where(col(CaseRow.member_id) == col(Member.id))
            .scalar_subquery(),
            select(func.count())
            .select_from(CaseRow)
            .where(
                col(CaseRow.member_id) == col(Member.id),
                col(CaseRow.state).in_([state.value for state in OPEN_STATES]),
            )
            .scalar_subquery(),
        ).where(col(Member.id) == member_id, col(Member.withdrawn_at).is_(None))
    )
    row = found.first()
    if row is None:
        return None
    member, brands, people, decided_at, open_cases = row
    channel = await _channel(session, member)
    return MemberOpened(
        id=member.id,
        name=member.name,
        region=member.region,
        phase=member.phase,
        account_manager=await _manager(session, member),
        people=people,
        brands=brands,
        has_channel=bool(member.team_id and member.channel_id),
        problem=channel.problem if channel else None,
        problem_at=channel.problem_at if channel else None,
        joined_at=member.joined_at or made_at(member.id),
        last_decision_at=decided_at,
        open_cases=open_cases,
    )


async def _channel(session: AsyncSession, member: Member) -> SlackChannel | None:
    if not (member.team_id and member.channel_id):
        return None
    return await session.get(SlackChannel, channel_key(member.team_id, member.channel_id))


async def _manager(session: AsyncSession, member: Member) -> str | None:
    """The account manager's name: the file knows them by their id in the operator's workspace."""
    if member.account_manager is None:
        return None
    found = await session.execute(
        select(col(PersonRow.name))
        .join(SlackIdentity, col(SlackIdentity.person_id) == col(PersonRow.id))
        .join(Alliance, col(Alliance.operator_team_id) == col(SlackIdentity.team_id))
        .where(col(SlackIdentity.user_id) == member.account_manager)
    )
    return found.scalar_one_or_none()
