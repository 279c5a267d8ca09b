"""Alerts that come as one card: what belongs together, how many it takes, and what the card shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from rapidfuzz import fuzz

from aacabot.domain.alerts import Alert
from aacabot.domain.cases import OPEN_STATES, CaseState

WINDOW = timedelta(minutes=10)
"""How long a card gathers, and how far apart alerts may come that belong together."""
MOST = 25
"""Cases on a card that names them all: what one modal can list, and one click decide."""
SHOWN_OF_MANY = 20
"""Cases a card of very many names: the most urgent that wait; as they are decided, others come up."""
ALIKE = 92
"""Per cent of likeness (rapidfuzz's ratio) from which two titles are one listing's."""
TELLING_TITLE = 30
"""Characters a title needs to say by itself that two listings are one: short ones are alike by chance."""


@dataclass(frozen=True, kw_only=True)
class Thresholds:
    """From how many alerts on one seller, or copies of one listing, they share a card; and how many new cards
    a channel gets within a window, before the rest share one.
    """

    together: int = 3
    new_cards: int = 10


class GroupKind(StrEnum):
    """What the cases of a card have in common."""

    SELLER = "seller"
    COPIES = "copies"
    QUIET = "quiet"
    DIGEST = "digest"
    BURST = "burst"

    @property
    def is_held(self) -> bool:
        """Whether its card waits for a moment of its own."""
        return self in {GroupKind.QUIET, GroupKind.DIGEST}

    @property
    def names_all(self) -> bool:
        """Whether its card names every case; those of the others may be thousands."""
        return self in {GroupKind.SELLER, GroupKind.COPIES}


@dataclass(frozen=True)
class Content:
    """What two copies of a listing share: the title, folded, and the pictures' addresses or hashes."""

    title: str
    pictures: tuple[str, ...] = ()


def content_of(title: str, pictures: Sequence[str] = ()) -> Content:
    return Content(" ".join(title.casefold().split()), tuple(sorted(pictures)))


def is_copy(one: Content, other: Content) -> bool:
    """Whether two listings are the same goods put up again, whoever sells them."""
    if one.pictures and one == other:
        return True
    if min(len(one.title), len(other.title)) < TELLING_TITLE:
        return False
    return fuzz.ratio(one.title, other.title, score_cutoff=ALIKE) > 0


@dataclass(frozen=True, kw_only=True)
class AlertGroupShown:
    """Everything a grouped card shows. `rows` are the cases it names: waiting ones and decided ones.

    `counts` are of all its cases, by state. `storefront` is the seller's name where one seller is what they
    have in common. `first_at` and `last_at` are when its first and last alert came, `next_by` the first end
    of a decide-by clock that runs; `at` is when this was read.
    """

    group_id: str
    kind: GroupKind
    member: str
    brand: str | None
    storefront: str | None
    marketplace: str | None
    rows: tuple[Alert, ...]
    counts: Mapping[CaseState, int]
    first_at: datetime
    last_at: datetime
    next_by: datetime | None
    at: datetime

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def waiting(self) -> int:
        """How many wait for a decision of the brand."""
        return sum(n for state, n in self.counts.items() if state in OPEN_STATES)
