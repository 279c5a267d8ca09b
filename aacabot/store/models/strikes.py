"""Strikes against sellers, and the standing they add up to."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from aacabot.store.models.columns import Moment, Table


class Strike(Table, table=True):
    """One upheld case against a seller; void once the listing was restored.

    `counted` is whether the seller's standing knows of it as it is now.
    """

    __tablename__ = "strikes"
    __table_args__ = (
        Index("ix_strikes_seller", "seller_row_id", "struck_at"),
        Index("ix_strikes_counted", "counted", "seller_row_id"),
    )
    case_id: str = Field(primary_key=True, foreign_key="cases.id")
    seller_row_id: str = Field(foreign_key="sellers.id")
    member_id: str = Field(foreign_key="members.id", index=True)
    kind: str
    points: int
    struck_at: datetime = Field(sa_type=Moment)
    voided_at: datetime | None = Field(default=None, sa_type=Moment)
    counted: bool = False


class SellerStanding(Table, table=True):
    """What a seller's strikes of the last year add up to, over all members: the operator's alone.

    `members` is how many members' cases are behind it, `since` when the standing began.
    """

    __tablename__ = "seller_standings"
    seller_row_id: str = Field(primary_key=True, foreign_key="sellers.id")
    standing: str
    since: datetime = Field(sa_type=Moment)
    serious: int
    points: int
    members: int
    computed_at: datetime = Field(sa_type=Moment)
