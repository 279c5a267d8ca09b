"""What a reviewer must know for a case: kinds of rights, and the languages listings are written in."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from aacabot.domain.rights import RightKind


class Language(StrEnum):
    """What a listing can be written in that not every reviewer reads, by its script."""

    CHINESE = "chinese"
    JAPANESE = "japanese"
    KOREAN = "korean"
    CYRILLIC = "cyrillic"
    ARABIC = "arabic"
    HEBREW = "hebrew"
    GREEK = "greek"
    THAI = "thai"
    DEVANAGARI = "devanagari"


SPECIAL_RIGHTS = (RightKind.DESIGN, RightKind.COPYRIGHT, RightKind.PATENT)
"""Trade marks every reviewer knows."""
WRITTEN_IN_FULL = 8
"""So many letters of an alphabet are text to be read; fewer are a disguise, such as one Cyrillic letter."""
WRITTEN_IN_SIGNS = 2
"""Of scripts with a sign for a syllable or a word, two are a word."""

_ALPHABETS: Mapping[str, Language] = {
    "CYRILLIC": Language.CYRILLIC,
    "ARABIC": Language.ARABIC,
    "HEBREW": Language.HEBREW,
    "GREEK": Language.GREEK,
    "THAI": Language.THAI,
    "DEVANAGARI": Language.DEVANAGARI,
}
_SIGNS: Mapping[str, Language] = {
    "HANGUL": Language.KOREAN,
    "HIRAGANA": Language.JAPANESE,
    "KATAKANA": Language.JAPANESE,
    "CJK": Language.CHINESE,
}


@dataclass(frozen=True, kw_only=True)
class Needs:
    """What somebody who reviews a case should know; nothing where any reviewer will do."""

    rights: tuple[RightKind, ...] = ()
    languages: tuple[Language, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.rights or self.languages)

    @property
    def kept(self) -> dict[str, Any]:
        """As it is kept with the case."""
        if not self:
            return {}
        return {
            "rights": [str(one) for one in self.rights],
            "languages": [str(one) for one in self.languages],
        }

    def met_by(self, knows: "Needs") -> bool:
        """Whether somebody who knows this is whom the case needs: all of its rights and all languages."""
        return set(self.rights) <= set(knows.rights) and set(self.languages) <= set(knows.languages)


def needs_of(right: RightKind, texts: Iterable[str]) -> Needs:
    """What the right and the listing's texts ask of a reviewer."""
    rights = (right,) if right in SPECIAL_RIGHTS else ()
    return Needs(rights=rights, languages=written_in(" ".join(texts)))


def needs_kept(kept: Mapping[str, Any]) -> Needs:
    """What was kept; what a later version knew is left out."""
    rights = tuple(RightKind(one) for one in kept.get("rights", ()) if one in frozenset(SPECIAL_RIGHTS))
    languages = tuple(Language(one) for one in kept.get("languages", ()) if one in frozenset(Language))
    return Needs(rights=rights, languages=languages)


def written_in(text: str) -> tuple[Language, ...]:
    """The languages a text is written in, as far as its scripts tell; Han beside kana is Japanese."""
    counted: dict[Language, int] = {}
    for letter in filter(str.isalpha, text):
        script = unicodedata.name(letter, "").partition(" ")[0]
        language = _SIGNS.get(script) or _ALPHABETS.get(script)
        if language is not None:
            counted[language] = counted.get(language, 0) + 1
    if counted.get(Language.JAPANESE, 0) >= WRITTEN_IN_SIGNS:
        counted.pop(Language.CHINESE, None)
    return tuple(one for one in Language if counted.get(one, 0) >= _enough(one))


def _enough(language: Language) -> int:
    return WRITTEN_IN_SIGNS if language in _SIGNS.values() else WRITTEN_IN_FULL
