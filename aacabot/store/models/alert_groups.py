"""Alerts that come as one card: one seller's listings, copies of one listing, or what came in quiet hours."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from aacabot.store.models.columns import Moment, Table


class AlertGroup(Table, table=True):
    """Cases of one member shown on one card in one channel. `key` is what they have in common.

    `shown_at` is when the card may be posted; `closed_at` when no further case joins it.
    """

    __tablename__ = "alert_groups"
    __table_args__ = (
        Index("ix_alert_groups_open", "member_id", "kind", "key", "closed_at"),
        Index("ix_alert_groups_due", "closed_at", "shown_at"),
    )
    id: str = Field(primary_key=True)
    member_id: str = Field(foreign_key="members.id", index=True)
    brand_id: str | None = Field(default=None, foreign_key="brands.id")
    channel: str
    kind: str
    key: str
    opened_at: datetime = Field(sa_type=Moment)
    shown_at: datetime = Field(sa_type=Moment)
    closed_at: datetime | None = Field(default=None, sa_type=Moment)
