"""What people follow of what is shared: searches they saved."""

from dataclasses import dataclass
from enum import StrEnum

MOST_SEARCHES = 20
"""Saved by one person."""
SEARCH = "search"
"""The kind of a follow that is a saved search."""


@dataclass(frozen=True, kw_only=True)
class SavedSearch:
    """A search somebody saved, as they typed it."""

    id: str
    words: str


class Saving(StrEnum):
    """What became of a wish to save a search."""

    SAVED = "saved"
    THERE_ALREADY = "there_already"
    TOO_MANY = "too_many"
    NO_WORDS = "no_words"
