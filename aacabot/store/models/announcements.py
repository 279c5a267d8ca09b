"""What the operator announces to members, and who comes."""

from datetime import datetime

from sqlmodel import Field

from aacabot.store.models.columns import Document, Moment, Table


class Announcement(Table, table=True):
    """Words to all or some members; with `happens_at` an event that people answer to."""

    __tablename__ = "announcements"
    id: str = Field(primary_key=True)
    title: str
    text: str
    happens_at: datetime | None = Field(default=None, sa_type=Moment)
    made_by: str | None = Field(default=None, foreign_key="people.id")
    made_at: datetime = Field(sa_type=Moment)
    member_ids: list[str] = Field(default_factory=list, sa_type=Document)


class Rsvp(Table, table=True):
    """One person's answer to an announcement; the last one counts."""

    __tablename__ = "rsvps"
    announcement_id: str = Field(primary_key=True, foreign_key="announcements.id")
    person_id: str = Field(primary_key=True, foreign_key="people.id")
    member_id: str = Field(foreign_key="members.id", index=True)
    answer: str
    at: datetime = Field(sa_type=Moment)
