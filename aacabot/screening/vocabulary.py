"""Ordinary words: one of them is no misspelling of a mark, however near it is."""

import gzip
from functools import cache
from importlib.resources import files

import orjson

from aacabot.screening.characters import plain

_LANGUAGES = ["en", "es", "fr", "it"]
_VERY_OFTEN = 20_000  # for words of two or three letters, which are mostly abbreviations and names
_OFTEN = 20  # uses in the corpus; rarer entries hold names and slips of the pen


@cache
def ordinary_words() -> frozenset[str]:
    """Frequent words of the languages most listings are in (pyspellchecker's frequency lists), folded."""
    words: set[str] = set()
    for language in _LANGUAGES:
        often = [w for w, n in _counts(language).items() if n >= (_OFTEN if len(w) > 3 else _VERY_OFTEN)]
        words.update(w if w.isascii() and w.isalpha() else w.translate(plain()) for w in often)
    return frozenset(words)


def _counts(language: str) -> dict[str, int]:
    """How often each word is used. The package's own reader takes twice as long, once in each process."""
    packed = (files("spellchecker") / "resources" / f"{language}.json.gz").read_bytes()
    counts: dict[str, int] = orjson.loads(gzip.decompress(packed).decode().lower())
    return counts
