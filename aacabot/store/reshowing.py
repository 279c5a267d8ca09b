"""Cards that must be shown anew though nothing happened to their cases, many at a time."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, TextClause, and_, case, select, union_all, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.domain.messages import MessageKind, Priority
from aacabot.store.bulk import is_among
from aacabot.store.models import CaseEventRow, CaseRow, HelpReply, HelpRequest, SlackMessageRow

ABOUT_CASES = (MessageKind.CASE.value, MessageKind.REVIEW.value, MessageKind.INFO.value)
_AT_ONCE = 1_000


async def want_cards_in(
    session: AsyncSession, states: Collection[str], member_ids: Collection[str], now: datetime
) -> list[str]:
    """The cards of these members' cases in these states should be rendered anew; returns their channels."""
    mine = (col(CaseRow.state).in_(sorted(states)), is_among(session, "member_id", sorted(member_ids)))
    return await want_again(session, now, _about(mine, (MessageKind.CASE.value,)))


async def want_cards_naming(session: AsyncSession, person_id: str, now: datetime) -> list[str]:
    """The posted cards of every case in which a person has done something; returns their channels."""
    theirs = select(col(CaseEventRow.case_id)).where(col(CaseEventRow.person_id) == person_id)
    return await want_again(session, now, _about((col(CaseRow.id).in_(theirs),), ABOUT_CASES))


async def want_help_naming(
    session: AsyncSession, person_id: str, managed: Collection[str], now: datetime
) -> list[str]:
    """The desk's cards of conversations in which a person has said something, or is named as the account
    manager of one of these members; returns their channels."""
    said_in = select(col(HelpReply.request_id)).where(col(HelpReply.person_id) == person_id)
    theirs = select(col(HelpRequest.id)).where(
        (col(HelpRequest.asked_by) == person_id)
        | col(HelpRequest.id).in_(said_in)
        | col(HelpRequest.member_id).in_(sorted(managed))
    )
    wanted = (col(SlackMessageRow.kind) == MessageKind.HELP.value, col(SlackMessageRow.subject).in_(theirs))
    return await want_again(session, now, *wanted)


async def want_undecided(
    session: AsyncSession, states: Collection[str], brand_id: str, now: datetime
) -> list[str]:
    """The cards about a brand's cases in these states should be rendered anew; returns their channels."""
    mine = (col(CaseRow.brand_id) == brand_id, col(CaseRow.state).in_(sorted(str(one) for one in states)))
    return await want_again(session, now, _about(mine, ABOUT_CASES))


def _about(cases: Sequence[ColumnElement[bool] | TextClause], kinds: Sequence[str]) -> ColumnElement[bool]:
    """The cards of these kinds about these cases, and those that name them among others."""
    own = select(col(CaseRow.id)).where(*cases)
    shared = select(col(CaseRow.group_id)).where(*cases, col(CaseRow.group_id).is_not(None))
    return and_(
        col(SlackMessageRow.kind).in_([*kinds, MessageKind.GROUP.value]),
        col(SlackMessageRow.subject).in_(union_all(own, shared)),
    )


async def want_again(session: AsyncSession, now: datetime, *wanted: ColumnElement[bool]) -> list[str]:
    """Messages should be rendered anew, after everything that somebody waits for; returns their channels."""
    # Held in one order first: an update takes its rows in any, and two could wait in a ring.
    held = await session.execute(
        select(col(SlackMessageRow.id), col(SlackMessageRow.channel))
        .where(*wanted)
        .order_by(col(SlackMessageRow.id))
        .with_for_update()
    )
    rows = held.all()
    for start in range(0, len(rows), _AT_ONCE):
        await _want(session, [ident for ident, _ in rows[start : start + _AT_ONCE]], now)
    return sorted({channel for _, channel in rows})


async def _want(session: AsyncSession, ids: Sequence[str], now: datetime) -> None:
    row = SlackMessageRow
    await session.execute(
        update(row)
        .where(is_among(session, "id", ids))
        .values(
            wanted_rev=row.wanted_rev + 1,
            priority=case((col(row.unsent).is_(True), row.priority), else_=int(Priority.DIGEST)),
            unsent=True,
            wanted_at=now,
        )
        .execution_options(synchronize_session=False)
    )
