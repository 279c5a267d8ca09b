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
from aacabot.store.models.announcements import Announcement, Rsvp
from aacabot.store.models.audit import AuditEntryRow
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
from aacabot.store.models.duty import Absence, DutyShift
from aacabot.store.models.help import HelpReply, HelpRequest
from aacabot.store.models.joining import (
    AccessRequest,
    Attempts,
    Invite,
    LinkedWorkspace,
    OAuthStateRow,
    OrgWorkspace,
)
from aacabot.store.models.listings import IntakeBatch, ListingRow, ListingVersion, SeenWebhook, SellerRow
from aacabot.store.models.messages import Drain, Node, SlackChannel, SlackMessageRow
from aacabot.store.models.phases import FeatureOpening, Phase

__all__ = [
    "Absence",
    "AccessRequest",
    "Agency",
    "Alliance",
    "Announcement",
    "Attempts",
    "AuditEntryRow",
    "AuthorisedSeller",
    "Brand",
    "CaseEventRow",
    "CaseRow",
    "Counter",
    "Drain",
    "DutyShift",
    "Evidence",
    "FeatureOpening",
    "FeedbackRow",
    "GrantRow",
    "HelpReply",
    "HelpRequest",
    "Installation",
    "IntakeBatch",
    "Invite",
    "LinkedWorkspace",
    "ListingRead",
    "ListingRow",
    "ListingVersion",
    "Mark",
    "Marketplace",
    "MarketplaceHealth",
    "Member",
    "Node",
    "OAuthStateRow",
    "OrgWorkspace",
    "PersonRow",
    "Phase",
    "RegisteredRight",
    "Rsvp",
    "SeenWebhook",
    "SellerRow",
    "SlackChannel",
    "SlackIdentity",
    "SlackMessageRow",
    "Table",
    "TakedownRow",
]
