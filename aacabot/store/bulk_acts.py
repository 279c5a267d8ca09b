"""Acts over many cases, and how far each case of them is."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.domain.bulk_acts import ItemProblem, ItemState
from aacabot.domain.cases import CaseState
from aacabot.store.models import Brand, BulkAct, BulkItem, CaseRow


async def add_act(session: AsyncSession, act: BulkAct, items: Sequence[BulkItem]) -> None:
    """Write an act and its cases down: two statements, however many cases."""
    session.add(act)
    await session.flush()
    if items:
        await session.execute(insert(BulkItem), [item.model_dump() for item in items])


async def hold_act(session: AsyncSession, act_id: str) -> BulkAct | None:
    """The act, held until the transaction ends."""
    found = await session.execute(select(BulkAct).where(col(BulkAct.id) == act_id).with_for_update())
    return found.scalar_one_or_none()


async def next_waiting(session: AsyncSession, person_id: str) -> tuple[BulkAct, BulkItem] | None:
    """The next case of a person's acts whose turn it is, in the order they were asked for."""
    found = await session.execute(
        select(BulkAct, BulkItem)
        .join(BulkItem, col(BulkItem.act_id) == col(BulkAct.id))
        .where(
            col(BulkAct.person_id) == person_id,
            col(BulkAct.submitted_at).is_not(None),
            col(BulkAct.finished_at).is_(None),
            col(BulkItem.state) == ItemState.WAITS.value,
        )
        .order_by(col(BulkAct.submitted_at), col(BulkAct.id), col(BulkItem.position))
        .limit(1)
    )
    row = found.first()
    return (row[0], row[1]) if row else None


async def settle(
    session: AsyncSession, act_id: str, case_id: str, problem: ItemProblem | None, now: datetime
) -> bool:
    """A case of an act is done, or was not for a reason; False where it had been settled before."""
    state = ItemState.NOT_DONE if problem else ItemState.DONE
    found = await session.execute(
        update(BulkItem)
        .where(
            col(BulkItem.act_id) == act_id,
            col(BulkItem.case_id) == case_id,
            col(BulkItem.state) == ItemState.WAITS.value,
        )
        .values(state=state.value, problem=problem.value if problem else None, settled_at=now)
        .returning(col(BulkItem.case_id))
        .execution_options(synchronize_session=False)
    )
    return found.first() is not None


async def settle_the_rest(session: AsyncSession, act_id: str, problem: ItemProblem, now: datetime) -> None:
    """No case of the act has a turn any more."""
    await session.execute(
        update(BulkItem)
        .where(col(BulkItem.act_id) == act_id, col(BulkItem.state) == ItemState.WAITS.value)
        .values(state=ItemState.NOT_DONE.value, problem=problem.value, settled_at=now)
        .execution_options(synchronize_session=False)
    )


async def any_waiting(session: AsyncSession, act_id: str) -> bool:
    """Whether a case of the act has not had its turn."""
    found = await session.execute(
        select(col(BulkItem.case_id))
        .where(col(BulkItem.act_id) == act_id, col(BulkItem.state) == ItemState.WAITS.value)
        .limit(1)
    )
    return found.first() is not None


async def items_done(session: AsyncSession, act_id: str) -> list[BulkItem]:
    """The cases an act did, in its order."""
    found = await session.execute(
        select(BulkItem)
        .where(col(BulkItem.act_id) == act_id, col(BulkItem.state) == ItemState.DONE.value)
        .order_by(col(BulkItem.position))
    )
    return list(found.scalars())


async def count_items(session: AsyncSession, act_id: str) -> dict[tuple[ItemState, str | None], int]:
    """How many cases of an act are how far, and for which problem."""
    found = await session.execute(
        select(col(BulkItem.state), col(BulkItem.problem), func.count())
        .where(col(BulkItem.act_id) == act_id)
        .group_by(col(BulkItem.state), col(BulkItem.problem))
    )
    return {(ItemState(state), problem): count for state, problem, count in found.all()}


async def where_done_stand(session: AsyncSession, act_id: str) -> dict[CaseState, int]:
    """Where the cases that an act did stand now."""
    found = await session.execute(
        select(col(CaseRow.state), func.count())
        .join(BulkItem, col(BulkItem.case_id) == col(CaseRow.id))
        .where(col(BulkItem.act_id) == act_id, col(BulkItem.state) == ItemState.DONE.value)
        .group_by(col(CaseRow.state))
    )
    return {CaseState(state): count for state, count in found.all()}


async def not_done(session: AsyncSession, act_id: str, limit: int) -> list[tuple[CaseRow, str, ItemProblem]]:
    """(case, brand's name, why) of the first cases an act did not do."""
    found = await session.execute(
        select(CaseRow, col(Brand.name), col(BulkItem.problem))
        .join(BulkItem, col(BulkItem.case_id) == col(CaseRow.id))
        .join(Brand, col(Brand.id) == col(CaseRow.brand_id))
        .where(col(BulkItem.act_id) == act_id, col(BulkItem.state) == ItemState.NOT_DONE.value)
        .order_by(col(BulkItem.position))
        .limit(limit)
    )
    return [(case, brand, ItemProblem(str(problem))) for case, brand, problem in found.all()]


async def people_with_acts_under_way(session: AsyncSession) -> list[str]:
    """Whose acts are not finished."""
    found = await session.execute(
        select(col(BulkAct.person_id))
        .where(col(BulkAct.submitted_at).is_not(None), col(BulkAct.finished_at).is_(None))
        .distinct()
    )
    return list(found.scalars())


async def acts_under_way(session: AsyncSession, person_id: str) -> list[str]:
    """The person's acts that are not finished."""
    found = await session.execute(
        select(col(BulkAct.id)).where(
            col(BulkAct.person_id) == person_id,
            col(BulkAct.submitted_at).is_not(None),
            col(BulkAct.finished_at).is_(None),
        )
    )
    return list(found.scalars())


async def forget_unsent(session: AsyncSession, before: datetime) -> None:
    """Forget acts whose confirmation was shown before a moment and never sent."""
    unsent = select(col(BulkAct.id)).where(
        col(BulkAct.submitted_at).is_(None), col(BulkAct.asked_at) < before
    )
    ids = list((await session.execute(unsent.limit(1_000))).scalars())
    if ids:
        await session.execute(delete(BulkItem).where(col(BulkItem.act_id).in_(ids)))
        await session.execute(delete(BulkAct).where(col(BulkAct.id).in_(ids)))
