"""What somebody asks search for: the terms, and what narrows the answer down.

`kind:image`, `label:green` and `group:luxury` narrow down; everything else is words. There is no other
syntax: quotes, wildcards and operators are characters between words.
"""

import re
from dataclasses import dataclass

from aacabot.domain.intel.labels import Label
from aacabot.domain.untrusted import one_line
from aacabot.services.intel.words import is_only_stop_words, terms_of

LONGEST = 200
"""Characters of a question that are read."""
_NARROWING = re.compile(r"(?<!\S)(kind|label|group):(\S+)", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question taken apart: each term is its readings, `kinds`, `labels` and `groups` are as typed.

    A label or kind that does not exist is kept: nothing has it. `is_common`: its words are all stop words.
    """

    words: str
    terms: tuple[tuple[str, ...], ...] = ()
    kinds: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    is_common: bool = False

    @property
    def narrows(self) -> bool:
        return bool(self.kinds or self.labels or self.groups)


def question_of(text: str) -> Question:
    """Any text is a question; what is too long is cut."""
    words = one_line(text, LONGEST)
    narrowing: dict[str, set[str]] = {"kind": set(), "label": set(), "group": set()}
    for name, value in _NARROWING.findall(words):
        narrowing[name.lower()].add(value.casefold())
    rest = _NARROWING.sub(" ", words)
    return Question(
        words=words,
        terms=tuple(terms_of(rest)),
        kinds=frozenset(narrowing["kind"]),
        labels=frozenset(_label(value) for value in narrowing["label"]),
        groups=frozenset(narrowing["group"]),
        is_common=is_only_stop_words(rest),
    )


def _label(value: str) -> str:
    bare = value.removeprefix("tlp:")
    return Label.AMBER_STRICT.value if bare in {"strict", "amber-strict", "amber_strict"} else bare
