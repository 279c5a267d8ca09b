"""What channels have not been told, read and kept for many of them at once."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.store.models import Member, SlackChannel, SlackMessageRow


async def first_unsent(session: AsyncSession, channels: Sequence[str]) -> list[SlackMessageRow]:
    """The message each channel is to be told next; without those that show all they should.

    Outcomes before new cards before digests, then the longest wanted. A note in a thread waits until the
    message it answers has been posted.
    """
    found = await session.execute(_FIRST, {"channels": list(channels)})
    return list(found.scalars())


async def channels_unsent(session: AsyncSession) -> list[str]:
    """Every channel that can be spoken in and does not show all it should."""
    found = await session.execute(
        select(col(SlackMessageRow.channel))
        .join(SlackChannel, col(SlackChannel.id) == col(SlackMessageRow.channel))
        .where(col(SlackMessageRow.unsent).is_(True), col(SlackChannel.problem).is_(None))
        .distinct()
    )
    return list(found.scalars())


async def hold_messages(session: AsyncSession, message_ids: Sequence[str]) -> dict[str, SlackMessageRow]:
    """Messages by id, held in one order for everybody and read anew."""
    found = await session.execute(
        select(SlackMessageRow)
        .where(col(SlackMessageRow.id).in_(message_ids))
        .order_by(col(SlackMessageRow.id))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {row.id: row for row in found.scalars()}


async def clear_problems(session: AsyncSession, channels: Collection[str]) -> None:
    """Slack has taken something in these channels: what was wrong with them is over."""
    broken = await session.execute(
        select(SlackChannel).where(
            col(SlackChannel.id).in_(sorted(channels)), col(SlackChannel.problem).is_not(None)
        )
    )
    for channel in broken.scalars():
        channel.problem = channel.problem_at = None


async def places_of(session: AsyncSession, message_ids: Collection[str]) -> dict[str, str | None]:
    """Where messages stand in their channels, by id."""
    question = select(col(SlackMessageRow.id), col(SlackMessageRow.ts)).where(
        col(SlackMessageRow.id).in_(sorted(message_ids))
    )
    return dict((await session.execute(question)).all()) if message_ids else {}


async def members_spoken_to(session: AsyncSession, member_ids: Collection[str]) -> dict[str, tuple[str, str]]:
    """The language and time zone of members, by id."""
    question = select(col(Member.id), col(Member.locale), col(Member.timezone)).where(
        col(Member.id).in_(sorted(member_ids))
    )
    rows = (await session.execute(question)).all() if member_ids else []
    return {ident: (locale, timezone) for ident, locale, timezone in rows}


def _first_of_each_channel() -> Any:
    parent = SlackMessageRow.__table__.alias("parent")  # type: ignore[attr-defined]
    place = func.row_number().over(
        partition_by=col(SlackMessageRow.channel),
        order_by=(col(SlackMessageRow.priority), col(SlackMessageRow.wanted_at), col(SlackMessageRow.id)),
    )
    ranked = (
        select(col(SlackMessageRow.id), place.label("place"))
        .outerjoin(parent, parent.c.id == col(SlackMessageRow.parent_id))
        .where(
            col(SlackMessageRow.channel).in_(bindparam("channels", expanding=True)),
            col(SlackMessageRow.unsent).is_(True),
            col(SlackMessageRow.parent_id).is_(None) | parent.c.ts.is_not(None),
        )
        .subquery()
    )
    same = ranked.c.id == col(SlackMessageRow.id)
    return select(SlackMessageRow).join(ranked, same).where(ranked.c.place == 1)


_FIRST = _first_of_each_channel()
"""Made once: building it takes longer than asking it."""
