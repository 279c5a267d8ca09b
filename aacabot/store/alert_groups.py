"""Grouped cards: which are open, what came lately that belongs on one, and the cases they gather."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import case, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.domain.alert_groups import WINDOW, GroupKind
from aacabot.domain.cases import OPEN_STATES, CaseState
from aacabot.domain.severity import Severity
from aacabot.store.models import AlertGroup, CaseRow, ListingVersion, SlackChannel

_HELD = sorted(kind.value for kind in GroupKind if kind.is_held)
_OPEN = sorted(state.value for state in OPEN_STATES)


async def open_groups(
    session: AsyncSession, kind: GroupKind, channel: str, member_id: str, keys: Collection[str] | None = None
) -> list[AlertGroup]:
    """The cards of a kind that gather in a channel now, newest first; with `keys`, those of these keys.

    Held until the transaction ends, so that two commits do not fill one card twice.
    """
    question = select(AlertGroup).where(
        col(AlertGroup.member_id) == member_id,
        col(AlertGroup.kind) == kind.value,
        col(AlertGroup.closed_at).is_(None),
        col(AlertGroup.channel) == channel,
    )
    if keys is not None:
        question = question.where(col(AlertGroup.key).in_(sorted(keys)))
    found = await session.execute(question.order_by(col(AlertGroup.id).desc()).with_for_update())
    return list(found.scalars())


async def counts(session: AsyncSession, group_id: str) -> Mapping[CaseState, int]:
    """How many of a card's cases are in each state."""
    found = await session.execute(
        select(col(CaseRow.state), func.count())
        .where(col(CaseRow.group_id) == group_id)
        .group_by(col(CaseRow.state))
    )
    return {CaseState(state): n for state, n in found.all()}


async def alerts_of_sellers(
    session: AsyncSession, seller_ids: Collection[str], since: datetime
) -> list[tuple[str, str, str]]:
    """(seller's row, brand, case) of the alerts on these sellers since then."""
    found = await session.execute(
        select(col(CaseRow.seller_row_id), col(CaseRow.brand_id), col(CaseRow.id)).where(
            col(CaseRow.seller_row_id).in_(sorted(seller_ids)), col(CaseRow.opened_at) >= since
        )
    )
    return [(str(seller), brand, ident) for seller, brand, ident in found.all()]


async def bodies_of(session: AsyncSession, case_ids: Sequence[str]) -> dict[str, bytes]:
    """Listings as their cases show them, by case."""
    found = await session.execute(
        select(col(CaseRow.id), col(ListingVersion.body))
        .join(
            ListingVersion,
            (col(ListingVersion.listing_id) == col(CaseRow.listing_id))
            & (col(ListingVersion.version) == col(CaseRow.version)),
        )
        .where(col(CaseRow.id).in_(case_ids))
    )
    return dict(found.all())


async def latest_alerts(
    session: AsyncSession, brand_id: str, since: datetime, but: Collection[str], most: int
) -> list[str]:
    """The latest waiting cases of a brand that were opened since then, without some of them."""
    found = await session.execute(
        select(col(CaseRow.id))
        .where(
            col(CaseRow.brand_id) == brand_id,
            col(CaseRow.state).in_(_OPEN),
            col(CaseRow.opened_at) >= since,
            col(CaseRow.id).not_in(sorted(but)),
        )
        .order_by(col(CaseRow.id).desc())
        .limit(most)
    )
    return list(found.scalars())


async def take_room(session: AsyncSession, channel: str, wanted: int, most: int, now: datetime) -> int:
    """How many of the wanted new cards a channel takes in this window of at most so many; they count."""
    found = await session.execute(
        select(SlackChannel).where(col(SlackChannel.id) == channel).with_for_update()
    )
    row = found.scalar_one()
    if row.cards_since is None or row.cards_since + WINDOW <= now:
        row.cards_since, row.cards_new = now, 0
    granted = max(0, min(wanted, most - row.cards_new))
    row.cards_new += granted
    return granted


async def due_groups(session: AsyncSession, now: datetime, most: int) -> list[str]:
    """Cards that were held back and may be shown now, longest due first."""
    found = await session.execute(
        select(col(AlertGroup.id))
        .where(
            col(AlertGroup.closed_at).is_(None),
            col(AlertGroup.shown_at) <= now,
            col(AlertGroup.kind).in_(_HELD),
        )
        .order_by(col(AlertGroup.shown_at), col(AlertGroup.id))
        .limit(most)
    )
    return list(found.scalars())


async def close_full(session: AsyncSession, now: datetime) -> None:
    """Cards whose window is over gather no more."""
    await session.execute(
        update(AlertGroup)
        .where(
            col(AlertGroup.closed_at).is_(None),
            col(AlertGroup.shown_at) <= now - WINDOW,
            col(AlertGroup.kind).not_in(_HELD),
        )
        .values(closed_at=now)
        .execution_options(synchronize_session=False)
    )


async def hasten(session: AsyncSession, member_id: str, now: datetime) -> None:
    """What was held back for a member may be shown now."""
    await session.execute(
        update(AlertGroup)
        .where(
            col(AlertGroup.member_id) == member_id,
            col(AlertGroup.kind).in_(_HELD),
            col(AlertGroup.closed_at).is_(None),
            col(AlertGroup.shown_at) > now,
        )
        .values(shown_at=now)
        .execution_options(synchronize_session=False)
    )


_URGENT_FIRST = (
    case((col(CaseRow.severity) == Severity.CRITICAL.value, 0), else_=1),
    col(CaseRow.decide_by),
    col(CaseRow.id),
)


async def waiting_in(session: AsyncSession, group_id: str, most: int) -> list[str]:
    """The most urgent of a card's cases that wait for a decision."""
    found = await session.execute(
        select(col(CaseRow.id))
        .where(col(CaseRow.group_id) == group_id, col(CaseRow.state).in_(_OPEN))
        .order_by(*_URGENT_FIRST)
        .limit(most)
    )
    return list(found.scalars())


async def decided_in(session: AsyncSession, group_id: str, most: int) -> list[str]:
    """The last of a card's cases that were decided, latest first."""
    found = await session.execute(
        select(col(CaseRow.id))
        .where(col(CaseRow.group_id) == group_id, col(CaseRow.state).not_in(_OPEN))
        .order_by(func.coalesce(col(CaseRow.decided_at), col(CaseRow.opened_at)).desc(), col(CaseRow.id))
        .limit(most)
    )
    return list(found.scalars())


async def all_in(session: AsyncSession, group_id: str, most: int) -> list[str]:
    """A card's cases in the order they came."""
    found = await session.execute(
        select(col(CaseRow.id)).where(col(CaseRow.group_id) == group_id).order_by(col(CaseRow.id)).limit(most)
    )
    return list(found.scalars())


async def span_of(
    session: AsyncSession, group_id: str
) -> tuple[datetime | None, datetime | None, datetime | None]:
    """When a card's first and last alert came, and the first end of a clock that runs; None without cases."""
    running = case(
        (col(CaseRow.state).in_(_OPEN) & col(CaseRow.paused_at).is_(None), col(CaseRow.decide_by)),
        else_=None,
    )
    found = await session.execute(
        select(func.min(col(CaseRow.opened_at)), func.max(col(CaseRow.opened_at)), func.min(running)).where(
            col(CaseRow.group_id) == group_id
        )
    )
    first, last, due = found.one()
    return first, last, due
