"""Ordinary words: one of them is no misspelling of a mark, however near it is."""

import gzip
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import orjson

from aacabot.screening.characters import plain

_LANGUAGES = ["en", "es", "fr", "it"]
_VERY_OFTEN = 20_000  # for words of two or three letters, which are mostly abbreviations and names
_OFTEN = 20  # uses in the corpus; rarer entries hold names and slips of the pen


class OrdinaryWords:
    """Half a million words as their 64-bit hashes: four megabytes, where a set of the words takes ninety.

    Two words with one hash would make a name look ordinary: one chance in about 40 billion for each look-up.
    """

    def __init__(self, hashes: "array[int]") -> None:
        self._hashes = hashes

    def __contains__(self, word: object) -> bool:
        wanted = hash(word)
        place = bisect_left(self._hashes, wanted)
        return place < len(self._hashes) and self._hashes[place] == wanted


@cache
def ordinary_words() -> OrdinaryWords:
    """Frequent words of the languages most listings are in (pyspellchecker's frequency lists), folded."""
    hashes = array("q")
    for language in _LANGUAGES:
        hashes.extend(hash(word) for word in _often(language))
    return OrdinaryWords(array("q", sorted(hashes)))


def _often(language: str) -> Iterator[str]:
    for word, uses in _counts(language).items():
        if uses >= (_OFTEN if len(word) > 3 else _VERY_OFTEN):
            yield word if word.isascii() and word.isalpha() else word.translate(plain())


def _counts(language: str) -> dict[str, int]:
    """How often each word is used. The package's own reader takes twice as long, once in each process."""
    packed = (files("spellchecker") / "resources" / f"{language}.json.gz").read_bytes()
    counts: dict[str, int] = orjson.loads(gzip.decompress(packed).decode().lower())
    return counts
