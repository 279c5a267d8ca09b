"""Critical cases nobody has answered, and how often people were told lately: the hub's own work."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select, true, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.domain.cases import CaseState
from aacabot.domain.severity import Severity
from aacabot.store.models import CaseRow, SlackMessageRow


async def unanswered_critical(
    session: AsyncSession, now: datetime, limit: int, after: tuple[datetime, str] | None = None
) -> list[CaseRow]:
    """Critical cases nobody has decided or taken on within their time, the longest waiting first.

    Those behind the opening and id of the last one read, where given.
    """
    later = true() if after is None else tuple_(col(CaseRow.opened_at), col(CaseRow.id)) > tuple_(*after)
    found = await session.execute(
        select(CaseRow)
        .where(
            col(CaseRow.severity) == Severity.CRITICAL.value,
            col(CaseRow.state) == CaseState.ALERTED.value,
            col(CaseRow.assignee_id).is_(None),
            col(CaseRow.decide_by) > now,
            later,
        )
        .order_by(col(CaseRow.opened_at), col(CaseRow.id))
        .limit(limit)
    )
    return list(found.scalars())


async def told_since(
    session: AsyncSession, channels: Collection[str], subject_begins: str, since: datetime
) -> dict[str, int]:
    """How many notices of a kind each channel was given since a moment."""
    found = await session.execute(
        select(col(SlackMessageRow.channel), func.count())
        .where(
            col(SlackMessageRow.channel).in_(sorted(channels)),
            col(SlackMessageRow.subject).startswith(subject_begins, autoescape=True),
            col(SlackMessageRow.wanted_at) > since,
        )
        .group_by(col(SlackMessageRow.channel))
    )
    return dict(found.all())
