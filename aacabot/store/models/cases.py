"""Cases, their events, takedowns, evidence, and what marketplaces are still owed to hear."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, LargeBinary, UniqueConstraint
from sqlmodel import Field

from aacabot.store.models.columns import Document, Moment, Table


class CaseRow(Table, table=True):
    """One listing suspected against one brand, in one round."""

    __tablename__ = "cases"
    __table_args__ = (
        UniqueConstraint("listing_id", "brand_id", "round"),
        Index("ix_cases_member_state", "member_id", "state"),
        Index("ix_cases_state_brand", "state", "brand_id"),
        Index("ix_cases_decided", "decided_by", "decided_at"),
        Index("ix_cases_severity_state", "severity", "state"),
    )
    id: str = Field(primary_key=True)
    number: str = Field(unique=True)
    listing_id: str = Field(foreign_key="listings.id")
    brand_id: str = Field(foreign_key="brands.id", index=True)
    member_id: str = Field(foreign_key="members.id")
    marketplace_id: str = Field(foreign_key="marketplaces.id")
    round: int = 1
    state: str
    version: int
    decided_version: int | None = None
    right_id: str | None = Field(default=None, foreign_key="rights.id")
    reason_code: str | None = None
    matches: list[dict[str, Any]] = Field(default_factory=list, sa_type=Document)
    authorised_seller: bool = False
    opened_at: datetime = Field(sa_type=Moment)
    decide_by: datetime = Field(sa_type=Moment)
    paused_at: datetime | None = Field(default=None, sa_type=Moment)
    severity: str = "normal"
    assignee_id: str | None = Field(default=None, foreign_key="people.id", index=True)
    decided_by: str | None = Field(default=None, foreign_key="people.id")
    decided_at: datetime | None = Field(default=None, sa_type=Moment)
    event_count: int = 0


class CaseEventRow(Table, table=True):
    """One transition: when it happened at its source, when it was recorded here, and who did it."""

    __tablename__ = "case_events"
    __table_args__ = (Index("ix_case_events_person", "person_id", "recorded_at"),)
    case_id: str = Field(primary_key=True, foreign_key="cases.id")
    seq: int = Field(primary_key=True)
    member_id: str = Field(foreign_key="members.id", index=True)
    kind: str
    from_state: str | None = None
    to_state: str
    person_id: str | None = Field(default=None, foreign_key="people.id")
    reason: str | None = None
    data: dict[str, Any] = Field(default_factory=dict, sa_type=Document)
    occurred_at: datetime = Field(sa_type=Moment)
    recorded_at: datetime = Field(sa_type=Moment)


class TakedownRow(Table, table=True):
    """One request to a marketplace: its id is the idempotency key, its notice what was sent.

    `due_at` is when its next step is due; None once nothing more is to be done.
    """

    __tablename__ = "takedowns"
    __table_args__ = (
        UniqueConstraint("case_id", "attempt"),
        Index("ix_takedowns_due", "marketplace_id", "due_at"),
    )
    id: str = Field(primary_key=True)
    case_id: str = Field(foreign_key="cases.id")
    member_id: str = Field(foreign_key="members.id", index=True)
    marketplace_id: str = Field(foreign_key="marketplaces.id")
    attempt: int
    programme: str
    state: str
    notice: bytes | None = Field(default=None, sa_type=LargeBinary)
    receipt: str | None = None
    reason: str | None = None
    text: str | None = None
    tries: int = 0
    owed_at: datetime = Field(sa_type=Moment)
    sent_at: datetime | None = Field(default=None, sa_type=Moment)
    answered_at: datetime | None = Field(default=None, sa_type=Moment)
    reported_removed_at: datetime | None = Field(default=None, sa_type=Moment)
    read_at: datetime | None = Field(default=None, sa_type=Moment)
    read_status: str | None = None
    verified_at: datetime | None = Field(default=None, sa_type=Moment)
    withdrawn_at: datetime | None = Field(default=None, sa_type=Moment)
    due_at: datetime | None = Field(default=None, sa_type=Moment)
    deadline_at: datetime | None = Field(default=None, sa_type=Moment)
    problem: str | None = None


class ListingRead(Table, table=True):
    """A listing that must be read again because the marketplace said it changed."""

    __tablename__ = "listing_reads"
    id: str = Field(primary_key=True)
    marketplace_id: str = Field(foreign_key="marketplaces.id", index=True)
    listing_id: str = Field(foreign_key="listings.id")
    owed_at: datetime = Field(sa_type=Moment)


class Evidence(Table, table=True):
    """One thing kept before a takedown: where it lies, what it hashes to, and when it was taken."""

    __tablename__ = "evidence"
    id: str = Field(primary_key=True)
    case_id: str = Field(foreign_key="cases.id", index=True)
    takedown_id: str | None = Field(default=None, foreign_key="takedowns.id")
    member_id: str = Field(foreign_key="members.id", index=True)
    kind: str
    path: str
    sha256: str
    size: int
    content_type: str
    source_url: str | None = None
    taken_at: datetime = Field(sa_type=Moment)


class FeedbackRow(Table, table=True):
    """One decision a marketplace is owed to hear (contract 5.4, `/decisions`)."""

    __tablename__ = "feedback"
    __table_args__ = (Index("ix_feedback_owed", "marketplace_id", "sent_at"),)
    id: str = Field(primary_key=True)
    marketplace_id: str = Field(foreign_key="marketplaces.id")
    member_id: str = Field(foreign_key="members.id", index=True)
    case_id: str = Field(foreign_key="cases.id")
    outcome: str
    reason: str | None = None
    decided_at: datetime = Field(sa_type=Moment)
    sent_at: datetime | None = Field(default=None, sa_type=Moment)


class Counter(Table, table=True):
    """A sequence both databases count alike, such as the case number's."""

    __tablename__ = "counters"
    name: str = Field(primary_key=True)
    value: int = 0
