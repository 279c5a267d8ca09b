"""Cases and their events. Every read of them takes the viewer."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.domain.cases import OPEN_STATES, WAITING_STATES, CaseEventKind
from aacabot.domain.viewers import Viewer
from aacabot.store.models import CaseEventRow, CaseRow, Counter


def _visible(viewer: Viewer) -> tuple[ColumnElement[bool], ...]:
    if viewer.member_ids is None:
        return ()
    return (col(CaseRow.member_id).in_(sorted(viewer.member_ids)),)


async def get_case(session: AsyncSession, viewer: Viewer, case_id: str) -> CaseRow | None:
    """The case as it stands, or None where there is none that the viewer may see."""
    found = await session.execute(select(CaseRow).where(col(CaseRow.id) == case_id, *_visible(viewer)))
    return found.scalar_one_or_none()


async def lock_case(session: AsyncSession, viewer: Viewer, case_id: str) -> CaseRow | None:
    """The case, held until the transaction ends: the first to hold it decides."""
    found = await session.execute(
        select(CaseRow)
        .where(col(CaseRow.id) == case_id, *_visible(viewer))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return found.scalar_one_or_none()


async def find_by_number(session: AsyncSession, viewer: Viewer, number: str) -> CaseRow | None:
    found = await session.execute(select(CaseRow).where(col(CaseRow.number) == number, *_visible(viewer)))
    return found.scalar_one_or_none()


async def find_by_listing(session: AsyncSession, viewer: Viewer, listing_id: str) -> list[CaseRow]:
    """The cases on a listing, newest first."""
    rows = await session.execute(
        select(CaseRow)
        .where(col(CaseRow.listing_id) == listing_id, *_visible(viewer))
        .order_by(col(CaseRow.opened_at).desc())
    )
    return list(rows.scalars())


async def lock_by_listing(session: AsyncSession, listing_id: str) -> list[CaseRow]:
    """Every member's cases on a listing, held in one order: for the hub's own work.

    As they are now that they are held, whatever the transaction had read of them before.
    """
    rows = await session.execute(
        select(CaseRow)
        .where(col(CaseRow.listing_id) == listing_id)
        .order_by(col(CaseRow.id))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return list(rows.scalars())


async def latest_rounds(session: AsyncSession, listing_ids: Sequence[str]) -> dict[tuple[str, str], CaseRow]:
    """The newest case of each (listing, brand), held until the transaction ends: nobody decides meanwhile."""
    rows = await session.execute(
        select(CaseRow)
        .where(col(CaseRow.listing_id).in_(listing_ids))
        .order_by(col(CaseRow.id))
        .with_for_update()
    )
    by_round = sorted(rows.scalars(), key=lambda row: row.round)
    return {(row.listing_id, row.brand_id): row for row in by_round}


async def has_later_round(session: AsyncSession, case: CaseRow) -> bool:
    """Whether the listing came back since: the brand has a newer case of it."""
    found = await session.execute(
        select(col(CaseRow.id))
        .where(
            col(CaseRow.listing_id) == case.listing_id,
            col(CaseRow.brand_id) == case.brand_id,
            col(CaseRow.round) > case.round,
        )
        .limit(1)
    )
    return found.first() is not None


async def undecided_on(session: AsyncSession, listing_ids: Sequence[str]) -> list[CaseRow]:
    """Every member's cases on listings of which nothing has gone to the marketplace yet."""
    if not listing_ids:
        return []
    waiting = [state.value for state in WAITING_STATES]
    rows = await session.execute(
        select(CaseRow).where(col(CaseRow.listing_id).in_(listing_ids), col(CaseRow.state).in_(waiting))
    )
    return list(rows.scalars())


async def waiting_cases(
    session: AsyncSession, viewer: Viewer, brand_ids: Collection[str] | None, limit: int
) -> list[CaseRow]:
    """Cases that wait for a brand's decision, most urgent first; of some brands, or of all the viewer's."""
    question = (
        select(CaseRow)
        .where(col(CaseRow.state).in_([state.value for state in OPEN_STATES]), *_visible(viewer))
        .order_by(col(CaseRow.paused_at).is_not(None), col(CaseRow.decide_by), col(CaseRow.id))
        .limit(limit)
    )
    if brand_ids is not None:
        question = question.where(col(CaseRow.brand_id).in_(sorted(brand_ids)))
    return list((await session.execute(question)).scalars())


async def visible_numbers(session: AsyncSession, viewer: Viewer, limit: int = 20_000) -> list[str]:
    """The numbers the viewer may be told about, newest first."""
    rows = await session.execute(
        select(col(CaseRow.number))
        .where(*_visible(viewer))
        .order_by(col(CaseRow.opened_at).desc())
        .limit(limit)
    )
    return list(rows.scalars())


async def take_numbers(session: AsyncSession, count: int) -> range:
    """The next `count` of the case sequence, taken for this transaction."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    await session.execute(insert(Counter).values(name="cases", value=0).on_conflict_do_nothing())
    last = (
        await session.execute(
            update(Counter)
            .where(col(Counter.name) == "cases")
            .values(value=Counter.value + count)
            .returning(col(Counter.value))
        )
    ).scalar_one()
    return range(last - count, last)


async def confirms_since(session: AsyncSession, person_id: str, since: datetime) -> int:
    """How many confirms one person has made since a moment, for the brake."""
    found = await session.execute(
        select(func.count())
        .select_from(CaseEventRow)
        .where(
            col(CaseEventRow.person_id) == person_id,
            col(CaseEventRow.kind) == CaseEventKind.CONFIRMED.value,
            col(CaseEventRow.recorded_at) > since,
        )
    )
    return found.scalar_one()


async def events_of_cases(session: AsyncSession, case_ids: Sequence[str]) -> dict[str, list[CaseEventRow]]:
    """The events of cases that were read already, in order, by case."""
    question = (
        select(CaseEventRow)
        .where(col(CaseEventRow.case_id).in_(case_ids))
        .order_by(col(CaseEventRow.case_id), col(CaseEventRow.seq))
    )
    events: dict[str, list[CaseEventRow]] = {case_id: [] for case_id in case_ids}
    for event in (await session.execute(question)).scalars():
        events[event.case_id].append(event)
    return events


async def events_of(session: AsyncSession, viewer: Viewer, case_id: str) -> list[CaseEventRow]:
    """A case's events in order."""
    question = (
        select(CaseEventRow).where(col(CaseEventRow.case_id) == case_id).order_by(col(CaseEventRow.seq))
    )
    if viewer.member_ids is not None:
        question = question.where(col(CaseEventRow.member_id).in_(sorted(viewer.member_ids)))
    return list((await session.execute(question)).scalars())
