"""The phased roll-out: which phase begins when, and what opens in it."""

from datetime import date

from sqlmodel import Field

from aacabot.store.models.columns import Document, Table


class Phase(Table, table=True):
    """A phase of the roll-out; members are in one by its number."""

    __tablename__ = "phases"
    number: int = Field(primary_key=True)
    name: str
    begins: date | None = None


class FeatureOpening(Table, table=True):
    """From which phase a feature is open, or to whom besides. A feature without a row is open for all.

    `phase` None opens it by phase for nobody; `member_ids` are members it is open for whatever their phase.
    """

    __tablename__ = "feature_openings"
    feature: str = Field(primary_key=True)
    for_all: bool = False
    phase: int | None = None
    member_ids: list[str] = Field(default_factory=list, sa_type=Document)
