"""What members share about counterfeiters: kinds, labels, who may read what, and how it ages."""

from aacabot.domain.intel.audience import Audience, IntelReader, may_read
from aacabot.domain.intel.items import Confidence, Draft, ItemShown, ItemState, Origin, Reliability
from aacabot.domain.intel.kinds import IntelKind, lifetime_of
from aacabot.domain.intel.labels import Label

__all__ = [
    "Audience",
    "Confidence",
    "Draft",
    "IntelKind",
    "IntelReader",
    "ItemShown",
    "ItemState",
    "Label",
    "Origin",
    "Reliability",
    "lifetime_of",
    "may_read",
]
