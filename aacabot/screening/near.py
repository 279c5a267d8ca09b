"""Words one or two edits away from a mark, found through a deletion index (Garbe's symmetric delete)."""

from collections.abc import Iterable, Iterator
from itertools import combinations, pairwise

from rapidfuzz.distance import OSA

from aacabot.screening.forms import Form

SHORTEST = 5  # letters; a four-letter word is one edit away from too many others
_TWO_EDITS_FROM = 8
_PREFIX = 7  # only so many leading letters are indexed: bounds the index for long marks


class NearMissIndex:
    """Finds the forms within their allowed edit distance of a word. Immutable once built."""

    def __init__(self, forms: Iterable[Form]) -> None:
        self._spelt: dict[str, list[Form]] = {}
        for form in forms:
            if len(form.letters) >= SHORTEST - 1 and form.letters.isascii() and not form.letters.isdigit():
                self._spelt.setdefault(form.letters, []).append(form)
        self._keys: dict[str, list[str]] = {}
        for letters in filter(lambda w: len(w) >= SHORTEST, self._spelt):
            for key in set(_deletions(letters[:_PREFIX], edits_allowed(letters))):
                self._keys.setdefault(key, []).append(letters)
        self._beginnings = frozenset(w[:n] for w in self._spelt for n in range(1, len(w) + 1))
        self.longest = max(map(len, self._spelt), default=0)

    def near(self, word: str) -> list[tuple[Form, int]]:
        """The forms near `word` with their distance (optimal string alignment), never the word itself."""
        if not SHORTEST - 1 <= len(word) <= self.longest + 2 or word in self._spelt:
            return []
        candidates: set[str] = set()
        for key in _deletions(word[:_PREFIX], 2 if len(word) >= _TWO_EDITS_FROM - 2 else 1):
            candidates.update(self._keys.get(key, ()))
        found: list[tuple[Form, int]] = []
        for letters in candidates:
            allowed = edits_allowed(letters)
            distance = OSA.distance(word, letters, score_cutoff=allowed)
            if 0 < distance <= allowed:
                found.extend((form, distance) for form in self._spelt[letters] if not _is_part(word, form))
        return found

    def begins(self, word: str) -> bool:
        """Whether any form begins with `word`."""
        return word in self._beginnings

    def same(self, word: str) -> list[Form]:
        """The forms of four letters or more spelt exactly like `word`."""
        return self._spelt.get(word, [])


def edits_allowed(letters: str) -> int:
    """How many edits a spelling bears before it could be any word."""
    return 2 if len(letters) >= _TWO_EDITS_FROM else 1


def _is_part(word: str, form: Form) -> bool:
    """Whether a word is one of a form's own, as `fashion` is of `G Fashion`: no misspelling of the whole."""
    cuts = [*sorted(form.breaks), len(form.letters)]
    return len(cuts) > 2 and word in (form.letters[a:b] for a, b in pairwise(cuts))


def _deletions(word: str, most: int) -> Iterator[str]:
    yield word
    for count in range(1, most + 1):
        for kept in combinations(word, len(word) - count) if len(word) > count else ():
            yield "".join(kept)
