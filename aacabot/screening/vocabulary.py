"""Ordinary words: one of them is no misspelling of a mark, however near it is."""

from functools import cache

from aacabot.screening.characters import plain

_LANGUAGES = ["en", "es", "fr", "it"]
_VERY_OFTEN = 20_000  # for words of two or three letters, which are mostly abbreviations and names
_OFTEN = 20  # uses in the corpus; rarer entries hold names and slips of the pen


@cache
def ordinary_words() -> frozenset[str]:
    """Frequent words of the languages most listings are in (pyspellchecker's frequency lists), folded."""
    from spellchecker import SpellChecker  # reads its word lists when made, one to three seconds in all

    words: set[str] = set()
    for language in _LANGUAGES:
        counts = SpellChecker(language=language).word_frequency.dictionary
        often = (w for w, n in counts.items() if n >= (_OFTEN if len(w) > 3 else _VERY_OFTEN))
        words.update(word.translate(plain()) for word in often)
    return frozenset(words)
