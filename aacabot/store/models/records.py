"""What the record is kept with: legal holds, the chain's daily roots, signing keys, and exports made."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Field

from aacabot.store.models.columns import Document, Moment, Table


class LegalHold(Table, table=True):
    """A case, or all of a member's (`case_id` None), that must be kept until the hold is released."""

    __tablename__ = "legal_holds"
    id: str = Field(primary_key=True)
    member_id: str = Field(foreign_key="members.id", index=True)
    case_id: str | None = Field(default=None, foreign_key="cases.id", index=True)
    reason: str
    set_by: str | None = Field(default=None, foreign_key="people.id")
    set_at: datetime = Field(sa_type=Moment)
    released_by: str | None = Field(default=None, foreign_key="people.id")
    released_at: datetime | None = Field(default=None, sa_type=Moment)
    release_reason: str | None = None


class ChainRoot(Table, table=True):
    """The root over the heads of all cases that had events recorded on one UTC day."""

    __tablename__ = "chain_roots"
    day: date = Field(primary_key=True)
    root: str
    events: int
    made_at: datetime = Field(sa_type=Moment)


class SigningKey(Table, table=True):
    """A key that exports are signed with; the private half is encrypted with the hub's secret key."""

    __tablename__ = "signing_keys"
    id: str = Field(primary_key=True)
    public_key: str
    private_key: str
    made_at: datetime = Field(sa_type=Moment)
    retired_at: datetime | None = Field(default=None, sa_type=Moment)


class CounselExport(Table, table=True):
    """An export that was made for counsel: of what, by whom, and what it hashes to."""

    __tablename__ = "counsel_exports"
    id: str = Field(primary_key=True)
    member_id: str = Field(foreign_key="members.id", index=True)
    scope: dict[str, Any] = Field(default_factory=dict, sa_type=Document)
    person_id: str | None = Field(default=None, foreign_key="people.id")
    made_at: datetime = Field(sa_type=Moment)
    sha256: str
    size: int
    path: str | None = None
