"""An item of intel: as somebody writes it down, and as a reader sees it."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from aacabot.domain.intel.kinds import IntelKind
from aacabot.domain.intel.labels import DEFAULT, Label
from aacabot.domain.intel.verdicts import Verdict

VALUE_LIMIT = 500
TEXT_LIMIT = 2_000


class Reliability(StrEnum):
    """How far the source is trusted: the letters of the Admiralty code, as STIX users know them."""

    A = "a"
    B = "b"
    C = "c"
    D = "d"
    E = "e"
    F = "f"


class Confidence(StrEnum):
    """How sure the source is; the numbers are STIX 2.1's (appendix A, None / Low / Med / High)."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"

    @property
    def number(self) -> int:
        return {Confidence.LOW: 15, Confidence.MEDIUM: 50, Confidence.HIGH: 85}[self]


class ItemState(StrEnum):
    """`WITH_COUNSEL` waits for the source's counsel; only `SHARED` is read by anybody else."""

    WITH_COUNSEL = "with_counsel"
    SHARED = "shared"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Origin(StrEnum):
    """How an item came."""

    CASE = "case"
    FORM = "form"
    FILE = "file"
    API = "api"


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What somebody wants to share, before the guard has looked at it.

    `value` is what matches (an address, a store's name, a pattern, an image's PDQ hash, a payment handle or a
    contact: these two are hashed before anything is stored); `text` is what a reader should know.
    `match` is what is compared in its place where the hub knows better (`keys.seller_text`, `listing_text`).
    `seller_ids` are the rows of the sellers it is about, `case_id` the case it was learnt in.
    """

    kind: IntelKind
    value: str
    match: str = ""
    text: str = ""
    label: Label = DEFAULT
    group_id: str | None = None
    named: frozenset[str] = frozenset()
    reliability: Reliability = Reliability.B
    confidence: Confidence = Confidence.MEDIUM
    category: str | None = None
    marketplace_id: str | None = None
    seller_ids: tuple[str, ...] = ()
    case_id: str | None = None
    brand_id: str | None = None
    origin: Origin = Origin.FORM
    evidence_sha256: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ItemShown:
    """An item as a reader sees it: never who it came from, and days instead of moments.

    `value` is None for a kind that is only kept as a hash. `score` is 0 to 100 at the day of reading.
    `is_own` is True for the source's own people: they alone may change it, and see `views`.
    `age` is the days since it was last seen; `evidence` how many pieces the source keeps for it.
    `met`, `wrong` and `outdated` are 0 where the reader may be shown no number, and the score goes by them;
    `some` are the verdicts its source was told of without a number, `own_said` what the reader's side said.
    """

    id: str
    kind: IntelKind
    label: Label
    value: str | None
    text: str
    reliability: Reliability
    confidence: int
    category: str | None
    marketplace: str | None
    shared_on: date
    last_seen_on: date
    met: int
    wrong: int
    outdated: int
    score: int
    age: int = 0
    evidence: int = 0
    doubted: bool = False
    is_own: bool = False
    group: str | None = None
    views: int | None = None
    some: tuple[Verdict, ...] = ()
    own_said: tuple[Verdict, ...] = ()
    state: ItemState = ItemState.SHARED
    sellers: tuple[str, ...] = field(default=())
