"""What the guard finds in a draft: what is refused outright, and what waits for counsel."""

from dataclasses import dataclass
from enum import StrEnum


class GuardRule(StrEnum):
    """Why something is not shared as it is written. Names may be added, never renamed."""

    EMAIL = "email"
    PHONE = "phone"
    ACCOUNT = "account"
    CARD = "card"
    IDENTITY = "identity"
    ADDRESS = "address"
    HANDLE = "handle"
    NAME = "name"
    CUSTOMER = "customer"
    CRIMINAL = "criminal"
    NOT_A_HASH = "not_a_hash"


class Topic(StrEnum):
    """What competitors may not speak of without counsel. Names may be added, never renamed."""

    PRICES = "prices"
    MARGINS = "margins"
    VOLUMES = "volumes"
    DISTRIBUTION = "distribution"
    RESALE = "resale"
    BOYCOTT = "boycott"
    CUSTOMERS = "customers"
    LAUNCHES = "launches"
    OWN = "own"


class Place(StrEnum):
    """The field of the draft in which something stands."""

    VALUE = "value"
    TEXT = "text"
    CATEGORY = "category"


@dataclass(frozen=True, kw_only=True)
class Found:
    """A rule and where it applies: `start` and `end` count characters of the field as it was written."""

    rule: GuardRule
    place: Place
    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class Marked:
    """A term that waits for counsel, and the sentence around it, counted like `Found`."""

    topic: Topic
    place: Place
    start: int
    end: int
    sentence_start: int
    sentence_end: int


@dataclass(frozen=True, kw_only=True)
class Examined:
    """With `refusals` nothing is shared; with `marked` alone it waits for counsel; else it is shared."""

    refusals: tuple[Found, ...] = ()
    marked: tuple[Marked, ...] = ()

    @property
    def is_clean(self) -> bool:
        return not self.refusals and not self.marked
