"""Marks written with digits and symbols, found run by run."""

import re
from collections.abc import Iterator

from aacabot.screening.forms import Form
from aacabot.screening.leet import decoded, is_leet
from aacabot.screening.near import NearMissIndex

Span = tuple[int, int]

# Runs end at spaces and at a hyphen after a letter (`new-@cme`), which is no part of a letter like |-|.
_RUN = re.compile(r"(?:(?!(?<=\w)-(?=[\w@$!+^|<{(\[/]))\S)+")
_NUMBER = re.compile(r"\d[.,]\d|^[\d\W_]*\d[\d.,]*$")
_LONGEST_ALONE = 5  # letters up to which a mark in two runs is more likely two words
_LONGEST_MARK = 4  # runs in a row tried as one mark
_EDGE_MARKS = "()[]{}<>\"'.,;:!?|/\\*-+&^"


class LeetReader:
    """Reads runs of digits and symbols as letters, and remembers the runs it has read."""

    def __init__(self, spellings: NearMissIndex) -> None:
        self._spellings = spellings
        self._read: dict[str, list[str]] = {}

    def found(self, text: str) -> Iterator[tuple[Form, Span, str]]:
        """Each mark in `text` spelt with digits or symbols: its form, where, and the word it is read as."""
        if not is_leet(text):
            return
        runs = [m.span() for m in _RUN.finditer(text)]
        for first, (start, _) in enumerate(runs):
            yield from self._from(text, runs[first : first + _LONGEST_MARK], start)
            trimmed = _trimmed(text, *runs[first])
            if trimmed[0] != start:
                yield from self._from(text, runs[first : first + _LONGEST_MARK], trimmed[0])

    def _from(self, text: str, runs: list[Span], start: int) -> Iterator[tuple[Form, Span, str]]:
        """The marks that begin at `start` and end with one of `runs`, its edge punctuation in or out."""
        beginnings = [""]
        for run_start, run_end in runs:
            at = max(start, run_start)
            for end in {run_end, _trimmed(text, at, run_end)[1]}:
                for word in self._words(beginnings, text[at:end]):
                    forms = self._spellings.same(word)
                    if forms and _is_disguised(text[start:end], word):
                        yield from ((form, (start, end), word) for form in forms)
            beginnings = [w for w in self._words(beginnings, text[at:run_end]) if self._spellings.begins(w)]
            if not beginnings:
                return

    def _words(self, beginnings: list[str], run: str) -> list[str]:
        if run not in self._read:
            self._read[run] = decoded(run)
        return [beginning + word for beginning in beginnings for word in self._read[run]]


def _is_disguised(surface: str, word: str) -> bool:
    """Whether digits or symbols do stand for letters, and the surface is no number, price or model."""
    if not is_leet(surface) or "".join(filter(str.isalnum, surface)).lower() == word:
        return False
    if _NUMBER.search(surface) and sum(c in "@$|^+<{[(" for c in surface) < 2:
        return False
    runs = surface.split()
    return len(runs) == 1 or (len(word) > _LONGEST_ALONE and len(runs[0]) > 1)


def _trimmed(text: str, start: int, end: int) -> Span:
    """A span without the punctuation at its edges."""
    while start < end and text[start] in _EDGE_MARKS:
        start += 1
    while end > start and text[end - 1] in _EDGE_MARKS:
        end -= 1
    return start, end
