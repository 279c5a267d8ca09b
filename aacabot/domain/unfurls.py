"""What is shown under a listing's address in a channel."""

from dataclasses import dataclass
from datetime import datetime

from aacabot.domain.cases import CaseState

LINKS_AT_ONCE = 20
"""Links of one message that are looked up."""


@dataclass(frozen=True, kw_only=True)
class LinkShown:
    """The newest case on a listing, no word of the seller's; `locale` and `timezone` are the channel's."""

    number: str
    brand: str
    state: CaseState
    decide_by: datetime
    locale: str
    timezone: str
