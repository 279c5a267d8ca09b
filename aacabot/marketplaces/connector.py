"""What the hub asks of every marketplace, whatever it speaks."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from aacabot.domain.listings import PartialListing
from aacabot.marketplaces.errors import (
    FeedNotOffered,
    MarketplaceRefused,
    MarketplaceUnreachable,
    RebuttalsNotOffered,
)
from aacabot.marketplaces.notice import Notice

__all__ = [
    "Connector",
    "DecisionTold",
    "FeedNotOffered",
    "Gate",
    "Image",
    "ListingRead",
    "ListingStatus",
    "MarketplaceRefused",
    "MarketplaceUnreachable",
    "Notice",
    "RebuttalTold",
    "RebuttalsNotOffered",
    "TakedownAnswer",
    "TakedownStatus",
]


class ListingStatus(StrEnum):
    LIVE = "live"
    PAUSED = "paused"
    REMOVED = "removed"


class TakedownStatus(StrEnum):
    """Where a takedown stands at the marketplace; UNKNOWN means it does not know the id."""

    REMOVED = "removed"
    PENDING = "pending"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class ListingRead:
    """A listing as the marketplace shows it at `read_at` (aware); `raw` is its answer, byte for byte."""

    status: ListingStatus
    listing: PartialListing | None
    raw: bytes
    read_at: datetime


@dataclass(frozen=True, kw_only=True)
class TakedownAnswer:
    """What the marketplace says of a takedown. `receipt` and `reason` are its own words, untrusted.

    `already_known` means it had this id before, so that an earlier try took effect.
    """

    status: TakedownStatus
    receipt: str | None
    reason: str | None
    http_status: int
    raw: bytes
    already_known: bool = False


@dataclass(frozen=True, kw_only=True)
class DecisionTold:
    """A decision for the feedback loop; `outcome` is `confirmed`, `not_infringing` or `undecided`."""

    listing_id: str
    case_number: str
    outcome: str
    reason: str | None
    decided_at: datetime


@dataclass(frozen=True, kw_only=True)
class RebuttalTold:
    """A brand's answer to a seller's counter-notice; `id` is its idempotency key."""

    id: str
    takedown_id: str
    case_number: str
    text: str
    decided_at: datetime


@dataclass(frozen=True)
class Image:
    """A listing's picture as it was served; the bytes are untrusted and not decoded here."""

    content: bytes
    content_type: str


class Gate(Protocol):
    """Entered around every request on the wire, and left when its answer is read.

    Rate and concurrency are counted here. It may wait as long as it needs: timeouts start inside it.
    """

    def __call__(self) -> AbstractAsyncContextManager[None]: ...


class Connector(Protocol):
    """One marketplace.

    Every method may raise MarketplaceUnreachable (try again) or MarketplaceRefused (final).
    """

    async def read_listing(self, listing_id: str) -> ListingRead:
        """The listing as it is now; one the marketplace no longer has is REMOVED."""

    async def take_down(self, notice_body: bytes, takedown_id: str) -> TakedownAnswer:
        """Send the notice, byte for byte as stored. Sending again with the same id has no second effect."""

    async def ask_takedown(self, takedown_id: str) -> TakedownAnswer:
        """Where the takedown stands; UNKNOWN where the marketplace never received it."""

    async def withdraw(self, takedown_id: str, reason: str) -> TakedownAnswer:
        """Take the notice back. The answer's status says whether it is: WITHDRAWN, or what it is instead."""

    async def tell_decisions(self, decisions: Sequence[DecisionTold]) -> None:
        """Feed decisions back in one request. Raises FeedNotOffered where the marketplace takes none."""

    async def rebut(self, rebuttal: RebuttalTold) -> None:
        """Answer a seller's counter-notice. Raises RebuttalsNotOffered where the marketplace takes none."""

    async def fetch_image(self, url: str) -> Image | None:
        """A picture of at most 5 MB from the marketplace's own hosts; None where refused or missing.

        Never raises MarketplaceRefused. A picture that may yet come is MarketplaceUnreachable.
        """
