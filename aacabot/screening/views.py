"""The ways to read one text: as it stands, by resemblance, backwards, by sound.

A view is the text's letters without anything between them, with the place in the original of each letter and
where words begin, so that `Z-e p.h y r` is searched as `zephyr` and still found where it stands.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from aacabot.screening.characters import HIDDEN, FoldTable, lookalike, plain
from aacabot.screening.cyrillic import CYRILLIC, LATIN
from aacabot.screening.han import is_han, sound

# A word is a run of letters and digits; scripts written without spaces end it (Thai, kana, Han, jamo).
_UNSPACED = (
    "\u0e00-\u0e7f\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3"
    "\uf900-\ufaff\uff9e\uff9f\U00020000-\U0003ffff"
)
WORD = re.compile(f"[{_UNSPACED}]+|[^\\W_{_UNSPACED}]+")
UNSPACED = re.compile(f"[{_UNSPACED}]")

_OVERRIDE = re.compile("[\u202e\u2067]([^\u202c\u2069]*)[\u202c\u2069]?")
_FLIPPED = dict(
    zip("ɐqɔpǝɟƃɓɥᴉıɾʞlɯuodbɹsʇnʌʍxʎzⱯᗺƆᗡƎℲ⅁פHIſ⋊ꓘ⅂WNOԀΌტᴚS⊥Ʇ∩ՈΛɅMX⅄Z",
        "abcdefgghiijklmnopqrstuvwxyzabcdefgghijkklmnopqqrsttuuvvwxyz", strict=True)
)  # fmt: skip
TURNED = re.compile("[ɐɔǝɟƃɓɥᴉɾʞɯɹʇʌʍʎⱯᗺᗡƆƎℲⅎ⅁⅂Ԁᴚ⊥⅄ꓘꞱՈɅ]")


class Reading(StrEnum):
    """How a view was made."""

    PLAIN = "plain"
    LOOKALIKE = "lookalike"
    REVERSED = "reversed"
    UPSIDE_DOWN = "upside_down"
    CYRILLIC = "cyrillic"
    SOUND = "sound"


@dataclass(frozen=True, slots=True)
class View:
    """`letters` with, for each, its index in the original (`origins`); words as spans of `letters`."""

    reading: Reading
    letters: str
    origins: Sequence[int]
    words: Sequence[tuple[int, int]]
    breaks: frozenset[int]


def views(text: str) -> list[View]:
    """Every reading of `text` that its characters call for; most texts have just one."""
    if text.isascii():
        folded = text.lower().translate(plain()) if HIDDEN in text or not text.isprintable() else text.lower()
        return [compact(Reading.PLAIN, folded, range(len(text)))]
    letters = list(enumerate(text))
    found = [_folded(Reading.PLAIN, letters, plain())]
    resembling = _folded(Reading.LOOKALIKE, letters, lookalike())
    if resembling.letters != found[0].letters:
        found.append(resembling)
    if overridden := [pair for m in _OVERRIDE.finditer(text) for pair in _backwards(letters, *m.span(1))]:
        found.append(_folded(Reading.REVERSED, overridden, lookalike()))
    if TURNED.search(text):
        turned = [(i, _FLIPPED.get(c, c)) for i, c in reversed(letters)]
        found.append(_folded(Reading.UPSIDE_DOWN, turned, lookalike()))
    if CYRILLIC.search(text):
        found.append(_romanised(letters))
    if any(map(is_han, text)):
        found.append(_sounded(letters))
    return found


def compact(reading: Reading, folded: str, origins: Sequence[int]) -> View:
    """The letters of a folded text whose characters stand at `origins` of the original."""
    parts: list[str] = []
    places: list[int] = []
    words: list[tuple[int, int]] = []
    for word in WORD.finditer(folded):
        start, end = word.span()
        words.append((len(places), len(places) + end - start))
        parts.append(word[0])
        places.extend(origins[start:end])
    return View(reading, "".join(parts), places, words, frozenset(start for start, _ in words))


def _folded(reading: Reading, letters: Iterable[tuple[int, str]], table: FoldTable) -> View:
    parts: list[str] = []
    origins: list[int] = []
    for index, char in letters:
        folded = table[ord(char)]
        parts.append(folded)
        origins.extend([index] * len(folded))
    return compact(reading, "".join(parts), origins)


def _backwards(letters: list[tuple[int, str]], start: int, end: int) -> list[tuple[int, str]]:
    """The letters of an overridden stretch in the order they are shown, with a gap before and after."""
    return [(start - 1, " "), *reversed(letters[start:end]), (end - 1, " ")]


def _romanised(letters: list[tuple[int, str]]) -> View:
    """Cyrillic words by their sound in Latin letters; words without Cyrillic are left to the other views."""
    spelt = [(i, c.lower()) for i, c in letters]
    return _folded(Reading.CYRILLIC, ((i, o) for i, c in spelt for o in (LATIN.get(c, c))), plain())


def _sounded(letters: list[tuple[int, str]]) -> View:
    """Chinese characters by their toneless sound; everything else is a gap."""
    coded = [(i, sound(c) if is_han(c) else " ") for i, c in letters]
    places = [i for i, code in coded if code]
    return compact(Reading.SOUND, "".join(code or "" for _, code in coded), places)
