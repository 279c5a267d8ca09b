"""The desk's part of a case: who is on it, whom it needs, and what was asked of whom."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from aacabot.domain.case_events import CaseEventKind, CaseState
from aacabot.domain.specialties import Needs

CLAIM_LAPSES = timedelta(minutes=30)
"""How long a reviewer's "I take it" keeps the others off a case."""
ACTED_WITHIN = timedelta(days=30)
"""Who acted for a member so lately does not review its requests."""
AT_THE_DESK = (CaseState.PLATFORM_REVIEW, CaseState.ANSWER_NEEDED, CaseState.NEEDS_INFO)

_E = CaseEventKind
FOR_A_BRAND = frozenset(
    {
        *(_E.CONFIRMED, _E.DISMISSED, _E.ASKED_INFO, _E.REPORTED_AS, _E.RETRACTED, _E.UNDONE),
        *(_E.BRAND_ANSWERED, _E.RESUBMITTED, _E.SECOND_REFUSED, _E.CLAIMED),
    }
)
"""What only a member's people do: having done it is having acted for the member. An approval is looked at by
case, as an operator's admin may give one where a member has nobody else."""


def claim_holds(since: datetime | None, now: datetime) -> bool:
    """Whether a claim made then still keeps others off."""
    return since is not None and now < since + CLAIM_LAPSES


@dataclass(frozen=True, kw_only=True)
class Specialist:
    """A reviewer who knows what a case needs; `slack_user` where they are known in the desk's workspace."""

    name: str
    slack_user: str | None = None


@dataclass(frozen=True, kw_only=True)
class DeskQuestion:
    """What the desk asks the brand before it decides, and the answer once given."""

    asked_by: str
    asked_at: datetime
    question: str
    answer: str | None = None
    answered_by: str | None = None
    answered_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class TestBuy:
    """A test purchase the desk has ordered; its outcome comes as the answer to the brand's question."""

    __test__ = False

    ordered_by: str
    ordered_at: datetime
    words: str
    order: str | None = None


@dataclass(frozen=True, kw_only=True)
class SentAgain:
    """A request sent again after a decline: by whom, what is new, and what it was declined for.

    `declined_by` is None where the marketplace declined it.
    """

    person: str
    at: datetime
    declined_by: str | None = None
    declined_at: datetime | None = None
    declined_reason: str | None = None
    note: str | None = None
    files: int = 0
    changed: bool = False
    count: int = 1


@dataclass(frozen=True, kw_only=True)
class DeskShown:
    """What the desk's card, and the brand's, show of the desk's part."""

    reviewer: str | None = None
    reviewer_since: datetime | None = None
    needs: Needs = field(default_factory=Needs)
    specialists: tuple[Specialist, ...] = ()
    question: DeskQuestion | None = None
    test_buy: TestBuy | None = None
    sent_again: SentAgain | None = None
    may_send_again: bool = False
    new_files: int = 0
