"""Sellers' answers to takedowns, and what became of them."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from aacabot.store.models.columns import Moment, Table


class CounterNoticeRow(Table, table=True):
    """One answer of a seller. `procedure` says which rules apply, `reminded` the last reminder in per cent.

    `source_key` is the marketplace's own mark of it: the same twice is one. `entered_by` is who of the desk
    wrote it in. `silence` is what the rule does when nobody answers, `next_at` when the next reminder or the
    end is due; None once it is settled. `due_at` is when the rebuttal is to be sent; None where none is owed.
    """

    __tablename__ = "counter_notices"
    __table_args__ = (
        UniqueConstraint("case_id", "source_key"),
        Index("ix_counter_notices_next", "next_at"),
        Index("ix_counter_notices_due", "marketplace_id", "due_at"),
    )
    id: str = Field(primary_key=True)
    case_id: str = Field(foreign_key="cases.id")
    member_id: str = Field(foreign_key="members.id", index=True)
    marketplace_id: str = Field(foreign_key="marketplaces.id")
    takedown_id: str | None = Field(default=None, foreign_key="takedowns.id")
    source_key: str
    procedure: str
    filed_at: datetime = Field(sa_type=Moment)
    answer_by: datetime = Field(sa_type=Moment)
    reason: str | None = None
    text: str | None = None
    entered_by: str | None = Field(default=None, foreign_key="people.id")
    state: str
    silence: str
    next_at: datetime | None = Field(default=None, sa_type=Moment)
    reminded: int = 0
    rebuttal: str | None = None
    answered_by: str | None = Field(default=None, foreign_key="people.id")
    answered_at: datetime | None = Field(default=None, sa_type=Moment)
    approved_by: str | None = Field(default=None, foreign_key="people.id")
    due_at: datetime | None = Field(default=None, sa_type=Moment)
    tries: int = 0
    sent_at: datetime | None = Field(default=None, sa_type=Moment)
    problem: str | None = None
