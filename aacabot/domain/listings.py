"""Listings as marketplaces send them (contract 5.3), checked at the door."""

import hashlib
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

import orjson
from pydantic import (
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    field_validator,
)

from aacabot.domain.cases import Change
from aacabot.domain.money import Money


def _without_nul(value: object) -> object:
    # Postgres stores no U+0000 in text or JSON (https://www.postgresql.org/docs/current/datatype-character.html).
    return value.replace("\0", "") if isinstance(value, str) else value


Text = Annotated[str, BeforeValidator(_without_nul)]
Identifier = Annotated[Text, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
Title = Annotated[Text, StringConstraints(min_length=1, max_length=5_000)]


class Source(StrEnum):
    PLATFORM = "platform"
    PROACTIVE = "proactive"
    CONSUMER = "consumer"
    MEMBER = "member"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Seller(_Part):
    id: Identifier
    name: Annotated[Text, StringConstraints(max_length=500)] | None = None
    country: Annotated[Text, StringConstraints(max_length=2)] | None = None


class Price(_Part):
    amount: Annotated[Text, StringConstraints(max_length=40)]
    currency: Annotated[str, StringConstraints(min_length=3, max_length=3, to_upper=True)]

    @field_validator("amount", mode="before")
    @classmethod
    def _as_text(cls, value: object) -> object:
        return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value

    @property
    def money(self) -> Money:
        return Money.parse(self.amount, self.currency)


class Image(_Part):
    url: Annotated[Text, StringConstraints(max_length=3_000)]
    pdq: Annotated[Text, StringConstraints(max_length=64)] | None = None


class SuspicionGiven(_Part):
    reason: Annotated[Text, StringConstraints(max_length=1_000)] | None = None
    score: float | None = None


class Listing(_Part):
    """One listing of a marketplace. Only the first three fields are required. Every text is untrusted."""

    listing_id: Identifier
    url: Annotated[Text, StringConstraints(min_length=1, max_length=3_000)]
    title: Title
    description: Annotated[Text, StringConstraints(max_length=50_000)] = ""
    seller: Seller | None = None
    price: Price | None = None
    images: Annotated[tuple[Image, ...], Field(max_length=50)] = ()
    category: Annotated[Text, StringConstraints(max_length=500)] | None = None
    country: Annotated[Text, StringConstraints(max_length=2)] | None = None
    units_sold: Annotated[int, Field(ge=0, le=2**53)] | None = None
    first_seen_at: AwareDatetime | None = None
    source: Source = Source.PLATFORM
    suspicion: SuspicionGiven | None = None
    brand: Annotated[Text, StringConstraints(max_length=200)] | None = None

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

    title: Text | None = None
    description: Text | None = None
    seller: Seller | None = None
    price: Price | None = None
    images: tuple[Image, ...] | None = None
    category: Text | None = None


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
    takedown_id: Annotated[Text, StringConstraints(max_length=200)] | None = None
    listing_id: Annotated[Text, StringConstraints(max_length=200)] | None = None
    reason: Annotated[Text, StringConstraints(max_length=2_000)] | None = None
    text: Annotated[Text, StringConstraints(max_length=50_000)] | None = None
    at: AwareDatetime

    @property
    def occurred_at(self) -> datetime:
        return self.at
