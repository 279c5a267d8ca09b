"""How the alliance's notices came out, for the expectation a new one is shown with."""

from datetime import datetime

from sqlmodel import Field

from aacabot.store.models.columns import Moment, Table


class AcceptanceFigure(Table, table=True):
    """All members' decided notices at a marketplace for one reason; `largest` is the most of one member.

    It names no member and is of nobody: that it is of enough of them is asked where it is shown.
    """

    __tablename__ = "acceptance_figures"
    marketplace_id: str = Field(primary_key=True, foreign_key="marketplaces.id")
    reason_code: str = Field(primary_key=True)
    members: int
    decided: int
    upheld: int
    largest: int
    computed_at: datetime = Field(sa_type=Moment)
