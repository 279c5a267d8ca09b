"""A watchlist made ready for screening."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from aacabot.screening.exact import ExactIndex
from aacabot.screening.forms import Form, forms, is_short, spellings
from aacabot.screening.marks import WatchedMark
from aacabot.screening.near import NearMissIndex
from aacabot.screening.views import Reading


@dataclass(frozen=True, slots=True)
class ShortForms:
    """Spellings of one or two letters: found only as whole words, written just so or in capitals.

    Folding them would find `Ge` and `L.G.` everywhere; two-letter marks such as LG and 3M are real, so they
    are not refused either.
    """

    pattern: re.Pattern[str] | None
    forms: dict[str, tuple[Form, ...]]


@dataclass(frozen=True, slots=True)
class Watchlist:
    """Marks and their indexes. Immutable: build a new one when the marks change (5,000 take a second)."""

    marks: tuple[WatchedMark, ...]
    exact: ExactIndex
    near: NearMissIndex
    short: ShortForms

    @classmethod
    def build(cls, marks: Iterable[WatchedMark]) -> Self:
        """Index `marks`. Raises `UnscreenableMark` for a spelling of fewer than two letters or digits."""
        kept = tuple(marks)
        long: list[Form] = []
        short: dict[str, tuple[Form, ...]] = {}
        for number, mark in enumerate(kept):
            for spelling, native in spellings(mark):
                if is_short(spelling):
                    whole = frozenset({0})
                    form = Form(number, spelling, spelling, whole, Reading.PLAIN, native, mark.common)
                    for written in {spelling, spelling.upper()}:
                        short[written] = (*short.get(written, ()), form)
                else:
                    long.extend(forms(number, mark, spelling, native))
        return cls(kept, ExactIndex(long), NearMissIndex(long), ShortForms(_whole_words(short), short))


def _whole_words(short: dict[str, tuple[Form, ...]]) -> re.Pattern[str] | None:
    if not short:
        return None
    return re.compile(r"(?<![^\W_])(?:" + "|".join(map(re.escape, sorted(short))) + r")(?![^\W_])")
