"""The spellings a mark is looked for under, ready for the indexes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from aacabot.screening.characters import UNREADABLE, lookalike, plain
from aacabot.screening.han import is_han, sound, syllable
from aacabot.screening.marks import UnscreenableMark, WatchedMark
from aacabot.screening.views import UNSPACED, Reading, compact

_PINYIN_LETTERS = 5  # below this a pinyin spelling is too often another word (`anta`, `babi`)
_PASSED_OFF_LETTERS = 5  # below this a Cyrillic or Greek spelling in Latin letters is another word (`MTC`)


@dataclass(frozen=True, slots=True)
class Form:
    """One spelling of one mark.

    `letters` is the folded spelling without gaps, `breaks` where its own words begin. `native` says it is in
    another script than the mark's text, `gated` that it is an ordinary word and needs context.
    """

    mark: int
    spelling: str
    letters: str
    breaks: frozenset[int]
    reading: Reading
    native: bool = False
    gated: bool = False
    pinyin: bool = False

    @property
    def spaced_script(self) -> bool:
        """Whether the script separates words, so that the form must begin and end at a word's edge."""
        return not UNSPACED.match(self.letters)


def spellings(mark: WatchedMark) -> Iterator[tuple[str, bool]]:
    """Each distinct spelling of a mark with whether it is in another script than its text.

    Raises `UnscreenableMark` for a spelling that has no letters, or only one in a script that needs more.
    """
    latin = _is_latin(mark.text)
    every = dict.fromkeys([mark.text, *(text for texts in mark.forms.values() for text in texts)])
    for spelling in every:
        letters = compact(Reading.PLAIN, spelling.translate(plain()), range(3 * len(spelling) + 32)).letters
        if len(letters) < 2 and not (letters and UNSPACED.match(letters)):
            raise UnscreenableMark(mark.id, spelling)
        yield spelling, _is_latin(spelling) != latin


def is_short(spelling: str) -> bool:
    """Whether a spelling is so short (LG, 3M, 맥) that only the very word, case included, counts."""
    if UNSPACED.match(spelling.translate(plain())):
        return len(spelling.strip()) < 2
    return len(re.sub(r"[\W_]+", "", spelling)) < 3


def forms(number: int, mark: WatchedMark, spelling: str, native: bool) -> Iterator[Form]:
    """A spelling as each reading shows it: folded, by resemblance; Chinese also by sound and in pinyin."""
    gated = mark.common and not native
    seen: set[str] = set()
    for reading, table in ((Reading.PLAIN, plain()), (Reading.LOOKALIKE, lookalike())):
        folded = spelling.translate(table)
        view = compact(reading, folded, range(len(folded)))
        if reading is Reading.LOOKALIKE and not _is_latin(spelling) and len(folded) < _PASSED_OFF_LETTERS:
            continue
        if view.letters not in seen and UNREADABLE not in view.letters:
            seen.add(view.letters)
            yield Form(number, spelling, view.letters, view.breaks, reading, native, gated)
    han = "".join(c for c in spelling.translate(plain()) if c.isalnum())
    if len(han) > 1 and all(map(is_han, han)):
        yield Form(number, han, "".join(map(sound, han)), frozenset({0}), Reading.SOUND, True)
        if len(spelt := "".join(map(syllable, han))) >= _PINYIN_LETTERS:
            yield Form(number, spelling, spelt, frozenset({0}), Reading.PLAIN, True, pinyin=True)


def _is_latin(text: str) -> bool:
    return all(c.isascii() for c in text.translate(lookalike()) if c.isalpha()) and any(
        c.isascii() for c in text.translate(plain()) if c.isalnum()
    )
