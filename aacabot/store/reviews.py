"""What the desk has to review, and who acted for a member lately."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.domain.case_events import CaseEventKind
from aacabot.domain.messages import MessageKind
from aacabot.domain.people import REVIEWERS, Person
from aacabot.domain.reviews import ACTED_WITHIN, AT_THE_DESK, CLAIM_LAPSES, FOR_A_BRAND
from aacabot.store.models import (
    CaseEventRow,
    CaseRow,
    GrantRow,
    PersonRow,
    SlackIdentity,
    SlackMessageRow,
    Specialty,
)
from aacabot.store.people import grants_in

_AT_THE_DESK = sorted(state.value for state in AT_THE_DESK)
_FOR_A_BRAND = sorted(kind.value for kind in FOR_A_BRAND)


async def acted_for(session: AsyncSession, person: Person, case: CaseRow, now: datetime) -> bool:
    """Whether the person did a brand's part for the case's member lately, approved this case as a second
    person, or is of an agency that acts for the member: one statement."""
    deeds = select(col(CaseEventRow.case_id)).where(
        col(CaseEventRow.person_id) == person.id,
        col(CaseEventRow.recorded_at) > now - ACTED_WITHIN,
        col(CaseEventRow.member_id) == case.member_id,
        or_(
            col(CaseEventRow.kind).in_(_FOR_A_BRAND),
            and_(
                col(CaseEventRow.kind) == CaseEventKind.SECOND_APPROVED.value,
                col(CaseEventRow.case_id) == case.id,
            ),
        ),
    )
    agency = exists().where(
        col(GrantRow.agency_id) == (person.of_agency or ""), col(GrantRow.member_id) == case.member_id
    )
    found = await session.execute(select(or_(deeds.exists(), agency)))
    return bool(found.scalar_one())


async def lapsed_claims(session: AsyncSession, now: datetime, limit: int) -> list[str]:
    """Cases whose reviewer took them on more than half an hour ago."""
    rows = await session.execute(
        select(col(CaseRow.id))
        .where(col(CaseRow.reviewer_id).is_not(None), col(CaseRow.reviewer_since) <= now - CLAIM_LAPSES)
        .order_by(col(CaseRow.id))
        .limit(limit)
    )
    return list(rows.scalars())


@dataclass(frozen=True)
class Known:
    """A reviewer of the desk, and what they know; `slack_user` in the workspace that was asked about."""

    person_id: str
    name: str
    rights: tuple[str, ...]
    languages: tuple[str, ...]
    slack_user: str | None


async def reviewers(session: AsyncSession, team_id: str, now: datetime) -> list[Known]:
    """The desk's reviewers by name, with what they know; for transactions that see the operator's grants."""
    rows = await session.execute(
        select(
            col(PersonRow.id),
            col(PersonRow.name),
            col(Specialty.rights),
            col(Specialty.languages),
            col(SlackIdentity.user_id),
            GrantRow,
        )
        .join(GrantRow, col(GrantRow.person_id) == col(PersonRow.id))
        .outerjoin(Specialty, col(Specialty.person_id) == col(PersonRow.id))
        .outerjoin(
            SlackIdentity,
            and_(col(SlackIdentity.person_id) == col(PersonRow.id), col(SlackIdentity.team_id) == team_id),
        )
        .where(
            col(GrantRow.member_id).is_(None),
            col(GrantRow.role).in_(sorted(role.value for role in REVIEWERS)),
            col(PersonRow.withdrawn_at).is_(None),
        )
        .order_by(col(PersonRow.name), col(PersonRow.id))
    )
    found: dict[str, Known] = {}
    for person_id, name, rights, languages, user_id, grant in rows.all():
        if any(one.holds(now) for one in grants_in([grant])):
            found[person_id] = Known(person_id, name, tuple(rights or ()), tuple(languages or ()), user_id)
    return list(found.values())


@dataclass(frozen=True, kw_only=True)
class Desked:
    """Which of the desk's cases are meant: all, or those one reviewer is on."""

    reviewer_id: str | None = None

    @property
    def condition(self) -> ColumnElement[bool]:
        mine = col(CaseRow.reviewer_id) == self.reviewer_id if self.reviewer_id else true()
        return and_(col(CaseRow.state).in_(_AT_THE_DESK), mine)


async def desk_needs(
    session: AsyncSession, asked: Desked, limit: int
) -> list[tuple[str, dict[str, list[str]]]]:
    """(case id, what it needs) of the desk's cases, those due first first."""
    rows = await session.execute(
        select(col(CaseRow.id), col(CaseRow.routed)).where(asked.condition).order_by(*_DUE_FIRST).limit(limit)
    )
    return [(case_id, routed or {}) for case_id, routed in rows.all()]


_DUE_FIRST = (
    col(CaseRow.paused_at).is_not(None) & (col(CaseRow.state) == "answer_needed"),
    func.coalesce(col(CaseRow.handle_by), col(CaseRow.decide_by)),
    col(CaseRow.id),
)


async def count_desked(session: AsyncSession, asked: Desked) -> int:
    found = await session.execute(select(func.count()).select_from(CaseRow).where(asked.condition))
    return found.scalar_one()


async def desk_page(session: AsyncSession, asked: Desked, limit: int, offset: int) -> list[str]:
    """The ids of a page of the desk's cases, those due first first."""
    rows = await session.execute(
        select(col(CaseRow.id)).where(asked.condition).order_by(*_DUE_FIRST).limit(limit).offset(offset)
    )
    return list(rows.scalars())


async def cases_by_id(session: AsyncSession, case_ids: Sequence[str]) -> list[CaseRow]:
    """These cases, for the desk, which sees every member's."""
    rows = await session.execute(select(CaseRow).where(col(CaseRow.id).in_(case_ids)))
    return list(rows.scalars())


async def desk_cards(session: AsyncSession, case_ids: Sequence[str]) -> dict[str, SlackMessageRow]:
    """The desk's cards of cases, by case: of a review rather than of a question."""
    kinds = [MessageKind.REVIEW.value, MessageKind.INFO.value]
    rows = await session.execute(
        select(SlackMessageRow)
        .where(col(SlackMessageRow.kind).in_(kinds), col(SlackMessageRow.subject).in_(case_ids))
        .order_by(col(SlackMessageRow.kind))
    )
    return {row.subject: row for row in rows.scalars()}


async def specialty_of(session: AsyncSession, person_id: str) -> Specialty | None:
    """A reviewer's specialties, held."""
    found = await session.execute(
        select(Specialty).where(col(Specialty.person_id) == person_id).with_for_update()
    )
    return found.scalar_one_or_none()
