"""Which field of which kind may carry what: the allow-list the rest of the guard works by (domain.md 4.9)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from aacabot.domain.intel.guard.findings import Place
from aacabot.domain.intel.items import Draft
from aacabot.domain.intel.kinds import TRAITS, IntelKind

_SENTENCES = frozenset({IntelKind.METHOD, IntelKind.NOTE, IntelKind.WAREHOUSE, IntelKind.FACILITY})
_PLACES = frozenset({IntelKind.WAREHOUSE, IntelKind.FACILITY})
_IDS = frozenset({IntelKind.LISTING, IntelKind.SELLER})
_HASH = re.compile(r"[0-9a-f]{16,128}", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Field:
    """One field of a draft, and how it is read.

    `in_words`: sentences of the member's own, where every rule holds. Elsewhere it is what a seller wrote
    or a marketplace numbers: a price or a word printed on goods is theirs there. `may_be_ids`: long numbers
    are a marketplace's. `of_place`: an area or a city, and nothing closer.
    """

    place: Place
    text: str
    in_words: bool = True
    may_be_ids: bool = False
    of_place: bool = False


def fields_of(draft: Draft) -> Iterator[Field]:
    """The fields to read. A value that is only kept as a hash is exempt: pointing to a person is its purpose.

    An image's value is not read but must be a hash (`is_hash`).
    """
    of_place = draft.kind in _PLACES
    if not TRAITS[draft.kind].hashed and draft.kind is not IntelKind.IMAGE:
        yield Field(
            place=Place.VALUE,
            text=draft.value,
            in_words=draft.kind in _SENTENCES,
            may_be_ids=draft.kind in _IDS,
            of_place=of_place,
        )
    yield Field(place=Place.TEXT, text=draft.text, of_place=of_place)
    yield Field(place=Place.CATEGORY, text=draft.category or "")


def is_hash(value: str) -> bool:
    """Whether a value is a perceptual hash in hex digits, as an image's must be (PDQ has 64)."""
    return _HASH.fullmatch(value.strip()) is not None
