"""One person's data read out, as GDPR Art. 15 and 20 ask for it."""

from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.store.models import (
    Absence,
    Agency,
    Announcement,
    AuditEntryRow,
    Brand,
    BulkAct,
    CaseEventRow,
    CaseRow,
    DutyShift,
    GrantRow,
    HelpReply,
    HelpRequest,
    IntelFollow,
    IntelVerdict,
    Member,
    PersonRow,
    Rsvp,
    SlackIdentity,
    Table,
)


async def personal_data(session: AsyncSession, row: PersonRow) -> dict[str, Any]:
    """Everything that is kept by the person's id, as JSON values; moments and days stay as they are."""
    ident = row.id
    member = await session.get(Member, row.member_id) if row.member_id else None
    agency = await session.get(Agency, row.agency_id) if row.agency_id else None
    return {
        "person": {
            "id": ident,
            "name": row.name,
            "organisation": member.name if member else agency.name if agency else "the operator",
            "withdrawn_at": row.withdrawn_at,
            "erased_at": row.erased_at,
        },
        "identities": await _rows(session, _of(SlackIdentity, ident), "team_id", "user_id"),
        "roles": await _roles(session, ident),
        "absences": await _rows(session, _of(Absence, ident), "since", "until", "deputy_id"),
        "duty": await _rows(
            session, _of(DutyShift, ident), "weekdays", "from_minute", "to_minute", "timezone", "withdrawn_at"
        ),
        "decisions": await _decisions(session, ident),
        "acts_on_many_cases": await _rows(
            session, _of(BulkAct, ident), *("asked_at", "submitted_at", "deed", "reason", "note", "total")
        ),
        "assigned_cases": await _rows(
            session, select(CaseRow).where(col(CaseRow.assignee_id) == ident), "number", "state"
        ),
        "help_asked": await _rows(
            session,
            select(HelpRequest).where(col(HelpRequest.asked_by) == ident),
            *("opened_at", "subject", "text", "closed_at"),
        ),
        "help_replies": await _rows(session, _of(HelpReply, ident), "at", "text"),
        "announcements": await _rows(
            session,
            select(Announcement).where(col(Announcement.made_by) == ident),
            "made_at",
            "title",
            "text",
        ),
        "invitations_answered": await _rows(session, _of(Rsvp, ident), "announcement_id", "answer", "at"),
        "followed": await _rows(
            session, _of(IntelFollow, ident), "kind", "words", "seller_row_id", "made_at"
        ),
        "verdicts_on_intel": await _rows(session, _of(IntelVerdict, ident), "item_id", "kind", "said_at"),
        "audit": await _rows(
            session,
            _of(AuditEntryRow, ident).order_by(col(AuditEntryRow.at), col(AuditEntryRow.id)),
            *("at", "team_id", "action", "subject", "subject_id", "details"),
        ),
    }


def _of(table: Any, person_id: str) -> Select[Any]:
    return select(table).where(table.person_id == person_id)


async def _rows(session: AsyncSession, question: Select[Any], *columns: str) -> list[dict[str, Any]]:
    found: list[Table] = list((await session.execute(question)).scalars())
    return [{name: getattr(row, name) for name in columns} for row in found]


async def _roles(session: AsyncSession, person_id: str) -> list[dict[str, Any]]:
    rows = await session.execute(
        select(GrantRow, col(Member.name), col(Brand.name))
        .outerjoin(Member, col(Member.id) == col(GrantRow.member_id))
        .outerjoin(Brand, col(Brand.id) == col(GrantRow.brand_id))
        .where(col(GrantRow.person_id) == person_id)
        .order_by(col(GrantRow.id))
    )
    return [
        {"role": row.role, "member": member, "brand": brand, "expires": row.expires, "since": row.granted_at}
        for row, member, brand in rows.all()
    ]


async def _decisions(session: AsyncSession, person_id: str) -> list[dict[str, Any]]:
    """What the person did to cases, with the words they wrote: notes, questions, answers."""
    rows = await session.execute(
        select(CaseEventRow, col(CaseRow.number))
        .join(CaseRow, col(CaseRow.id) == col(CaseEventRow.case_id))
        .where(col(CaseEventRow.person_id) == person_id)
        .order_by(col(CaseEventRow.recorded_at), col(CaseEventRow.case_id), col(CaseEventRow.seq))
    )
    return [
        {"case": number, "what": row.kind, "at": row.occurred_at, "reason": row.reason, "wrote": row.data}
        for row, number in rows.all()
    ]
