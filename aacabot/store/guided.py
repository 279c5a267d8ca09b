"""How far a member has come with its first steps."""

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.domain.guided import FirstStep
from aacabot.store.models import Brand, CaseRow, Mark, Member, RegisteredRight


async def steps_done(session: AsyncSession, member: Member) -> frozenset[FirstStep]:
    """The first steps the member has taken, of rows the scope may read."""
    own = {kind: col(kind.member_id) == member.id for kind in (Brand, Mark, RegisteredRight, CaseRow)}
    found = await session.execute(
        select(
            exists().where(own[Brand], col(Brand.channel_id).is_not(None), col(Brand.withdrawn_at).is_(None)),
            exists().where(own[Mark], col(Mark.withdrawn_at).is_(None)),
            exists().where(own[RegisteredRight], col(RegisteredRight.withdrawn_at).is_(None)),
            exists().where(own[CaseRow], col(CaseRow.decided_at).is_not(None)),
        )
    )
    channel, mark, right, decision = found.one()
    has_channel = bool(member.team_id and (member.channel_id or channel))
    done = zip(FirstStep, (has_channel, mark, right, decision), strict=True)
    return frozenset(step for step, is_done in done if is_done)
