"""The tables."""

from aacabot.store.models.acceptance import AcceptanceFigure
from aacabot.store.models.alert_groups import AlertGroup
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
from aacabot.store.models.bulk_acts import BulkAct, BulkItem
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
from aacabot.store.models.complaints import ApiToken, Complaint, ComplaintRow
from aacabot.store.models.counter_notices import CounterNoticeRow
from aacabot.store.models.duty import Absence, DutyShift
from aacabot.store.models.good_faith import GoodFaith, GoodFaithDay, GoodFaithOverride
from aacabot.store.models.help import HelpReply, HelpRequest
from aacabot.store.models.intel import (
    IntelItem,
    IntelLabelRequest,
    IntelOrigin,
    IntelRecipient,
    IntelReview,
    IntelSeller,
    IntelVerdict,
    IntelView,
)
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
from aacabot.store.models.records import ChainRoot, CounselExport, LegalHold, SigningKey
from aacabot.store.models.sharing import (
    BlindQuestions,
    Encounter,
    EncounteredCase,
    IntelFollow,
    IntelGroup,
    IntelGroupMember,
    IntelImport,
    IntelImportLine,
    IntelSpelling,
    IntelWord,
    Introduction,
    IntroductionAnswer,
    MatchingKey,
)
from aacabot.store.models.specialties import Specialty
from aacabot.store.models.strikes import SellerStanding, Strike

__all__ = [
    "Absence",
    "AcceptanceFigure",
    "AccessRequest",
    "Agency",
    "AlertGroup",
    "Alliance",
    "Announcement",
    "ApiToken",
    "Attempts",
    "AuditEntryRow",
    "AuthorisedSeller",
    "BlindQuestions",
    "Brand",
    "BulkAct",
    "BulkItem",
    "CaseEventRow",
    "CaseRow",
    "ChainRoot",
    "Complaint",
    "ComplaintRow",
    "CounselExport",
    "Counter",
    "CounterNoticeRow",
    "Drain",
    "DutyShift",
    "Encounter",
    "EncounteredCase",
    "Evidence",
    "FeatureOpening",
    "FeedbackRow",
    "GoodFaith",
    "GoodFaithDay",
    "GoodFaithOverride",
    "GrantRow",
    "HelpReply",
    "HelpRequest",
    "Installation",
    "IntakeBatch",
    "IntelFollow",
    "IntelGroup",
    "IntelGroupMember",
    "IntelImport",
    "IntelImportLine",
    "IntelItem",
    "IntelLabelRequest",
    "IntelOrigin",
    "IntelRecipient",
    "IntelReview",
    "IntelSeller",
    "IntelSpelling",
    "IntelVerdict",
    "IntelView",
    "IntelWord",
    "Introduction",
    "IntroductionAnswer",
    "Invite",
    "LegalHold",
    "LinkedWorkspace",
    "ListingRead",
    "ListingRow",
    "ListingVersion",
    "Mark",
    "Marketplace",
    "MarketplaceHealth",
    "MatchingKey",
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
    "SellerStanding",
    "SigningKey",
    "SlackChannel",
    "SlackIdentity",
    "SlackMessageRow",
    "Specialty",
    "Strike",
    "Table",
    "TakedownRow",
]
