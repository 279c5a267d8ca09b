"""What the hub looks at to find members who need their account manager: its own work, across members."""

from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.domain.cases import CaseEventKind, CaseState
from aacabot.domain.help import HelpKind
from aacabot.domain.outreach import DECLINES_IN_A_ROW, Beginnings, Outcome, Waiting
from aacabot.store.models import Brand, CaseEventRow, CaseRow, HelpRequest, Member

_DECLINED = (CaseEventKind.DECLINED.value, CaseEventKind.REVIEW_DECLINED.value)
_DECIDED = (*_DECLINED, CaseEventKind.REPORTED_REMOVED.value, CaseEventKind.VERIFIED.value)
_LOOKED_BACK = 200
"""Events: a run of declines that is longer is told by its last part."""


async def beginners(session: AsyncSession, joined_before: datetime, limit: int) -> list[Beginnings]:
    """Members that joined before a moment, have not begun, and were not put before anybody for it."""
    decided = (
        select(col(CaseRow.id))
        .where(col(CaseRow.member_id) == col(Member.id), col(CaseRow.decided_at).is_not(None))
        .exists()
    )
    own_channel = (
        select(col(Brand.id))
        .where(
            col(Brand.member_id) == col(Member.id),
            col(Brand.channel_id).is_not(None),
            col(Brand.withdrawn_at).is_(None),
        )
        .exists()
    )
    known = (
        select(col(HelpRequest.id))
        .where(
            col(HelpRequest.member_id) == col(Member.id),
            col(HelpRequest.kind) == HelpKind.OUTREACH_NEW.value,
        )
        .exists()
    )
    has_channel = col(Member.team_id).is_not(None) & or_(col(Member.channel_id).is_not(None), own_channel)
    found = await session.execute(
        select(col(Member.id), col(Member.joined_at), has_channel, decided)
        .where(
            col(Member.withdrawn_at).is_(None),
            col(Member.joined_at) <= joined_before,
            ~known,
            or_(~has_channel, ~decided),
        )
        .order_by(col(Member.joined_at), col(Member.id))
        .limit(limit)
    )
    return [
        Beginnings(
            member_id=member_id, joined_at=joined_at, has_channel=bool(channel), has_decided=bool(begun)
        )
        for member_id, joined_at, channel, begun in found.all()
        if joined_at is not None
    ]


async def declined_members(session: AsyncSession) -> list[str]:
    """Members with as many declined cases as make a run."""
    found = await session.execute(
        select(col(CaseRow.member_id))
        .where(col(CaseRow.state) == CaseState.DECLINED.value)
        .group_by(col(CaseRow.member_id))
        .having(func.count() >= DECLINES_IN_A_ROW)
        .order_by(col(CaseRow.member_id))
    )
    return list(found.scalars())


async def outcomes_of(session: AsyncSession, member_id: str) -> list[Outcome]:
    """How a member's last requests ended, newest first, each case once."""
    found = await session.execute(
        select(col(CaseEventRow.case_id), col(CaseEventRow.kind))
        .where(col(CaseEventRow.member_id) == member_id, col(CaseEventRow.kind).in_(_DECIDED))
        .order_by(
            col(CaseEventRow.recorded_at).desc(),
            col(CaseEventRow.case_id).desc(),
            col(CaseEventRow.seq).desc(),
        )
        .limit(_LOOKED_BACK)
    )
    ended: dict[str, Outcome] = {}
    for case_id, kind in found.all():
        ended.setdefault(case_id, Outcome(case_id=case_id, declined=kind in _DECLINED))
    return list(ended.values())


async def waiting_longest(
    session: AsyncSession, undecided_before: datetime, unseconded_before: datetime, limit: int
) -> dict[str, list[Waiting]]:
    """By member, the cases that have waited since before these moments.

    Members with such an outreach still open are left out: one at a time.
    """
    told = (
        select(col(HelpRequest.id))
        .where(
            col(HelpRequest.member_id) == col(CaseRow.member_id),
            col(HelpRequest.kind) == HelpKind.OUTREACH_STUCK.value,
            col(HelpRequest.closed_at).is_(None),
        )
        .exists()
    )
    undecided = (col(CaseRow.state) == CaseState.ALERTED.value) & (col(CaseRow.decide_by) < undecided_before)
    unseconded = (col(CaseRow.state) == CaseState.PENDING_SECOND.value) & (
        col(CaseRow.decided_at) < unseconded_before
    )
    found = await session.execute(
        select(CaseRow)
        .where(or_(undecided, unseconded), ~told)
        .order_by(col(CaseRow.decide_by), col(CaseRow.id))
        .limit(limit)
    )
    waiting: dict[str, list[Waiting]] = {}
    for case in found.scalars():
        second = case.decided_at if case.state == CaseState.PENDING_SECOND else None
        waiting.setdefault(case.member_id, []).append(
            Waiting(case_id=case.id, decide_by=case.decide_by, second_since=second)
        )
    return waiting
