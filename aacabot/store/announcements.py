"""Announcements, the members still to be told, and answers."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.domain.announcements import AnnouncementListed, MemberAnswered, RsvpAnswer
from aacabot.domain.messages import MessageKind
from aacabot.store.bulk import is_among
from aacabot.store.models import Announcement, Member, Rsvp, SlackMessageRow


async def addressed(session: AsyncSession, region: str | None, member_ids: Collection[str]) -> list[str]:
    """The members that are meant: those named, or all of a region, or all."""
    question = select(col(Member.id)).where(col(Member.withdrawn_at).is_(None)).order_by(col(Member.id))
    if member_ids:
        question = question.where(col(Member.id).in_(sorted(member_ids)))
    elif region is not None:
        question = question.where(col(Member.region) == region)
    return list((await session.execute(question)).scalars())


async def untold(
    session: AsyncSession, announcement: Announcement, subject: str, after: str, limit: int
) -> Sequence[Member]:
    """Members that have a channel and were not told of it yet, by id after `after`."""
    told = select(col(SlackMessageRow.id)).where(
        col(SlackMessageRow.kind) == MessageKind.NOTICE.value,
        col(SlackMessageRow.subject) == subject,
        col(SlackMessageRow.member_id) == col(Member.id),
    )
    rows = await session.execute(
        select(Member)
        .where(
            is_among(session, "members.id", announcement.member_ids),
            col(Member.id) > after,
            col(Member.withdrawn_at).is_(None),
            col(Member.team_id).is_not(None),
            col(Member.channel_id).is_not(None),
            ~told.exists(),
        )
        .order_by(col(Member.id))
        .limit(limit)
    )
    return rows.scalars().all()


async def made_since(session: AsyncSession, since: datetime) -> list[str]:
    rows = await session.execute(select(col(Announcement.id)).where(col(Announcement.made_at) >= since))
    return list(rows.scalars())


async def latest(
    session: AsyncSession, *, limit: int, offset: int = 0
) -> tuple[list[AnnouncementListed], int]:
    """The newest announcements with their answers counted, and how many there are."""
    rows = await session.execute(
        select(Announcement)
        .order_by(col(Announcement.made_at).desc(), col(Announcement.id))
        .limit(limit)
        .offset(offset)
    )
    found = list(rows.scalars())
    counted = await session.execute(
        select(col(Rsvp.announcement_id), col(Rsvp.answer), func.count())
        .where(col(Rsvp.announcement_id).in_([row.id for row in found]))
        .group_by(col(Rsvp.announcement_id), col(Rsvp.answer))
    )
    answers: dict[str, dict[RsvpAnswer, int]] = defaultdict(dict)
    for ident, answer, count in counted.all():
        answers[ident][RsvpAnswer(answer)] = count
    total = (await session.execute(select(func.count()).select_from(Announcement))).scalar_one()
    return [_listed(row, answers[row.id]) for row in found], total


def _listed(row: Announcement, answers: dict[RsvpAnswer, int]) -> AnnouncementListed:
    return AnnouncementListed(
        id=row.id,
        title=row.title,
        text=row.text,
        happens_at=row.happens_at,
        made_at=row.made_at,
        members=len(row.member_ids),
        answers=answers,
    )


async def answers_of(
    session: AsyncSession, announcement_id: str, *, limit: int, offset: int = 0
) -> tuple[list[MemberAnswered], int]:
    """Which members' people have answered what, those who come first, and how many lines there are."""
    question = (
        select(col(Member.name), col(Rsvp.answer), func.count())
        .join(Member, col(Member.id) == col(Rsvp.member_id))
        .where(col(Rsvp.announcement_id) == announcement_id)
        .group_by(col(Member.id), col(Member.name), col(Rsvp.answer))
    )
    total = await session.execute(select(func.count()).select_from(question.subquery()))
    rows = await session.execute(
        question.order_by(col(Rsvp.answer), func.lower(col(Member.name))).limit(limit).offset(offset)
    )
    lines = [
        MemberAnswered(member=name, answer=RsvpAnswer(answer), people=count)
        for name, answer, count in rows.all()
    ]
    return lines, total.scalar_one()


async def save_answer(
    session: AsyncSession, announcement_id: str, person_id: str, member_id: str, answer: str, at: datetime
) -> None:
    """The person's answer, in place of an earlier one."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    values = {"member_id": member_id, "answer": answer, "at": at}
    await session.execute(
        insert(Rsvp)
        .values(announcement_id=announcement_id, person_id=person_id, **values)
        .on_conflict_do_update(index_elements=["announcement_id", "person_id"], set_=values)
    )
