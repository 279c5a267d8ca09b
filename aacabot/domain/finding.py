"""Finding names by what somebody types: in every script, and with a typo."""

import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TypeVar

from rapidfuzz import fuzz, process

T = TypeVar("T")
NEAR = 80.0
"""How alike, of 100, a name must be to be offered where nothing contains the words."""
_SHORTEST_NEAR = 4
"""Below this every name is near another."""


def found_among(words: str, named: Iterable[tuple[T, Sequence[str]]]) -> list[T]:
    """What is named by texts that contain the words; where none is, what is named alike, nearest first.

    Letters are compared without case, width and accents; nothing is found for no words.
    """
    wanted = folded(words)
    if not wanted:
        return []
    names = [(thing, [folded(text) for text in texts]) for thing, texts in named]
    found = [thing for thing, texts in names if any(wanted in text for text in texts)]
    return found or _near(wanted, names)


def _near(wanted: str, names: Sequence[tuple[T, Sequence[str]]]) -> list[T]:
    if len(wanted) < _SHORTEST_NEAR:
        return []
    owners = [place for place, (_, texts) in enumerate(names) for _ in texts]
    texts = [text for _, texts in names for text in texts]
    alike = process.extract(wanted, texts, scorer=fuzz.ratio, processor=None, score_cutoff=NEAR, limit=None)
    return [names[place][0] for place in dict.fromkeys(owners[at] for *_, at in alike)]


@lru_cache(maxsize=50_000)
def folded(text: str) -> str:
    """Without case, width and accents: `É` is `e`, `Ａ` is `a`."""
    if text.isascii():
        return " ".join(text.lower().split())
    apart = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(char for char in apart if not unicodedata.combining(char))
    return " ".join(bare.split())
