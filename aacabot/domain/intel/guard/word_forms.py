"""A term as counsel writes it, and the pattern that finds it in the forms people write."""

import re
from functools import cache

_BETWEEN = r"[\s\-_/]{0,3}"
_HAN = re.compile(r"[\u3400-\u9fff]")
_IRREGULAR = {"sell": "sell|sells|sold|selling", "buy": "buy|buys|bought|buying", "cut": "cuts?|cutting"}


@cache
def pattern_of(term: str) -> str:
    """A regular expression over folded text: plural, past and -ing forms of each English word, with spaces,
    hyphens or nothing between words; Chinese terms with gaps between the characters, but no full stop.
    """
    words = term.casefold().split()
    if _HAN.search(term):
        return r"[ \-_*·]{0,2}".join(re.escape(char) for char in "".join(words))
    return rf"(?<![a-z]){_BETWEEN.join(map(_forms, words))}(?![a-z])"


def _forms(word: str) -> str:
    if not word.isalpha() or len(word) < 4:
        return f"(?:{_IRREGULAR.get(word, re.escape(word))})"
    if word in _IRREGULAR:
        return f"(?:{_IRREGULAR[word]})"
    stem, last = re.escape(word[:-1]), re.escape(word[-1])
    if word.endswith("e"):
        return rf"{stem}(?:e|es|ed|er|ers|ing|ings|e's|ey)"
    if word.endswith("y") and word[-2] not in "aeiou":
        return rf"{stem}(?:y|ies|ied|ying|y's)"
    return rf"{re.escape(word)}(?:s|es|'s|{last}?(?:ed|er|ers|ing|ings))?"
