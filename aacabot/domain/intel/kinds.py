"""The kinds of intel, and for each how long it lives and whether its value may be kept in clear."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class IntelKind(StrEnum):
    """Names may be added, never renamed: items are kept with them."""

    LISTING = "listing"
    SELLER = "seller"
    STOREFRONT = "storefront"
    TITLE = "title"
    KEYWORD = "keyword"
    IMAGE = "image"
    PAYMENT = "payment"
    CONTACT = "contact"
    WAREHOUSE = "warehouse"
    FACILITY = "facility"
    METHOD = "method"
    NOTE = "note"


@dataclass(frozen=True, kw_only=True)
class Traits:
    """`lifetime` is how long an item counts unless somebody meets it again.

    `hashed`: the value points to a person, and only its keyed hash is kept (payment handles, contacts).
    `matches`: two items with the same value are about the same thing. `links`: it may tie sellers together.
    """

    lifetime: timedelta
    hashed: bool = False
    matches: bool = True
    links: bool = False


def _days(days: int, *, hashed: bool = False, matches: bool = True, links: bool = False) -> Traits:
    return Traits(lifetime=timedelta(days=days), hashed=hashed, matches=matches, links=links)


TRAITS: Mapping[IntelKind, Traits] = {
    IntelKind.LISTING: _days(30),
    IntelKind.SELLER: _days(180),
    IntelKind.STOREFRONT: _days(180, links=True),
    IntelKind.TITLE: _days(90, links=True),
    IntelKind.KEYWORD: _days(90),
    IntelKind.IMAGE: _days(180, links=True),
    IntelKind.PAYMENT: _days(365, hashed=True, links=True),
    IntelKind.CONTACT: _days(365, hashed=True, links=True),
    IntelKind.WAREHOUSE: _days(730),
    IntelKind.FACILITY: _days(730),
    IntelKind.METHOD: _days(365, matches=False),
    IntelKind.NOTE: _days(365, matches=False),
}
"""The life times are our own proposal; the formula they go into is `domain.intel.score`."""


def lifetime_of(kind: IntelKind) -> timedelta:
    return TRAITS[kind].lifetime
