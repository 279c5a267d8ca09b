"""Who is awake: duty shifts, and who is away with whom in their place."""

from datetime import datetime

from sqlmodel import Field

from aacabot.store.models.columns import Document, Moment, Table


class DutyShift(Table, table=True):
    """A weekly shift of one person, for a member or (no member) for the operator's desk.

    `weekdays` are ISO numbers (1 is Monday) of the day a shift begins; minutes count from midnight in
    `timezone`. A shift whose end is not after its begin ends on the next day.
    """

    __tablename__ = "duty_shifts"
    id: str = Field(primary_key=True)
    member_id: str | None = Field(default=None, foreign_key="members.id", index=True)
    person_id: str = Field(foreign_key="people.id", index=True)
    weekdays: list[int] = Field(default_factory=list, sa_type=Document)
    from_minute: int
    to_minute: int
    timezone: str
    withdrawn_at: datetime | None = Field(default=None, sa_type=Moment)


class Absence(Table, table=True):
    """A person who is away; `until` None means until they say they are back."""

    __tablename__ = "absences"
    person_id: str = Field(primary_key=True, foreign_key="people.id")
    since: datetime = Field(sa_type=Moment)
    until: datetime | None = Field(default=None, sa_type=Moment)
    deputy_id: str | None = Field(default=None, foreign_key="people.id")
