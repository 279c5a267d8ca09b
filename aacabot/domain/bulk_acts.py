"""One decision over many cases: what can be done to many at once, and how each case came out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from aacabot.domain.people import Person
from aacabot.domain.roles import PERMISSIONS, Permission

BULK_LIMIT = 200
"""The most cases of one act: more than a morning's alerts, few enough to be looked through."""


class BulkDeed(StrEnum):
    """What one act does to each of its cases. Names may be added, never renamed."""

    CONFIRM = "confirm"
    DISMISS = "dismiss"
    CLAIM = "claim"
    APPROVE = "approve"
    ACCEPT = "accept"
    DECLINE = "decline"
    TAKE_BACK = "take_back"


FOR_BRANDS = (BulkDeed.CONFIRM, BulkDeed.APPROVE, BulkDeed.DISMISS, BulkDeed.CLAIM)
FOR_THE_DESK = (BulkDeed.ACCEPT, BulkDeed.DECLINE)
TAKEN_BACK = frozenset({BulkDeed.CONFIRM, BulkDeed.DISMISS, BulkDeed.CLAIM})
"""What can be taken back as a whole: a brand's own decisions. An approval lets somebody else's go on, and the
desk's answers are told at once."""


def deeds_of(person: Person) -> tuple[BulkDeed, ...]:
    """What the person may do to many cases at once; each case is checked again when its turn comes."""
    if person.is_reviewer:
        return FOR_THE_DESK
    decides = any(grant.role in PERMISSIONS[Permission.DECIDE].roles for grant in person.grants)
    return FOR_BRANDS if decides else ()


class ItemState(StrEnum):
    """How far one case of an act is."""

    WAITS = "waits"
    DONE = "done"
    NOT_DONE = "not_done"


class ItemProblem(StrEnum):
    """Why a case of an act was not done. Names may be added, never renamed: they are stored."""

    DECIDED = "decided"
    MOVED_ON = "moved_on"
    NOT_YOURS = "not_yours"
    NOT_FOUND = "not_found"
    NO_RIGHT = "no_right"
    AUTHORISED_SELLER = "authorised_seller"
    CHANGED = "changed"
    NOT_OPEN = "not_open"
    SOMEBODY_ON_IT = "somebody_on_it"
    OWN_REQUEST = "own_request"
    SAME_PERSON = "same_person"
    SAME_AGENCY = "same_agency"
    TAKEN_BACK = "taken_back"
    NOTICE_INCOMPLETE = "notice_incomplete"
    REFUSED = "refused"
    BROKEN = "broken"


class Forecast(StrEnum):
    """What will become of a case when its turn comes, as far as that can be told now."""

    GOES_OUT = "goes_out"
    TO_THE_DESK = "to_the_desk"
    SECOND_PERSON = "second_person"
    SETTLED = "settled"


@dataclass(frozen=True, kw_only=True)
class BulkException:
    """One case that an act does not, or did not, do. `who` was first, where somebody was."""

    case_id: str
    number: str
    brand: str
    problem: ItemProblem
    who: str | None = None
    card_url: str | None = None


@dataclass(frozen=True, kw_only=True)
class BulkPreview:
    """What an act would do, told before it is asked for. `left_out` were found beyond the limit."""

    act_id: str
    deed: BulkDeed
    total: int
    forecasts: Mapping[Forecast, int] = field(default_factory=dict)
    exceptions: tuple[BulkException, ...] = ()
    left_out: int = 0


@dataclass(frozen=True, kw_only=True)
class BulkShown:
    """How far an act is, as its card shows it. Of what was done, `second` waits for another person and
    `at_desk` for the desk; `exceptions` are the first of those not done, `problems` counts them all.
    """

    act_id: str
    deed: BulkDeed
    total: int
    done: int
    second: int = 0
    at_desk: int = 0
    problems: Mapping[ItemProblem, int] = field(default_factory=dict)
    exceptions: tuple[BulkException, ...] = ()
    asked_at: datetime
    finished_at: datetime | None = None
    retracted_at: datetime | None = None

    @property
    def not_done(self) -> int:
        return sum(self.problems.values())

    @property
    def can_be_taken_back(self) -> bool:
        """Also while it runs: what has not had its turn never will."""
        return self.deed in TAKEN_BACK and self.retracted_at is None and self.not_done < self.total
