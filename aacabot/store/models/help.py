"""Questions of members to the operator's desk, and the desk's own outreach."""

from datetime import datetime

from sqlmodel import Field

from aacabot.store.models.columns import Document, Moment, Table


class HelpRequest(Table, table=True):
    """A conversation between a member and the desk. `asked_by` is None where the desk reached out first.

    `reply_by` is the first-reply clock's end. `cause` names why the desk reached out, and is there once;
    `facts` are its values.
    """

    __tablename__ = "help_requests"
    id: str = Field(primary_key=True)
    member_id: str = Field(foreign_key="members.id", index=True)
    kind: str
    asked_by: str | None = Field(default=None, foreign_key="people.id")
    case_id: str | None = Field(default=None, foreign_key="cases.id")
    subject: str
    text: str
    cause: str | None = Field(default=None, unique=True)
    facts: dict[str, str] = Field(default_factory=dict, sa_type=Document)
    opened_at: datetime = Field(sa_type=Moment)
    reply_by: datetime = Field(sa_type=Moment)
    first_reply_at: datetime | None = Field(default=None, sa_type=Moment)
    first_reply_by: str | None = Field(default=None, foreign_key="people.id")
    closed_at: datetime | None = Field(default=None, sa_type=Moment)


class HelpReply(Table, table=True):
    """One message of the conversation; `from_desk` says whose side wrote it."""

    __tablename__ = "help_replies"
    id: str = Field(primary_key=True)
    request_id: str = Field(foreign_key="help_requests.id", index=True)
    member_id: str = Field(foreign_key="members.id", index=True)
    person_id: str = Field(foreign_key="people.id")
    from_desk: bool
    text: str
    at: datetime = Field(sa_type=Moment)
