"""What members share: the items, and apart from them whose they are and what others said of them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field

from aacabot.store.models.columns import Document, Moment, Table


class IntelItem(Table, table=True):
    """An item as its readers may see it: no member, no person, and days instead of moments.

    `id` is random (UUIDv4), so that it tells neither time nor order. `key` is the keyed hash of kind and
    value (`services.intel.matching`); `value` is None where only that is kept. `met`, `wrong` and `outdated`
    count members. `stix_id` is the id of an object that was imported.
    """

    __tablename__ = "intel_items"
    __table_args__ = (
        Index("ix_intel_items_key", "key"),
        Index("ix_intel_items_shared", "state", "shared_on"),
        Index("ix_intel_items_group", "group_id"),
    )
    id: str = Field(primary_key=True)
    kind: str
    value: str | None = None
    text: str = ""
    key: str | None = None
    label: str
    group_id: str | None = Field(default=None, foreign_key="intel_groups.id")
    reliability: str
    confidence: int
    category: str | None = None
    marketplace_id: str | None = Field(default=None, foreign_key="marketplaces.id")
    state: str
    shared_on: date
    last_seen_on: date
    met: int = 0
    wrong: int = 0
    outdated: int = 0
    doubted: bool = False
    stix_id: str | None = Field(default=None, unique=True)
    rev: int = 1


class IntelOrigin(Table, table=True):
    """Whose an item is, and how it came: behind the source's wall."""

    __tablename__ = "intel_origins"
    __table_args__ = (
        Index("ix_intel_origins_member", "member_id", "shared_at"),
        Index("ix_intel_origins_person", "person_id"),
    )
    item_id: str = Field(primary_key=True, foreign_key="intel_items.id")
    member_id: str = Field(foreign_key="members.id")
    person_id: str | None = Field(default=None, foreign_key="people.id")
    brand_id: str | None = Field(default=None, foreign_key="brands.id")
    case_id: str | None = Field(default=None, foreign_key="cases.id")
    origin: str
    import_id: str | None = None
    shared_at: datetime = Field(sa_type=Moment)
    evidence: list[str] = Field(default_factory=list, sa_type=Document)


class IntelSeller(Table, table=True):
    """A seller an item is about."""

    __tablename__ = "intel_sellers"
    item_id: str = Field(primary_key=True, foreign_key="intel_items.id")
    seller_row_id: str = Field(primary_key=True, foreign_key="sellers.id", index=True)


class IntelRecipient(Table, table=True):
    """A person an item under TLP:RED is for; `member_id` is the one they belong to or act for."""

    __tablename__ = "intel_recipients"
    item_id: str = Field(primary_key=True, foreign_key="intel_items.id")
    person_id: str = Field(primary_key=True, foreign_key="people.id", index=True)
    member_id: str = Field(foreign_key="members.id", index=True)


class IntelView(Table, table=True):
    """How often an item was read on a day, for its source: a count, never who."""

    __tablename__ = "intel_views"
    item_id: str = Field(primary_key=True, foreign_key="intel_items.id")
    day: date = Field(primary_key=True)
    views: int = 0


class IntelVerdict(Table, table=True):
    """What a member said of an item: met it too, wrong, or out of date; the last time it did.

    `told`: whether the source has been told of it.
    """

    __tablename__ = "intel_verdicts"
    __table_args__ = (Index("ix_intel_verdicts_untold", "told", "said_at"),)
    item_id: str = Field(primary_key=True, foreign_key="intel_items.id")
    member_id: str = Field(primary_key=True, foreign_key="members.id", index=True)
    kind: str
    person_id: str | None = Field(default=None, foreign_key="people.id")
    case_id: str | None = Field(default=None, foreign_key="cases.id")
    said_at: datetime = Field(sa_type=Moment)
    told: bool = False


class IntelReview(Table, table=True):
    """An item that waits for its member's counsel: what the guard marked, and what counsel said.

    `author_id` wrote what is asked about, and cannot decide it.
    """

    __tablename__ = "intel_reviews"
    __table_args__ = (Index("ix_intel_reviews_member", "member_id", "decided_at"),)
    item_id: str = Field(primary_key=True, foreign_key="intel_items.id")
    member_id: str = Field(foreign_key="members.id")
    author_id: str = Field(foreign_key="people.id")
    marked: list[dict[str, Any]] = Field(default_factory=list, sa_type=Document)
    asked_at: datetime = Field(sa_type=Moment)
    decided_by: str | None = Field(default=None, foreign_key="people.id")
    decided_at: datetime | None = Field(default=None, sa_type=Moment)
    outcome: str | None = None
    note: str | None = None


class IntelLabelRequest(Table, table=True):
    """A source's wish to pass an item on more widely, which a second person of it approves."""

    __tablename__ = "intel_label_requests"
    __table_args__ = (Index("ix_intel_label_requests_item", "item_id", "decided_at"),)
    id: str = Field(primary_key=True)
    item_id: str = Field(foreign_key="intel_items.id")
    member_id: str = Field(foreign_key="members.id", index=True)
    from_label: str
    to_label: str
    from_group: str | None = None
    to_group: str | None = None
    to_named: list[str] = Field(default_factory=list, sa_type=Document)
    asked_by: str = Field(foreign_key="people.id")
    asked_at: datetime = Field(sa_type=Moment)
    decided_by: str | None = Field(default=None, foreign_key="people.id")
    decided_at: datetime | None = Field(default=None, sa_type=Moment)
    outcome: str | None = None
