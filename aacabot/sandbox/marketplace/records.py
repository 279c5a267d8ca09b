"""What the marketplace keeps: listings, takedowns, and every request it received."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class ListingStatus(StrEnum):
    LIVE = "live"
    PAUSED = "paused"
    REMOVED = "removed"


class TakedownStatus(StrEnum):
    REMOVED = "removed"
    PENDING = "pending"
    DECLINED = "declined"


@dataclass
class StockedListing:
    """A listing in the shape of contract 5.3 and how it stands here. `revision` grows with every change."""

    listing: dict[str, Any]
    status: ListingStatus
    since: datetime
    revision: int
    case_number: str | None = None


@dataclass
class Takedown:
    """A notice and what was done about it.

    `first_answer` is what the hub was (or would have been) told first: a repeated request gets it again.
    `title_before` is the title that was edited for it; `in_force` is false once the notice was withdrawn or
    the listing restored.
    """

    takedown_id: str
    listing_id: str
    case_number: str
    notice: dict[str, Any]
    receipt: str
    received_at: datetime
    status: TakedownStatus
    reason: str | None = None
    in_force: bool = True
    counter_notice: str | None = None
    title_before: str | None = None
    rebuttal: str | None = None
    rebuttal_key: str | None = None
    first_answer: dict[str, Any] = field(default_factory=dict)

    @property
    def answer(self) -> dict[str, Any]:
        """The body of contract 5.4 as things stand now."""
        return {"receipt": self.receipt, "status": self.status.value, "reason": self.reason}


@dataclass
class ReceivedRequest:
    """One request as it arrived. `monotonic` orders and measures; `at` is the wall clock, aware.

    `signed` says that its Standard Webhooks signature held. `status` is None until it was answered, and stays
    None where the connection was dropped.
    """

    at: datetime
    monotonic: float
    method: str
    path: str
    headers: dict[str, str]
    json: Any
    signed: bool
    status: int | None = None
