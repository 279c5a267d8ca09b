"""What a card shows: frozen values, read from the store, turned into blocks by the views."""

from dataclasses import dataclass, field
from datetime import date, datetime

from aacabot.domain.cases import CaseState, Change
from aacabot.domain.intel.met import MetShown
from aacabot.domain.keywords import TitleSpan
from aacabot.domain.linting import Findings
from aacabot.domain.money import Money
from aacabot.domain.reviews import DeskShown
from aacabot.domain.rights import ReasonCode, Right
from aacabot.domain.second_person import SecondNeeded
from aacabot.domain.strikes import StrikesShown


@dataclass(frozen=True, kw_only=True)
class ListingShown:
    """A listing as the marketplace described it. Every text was written by the seller: untrusted."""

    marketplace: str
    listing_id: str
    url: str
    title: str
    has_description: bool
    storefront: str | None
    price: Money | None
    units_sold: int | None
    first_seen_at: datetime | None
    images: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Suspicion:
    """One reason to suspect the listing: a mark found in its text.

    `kind` is screening's name for the disguise (`exact`, `lookalike`, ...), `field` where it was found.
    """

    mark: str
    surface: str
    kind: str
    field: str
    score: float


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What a person decided, and when. `reason` is a code, `note` their words."""

    outcome: str
    person: str
    at: datetime
    reason: str | None = None
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class TakedownShown:
    """How far the request to the marketplace has come. Times are None until the step has happened.

    `retry_at` and `problem` speak while the marketplace cannot be reached; `paused_by_lane` while
    takedowns are stopped by the desk; `found_paused_at` when a reading found the listing paused at the
    marketplace, which is not removed; `edited` when the listing stays and names the mark no more.
    """

    sent_at: datetime | None = None
    receipt: str | None = None
    pending: bool = False
    reported_removed_at: datetime | None = None
    verified_at: datetime | None = None
    still_live_at: datetime | None = None
    declined_reason: str | None = None
    declined_text: str | None = None
    failed_reason: str | None = None
    retry_at: datetime | None = None
    problem: str | None = None
    paused_by_lane: bool = False
    found_paused_at: datetime | None = None
    withdrawn_at: datetime | None = None
    edited: bool = False


@dataclass(frozen=True, kw_only=True)
class CounterNotice:
    """The seller's answer. `answer_by` is the brand's deadline by the marketplace's rule.

    `silence` is what that rule does when nobody answers. `rebutted_by` wrote a rebuttal, which one of
    `may_approve` lets go out before `approve_by`; `answered_by` is who approved it, or accepted the answer.
    """

    filed_at: datetime
    answer_by: datetime
    reason: str | None
    text: str | None
    silence: str | None = None
    state: str = "open"
    rebutted_by: str | None = None
    may_approve: tuple[str, ...] = ()
    approve_by: datetime | None = None
    answered_by: str | None = None
    sent_at: datetime | None = None
    by_hand: bool = False


@dataclass(frozen=True, kw_only=True)
class InfoRequest:
    """A question to the desk, and its answer once given. The decide-by clock stands still in between."""

    asked_by: str
    asked_at: datetime
    question: str | None
    answer: str | None = None
    answered_by: str | None = None
    answered_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class NotOpenYet:
    """Confirming by click is not open to the member yet; when it will be, where that has been said."""

    phase: int | None = None
    begins: date | None = None


@dataclass(frozen=True, kw_only=True)
class Alert:
    """Everything the card of one case shows, whatever the case's state.

    `decision` is the brand's, `second` the second person's, `review` the desk's, `desk` its part besides;
    `refusal` is a second person's no to an earlier confirmation, `retraction` whoever took it back.
    `second_needed` says who is missing, `second_expired_at` that nobody came in time.
    `evidence_count` is how many pieces the desk can look at, `assignee` the name of who is on the case.
    `findings` are what its notice would lack, while somebody still decides; `title_span` is where the title
    uses the mark, of a case of keyword misuse. `met` is what others met of the same, as the card of the
    case's own member may tell it; whoever else reads the case is not told.
    """

    case_id: str
    number: str
    round: int
    state: CaseState
    member: str
    brand: str
    listing: ListingShown
    suspicions: tuple[Suspicion, ...] = ()
    marketplace_reason: str | None = None
    right: Right | None = None
    reason_code: ReasonCode | None = None
    right_choices: int = 0
    decide_by: datetime | None = None
    paused_at: datetime | None = None
    authorised_seller: bool = False
    assignee: str | None = None
    not_open: NotOpenYet | None = None
    changes: tuple[Change, ...] = ()
    held: bool = False
    affirmation: str = ""
    decision: Decision | None = None
    review: Decision | None = None
    desk: DeskShown = field(default_factory=DeskShown)
    second_asked: bool = False
    second_needed: SecondNeeded | None = None
    second: Decision | None = None
    second_expired_at: datetime | None = None
    refusal: Decision | None = None
    retraction: Decision | None = None
    evidence_count: int = 0
    takedown: TakedownShown | None = None
    counter_notice: CounterNotice | None = None
    restored_at: datetime | None = None
    restored_reason: str | None = None
    closed_at: datetime | None = None
    info: InfoRequest | None = None
    guided: bool = False
    undo_until: datetime | None = None
    can_reopen: bool = False
    findings: Findings = field(default_factory=Findings)
    title_span: TitleSpan | None = None
    strikes: StrikesShown = field(default_factory=StrikesShown)
    met: MetShown = field(default_factory=MetShown)


@dataclass(frozen=True, kw_only=True)
class ListingText:
    """What a seller wrote, read from the store when a person asks to see it. Untrusted, whole."""

    title: str
    description: str
    seller_name: str | None = None
    category: str | None = None


@dataclass(frozen=True, kw_only=True)
class HistoryLine:
    """One event of a case, for the look-up card."""

    at: datetime
    kind: str
    person: str | None
    reason: str | None


@dataclass(frozen=True, kw_only=True)
class QueueLine:
    """One case that waits for somebody, for the queue."""

    case_id: str
    number: str
    brand: str
    title: str
    marketplace: str
    state: CaseState
    decide_by: datetime | None
    card_url: str | None = None


@dataclass(frozen=True, kw_only=True)
class LaneShown:
    """Whether takedowns go out: for the desk's control card."""

    stopped_at: datetime | None
    stopped_by: str | None
    stopped_members: tuple[str, ...] = ()
