"""Cases, their events, takedowns, evidence, and what marketplaces are still owed to hear."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, LargeBinary, UniqueConstraint
from sqlmodel import Field

from aacabot.store.models.columns import Document, Moment, Table


class CaseRow(Table, table=True):
    """One listing suspected against one brand, in one round.

    `decide_by`, `second_by`, `handle_by` and `answer_by` are the ends of the clocks that run; `paused_at` is
    since when the running one stands still. `outcome` is what good faith counts (`taken_down`, `declined`),
    `outcome_reason` the reason code it came out under, `restored_at` when a takedown of it was undone.
    `ended_as` outlives the archiving of the case. `routed` says what kind of reviewer it needs, `second_why`
    which rules ask for a second person.
    """

    __tablename__ = "cases"
    __table_args__ = (
        UniqueConstraint("listing_id", "brand_id", "round"),
        Index("ix_cases_member_state", "member_id", "state"),
        Index("ix_cases_state_brand", "state", "brand_id"),
        Index("ix_cases_decided", "decided_by", "decided_at"),
        Index("ix_cases_severity_state", "severity", "state"),
        Index("ix_cases_seller_state", "seller_row_id", "state"),
        Index("ix_cases_waiting", "member_id", "state", "decide_by"),
        Index("ix_cases_due", "state", "decide_by"),
        Index("ix_cases_outcome", "member_id", "marketplace_id", "outcome_at"),
        Index("ix_cases_ended", "state", "ended_at"),
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
    chain_head: str | None = None
    seller_row_id: str | None = Field(default=None, foreign_key="sellers.id")
    complaint_id: str | None = Field(default=None, foreign_key="complaints.id", index=True)
    group_id: str | None = Field(default=None, foreign_key="alert_groups.id", index=True)
    reviewer_id: str | None = Field(default=None, foreign_key="people.id", index=True)
    reviewer_since: datetime | None = Field(default=None, sa_type=Moment)
    routed: dict[str, Any] = Field(default_factory=dict, sa_type=Document)
    second_why: list[str] = Field(default_factory=list, sa_type=Document)
    second_by: datetime | None = Field(default=None, sa_type=Moment)
    handle_by: datetime | None = Field(default=None, sa_type=Moment)
    answer_by: datetime | None = Field(default=None, sa_type=Moment)
    outcome: str | None = None
    outcome_reason: str | None = None
    outcome_at: datetime | None = Field(default=None, sa_type=Moment)
    restored_at: datetime | None = Field(default=None, sa_type=Moment)
    ended_as: str | None = None
    ended_at: datetime | None = Field(default=None, sa_type=Moment)


class CaseEventRow(Table, table=True):
    """One transition: when it happened at its source, when it was recorded here, and who did it.

    `hash` chains the case's events: it covers this one and `previous`, the hash of the one before. Events
    from before there was a chain have none.
    """

    __tablename__ = "case_events"
    __table_args__ = (
        Index("ix_case_events_person", "person_id", "recorded_at"),
        Index("ix_case_events_recorded", "recorded_at"),
    )
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
    previous: str | None = None
    hash: str | None = None


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
    """One thing kept for a case: where it lies, what it hashes to, and when it was taken.

    `person_id` is who handed it in, `name` their file's name, `note` what they say it shows.
    """

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
    person_id: str | None = Field(default=None, foreign_key="people.id")
    name: str | None = None
    note: str | None = None


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
