"""Legal holds on cases and on members."""

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.domain.counsel import HoldShown
from aacabot.store.models import CaseRow, LegalHold, Member, PersonRow

_IN_FORCE = col(LegalHold.released_at).is_(None)


async def get_hold(session: AsyncSession, hold_id: str, *, lock: bool = False) -> LegalHold | None:
    question = select(LegalHold).where(col(LegalHold.id) == hold_id)
    found = await session.execute(question.with_for_update() if lock else question)
    return found.scalar_one_or_none()


async def lock_member(session: AsyncSession, member_id: str) -> Member | None:
    """The member, held: of two who hold it at once, the second sees the first's hold."""
    found = await session.execute(select(Member).where(col(Member.id) == member_id).with_for_update())
    return found.scalar_one_or_none()


async def hold_on_case(session: AsyncSession, case_id: str) -> LegalHold | None:
    """The hold on this case alone that is in force."""
    found = await session.execute(
        select(LegalHold).where(col(LegalHold.case_id) == case_id, _IN_FORCE).limit(1)
    )
    return found.scalar_one_or_none()


async def hold_on_member(session: AsyncSession, member_id: str) -> LegalHold | None:
    found = await session.execute(
        select(LegalHold)
        .where(col(LegalHold.member_id) == member_id, col(LegalHold.case_id).is_(None), _IN_FORCE)
        .limit(1)
    )
    return found.scalar_one_or_none()


async def holds_over(session: AsyncSession, case: CaseRow) -> tuple[LegalHold | None, LegalHold | None]:
    """The case's own hold and its member's."""
    return await hold_on_case(session, case.id), await hold_on_member(session, case.member_id)


async def holds_in_force(
    session: AsyncSession, members: Collection[str] | None, limit: int, offset: int
) -> tuple[list[HoldShown], int]:
    """Holds on these members or their cases, the newest first, and how many there are; None is all."""
    ours = [_IN_FORCE] if members is None else [_IN_FORCE, col(LegalHold.member_id).in_(sorted(members))]
    counted = await session.execute(select(func.count()).select_from(LegalHold).where(*ours))
    rows = await session.execute(
        select(LegalHold, col(Member.name), col(CaseRow.number), col(PersonRow.name))
        .join(Member, col(Member.id) == col(LegalHold.member_id))
        .outerjoin(CaseRow, col(CaseRow.id) == col(LegalHold.case_id))
        .outerjoin(PersonRow, col(PersonRow.id) == col(LegalHold.set_by))
        .where(*ours)
        .order_by(col(LegalHold.set_at).desc(), col(LegalHold.id).desc())
        .limit(limit)
        .offset(offset)
    )
    return [_shown(*row) for row in rows.all()], counted.scalar_one()


def _shown(row: LegalHold, member: str, number: str | None, person: str | None) -> HoldShown:
    return HoldShown(
        id=row.id, member=member, number=number, reason=row.reason, set_by=person or "", set_at=row.set_at
    )
