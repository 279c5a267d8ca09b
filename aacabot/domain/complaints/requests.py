"""What a member's own tool sends to report listings (`POST /api/v1/complaints`), checked at the door."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from aacabot.domain.complaints import MOST_LISTINGS, MOST_NOTE
from aacabot.domain.listings import without_nul
from aacabot.domain.rights import ReasonCode

Text = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ReportedListing(_Part):
    url: Annotated[str, StringConstraints(min_length=1, max_length=3_000)]
    note: Annotated[str, StringConstraints(max_length=MOST_NOTE)] | None = None


class BonaFide(_Part):
    """The statement that goes with every notice (Regulation (EU) 2022/2065, Art. 16(2)(d))."""

    bona_fide: Literal[True]


class ComplaintRequest(_Part):
    """Listings of any marketplaces of the alliance, under one right.

    `brand` is the brand's key, `right` the registration as offices cite it (`EUIPO 018000001`). The same
    request within a day is the same complaint.
    """

    brand: Text
    right: Text
    reason: ReasonCode
    listings: Annotated[tuple[ReportedListing, ...], Field(min_length=1, max_length=MOST_LISTINGS)]
    statement: BonaFide
    note: Annotated[str, StringConstraints(max_length=MOST_NOTE)] | None = None

    @model_validator(mode="before")
    @classmethod
    def _storable(cls, value: Any) -> Any:
        return without_nul(value)
