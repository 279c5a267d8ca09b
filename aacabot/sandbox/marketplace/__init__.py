"""A rehearsal marketplace that speaks contract 5.4 strictly, with moods a test or a person can choose."""

from aacabot.sandbox.marketplace.hub import HubUnreachable
from aacabot.sandbox.marketplace.market import Marketplace
from aacabot.sandbox.marketplace.moods import Behaviour
from aacabot.sandbox.marketplace.records import (
    ListingStatus,
    ReceivedRequest,
    StockedListing,
    Takedown,
    TakedownStatus,
)
from aacabot.sandbox.marketplace.stream import suspicious_listings

__all__ = [
    "Behaviour",
    "HubUnreachable",
    "ListingStatus",
    "Marketplace",
    "ReceivedRequest",
    "StockedListing",
    "Takedown",
    "TakedownStatus",
    "suspicious_listings",
]
