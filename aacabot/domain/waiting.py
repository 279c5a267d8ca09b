"""What waits for somebody: which kinds there are, for whom, and how urgent each is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from aacabot.domain.alerts import QueueLine
from aacabot.domain.bulk_acts import BulkDeed
from aacabot.domain.cases import CaseState
from aacabot.domain.rights import ReasonCode
from aacabot.domain.severity import Severity


class WaitingKind(StrEnum):
    """What somebody is waited for to do."""

    DECIDE = "decide"
    APPROVE = "approve"
    REVIEW = "review"
    ANSWER = "answer"


FOR_BRANDS: Mapping[CaseState, WaitingKind] = {
    CaseState.ALERTED: WaitingKind.DECIDE,
    CaseState.NEEDS_INFO: WaitingKind.DECIDE,
    CaseState.PENDING_SECOND: WaitingKind.APPROVE,
    CaseState.ANSWER_NEEDED: WaitingKind.ANSWER,
}
"""What waits for a brand's people. While the desk is asked they can decide, but their clock stands still."""
FOR_THE_DESK: Mapping[CaseState, WaitingKind] = {
    CaseState.PLATFORM_REVIEW: WaitingKind.REVIEW,
    CaseState.NEEDS_INFO: WaitingKind.ANSWER,
}


class Urgency(StrEnum):
    """In the order they are shown."""

    OVERDUE = "overdue"
    TODAY = "today"
    LATER = "later"
    PAUSED = "paused"


def urgency_of(decide_by: datetime, paused_at: datetime | None, now: datetime, midnight: datetime) -> Urgency:
    """How urgent a case is; `midnight` is when the reader's day ends."""
    if paused_at is not None:
        return Urgency.PAUSED
    if decide_by < now:
        return Urgency.OVERDUE
    return Urgency.TODAY if decide_by < midnight else Urgency.LATER


MOST_COUNTED = 1_000
"""Of each state no more are counted: nobody does more in a day, and a count must not read them all."""


@dataclass(frozen=True, kw_only=True)
class Narrowed:
    """What of it is asked for: one kind, one brand, or all; `seller` is how a seller's name or id begins."""

    kind: WaitingKind | None = None
    brand_id: str | None = None
    marketplace_id: str | None = None
    seller: str | None = None
    urgency: Urgency | None = None
    severity: Severity | None = None
    reason: ReasonCode | None = None

    @property
    def further(self) -> int:
        """In how many ways it is narrowed down besides kind and brand."""
        given = (self.marketplace_id, self.seller, self.urgency, self.severity, self.reason)
        return sum(each is not None for each in given)


@dataclass(frozen=True, kw_only=True)
class WaitingLine:
    """One case that waits, and how urgent it is; `seen` is the affirmation of what is shown of it."""

    case: QueueLine
    urgency: Urgency
    seen: str = ""


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A page of what waits. `kinds` counts all kinds, `urgencies` what was asked for; `total` is its sum.

    `is_more` says that a count was ended at MOST_COUNTED. `deeds` are what the reader may do to many at once.
    """

    lines: tuple[WaitingLine, ...]
    total: int
    kinds: Mapping[WaitingKind, int]
    urgencies: Mapping[Urgency, int]
    narrowed: Narrowed = Narrowed()
    brand: str | None = None
    is_more: bool = False
    deeds: tuple[BulkDeed, ...] = ()
