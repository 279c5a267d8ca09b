"""What a search gives its reader: only ever of items they may read, counted after that was decided."""

from dataclasses import dataclass
from enum import StrEnum

from aacabot.domain.intel.items import ItemShown


class Advice(StrEnum):
    """What a reader is told about an answer besides the items."""

    NOTHING = "nothing"
    ONLY_SOME_WORDS = "only_some_words"
    TOO_COMMON = "too_common"
    NO_WORDS = "no_words"


@dataclass(frozen=True, kw_only=True)
class Found:
    """A page of what was found for `words`; the latest items where nothing was asked for.

    `pages` counts what the reader may read, at most `services.intel.search.MOST_FOUND` items of it.
    `may_save`: whether the reader can keep the search and be told of news.
    """

    words: str
    items: tuple[ItemShown, ...] = ()
    page: int = 1
    pages: int = 1
    advice: Advice | None = None
    may_save: bool = False
