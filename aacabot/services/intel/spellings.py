"""Words by what is left of them when letters are missing: how a word that is misspelt finds the right one.

SymSpell (https://github.com/wolfgarbe/SymSpell): two words that differ by one or two letters have a spelling
in common once as many letters are left out of each; only the beginning of a word is cut, the whole compared.
"""

from itertools import combinations

from rapidfuzz.distance import OSA

_BEGINNING = 7
_ONE_FROM, _TWO_FROM = 4, 8
"""Letters from which a word may differ in one place, and in two."""


def may_differ(word: str) -> int:
    """In how many places; none for short words, and for what has digits in it, as models' numbers do."""
    if len(word) < _ONE_FROM or not word.isalpha():
        return 0
    return 1 if len(word) < _TWO_FROM else 2


def spellings_of(word: str) -> list[str]:
    """What is left of a word's beginning with up to so many letters missing; nothing if it may not differ."""
    most, beginning = may_differ(word), word[:_BEGINNING]
    if not most:
        return []
    left = {
        "".join(letter for at, letter in enumerate(beginning) if at not in missing)
        for count in range(most + 1)
        for missing in combinations(range(len(beginning)), count)
    }
    return sorted(left)


def nearest(word: str, others: list[str], most: int) -> list[str]:
    """Those of the others that differ little enough, the nearest first, at most so many."""
    allowed = may_differ(word)
    apart = [(OSA.distance(word, other, score_cutoff=allowed), other) for other in others if other != word]
    return [other for distance, other in sorted(apart) if distance <= allowed][:most]
