"""Wanted Slack messages: what each channel should show and has not been told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.domain.cases import WAITING_STATES
from aacabot.domain.messages import MessageKind
from aacabot.store.models import Brand, CaseRow, Member, SlackChannel, SlackMessageRow


def channel_key(team_id: str, channel_id: str) -> str:
    return f"{team_id}:{channel_id}"


async def ensure_channel(session: AsyncSession, team_id: str, channel_id: str) -> str:
    """The row of a channel, made when first spoken to; returns its id."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    key = channel_key(team_id, channel_id)
    await session.execute(
        insert(SlackChannel)
        .values(id=key, team_id=team_id, channel_id=channel_id, cards_new=0)
        .on_conflict_do_nothing()
    )
    return key


async def find_message(session: AsyncSession, kind: str, subject: str) -> SlackMessageRow | None:
    """The message that speaks of a subject in one way, wherever it is."""
    found = await session.execute(
        select(SlackMessageRow)
        .where(col(SlackMessageRow.kind) == kind, col(SlackMessageRow.subject) == subject)
        .order_by(col(SlackMessageRow.id))
        .limit(1)
    )
    return found.scalar_one_or_none()


@dataclass(frozen=True)
class Shown:
    """A message that speaks of a subject, and where."""

    kind: str
    subject: str
    channel: str


async def want_subjects_again(
    session: AsyncSession, kinds: Sequence[str], subjects: Sequence[str], priority: int, now: datetime
) -> list[Shown]:
    """The messages that speak of these subjects should be rendered anew; those posted, with this priority.

    Many wants before the next send cost one update.
    """
    # Held in one order first: an update takes its rows in any, and two could wait in a ring.
    held = await session.execute(
        select(col(SlackMessageRow.id))
        .where(col(SlackMessageRow.subject).in_(subjects), col(SlackMessageRow.kind).in_(kinds))
        .order_by(col(SlackMessageRow.id))
        .with_for_update()
    )
    found = await session.execute(
        update(SlackMessageRow)
        .where(col(SlackMessageRow.id).in_(list(held.scalars())))
        .values(
            wanted_rev=SlackMessageRow.wanted_rev + 1,
            unsent=True,
            priority=case((col(SlackMessageRow.ts).is_not(None), priority), else_=SlackMessageRow.priority),
            wanted_at=now,
        )
        .returning(col(SlackMessageRow.kind), col(SlackMessageRow.subject), col(SlackMessageRow.channel))
        .execution_options(synchronize_session=False)
    )
    return [Shown(*row) for row in found.all()]


async def want_again(session: AsyncSession, message_id: str, priority: int, now: datetime) -> None:
    """The message should be rendered anew; many wants before the next send cost one update."""
    await session.execute(
        update(SlackMessageRow)
        .where(col(SlackMessageRow.id) == message_id)
        .values(wanted_rev=SlackMessageRow.wanted_rev + 1, unsent=True, priority=priority, wanted_at=now)
    )


async def add_message(session: AsyncSession, **values: Any) -> str | None:
    """A message that should be shown; None where the channel already has one of this kind and subject."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    statement = insert(SlackMessageRow).values(
        **{"values": {}, "wanted_rev": 1, "sent_rev": 0, "unsent": True, "tries": 0, **values}
    )
    done = await session.execute(statement.on_conflict_do_nothing().returning(col(SlackMessageRow.id)))
    ident: str | None = done.scalar_one_or_none()
    return ident


async def ask_anew(
    session: AsyncSession,
    channel: str,
    kind: str,
    subject: str,
    values: dict[str, Any],
    member_id: str,
    now: datetime,
) -> None:
    """A message that is there should be rendered anew, with other values and for another member."""
    await session.execute(
        update(SlackMessageRow)
        .where(
            col(SlackMessageRow.channel) == channel,
            col(SlackMessageRow.kind) == kind,
            col(SlackMessageRow.subject) == subject,
        )
        .values(
            values=values,
            member_id=member_id,
            wanted_rev=SlackMessageRow.wanted_rev + 1,
            unsent=True,
            problem=None,
            tries=0,
            wanted_at=now,
        )
        .execution_options(synchronize_session=False)
    )


async def get_message(session: AsyncSession, message_id: str) -> SlackMessageRow:
    return (
        await session.execute(select(SlackMessageRow).where(col(SlackMessageRow.id) == message_id))
    ).scalar_one()


async def get_channel(session: AsyncSession, channel: str) -> SlackChannel:
    return (await session.execute(select(SlackChannel).where(col(SlackChannel.id) == channel))).scalar_one()


async def any_channel_has(session: AsyncSession, team_id: str, problem: str) -> bool:
    """Whether a channel of a workspace is known to be broken in this way."""
    found = await session.execute(
        select(col(SlackChannel.id))
        .where(col(SlackChannel.team_id) == team_id, col(SlackChannel.problem) == problem)
        .limit(1)
    )
    return found.first() is not None


async def mark_channels(session: AsyncSession, team_id: str, problem: str, now: datetime) -> None:
    """Every channel of a workspace is broken in this way."""
    await session.execute(
        update(SlackChannel)
        .where(col(SlackChannel.team_id) == team_id)
        .values(problem=problem, problem_at=now)
    )


async def clear_problem(session: AsyncSession, team_id: str, problem: str) -> None:
    """The channels of a workspace that were broken in this way can be spoken to again."""
    await session.execute(
        update(SlackChannel)
        .where(col(SlackChannel.team_id) == team_id, col(SlackChannel.problem) == problem)
        .values(problem=None, problem_at=None)
    )


async def members_told_in(session: AsyncSession, team_id: str) -> list[str]:
    """The names of the members whose cards go to a workspace."""
    found = await session.execute(
        select(col(Member.name))
        .where(col(Member.team_id) == team_id, col(Member.withdrawn_at).is_(None))
        .order_by(col(Member.name))
    )
    return list(found.scalars())


async def channels_waiting(session: AsyncSession, team_id: str) -> list[str]:
    """The channels of a workspace that do not show all they should."""
    found = await session.execute(
        select(col(SlackChannel.id))
        .join(SlackMessageRow, col(SlackMessageRow.channel) == col(SlackChannel.id))
        .where(col(SlackChannel.team_id) == team_id, col(SlackMessageRow.unsent).is_(True))
        .distinct()
    )
    return list(found.scalars())


Misplaced = tuple[CaseRow, str, str, SlackMessageRow | None]
"""A case, the workspace and channel its card belongs in, and the card where there is one."""


async def misplaced_cards(session: AsyncSession, limit: int) -> list[Misplaced]:
    """Waiting cases that were never shown, or only where Slack can no longer be spoken to.

    The card is the case's own, or the one it shares; what is held back is in its place.
    """
    wanted = func.coalesce(col(Brand.channel_id), col(Member.channel_id))
    never_shown = and_(col(SlackMessageRow.ts).is_(None), col(SlackMessageRow.posting_since).is_(None))
    elsewhere = col(SlackMessageRow.channel) != col(Member.team_id) + ":" + wanted
    found = await session.execute(
        select(CaseRow, col(Member.team_id), wanted, SlackMessageRow)
        .join(Brand, col(Brand.id) == col(CaseRow.brand_id))
        .join(Member, col(Member.id) == col(CaseRow.member_id))
        .outerjoin(
            SlackMessageRow,
            and_(
                col(SlackMessageRow.subject) == func.coalesce(col(CaseRow.group_id), col(CaseRow.id)),
                col(SlackMessageRow.kind).in_([MessageKind.CASE.value, MessageKind.GROUP.value]),
            ),
        )
        .outerjoin(SlackChannel, col(SlackChannel.id) == col(SlackMessageRow.channel))
        .where(
            col(CaseRow.state).in_([state.value for state in WAITING_STATES]),
            col(Member.team_id).is_not(None),
            wanted.is_not(None),
            or_(
                and_(col(SlackMessageRow.id).is_(None), col(CaseRow.group_id).is_(None)),
                and_(elsewhere, or_(never_shown, col(SlackChannel.problem).is_not(None))),
            ),
        )
        .order_by(col(CaseRow.id))
        .limit(limit)
    )
    return [(row, str(team_id), str(channel_id), card) for row, team_id, channel_id, card in found.all()]


async def move_unsaid(session: AsyncSession, card_id: str, channel: str) -> None:
    """What was still to be said in a card's thread is to be said in this channel."""
    await session.execute(
        update(SlackMessageRow)
        .where(col(SlackMessageRow.parent_id) == card_id, col(SlackMessageRow.unsent).is_(True))
        .values(channel=channel, posting_since=None)
        .execution_options(synchronize_session=False)
    )


async def messages_at(session: AsyncSession, channel: str, ts: str) -> SlackMessageRow | None:
    """The message of ours that stands at this place in Slack."""
    found = await session.execute(
        select(SlackMessageRow).where(col(SlackMessageRow.channel) == channel, col(SlackMessageRow.ts) == ts)
    )
    return found.scalar_one_or_none()


async def already_told(session: AsyncSession, subjects: Sequence[str]) -> set[tuple[str, str]]:
    """(channel, subject) of the notices there are for these subjects: what need not be told again."""
    if not subjects:
        return set()
    found = await session.execute(
        select(col(SlackMessageRow.channel), col(SlackMessageRow.subject)).where(
            col(SlackMessageRow.subject).in_(subjects), col(SlackMessageRow.kind) == MessageKind.NOTICE.value
        )
    )
    return {(channel, subject) for channel, subject in found.all()}


async def find_message_in(
    session: AsyncSession, channel: str, kind: str, subject: str
) -> SlackMessageRow | None:
    """The message of a channel that speaks of a subject in one way."""
    found = await session.execute(
        select(SlackMessageRow).where(
            col(SlackMessageRow.channel) == channel,
            col(SlackMessageRow.kind) == kind,
            col(SlackMessageRow.subject) == subject,
        )
    )
    return found.scalar_one_or_none()


async def channel_works(session: AsyncSession, team_id: str, channel_id: str) -> str | None:
    """Slack lets us write in a channel: what was wrong is over. Returns it where something waits there."""
    key = channel_key(team_id, channel_id)
    await session.execute(
        update(SlackChannel).where(col(SlackChannel.id) == key).values(problem=None, problem_at=None)
    )
    waiting = await session.execute(
        select(col(SlackMessageRow.id))
        .where(col(SlackMessageRow.channel) == key, col(SlackMessageRow.unsent).is_(True))
        .limit(1)
    )
    return key if waiting.first() is not None else None
