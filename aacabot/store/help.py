"""Conversations between members and the desk. Every read of them takes the viewer."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.domain.help import ClockState
from aacabot.domain.messages import MessageKind
from aacabot.domain.notices import NoticeKind
from aacabot.domain.people import Person
from aacabot.domain.viewers import Viewer
from aacabot.store.models import HelpReply, HelpRequest, SlackMessageRow


def seen_by(viewer: Viewer) -> Select[HelpRequest]:
    """The conversations among the viewer's members' rows."""
    question = select(HelpRequest)
    if viewer.member_ids is not None:
        question = question.where(col(HelpRequest.member_id).in_(sorted(viewer.member_ids)))
    return question


async def get_request(
    session: AsyncSession, viewer: Viewer, request_id: str, *, lock: bool = False
) -> HelpRequest | None:
    """The conversation, held where it is to be changed; None where the viewer has none of this id."""
    question = seen_by(viewer).where(col(HelpRequest.id) == request_id)
    found = await session.execute(question.with_for_update() if lock else question)
    return found.scalar_one_or_none()


async def page_of(
    session: AsyncSession, question: Select[HelpRequest], page: int, per_page: int
) -> tuple[list[HelpRequest], int]:
    """A page of conversations, open ones first, then the oldest clock; and how many there are."""
    total = (await session.execute(select(func.count()).select_from(question.subquery()))).scalar_one()
    last = max(-(-total // per_page), 1)
    found = await session.execute(
        question.order_by(
            col(HelpRequest.closed_at).is_not(None),
            col(HelpRequest.first_reply_at).is_not(None),
            col(HelpRequest.reply_by),
            col(HelpRequest.id),
        )
        .limit(per_page)
        .offset((min(max(page, 1), last) - 1) * per_page)
    )
    return list(found.scalars()), total


async def replies_to(
    session: AsyncSession, viewer: Viewer, request_ids: Sequence[str]
) -> dict[str, list[HelpReply]]:
    """What was said in conversations, oldest first."""
    question = select(HelpReply).where(col(HelpReply.request_id).in_(request_ids))
    if viewer.member_ids is not None:
        question = question.where(col(HelpReply.member_id).in_(sorted(viewer.member_ids)))
    found = await session.execute(question.order_by(col(HelpReply.at), col(HelpReply.id)))
    said: dict[str, list[HelpReply]] = {request_id: [] for request_id in request_ids}
    for row in found.scalars():
        said[row.request_id].append(row)
    return said


async def unanswered(session: AsyncSession, before: datetime, limit: int) -> list[HelpRequest]:
    """Open conversations without a first reply whose clock ends before a moment: the hub's own work.

    Without those whose desk was told that the clock is out: nothing more is said of them.
    """
    told = select(col(SlackMessageRow.id)).where(
        col(SlackMessageRow.kind) == MessageKind.NOTICE.value,
        col(SlackMessageRow.subject)
        == f"{NoticeKind.HELP_CLOCK}:" + col(HelpRequest.id) + f":{ClockState.OUT}",
    )
    found = await session.execute(
        select(HelpRequest)
        .where(
            ~told.exists(),
            col(HelpRequest.closed_at).is_(None),
            col(HelpRequest.first_reply_at).is_(None),
            col(HelpRequest.reply_by) <= before,
        )
        .order_by(col(HelpRequest.reply_by), col(HelpRequest.id))
        .limit(limit)
    )
    return list(found.scalars())


async def add_once(session: AsyncSession, **values: Any) -> str | None:
    """A conversation the hub opens for a cause; None where this cause has had its own before."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    done = await session.execute(
        insert(HelpRequest)
        .values(**values)
        .on_conflict_do_nothing(index_elements=["cause"])
        .returning(col(HelpRequest.id))
    )
    ident: str | None = done.scalar_one_or_none()
    return ident


def of_person(person: Person) -> ColumnElement[bool]:
    """Of a member's conversations: those a person began, and for its admins all that have begun."""
    administered = [one for one in sorted(person.member_ids) if person.administers(one)]
    begun = col(HelpRequest.asked_by).is_not(None) | col(HelpRequest.first_reply_at).is_not(None)
    return begun & ((col(HelpRequest.asked_by) == person.id) | col(HelpRequest.member_id).in_(administered))
