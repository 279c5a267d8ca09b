"""The sellers somebody watches."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

MOST_WATCHES = 20
"""Sellers watched by one person."""


class Watching(StrEnum):
    """What became of a wish to watch a seller."""

    WATCHED = "watched"
    TOO_MANY = "too_many"


@dataclass(frozen=True, kw_only=True)
class Watch:
    """A seller somebody watches; the name is the storefront's, or the marketplace's id of it."""

    id: str
    seller: str
    since: date


@dataclass(frozen=True, kw_only=True)
class Watches:
    """A page of them; `more` says that another follows."""

    watches: tuple[Watch, ...]
    page: int
    more: bool
