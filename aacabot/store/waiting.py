"""What waits for somebody, counted and a page at a time. Every question takes the person's reach.

Each state is asked for by itself and to a limit, along an index that is in the order of urgency: what a page
costs does not grow with how many cases there are, or wait.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.domain.cases import CaseState
from aacabot.domain.messages import MessageKind
from aacabot.domain.portfolio import Reach
from aacabot.domain.waiting import MOST_COUNTED, Narrowed, Urgency
from aacabot.store.models import Brand, CaseRow, ListingVersion, Marketplace, SellerRow, SlackMessageRow

_SELLERS = 200
"""So many sellers whose name begins in one way are looked at."""


@dataclass(frozen=True, kw_only=True)
class Waited:
    """Whose waiting cases are meant: in which states, whose brands, narrowed down how; `but_confirmed_by` is
    the person whose own confirmations somebody else must approve. `midnight` is when the reader's day ends.
    `sellers` are the rows of those `narrowed.seller` names (`sellers_named`).
    """

    states: Collection[CaseState]
    reach: Reach
    but_confirmed_by: str
    now: datetime
    midnight: datetime
    narrowed: Narrowed = field(default_factory=Narrowed)
    sellers: Sequence[str] = ()

    def condition(self, state: CaseState) -> ColumnElement[bool]:
        given = [col(CaseRow.state) == state.value, *self._whatever_the_state]
        if state is CaseState.PENDING_SECOND:
            theirs = or_(col(CaseRow.decided_by).is_(None), col(CaseRow.decided_by) != self.but_confirmed_by)
            given.append(theirs)
        return and_(*given)

    @cached_property
    def _whatever_the_state(self) -> list[ColumnElement[bool]]:
        """Made once for all states: making statements costs more than asking them."""
        return [*self._reached(), *self._narrowed()]

    def _reached(self) -> list[ColumnElement[bool]]:
        """Written so that one member's queue is read along its index."""
        if self.reach.everything:
            return []
        members, brands = sorted(self.reach.member_ids), sorted(self.reach.brand_ids)
        if members and brands:
            return [or_(col(CaseRow.member_id).in_(members), col(CaseRow.brand_id).in_(brands))]
        if brands:
            return [col(CaseRow.brand_id).in_(brands)]
        if len(members) == 1:
            return [col(CaseRow.member_id) == members[0]]
        return [col(CaseRow.member_id).in_(members)]

    def _narrowed(self) -> list[ColumnElement[bool]]:
        narrowed = self.narrowed
        equal = {
            "brand_id": narrowed.brand_id,
            "marketplace_id": narrowed.marketplace_id,
            "severity": narrowed.severity.value if narrowed.severity else None,
            "reason_code": narrowed.reason.value if narrowed.reason else None,
        }
        given = [col(getattr(CaseRow, name)) == value for name, value in equal.items() if value]
        if narrowed.seller:
            given.append(col(CaseRow.seller_row_id).in_(self.sellers))
        if narrowed.urgency:
            given.append(_urgency(self.now, self.midnight) == narrowed.urgency.value)
        return given


async def sellers_named(session: AsyncSession, begins: str) -> list[str]:
    """The rows of the sellers whose name begins so, or whose id it is.

    Asked by itself: inside the page's statement Postgres would guess how many there are, and guess wrong.
    """
    escaped = begins.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    named = or_(col(SellerRow.name).ilike(f"{escaped}%", escape="\\"), col(SellerRow.seller_id) == begins)
    return list((await session.execute(select(col(SellerRow.id)).where(named).limit(_SELLERS))).scalars())


async def count_waiting(
    session: AsyncSession, waited: Waited
) -> tuple[Mapping[tuple[CaseState, Urgency], int], bool]:
    """How many wait in each state, by urgency, and whether there are more than were counted: one statement.

    The most urgent of each state are counted first.
    """
    urgency = _urgency(waited.now, waited.midnight).label("urgency")
    found = union_all(
        *(
            select(
                select(col(CaseRow.state).label("state"), urgency)
                .where(waited.condition(state))
                .order_by(col(CaseRow.decide_by))
                .limit(MOST_COUNTED + 1)
                .subquery()
            )
            for state in waited.states
        )
    ).subquery()
    rows = await session.execute(
        select(found.c.state, found.c.urgency, func.count()).group_by(found.c.state, found.c.urgency)
    )
    counts = {(CaseState(state), Urgency(value)): count for state, value, count in rows.all()}
    return _cut(counts)


def _cut(
    counts: dict[tuple[CaseState, Urgency], int],
) -> tuple[dict[tuple[CaseState, Urgency], int], bool]:
    """The one case that shows there are more is not counted: it is the least urgent of its state."""
    is_more = False
    for state in {state for state, _ in counts}:
        mine = [urgency for urgency in Urgency if (state, urgency) in counts]
        if sum(counts[state, urgency] for urgency in mine) > MOST_COUNTED:
            counts[state, mine[-1]] -= 1
            is_more = True
    return counts, is_more


_STANDS_STILL = and_(col(CaseRow.paused_at).is_not(None), col(CaseRow.state) != CaseState.ANSWER_NEEDED.value)
"""The clock that stands still is the reader's, not the desk's, which waits for a brand's answer."""


def _urgency(now: datetime, midnight: datetime) -> Any:
    return case(
        (_STANDS_STILL, Urgency.PAUSED.value),
        (col(CaseRow.decide_by) < now, Urgency.OVERDUE.value),
        (col(CaseRow.decide_by) < midnight, Urgency.TODAY.value),
        else_=Urgency.LATER.value,
    )


async def waiting_ids(session: AsyncSession, waited: Waited, *, limit: int, offset: int = 0) -> list[str]:
    """The ids of what waits, most urgent first; what stands still comes last."""
    page = _page(waited, limit, offset)
    return list((await session.execute(select(page.c.id).order_by(*_most_urgent(page)))).scalars())


async def waiting_page(
    session: AsyncSession, waited: Waited, *, limit: int, offset: int
) -> list[tuple[CaseRow, str, str, bytes]]:
    """(case, brand's name, marketplace's name, the listing as received), most urgent first."""
    page = _page(waited, limit, offset)
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
        .order_by(*_most_urgent(page))
    )
    return [(row, brand, marketplace, body) for row, brand, marketplace, body in rows.all()]


def _page(waited: Waited, limit: int, offset: int) -> Any:
    """The page's cases. Within a state either every clock stands still or none does."""
    columns = (
        col(CaseRow.id),
        _STANDS_STILL.label("is_paused"),
        col(CaseRow.decide_by),
    )
    found = union_all(
        *(
            select(
                select(*columns)
                .where(waited.condition(state))
                .order_by(col(CaseRow.decide_by), col(CaseRow.id))
                .limit(offset + limit)
                .subquery()
            )
            for state in waited.states
        )
    ).subquery()
    return select(found).order_by(*_most_urgent(found)).limit(limit).offset(offset).subquery()


def _most_urgent(page: Any) -> Sequence[ColumnElement[Any]]:
    return (page.c.is_paused, page.c.decide_by, page.c.id)


async def cards_of(session: AsyncSession, case_ids: Collection[str]) -> dict[str, SlackMessageRow]:
    """The cards of cases, by case, their own or those they share: the first of each where it has several."""
    rows = await session.execute(
        select(col(CaseRow.id), SlackMessageRow)
        .join(
            SlackMessageRow,
            col(SlackMessageRow.subject).in_([col(CaseRow.id), col(CaseRow.group_id)])
            & col(SlackMessageRow.kind).in_([MessageKind.CASE.value, MessageKind.GROUP.value]),
        )
        .where(col(CaseRow.id).in_(case_ids))
        .order_by(col(SlackMessageRow.id).desc())
    )
    return dict(rows.all())
