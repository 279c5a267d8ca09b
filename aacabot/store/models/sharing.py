"""Around what is shared: groups, who met what, introductions, what people follow, and files that came in."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field

from aacabot.store.models.columns import Document, Moment, Table


class IntelGroup(Table, table=True):
    """Members who share among themselves. Others do not learn that it exists."""

    __tablename__ = "intel_groups"
    id: str = Field(primary_key=True)
    name: str
    purpose: str = ""
    made_at: datetime = Field(sa_type=Moment)
    closed_at: datetime | None = Field(default=None, sa_type=Moment)


class IntelGroupMember(Table, table=True):
    """A member in a group: invited, then in (`joined_at`), until it leaves."""

    __tablename__ = "intel_group_members"
    group_id: str = Field(primary_key=True, foreign_key="intel_groups.id")
    member_id: str = Field(primary_key=True, foreign_key="members.id", index=True)
    invited_by: str | None = Field(default=None, foreign_key="people.id")
    invited_at: datetime = Field(sa_type=Moment)
    joined_at: datetime | None = Field(default=None, sa_type=Moment)
    left_at: datetime | None = Field(default=None, sa_type=Moment)


class IntelGroupCode(Table, table=True):
    """A one-time code that brings one more member into a group: only its hash is kept.

    `member_id` is the member it was made by. Who it is meant for, its bearer knows.
    """

    __tablename__ = "intel_group_codes"
    id: str = Field(primary_key=True)
    group_id: str = Field(foreign_key="intel_groups.id", index=True)
    member_id: str = Field(foreign_key="members.id", index=True)
    code_hash: str = Field(unique=True)
    made_by: str | None = Field(default=None, foreign_key="people.id")
    made_at: datetime = Field(sa_type=Moment)
    expires_at: datetime = Field(sa_type=Moment)
    used_at: datetime | None = Field(default=None, sa_type=Moment)


class Encounter(Table, table=True):
    """That a member's cases of a category met something: a seller, a title, an image, a listing, by its hash.

    `category` is the brands', "" where they have none: a member has one row for each. `last_on` is the day
    the latest was opened, `cases` how many count, `upheld` how many of them were proven gone.
    """

    __tablename__ = "encounters"
    key: str = Field(primary_key=True)
    member_id: str = Field(primary_key=True, foreign_key="members.id", index=True)
    category: str = Field(default="", primary_key=True)
    kind: str
    last_on: date
    cases: int = 0
    upheld: int = 0


class EncounteredCase(Table, table=True):
    """What one case met, so that it counts once and can be taken back.

    `counts` is False while its own member says that the listing is none; `met_on` is the day it was opened.
    """

    __tablename__ = "encountered_cases"
    __table_args__ = (
        Index("ix_encountered_cases_key", "key", "listing_id"),
        Index("ix_encountered_cases_last", "key", "member_id", "category", "met_on"),
    )
    case_id: str = Field(primary_key=True, foreign_key="cases.id")
    key: str = Field(primary_key=True)
    kind: str
    member_id: str = Field(foreign_key="members.id", index=True)
    listing_id: str = Field(foreign_key="listings.id")
    category: str = ""
    met_on: date
    counts: bool = True
    upheld: bool = False


class Introduction(Table, table=True):
    """A member's wish to be introduced to whoever else holds something on `key`; it has agreed by asking.

    Where it is about a case, `key` is of the case's seller, or its listing, and whoever holds something on
    anything the case met is asked. `put_at` is when the hub asked the holders, if there are any: never in the
    commit of the wish itself.
    """

    __tablename__ = "introductions"
    __table_args__ = (Index("ix_introductions_open", "closed_at", "closes_at"),)
    id: str = Field(primary_key=True)
    member_id: str = Field(foreign_key="members.id", index=True)
    person_id: str = Field(foreign_key="people.id")
    case_id: str | None = Field(default=None, foreign_key="cases.id")
    kind: str
    key: str
    asked_at: datetime = Field(sa_type=Moment)
    closes_at: datetime = Field(sa_type=Moment)
    put_at: datetime | None = Field(default=None, sa_type=Moment)
    closed_at: datetime | None = Field(default=None, sa_type=Moment)


class IntroductionAnswer(Table, table=True):
    """What a holder said to an introduction; `agreed` None until somebody answers.

    `key` is what it was asked about: of all that the wish is about, the first thing it holds something on.
    """

    __tablename__ = "introduction_answers"
    introduction_id: str = Field(primary_key=True, foreign_key="introductions.id")
    member_id: str = Field(primary_key=True, foreign_key="members.id", index=True)
    kind: str
    key: str
    agreed: bool | None = None
    person_id: str | None = Field(default=None, foreign_key="people.id")
    answered_at: datetime | None = Field(default=None, sa_type=Moment)


class BlindQuestions(Table, table=True):
    """How many blind questions a member asked on a day: never which."""

    __tablename__ = "blind_questions"
    member_id: str = Field(primary_key=True, foreign_key="members.id")
    day: date = Field(primary_key=True)
    asked: int = 0


class IntelFollow(Table, table=True):
    """A search somebody saved (`words`), or a seller whose cluster they watch.

    `told` remembers what they were told of last, in the form the kind needs. `look_at` is when the hub looks
    again whether there is news, None while nothing has moved.
    """

    __tablename__ = "intel_follows"
    __table_args__ = (
        Index("ix_intel_follows_person", "person_id"),
        Index("ix_intel_follows_due", "look_at"),
    )
    id: str = Field(primary_key=True)
    person_id: str = Field(foreign_key="people.id")
    member_id: str = Field(foreign_key="members.id", index=True)
    kind: str
    words: str | None = None
    seller_row_id: str | None = Field(default=None, foreign_key="sellers.id", index=True)
    told: dict[str, Any] = Field(default_factory=dict, sa_type=Document)
    look_at: datetime | None = Field(default=None, sa_type=Moment)
    made_at: datetime = Field(sa_type=Moment)


class IntelMove(Table, table=True):
    """That an item is news to whoever follows, and whose act it was: until it has been passed to them."""

    __tablename__ = "intel_moves"
    __table_args__ = (Index("ix_intel_moves_moved", "moved_at"),)
    item_id: str = Field(primary_key=True, foreign_key="intel_items.id")
    member_id: str = Field(primary_key=True, foreign_key="members.id")
    what: str = Field(primary_key=True)
    moved_at: datetime = Field(sa_type=Moment)


class IntelWord(Table, table=True):
    """A word of an item that is shared, as search looks it up: for one audience at a time, the newest first.

    `audience` is the item's label, with its group behind a colon; it narrows down where to look and is no
    right to read (`store.intel.visible` is). `*` is a word every item has, `kind:` and a kind another.
    """

    __tablename__ = "intel_words"
    __table_args__ = (Index("ix_intel_words_item", "item_id"), {"sqlite_with_rowid": False})
    word: str = Field(primary_key=True)
    audience: str = Field(primary_key=True)
    shared_on: date = Field(primary_key=True)
    item_id: str = Field(primary_key=True, foreign_key="intel_items.id")


class IntelSpelling(Table, table=True):
    """A word of the search index by what is left of it when letters are missing: how typos find it."""

    __tablename__ = "intel_spellings"
    __table_args__ = ({"sqlite_with_rowid": False},)
    spelling: str = Field(primary_key=True)
    word: str = Field(primary_key=True)


class IntelImport(Table, table=True):
    """A file of intel somebody brought in: how many lines became what, and the report of each."""

    __tablename__ = "intel_imports"
    id: str = Field(primary_key=True)
    member_id: str = Field(foreign_key="members.id", index=True)
    person_id: str | None = Field(default=None, foreign_key="people.id")
    format: str
    sha256: str
    came_at: datetime = Field(sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
    counts: dict[str, Any] = Field(default_factory=dict, sa_type=Document)


class IntelImportLine(Table, table=True):
    """What became of one object or row of an imported file."""

    __tablename__ = "intel_import_lines"
    import_id: str = Field(primary_key=True, foreign_key="intel_imports.id")
    line: int = Field(primary_key=True)
    member_id: str = Field(foreign_key="members.id", index=True)
    about: str
    outcome: str
    problem: str | None = None
    item_id: str | None = None


class MatchingKey(Table, table=True):
    """A secret the matching hashes are made with, encrypted. They are applied one after another, in order."""

    __tablename__ = "matching_keys"
    number: int = Field(primary_key=True)
    secret: str
    made_at: datetime = Field(sa_type=Moment)
