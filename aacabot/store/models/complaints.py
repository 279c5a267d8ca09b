"""What members report themselves, row by row, and the tokens their own tools report with."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from aacabot.store.models.columns import Document, Moment, Table


class Complaint(Table, table=True):
    """Listings reported at once, under one right for one reason. `via` says how it came.

    `digest` is the hash of what was handed in: the same again is the same complaint. `finished_at` is when
    its last row was settled, `told_at` when the result file was posted. `approved_by` is the second person
    who approved all its cases at once.
    """

    __tablename__ = "complaints"
    __table_args__ = (UniqueConstraint("member_id", "digest"),)
    id: str = Field(primary_key=True)
    member_id: str = Field(foreign_key="members.id", index=True)
    brand_id: str = Field(foreign_key="brands.id")
    right_id: str = Field(foreign_key="rights.id")
    reason_code: str
    person_id: str | None = Field(default=None, foreign_key="people.id")
    token_id: str | None = Field(default=None, foreign_key="api_tokens.id")
    via: str
    note: str | None = None
    digest: str
    made_at: datetime = Field(sa_type=Moment)
    total: int
    finished_at: datetime | None = Field(default=None, sa_type=Moment)
    told_at: datetime | None = Field(default=None, sa_type=Moment)
    approved_by: str | None = Field(default=None, foreign_key="people.id")
    approved_at: datetime | None = Field(default=None, sa_type=Moment)


class ComplaintRow(Table, table=True):
    """One reported address: `state` is how it came out, `problem` why it did not."""

    __tablename__ = "complaint_rows"
    __table_args__ = (
        Index("ix_complaint_rows_state", "complaint_id", "state"),
        Index("ix_complaint_rows_owed", "marketplace_id", "state"),
    )
    complaint_id: str = Field(primary_key=True, foreign_key="complaints.id")
    position: int = Field(primary_key=True)
    member_id: str = Field(foreign_key="members.id", index=True)
    url: str
    marketplace_id: str | None = Field(default=None, foreign_key="marketplaces.id")
    listing_id: str | None = None
    note: str | None = None
    state: str
    problem: str | None = None
    case_id: str | None = Field(default=None, foreign_key="cases.id")
    settled_at: datetime | None = Field(default=None, sa_type=Moment)


class ApiToken(Table, table=True):
    """A key for a member's own tools: kept as a hash, for named scopes, until it expires or is revoked."""

    __tablename__ = "api_tokens"
    id: str = Field(primary_key=True)
    member_id: str = Field(foreign_key="members.id", index=True)
    name: str
    token_hash: str = Field(unique=True)
    scopes: list[str] = Field(default_factory=list, sa_type=Document)
    made_by: str | None = Field(default=None, foreign_key="people.id")
    made_at: datetime = Field(sa_type=Moment)
    expires_at: datetime | None = Field(default=None, sa_type=Moment)
    last_used_at: datetime | None = Field(default=None, sa_type=Moment)
    revoked_at: datetime | None = Field(default=None, sa_type=Moment)
    revoked_by: str | None = Field(default=None, foreign_key="people.id")
