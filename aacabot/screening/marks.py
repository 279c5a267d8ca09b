"""What screening reads and what it answers: marks, listing texts and matches, all frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

Field = Literal["title", "description", "seller"]


class MatchKind(StrEnum):
    """How the mark was written, from plainly to well disguised."""

    EXACT = "exact"
    NATIVE_SCRIPT = "native_script"
    FULLWIDTH = "fullwidth"
    STYLED = "styled"
    HIDDEN = "hidden"
    LOOKALIKE = "lookalike"
    SPACED = "spaced"
    REVERSED = "reversed"
    UPSIDE_DOWN = "upside_down"
    LEET = "leet"
    TRANSLITERATED = "transliterated"
    SOUNDALIKE = "soundalike"
    MISSPELT = "misspelt"


class Reason(StrEnum):
    """Stable keys for why a match was reported; `locales` holds their words."""

    SAME_SPELLING = "same_spelling"
    OTHER_CASE = "other_case"
    DIACRITICS = "diacritics"
    PLURAL = "plural"
    OTHER_SCRIPT = "other_script"
    TRADITIONAL_CHARACTERS = "traditional_characters"
    FULLWIDTH_LETTERS = "fullwidth_letters"
    STYLED_LETTERS = "styled_letters"
    HIDDEN_CHARACTERS = "hidden_characters"
    LOOKALIKE_LETTERS = "lookalike_letters"
    LOOKALIKE_PAIRS = "lookalike_pairs"
    SEPARATORS_INSIDE = "separators_inside"
    REVERSED_TEXT = "reversed_text"
    TURNED_LETTERS = "turned_letters"
    DIGITS_AND_SYMBOLS = "digits_and_symbols"
    CYRILLIC_SPELLING = "cyrillic_spelling"
    PINYIN_SPELLING = "pinyin_spelling"
    SAME_SOUND = "same_sound"
    ONE_EDIT = "one_edit"
    TWO_EDITS = "two_edits"


class UnscreenableMark(ValueError):
    """A mark too short to look for: it would be found in almost every listing."""

    def __init__(self, mark_id: str, text: str) -> None:
        super().__init__(
            f"The mark {text!r} (id {mark_id}) has fewer than two letters or digits, so it would be found in "
            "almost every listing. Give a longer spelling, or leave it out of the watchlist."
        )
        self.mark_id = mark_id
        self.text = text


@dataclass(frozen=True, slots=True)
class WatchedMark:
    """One mark: `text` as registered, `forms` its spellings by script or language.

    `common` says that `text` is also an ordinary word ("Apple"): written plainly it counts only where the
    listing's category agrees with `category` or its brand field names the mark. Spellings in another script
    than `text`, and disguised ones, are no ordinary words and count everywhere.
    """

    id: str
    text: str
    forms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    category: str | None = None
    common: bool = False


@dataclass(frozen=True, slots=True)
class Subject:
    """The text of one listing as the marketplace sent it. Anything a seller can type may be in it."""

    title: str
    description: str = ""
    category: str | None = None
    brand: str | None = None
    seller: str | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """One mark found: `span` is a slice of the subject's `field`, and `surface` is exactly that slice.

    `score` is 0..1; `kind` names the disguise, `reason` is a `Reason` key.
    """

    mark_id: str
    mark: str
    score: float
    span: tuple[int, int]
    surface: str
    kind: MatchKind
    reason: str
    field: Field
