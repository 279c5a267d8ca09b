"""How organisations and people come in: installing, codes, questions to an admin, attempts counted."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from aacabot.store.models.columns import Moment, Table


class OAuthStateRow(Table, table=True):
    """A `state` handed to Slack's authorize page: kept as a hash, good once and for a short while."""

    __tablename__ = "oauth_states"
    state_hash: str = Field(primary_key=True)
    expires_at: datetime = Field(sa_type=Moment)
    used_at: datetime | None = Field(default=None, sa_type=Moment)


class OrgWorkspace(Table, table=True):
    """A workspace that an Enterprise organisation's installation covers."""

    __tablename__ = "org_workspaces"
    team_id: str = Field(primary_key=True)
    enterprise_id: str = Field(index=True)
    since: datetime = Field(sa_type=Moment)


class Invite(Table, table=True):
    """A one-time code tied to a member: only its hash is kept."""

    __tablename__ = "invites"
    id: str = Field(primary_key=True)
    member_id: str = Field(foreign_key="members.id", index=True)
    code_hash: str = Field(unique=True)
    made_by: str | None = Field(default=None, foreign_key="people.id")
    made_at: datetime = Field(sa_type=Moment)
    expires_at: datetime = Field(sa_type=Moment)
    used_at: datetime | None = Field(default=None, sa_type=Moment)
    used_by: str | None = Field(default=None, foreign_key="people.id")
    used_team_id: str | None = None
    withdrawn_at: datetime | None = Field(default=None, sa_type=Moment)


class LinkedWorkspace(Table, table=True):
    """A workspace a member was let in from: nobody else's, unless it is the operator's."""

    __tablename__ = "linked_workspaces"
    member_id: str = Field(primary_key=True, foreign_key="members.id")
    team_id: str = Field(primary_key=True, index=True)
    linked_at: datetime = Field(sa_type=Moment)
    linked_by: str | None = Field(default=None, foreign_key="people.id")


class Attempts(Table, table=True):
    """How often something was tried within a span, for what must not be guessed."""

    __tablename__ = "attempts"
    key: str = Field(primary_key=True)
    since: datetime = Field(sa_type=Moment)
    count: int = 0


class AccessRequest(Table, table=True):
    """Somebody nobody knows yet asks a member's admins to be let in: one row each, however often they ask."""

    __tablename__ = "access_requests"
    __table_args__ = (UniqueConstraint("member_id", "team_id", "user_id"),)
    id: str = Field(primary_key=True)
    member_id: str = Field(foreign_key="members.id", index=True)
    team_id: str
    user_id: str
    name: str
    asked_at: datetime = Field(sa_type=Moment)
    settled_at: datetime | None = Field(default=None, sa_type=Moment)
    settled_by: str | None = Field(default=None, foreign_key="people.id")
    outcome: str | None = None
