"""Strangers' questions to be let in, and whose admin they are for. Asked on behalf of nobody known yet."""

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.domain.messages import MessageKind
from aacabot.store.messages import channel_key
from aacabot.store.models import (
    AccessRequest,
    Alliance,
    Brand,
    CaseRow,
    LinkedWorkspace,
    Member,
    SlackMessageRow,
)


async def member_of_card(session: AsyncSession, case_id: str, team_id: str, channel_id: str) -> Member | None:
    """The member of a case whose card belongs in this channel.

    A case's id from anywhere else says nothing: who sends another's must not learn whose it is.
    """
    found = await session.execute(
        select(Member)
        .join(CaseRow, col(CaseRow.member_id) == col(Member.id))
        .join(
            SlackMessageRow,
            (col(SlackMessageRow.subject) == col(CaseRow.id))
            | (col(SlackMessageRow.subject) == col(CaseRow.group_id)),
        )
        .where(
            col(CaseRow.id) == case_id,
            col(SlackMessageRow.kind).in_([MessageKind.CASE.value, MessageKind.GROUP.value]),
            col(SlackMessageRow.channel) == channel_key(team_id, channel_id),
        )
    )
    return found.scalar_one_or_none()


async def member_of_channel(session: AsyncSession, team_id: str, channel_id: str) -> Member | None:
    """The member that is alerted in a channel, or one of whose brands is."""
    found = await session.execute(
        select(Member)
        .distinct()
        .outerjoin(Brand, (col(Brand.member_id) == col(Member.id)) & col(Brand.withdrawn_at).is_(None))
        .where(
            col(Member.team_id) == team_id,
            (col(Member.channel_id) == channel_id) | (col(Brand.channel_id) == channel_id),
            col(Member.withdrawn_at).is_(None),
        )
        .with_only_columns(col(Member.id))
        .limit(2)
    )
    ids = list(found.scalars())
    return await session.get(Member, ids[0]) if len(ids) == 1 else None


async def only_member_of(session: AsyncSession, team_id: str) -> Member | None:
    """The member of a workspace where there is exactly one; nobody of the operator's own workspace."""
    later = select(col(LinkedWorkspace.member_id)).where(col(LinkedWorkspace.team_id) == team_id)
    found = await session.execute(
        select(Member)
        .where(
            (col(Member.team_id) == team_id) | col(Member.id).in_(later),
            col(Member.withdrawn_at).is_(None),
            ~exists().where(col(Alliance.operator_team_id) == team_id),
        )
        .limit(2)
    )
    members = list(found.scalars())
    return members[0] if len(members) == 1 else None


async def request_of(
    session: AsyncSession, member_id: str, team_id: str, user_id: str
) -> AccessRequest | None:
    """What somebody has asked of a member, held until the transaction ends."""
    found = await session.execute(
        select(AccessRequest)
        .where(
            col(AccessRequest.member_id) == member_id,
            col(AccessRequest.team_id) == team_id,
            col(AccessRequest.user_id) == user_id,
        )
        .with_for_update()
    )
    return found.scalar_one_or_none()


async def asked_of(session: AsyncSession, request_id: str) -> str | None:
    """The member a question was put to."""
    found = await session.execute(
        select(col(AccessRequest.member_id)).where(col(AccessRequest.id) == request_id)
    )
    return found.scalar_one_or_none()


async def hold_request(session: AsyncSession, request_id: str) -> AccessRequest | None:
    """A question, held until the transaction ends: the first admin to answer it settles it."""
    found = await session.execute(
        select(AccessRequest).where(col(AccessRequest.id) == request_id).with_for_update()
    )
    return found.scalar_one_or_none()
