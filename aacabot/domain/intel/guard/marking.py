"""A text cut where something in it is marked, so that counsel sees the sentence and the words at a glance."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from aacabot.domain.intel.guard.findings import Marked


@dataclass(frozen=True, kw_only=True)
class Segment:
    """A part of a text: within a sentence with something marked in it, and whether it is what is marked."""

    text: str
    in_sentence: bool = False
    is_marked: bool = False


def segments(text: str, marked: Sequence[Marked]) -> Iterator[Segment]:
    """The text in order, nothing left out; marks beyond its end are left out."""
    sentences = [(one.sentence_start, one.sentence_end) for one in marked]
    terms = [(one.start, one.end) for one in marked]
    places = {place for pair in (*sentences, *terms) for place in pair if 0 < place < len(text)}
    cuts = sorted({0, len(text), *places})
    for start, end in pairwise(cuts):
        yield Segment(
            text=text[start:end],
            in_sentence=any(first <= start < last for first, last in sentences),
            is_marked=any(first <= start < last for first, last in terms),
        )
