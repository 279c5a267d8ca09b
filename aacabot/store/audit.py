"""The audit trail, newest or oldest first, a page at a time."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.domain.audit_trail import TrailLine
from aacabot.domain.viewers import Viewer
from aacabot.store.models import AuditEntryRow, Member, PersonRow


@dataclass(frozen=True, kw_only=True)
class TrailFilter:
    """Which entries: from `since` on and before `until`, of a deed or a kind of deed, by people, of a member.

    `members` are the only members whose entries may be seen; None is all, the operator's own included.
    `hidden` are deeds that are left out.
    """

    members: Collection[str] | None = None
    since: datetime | None = None
    until: datetime | None = None
    action: str = ""
    person: str = ""
    member_id: str | None = None
    hidden: Collection[str] = ()


async def count_entries(session: AsyncSession, viewer: Viewer, wanted: TrailFilter) -> int:
    question = _entries(viewer, wanted).with_only_columns(func.count())
    return (await session.execute(question)).scalar_one()


async def latest_entries(
    session: AsyncSession, viewer: Viewer, wanted: TrailFilter, *, limit: int, offset: int = 0
) -> list[TrailLine]:
    """The newest entries first."""
    question = _entries(viewer, wanted).order_by(col(AuditEntryRow.at).desc(), col(AuditEntryRow.id).desc())
    return [_line(*row) for row in (await session.execute(question.limit(limit).offset(offset))).all()]


async def entries_after(
    session: AsyncSession, viewer: Viewer, wanted: TrailFilter, after: tuple[datetime, str] | None, limit: int
) -> list[TrailLine]:
    """The next entries in the order they were written, after the moment and id of the last one read."""
    question = _entries(viewer, wanted).order_by(col(AuditEntryRow.at), col(AuditEntryRow.id)).limit(limit)
    if after is not None:
        at, ident = after
        later = col(AuditEntryRow.at) > at
        question = question.where(later | ((col(AuditEntryRow.at) == at) & (col(AuditEntryRow.id) > ident)))
    return [_line(*row) for row in (await session.execute(question)).all()]


def _entries(viewer: Viewer, wanted: TrailFilter) -> Select[AuditEntryRow, str | None, str | None]:
    return (
        select(AuditEntryRow, col(PersonRow.name), col(Member.name))
        .outerjoin(PersonRow, col(PersonRow.id) == col(AuditEntryRow.person_id))
        .outerjoin(Member, col(Member.id) == col(AuditEntryRow.member_id))
        .where(*_visible(viewer, wanted.members), *_asked(wanted))
    )


def _visible(viewer: Viewer, members: Collection[str] | None) -> list[ColumnElement[bool]]:
    scopes = [scope for scope in (viewer.member_ids, members) if scope is not None]
    return [col(AuditEntryRow.member_id).in_(sorted(scope)) for scope in scopes]


def _asked(wanted: TrailFilter) -> list[ColumnElement[bool]]:
    entry = AuditEntryRow
    conditions = [
        col(entry.at) >= wanted.since if wanted.since else None,
        col(entry.at) < wanted.until if wanted.until else None,
        _of_action(wanted.action) if wanted.action else None,
        col(PersonRow.name).icontains(wanted.person, autoescape=True) if wanted.person else None,
        col(entry.member_id) == wanted.member_id if wanted.member_id else None,
        col(entry.action).not_in(sorted(wanted.hidden)) if wanted.hidden else None,
    ]
    return [condition for condition in conditions if condition is not None]


def _of_action(action: str) -> ColumnElement[bool]:
    """One deed by its whole name, or all of a kind."""
    if "." in action:
        return col(AuditEntryRow.action) == action
    return col(AuditEntryRow.action).startswith(f"{action}.", autoescape=True)


def _line(row: AuditEntryRow, person: str | None, member: str | None) -> TrailLine:
    return TrailLine(
        id=row.id,
        at=row.at,
        actor=row.actor,
        person_id=row.person_id,
        person=person,
        team_id=row.team_id,
        member=member,
        action=row.action,
        subject=row.subject,
        subject_id=row.subject_id,
        details=row.details,
    )
