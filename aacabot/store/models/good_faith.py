"""The record of a member's requests at a marketplace, and the status it gives."""

from datetime import date, datetime

from sqlmodel import Field

from aacabot.store.models.columns import Moment, Table


class GoodFaith(Table, table=True):
    """A member's status at a marketplace, overall (`reason_code` empty) or for one reason code.

    The counts are those of the window that was computed last; `readmit_at` is the earliest end of a REVOKED,
    `untold_from` the status its people were last told of, where that is no longer so.
    """

    __tablename__ = "good_faith"
    member_id: str = Field(primary_key=True, foreign_key="members.id")
    marketplace_id: str = Field(primary_key=True, foreign_key="marketplaces.id")
    reason_code: str = Field(default="", primary_key=True)
    status: str
    since: datetime = Field(sa_type=Moment)
    readmit_at: datetime | None = Field(default=None, sa_type=Moment)
    taken_down: int = 0
    declined: int = 0
    restored: int = 0
    untold_from: str | None = None
    computed_at: datetime = Field(sa_type=Moment)


class GoodFaithDay(Table, table=True):
    """What was decided on one UTC day; `restored` counts those taken down that day that came back since."""

    __tablename__ = "good_faith_days"
    member_id: str = Field(primary_key=True, foreign_key="members.id")
    marketplace_id: str = Field(primary_key=True, foreign_key="marketplaces.id")
    reason_code: str = Field(primary_key=True)
    day: date = Field(primary_key=True)
    taken_down: int = 0
    declined: int = 0
    restored: int = 0


class GoodFaithOverride(Table, table=True):
    """A status two of the operator's people give by hand, until a day that is not far."""

    __tablename__ = "good_faith_overrides"
    id: str = Field(primary_key=True)
    member_id: str = Field(foreign_key="members.id", index=True)
    marketplace_id: str = Field(foreign_key="marketplaces.id")
    status: str
    reason: str
    asked_by: str = Field(foreign_key="people.id")
    asked_at: datetime = Field(sa_type=Moment)
    approved_by: str | None = Field(default=None, foreign_key="people.id")
    approved_at: datetime | None = Field(default=None, sa_type=Moment)
    expires_at: datetime = Field(sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
