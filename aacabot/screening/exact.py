"""Spellings found letter for letter: one Aho-Corasick pass over every view of a batch."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from ahocorasick_rs import AhoCorasick

from aacabot.screening.forms import Form
from aacabot.screening.views import View

_JOINED_CAMEL = 5  # letters from which `AcmeShoes` shows a mark; shorter ones begin too many words
_MODEL = re.compile(r"[a-z]{1,2}[0-9]")  # `acmex200`: a model number written on
_DIGIT_EDGE = 4  # letters from which `acme500` shows a mark; shorter ones begin too many model numbers


class ExactIndex:
    """Finds forms in the letters of views. Immutable once built."""

    def __init__(self, forms: Iterable[Form]) -> None:
        self._forms: dict[str, list[Form]] = {}
        for form in forms:
            self._forms.setdefault(form.letters, []).append(form)
        self._patterns = list(self._forms)
        self._automaton = AhoCorasick(self._patterns, store_patterns=False)

    def hits(self, views: Sequence[View]) -> Iterator[tuple[int, Form, int, int]]:
        """Each occurrence: view number, form, start and end in the view's letters; edges are not checked."""
        if not self._patterns:
            return
        starts = list(accumulate((len(v.letters) + 1 for v in views), initial=0))
        text = "\n".join(v.letters for v in views)
        for pattern, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            number = bisect_right(starts, start) - 1
            for form in self._forms[self._patterns[pattern]]:
                yield number, form, start - starts[number], end - starts[number]


def stands_alone(view: View, text: str, form: Form, start: int, end: int) -> bool:
    """Whether an occurrence is a word of its own: `acme` in `acme-style`, not in `acmeology`."""
    if not (_whole_characters(view, start) and _whole_characters(view, end)):
        return False
    if not form.spaced_script:
        return True
    size = end - start
    return _is_edge(view, text, start, size) and (
        _is_edge(view, text, end, size) or (size >= _JOINED_CAMEL and bool(_MODEL.match(view.letters, end)))
    )


def is_plural(view: View, text: str, form: Form, start: int, end: int) -> bool:
    """Whether an occurrence is a word but for a final s."""
    size = end - start
    return (
        form.spaced_script
        and size >= _JOINED_CAMEL
        and view.letters.startswith("s", end)
        and _is_edge(view, text, start, size)
        and _is_edge(view, text, end + 1, size)
    )


def _whole_characters(view: View, at: int) -> bool:
    return not 0 < at < len(view.letters) or view.origins[at - 1] != view.origins[at]


def _is_edge(view: View, text: str, at: int, size: int) -> bool:
    if at == 0 or at == len(view.letters) or at in view.breaks:
        return True
    before, after = view.letters[at - 1], view.letters[at]
    if before.isdigit() != after.isdigit():
        return size >= _DIGIT_EDGE
    joined = text[view.origins[at - 1]].islower() and text[view.origins[at]].isupper()
    return joined and size >= _JOINED_CAMEL
