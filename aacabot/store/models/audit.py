"""Who did what: entries are only ever added."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field

from aacabot.store.models.columns import Document, Moment, Table


class AuditEntryRow(Table, table=True):
    """One deed. `person_id` is None for the hub itself and for the command line, which `actor` names.

    `member_id` is whose data it concerned; None for the operator's own matters. `team_id` is the workspace
    it was done from. `details` name no person: they are kept when a person is erased.
    """

    __tablename__ = "audit_entries"
    __table_args__ = (
        Index("ix_audit_entries_member_at", "member_id", "at"),
        Index("ix_audit_entries_person", "person_id"),
    )
    id: str = Field(primary_key=True)
    at: datetime = Field(sa_type=Moment)
    actor: str
    person_id: str | None = Field(default=None, foreign_key="people.id")
    team_id: str | None = None
    member_id: str | None = Field(default=None, foreign_key="members.id")
    action: str
    subject: str
    subject_id: str | None = None
    details: dict[str, Any] = Field(default_factory=dict, sa_type=Document)
