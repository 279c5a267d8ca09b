"""Complaints that a brand starts itself: what is reported, and how each address of it comes out."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

import orjson

from aacabot.domain.cases import CaseState
from aacabot.domain.rights import ReasonCode

MOST_LISTINGS = 300
"""Listings one complaint reports. What is beyond them is answered row by row, not looked at."""
MOST_ROWS = 3_000
"""Rows that are kept and answered at all."""
MOST_NOTE = 1_000
AGAIN_AFTER = timedelta(hours=24)
"""The same list within this time is the same complaint; after it, a new one."""
NOT_READ_AFTER = timedelta(hours=24)
"""How long a marketplace that does not answer is asked for a listing."""


class Via(StrEnum):
    """How a complaint came."""

    COMMAND = "command"
    SHORTCUT = "shortcut"
    HOME = "home"
    CSV = "csv"
    API = "api"


class RowState(StrEnum):
    """How a reported address stands: not looked at yet, a case on its way, or not reported."""

    WAITING = "waiting"
    REPORTED = "reported"
    NOT_REPORTED = "not_reported"


class RowProblem(StrEnum):
    """Why an address was not reported. Codes of result files: names may be added, never renamed."""

    BAD_ADDRESS = "bad_address"
    NO_MARKETPLACE = "no_marketplace"
    NO_LISTING_ID = "no_listing_id"
    TWICE = "twice"
    TOO_MANY = "too_many"
    GONE = "gone"
    IN_A_CASE = "in_a_case"
    AUTHORISED_SELLER = "authorised_seller"
    RIGHT_NOT_IN_FORCE = "right_not_in_force"
    NOT_COVERED = "not_covered"
    NOT_ALLOWED = "not_allowed"
    NOT_OPEN = "not_open"
    UNREADABLE = "unreadable"
    NOT_ANSWERED = "not_answered"


@dataclass(frozen=True, kw_only=True)
class Reported:
    """One address as it was handed in; `line` is where, from 1, `note` what was written beside it."""

    line: int
    url: str
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class RowResult:
    """How one address came out; `number` and `case_state` are of the case that reports it or bars it."""

    line: int
    url: str
    note: str | None
    state: RowState
    problem: RowProblem | None = None
    case_id: str | None = None
    number: str | None = None
    case_state: CaseState | None = None
    marketplace: str | None = None


@dataclass(frozen=True, kw_only=True)
class ComplaintShown:
    """A complaint as its card shows it: counted, never listed. `person` is who made it, None for a tool."""

    id: str
    member: str
    brand: str
    right: str
    reason: ReasonCode
    person: str | None
    via: Via
    made_at: datetime
    total: int
    waiting: int
    problems: Mapping[RowProblem, int] = field(default_factory=dict)
    cases: Mapping[CaseState, int] = field(default_factory=dict)

    @property
    def reported(self) -> int:
        return sum(self.cases.values())

    @property
    def not_reported(self) -> int:
        return sum(self.problems.values())


def digest_of(
    brand_id: str, right_id: str, reason: ReasonCode, note: str | None, rows: Sequence[Reported]
) -> str:
    """What a complaint says, as one hash: the same list twice is the same complaint."""
    said = [brand_id, right_id, reason.value, note or "", [[row.url, row.note or ""] for row in rows]]
    return hashlib.sha256(orjson.dumps(said)).hexdigest()
