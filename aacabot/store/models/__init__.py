"""The tables."""

from aacabot.store.models.alliance import (
    Agency,
    Alliance,
    AuthorisedSeller,
    Brand,
    GrantRow,
    Installation,
    Mark,
    Marketplace,
    MarketplaceHealth,
    Member,
    PersonRow,
    RegisteredRight,
    SlackIdentity,
)
from aacabot.store.models.cases import (
    CaseEventRow,
    CaseRow,
    Counter,
    Evidence,
    FeedbackRow,
    ListingRead,
    TakedownRow,
)
from aacabot.store.models.columns import Table
from aacabot.store.models.listings import IntakeBatch, ListingRow, ListingVersion, SeenWebhook, SellerRow
from aacabot.store.models.messages import Drain, Node, SlackChannel, SlackMessageRow

__all__ = [
    "Agency",
    "Alliance",
    "AuthorisedSeller",
    "Brand",
    "CaseEventRow",
    "CaseRow",
    "Counter",
    "Drain",
    "Evidence",
    "FeedbackRow",
    "GrantRow",
    "Installation",
    "IntakeBatch",
    "ListingRead",
    "ListingRow",
    "ListingVersion",
    "Mark",
    "Marketplace",
    "MarketplaceHealth",
    "Member",
    "Node",
    "PersonRow",
    "RegisteredRight",
    "SeenWebhook",
    "SellerRow",
    "SlackChannel",
    "SlackIdentity",
    "SlackMessageRow",
    "Table",
    "TakedownRow",
]
