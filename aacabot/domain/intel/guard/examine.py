"""The guard: what a draft may not say, and what its member's counsel should read first."""

import re
from collections.abc import Iterable, Iterator

from aacabot.domain.intel.guard.criminal_labels import labelled
from aacabot.domain.intel.guard.fields import Field, fields_of, is_hash
from aacabot.domain.intel.guard.findings import Examined, Found, GuardRule, Marked, Place
from aacabot.domain.intel.guard.folding import read
from aacabot.domain.intel.guard.lexicon import terms_in
from aacabot.domain.intel.guard.personal_data import personal_data
from aacabot.domain.intel.items import Draft
from aacabot.domain.intel.kinds import IntelKind
from aacabot.domain.intel.rules import SharingRules

_SENTENCE_ENDS = re.compile(r"[.!?](?=\s|$)|[。！？；\n]")


def examine(draft: Draft, rules: SharingRules) -> Examined:
    """What is refused, and what waits for counsel where nothing is; each with its place as it was written.

    Refused (GDPR, Art. 6(1)(f) and 10): personal data in clear and criminal labels. Held (EU Horizontal
    Guidelines 2023): the lexicon's terms. The same draft always gets the same answer.
    """
    refusals: list[Found] = []
    marked: list[Marked] = []
    if draft.kind is IntelKind.IMAGE and draft.value and not is_hash(draft.value):
        refusals.append(Found(rule=GuardRule.NOT_A_HASH, place=Place.VALUE, start=0, end=len(draft.value)))
    for field in fields_of(draft):
        refusals += _refused(field)
        marked += _held(field, rules)
    return Examined(refusals=tuple(refusals), marked=tuple(marked))


def _refused(field: Field) -> list[Found]:
    pieces = [*personal_data(field.text, field), *labelled(read(field.text), in_words=field.in_words)]
    return [
        Found(rule=rule, place=field.place, start=start, end=end)
        for rule, start, end in _without_overlaps(pieces)
    ]


def _without_overlaps(pieces: Iterable[tuple[GuardRule, int, int]]) -> Iterator[tuple[GuardRule, int, int]]:
    """In the text's order; of pieces that overlap the longest, and of equals the rule that says more."""
    order = list(GuardRule)
    kept: list[tuple[GuardRule, int, int]] = []
    for piece in sorted(set(pieces), key=lambda one: (one[1] - one[2], _SAYS_MORE.index(one[0]))):
        if all(piece[2] <= other[1] or piece[1] >= other[2] for other in kept):
            kept.append(piece)
    return iter(sorted(kept, key=lambda one: (one[1], order.index(one[0]))))


_SAYS_MORE = (
    GuardRule.ACCOUNT,
    GuardRule.IDENTITY,
    GuardRule.CARD,
    GuardRule.EMAIL,
    GuardRule.CUSTOMER,
    GuardRule.HANDLE,
    GuardRule.PHONE,
    GuardRule.NAME,
    GuardRule.ADDRESS,
    GuardRule.CRIMINAL,
    GuardRule.NOT_A_HASH,
)


def _held(field: Field, rules: SharingRules) -> list[Marked]:
    held = []
    for topic, start, end in terms_in(field.text, rules, in_words=field.in_words):
        sentence_start, sentence_end = _sentence(field.text, start, end)
        held.append(
            Marked(
                topic=topic,
                place=field.place,
                start=start,
                end=end,
                sentence_start=sentence_start,
                sentence_end=sentence_end,
            )
        )
    return held


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence around a span, without the space before it."""
    ends = [found.end() for found in _SENTENCE_ENDS.finditer(text)]
    begins = max((one for one in ends if one <= start), default=0)
    finishes = min((one for one in ends if one >= end), default=len(text))
    while begins < start and text[begins].isspace():
        begins += 1
    return begins, finishes
