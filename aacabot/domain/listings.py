"""Listings as marketplaces send them (contract 5.3), checked at the door."""

import hashlib
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any

import orjson
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    field_validator,
    model_validator,
)

from aacabot.domain.cases import Change
from aacabot.domain.money import Money


def without_nul(value: Any) -> Any:
    """The same text, list or object without U+0000.

    Postgres stores none in text or JSON (https://www.postgresql.org/docs/current/datatype-character.html).
    """
    if isinstance(value, str):
        return value.replace("\0", "")
    if isinstance(value, list):
        return [without_nul(item) for item in value]
    if isinstance(value, dict):
        return {without_nul(name): without_nul(item) for name, item in value.items()}
    return value


_EARLIEST, _LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


def _in_our_times(value: datetime) -> datetime:
    # At the ends of the calendar a change of zone, or a deadline added, has no date to fall on.
    if not _EARLIEST <= value <= _LATEST:
        raise ValueError("expected a time between 1970 and 2200")
    return value


When = Annotated[AwareDatetime, AfterValidator(_in_our_times)]
Identifier = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
Title = Annotated[str, StringConstraints(min_length=1, max_length=5_000)]


class Source(StrEnum):
    PLATFORM = "platform"
    PROACTIVE = "proactive"
    CONSUMER = "consumer"
    MEMBER = "member"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Seller(_Part):
    id: Identifier
    name: Annotated[str, StringConstraints(max_length=500)] | None = None
    country: Annotated[str, StringConstraints(max_length=2)] | None = None


class Price(_Part):
    amount: Annotated[str, StringConstraints(max_length=40)]
    currency: Annotated[str, StringConstraints(min_length=3, max_length=3, to_upper=True)]

    @field_validator("amount", mode="before")
    @classmethod
    def _as_text(cls, value: object) -> object:
        return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value

    @property
    def money(self) -> Money:
        return Money.parse(self.amount, self.currency)


class Image(_Part):
    url: Annotated[str, StringConstraints(max_length=3_000)]
    pdq: Annotated[str, StringConstraints(max_length=64)] | None = None


class SuspicionGiven(_Part):
    reason: Annotated[str, StringConstraints(max_length=1_000)] | None = None
    score: float | None = None


class Listing(_Part):
    """One listing of a marketplace. Only the first three fields are required. Every text is untrusted."""

    listing_id: Identifier
    url: Annotated[str, StringConstraints(min_length=1, max_length=3_000)]
    title: Title
    description: Annotated[str, StringConstraints(max_length=50_000)] = ""
    seller: Seller | None = None
    price: Price | None = None
    images: Annotated[tuple[Image, ...], Field(max_length=50)] = ()
    category: Annotated[str, StringConstraints(max_length=500)] | None = None
    country: Annotated[str, StringConstraints(max_length=2)] | None = None
    units_sold: Annotated[int, Field(ge=0, le=2**53)] | None = None
    first_seen_at: When | None = None
    source: Source = Source.PLATFORM
    suspicion: SuspicionGiven | None = None
    brand: Annotated[str, StringConstraints(max_length=200)] | None = None

    @field_validator("price")
    @classmethod
    def _countable(cls, value: Price | None) -> Price | None:
        if value is not None:
            _ = value.money
        return value

    @property
    def content(self) -> dict[str, Any]:
        """What the listing offers: a change here makes it another version. Counters and times do not."""
        return {
            "title": self.title,
            "description": self.description,
            "seller": self.seller.id if self.seller else None,
            "price": f"{self.price.amount} {self.price.currency}" if self.price else None,
            "images": [image.url for image in self.images],
            "category": self.category,
        }

    @property
    def content_hash(self) -> str:
        return hashlib.sha256(orjson.dumps(self.content)).hexdigest()


class PartialListing(_Part):
    """What a marketplace says of a listing when asked (contract 5.4): every field may be missing."""

    @model_validator(mode="before")
    @classmethod
    def _storable(cls, value: Any) -> Any:
        return without_nul(value) if isinstance(value, dict) else value

    title: str | None = None
    description: str | None = None
    seller: Seller | None = None
    price: Price | None = None
    images: tuple[Image, ...] | None = None
    category: str | None = None


def differences(known: Listing, read: PartialListing) -> tuple[Change, ...]:
    """The fields that read differently now; a field the marketplace left out says nothing."""
    before, after = known.content, merge(known, read).content
    return tuple(
        Change(field, _text(before[field]), _text(after[field]))
        for field in before
        if before[field] != after[field]
    )


def merge(known: Listing, read: PartialListing) -> Listing:
    """The listing as it reads now. Nothing is checked again: what a marketplace shows is shown as it is."""
    said = {name: getattr(read, name) for name in PartialListing.model_fields}
    return known.model_copy(update={name: value for name, value in said.items() if value is not None})


def _text(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value or "")


class MarketplaceEventType(StrEnum):
    TAKEDOWN_REMOVED = "takedown.removed"
    TAKEDOWN_DECLINED = "takedown.declined"
    COUNTER_NOTICE_FILED = "counter_notice.filed"
    LISTING_RESTORED = "listing.restored"
    LISTING_RELISTED = "listing.relisted"
    LISTING_REMOVED = "listing.removed"
    LISTING_CHANGED = "listing.changed"


class MarketplaceEvent(_Part):
    """Something that happened at the marketplace (contract 5.3). `at` is the marketplace's own time."""

    type: MarketplaceEventType
    takedown_id: Annotated[str, StringConstraints(max_length=200)] | None = None
    listing_id: Annotated[str, StringConstraints(max_length=200)] | None = None
    reason: Annotated[str, StringConstraints(max_length=2_000)] | None = None
    text: Annotated[str, StringConstraints(max_length=50_000)] | None = None
    procedure: Annotated[str, StringConstraints(max_length=100)] | None = None
    counter_notice_id: Annotated[str, StringConstraints(max_length=200)] | None = None
    at: When

    @property
    def occurred_at(self) -> datetime:
        return self.at
