"""One decision over many cases: what was asked, and how each case came out."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from aacabot.store.models.columns import Moment, Table


class BulkAct(Table, table=True):
    """One confirmation for many cases. `retracts_id` names the act that this one takes back.

    `team_id` and `user_id` are where its progress is shown. It is written down when its confirmation is
    shown (`asked_at`), asked for when that is sent (`submitted_at`), and `finished_at` when the last case was
    settled.
    """

    __tablename__ = "bulk_acts"
    __table_args__ = (Index("ix_bulk_acts_person", "person_id", "asked_at"),)
    id: str = Field(primary_key=True)
    person_id: str = Field(foreign_key="people.id")
    team_id: str
    user_id: str
    deed: str
    reason: str | None = None
    note: str | None = None
    asked_at: datetime = Field(sa_type=Moment)
    total: int
    submitted_at: datetime | None = Field(default=None, sa_type=Moment)
    retracts_id: str | None = Field(default=None, foreign_key="bulk_acts.id")
    retracted_at: datetime | None = Field(default=None, sa_type=Moment)
    finished_at: datetime | None = Field(default=None, sa_type=Moment)


class BulkItem(Table, table=True):
    """One case of an act: it stands or falls alone. `seen` is the affirmation of what was shown."""

    __tablename__ = "bulk_items"
    __table_args__ = (Index("ix_bulk_items_state", "act_id", "state", "position"),)
    act_id: str = Field(primary_key=True, foreign_key="bulk_acts.id")
    case_id: str = Field(primary_key=True, foreign_key="cases.id")
    member_id: str = Field(foreign_key="members.id", index=True)
    position: int
    state: str
    seen: str | None = None
    problem: str | None = None
    settled_at: datetime | None = Field(default=None, sa_type=Moment)
