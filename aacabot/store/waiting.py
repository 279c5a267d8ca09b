"""What waits for somebody, counted and a page at a time. Every question takes the person's reach."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.domain.cases import CaseState
from aacabot.domain.messages import MessageKind
from aacabot.domain.portfolio import Reach
from aacabot.domain.waiting import Urgency
from aacabot.store.models import Brand, CaseRow, ListingVersion, Marketplace, SlackMessageRow


@dataclass(frozen=True, kw_only=True)
class Waited:
    """Whose waiting cases are meant: in which states, whose brands, of one brand; `but_confirmed_by` is
    the person whose own confirmations somebody else must approve."""

    states: Collection[CaseState]
    reach: Reach
    but_confirmed_by: str
    brand_id: str | None = None

    @property
    def condition(self) -> ColumnElement[bool]:
        return and_(
            col(CaseRow.state).in_(sorted(state.value for state in self.states)),
            self._reached,
            self._by_somebody_else,
            col(CaseRow.brand_id) == self.brand_id if self.brand_id else true(),
        )

    @property
    def _reached(self) -> ColumnElement[bool]:
        if self.reach.everything:
            return true()
        return or_(
            col(CaseRow.member_id).in_(sorted(self.reach.member_ids)),
            col(CaseRow.brand_id).in_(sorted(self.reach.brand_ids)),
        )

    @property
    def _by_somebody_else(self) -> ColumnElement[bool]:
        return or_(
            col(CaseRow.state) != CaseState.PENDING_SECOND.value,
            col(CaseRow.decided_by).is_(None),
            col(CaseRow.decided_by) != self.but_confirmed_by,
        )


async def count_waiting(
    session: AsyncSession, waited: Waited, now: datetime, midnight: datetime
) -> Mapping[tuple[CaseState, Urgency], int]:
    """How many wait in each state, by urgency: one statement."""
    urgency = _urgency(now, midnight)
    rows = await session.execute(
        select(col(CaseRow.state), urgency, func.count()).where(waited.condition).group_by("state", "urgency")
    )
    return {(CaseState(state), Urgency(value)): count for state, value, count in rows.all()}


def _urgency(now: datetime, midnight: datetime) -> Any:
    return case(
        (col(CaseRow.paused_at).is_not(None), Urgency.PAUSED.value),
        (col(CaseRow.decide_by) < now, Urgency.OVERDUE.value),
        (col(CaseRow.decide_by) < midnight, Urgency.TODAY.value),
        else_=Urgency.LATER.value,
    ).label("urgency")


async def waiting_page(
    session: AsyncSession, waited: Waited, *, limit: int, offset: int
) -> list[tuple[CaseRow, str, str, bytes]]:
    """(case, brand's name, marketplace's name, the listing as received), most urgent first."""
    page = (
        select(col(CaseRow.id))
        .where(waited.condition)
        .order_by(*_MOST_URGENT)
        .limit(limit)
        .offset(offset)
        .subquery()
    )
    rows = await session.execute(
        select(CaseRow, col(Brand.name), col(Marketplace.name), col(ListingVersion.body))
        .join(page, page.c.id == col(CaseRow.id))
        .join(Brand, col(Brand.id) == col(CaseRow.brand_id))
        .join(Marketplace, col(Marketplace.id) == col(CaseRow.marketplace_id))
        .join(
            ListingVersion,
            and_(
                col(ListingVersion.listing_id) == col(CaseRow.listing_id),
                col(ListingVersion.version) == col(CaseRow.version),
            ),
        )
        .order_by(*_MOST_URGENT)
    )
    return [(row, brand, marketplace, body) for row, brand, marketplace, body in rows.all()]


_MOST_URGENT = (col(CaseRow.paused_at).is_not(None), col(CaseRow.decide_by), col(CaseRow.id))


async def cards_of(session: AsyncSession, case_ids: Collection[str]) -> dict[str, SlackMessageRow]:
    """The cards of cases, by case: the first of each where it has several."""
    rows = await session.execute(
        select(SlackMessageRow)
        .where(
            col(SlackMessageRow.kind) == MessageKind.CASE.value, col(SlackMessageRow.subject).in_(case_ids)
        )
        .order_by(col(SlackMessageRow.id).desc())
    )
    return {row.subject: row for row in rows.scalars()}
