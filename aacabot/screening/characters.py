"""What each character stands for once its disguise is off: the fold tables.

`plain` undoes compatibility forms, case, diacritics and traditional characters; `lookalike` also replaces
letters of other scripts by the Latin letter they resemble (Unicode UTS #39 confusables, and letter names for
what that table leaves out). Each is a `str.translate` table that fills as characters are met.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import cache

from aacabot.screening.han import is_han, simplified
from aacabot.screening.lookalikes import LETTER

UNREADABLE = "\u02c0"  # stands in `lookalike` for a sign or letter that resembles no Latin one
HIDDEN = "\x00"  # stands for a character nobody sees; not a letter, so a word may end there
DAKUTEN = {"\u3099": "\uff9e", "\u309a": "\uff9f"}  # kana voicing marks as letters: カ and ガ stay apart

# Invisible although Unicode does not call them format characters (Default_Ignorable_Code_Point).
_IGNORABLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
_LATIN_NAME = re.compile(
    r"(?:LATIN (?:SMALL |CAPITAL )?LETTER "
    r"(?:SMALL CAPITAL |SMALL LETTER |SCRIPT |OPEN |DOTLESS |LONG |AFRICAN |TURNED |REVERSED )*"
    r"|SYMBOL LETTER )([A-Z])(?: WITH .+)?$"
)
_EAST_ASIAN = re.compile(
    "[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7ff\uf900-\ufaff\uff66-\uffdc\U00020000-\U0003ffff]"
)


class FoldTable(dict[int, str]):
    """A `str.translate` table that works out a character the first time it is met."""

    def __init__(self, fold: Callable[[str], str]) -> None:
        super().__init__()
        self._fold = fold

    def __missing__(self, code: int) -> str:
        folded = self[code] = self._fold(chr(code))
        return folded


@cache
def plain() -> FoldTable:
    """The table that keeps every script as it is."""
    return FoldTable(_plain)


@cache
def lookalike() -> FoldTable:
    """The table that reads every script as Latin where it can pass for it."""
    return FoldTable(_lookalike)


def is_hidden(char: str) -> bool:
    """Whether nothing is shown for `char`: zero-width, bidi and other format or control characters."""
    if char.isspace():
        return False
    return unicodedata.category(char) in ("Cf", "Cc", "Cs", "Co", "Cn") or bool(_IGNORABLE.match(char))


def _plain(char: str) -> str:
    if char.isspace():
        return " "
    if is_hidden(char):
        return HIDDEN
    return "".join(piece.casefold() for piece in _pieces(char))


def _lookalike(char: str) -> str:
    if char.isspace() or is_hidden(char):
        return _plain(char)
    if not unicodedata.normalize("NFKD", char)[:1].isascii() and (whole := _latin(char)):
        return whole
    return "".join(_latin(piece) or _unreadable(piece) or piece.casefold() for piece in _pieces(char))


def _unreadable(char: str) -> str:
    """The stand-in for what could be a letter of some fancy alphabet, or nothing."""
    if char.isascii() or _EAST_ASIAN.match(char) or unicodedata.category(char)[0] not in "LSN":
        return ""
    return UNREADABLE


def _pieces(char: str) -> list[str]:
    """The base characters of `char`: compatibility forms undone, accents dropped, digits in ASCII."""
    if (digit := unicodedata.decimal(char, None)) is not None:
        return [str(digit)]
    if is_han(char):
        char = unicodedata.normalize("NFKC", char)
        return [simplified().get(char, char)]
    decomposed = unicodedata.normalize("NFKD", char)
    return [DAKUTEN.get(piece, piece) for piece in decomposed if piece in DAKUTEN or not _is_accent(piece)]


def _is_accent(char: str) -> bool:
    return unicodedata.category(char) in ("Mn", "Me") and unicodedata.combining(char) != 9


def _latin(char: str) -> str:
    """The ASCII letter `char` can pass for, in lower case, or nothing."""
    if char.casefold() in LETTER:
        return LETTER[char.casefold()]
    if char.isascii() or _EAST_ASIAN.match(char):
        return ""
    name = unicodedata.name(char, "")
    if named := _LATIN_NAME.search(name):
        return named[1].lower()
    if letter := _confusables().get(char, ""):
        # UTS #39 gives `l` for every upright bar; a capital one is read as I.
        return "i" if letter == "l" and char.isupper() else letter
    base, _, addition = name.partition(" WITH ")
    return _latin(_named(base)) if addition else ""


def _named(name: str) -> str:
    """The character of that name; a name cut short need not have one."""
    try:
        return unicodedata.lookup(name)
    except KeyError:
        return " "


@cache
def _confusables() -> dict[str, str]:
    """Each character that UTS #39 gives one ASCII letter for."""
    from confusable_homoglyphs.confusables import confusables_data  # reads its data file when imported

    letters: dict[str, str] = {}
    for char, others in confusables_data.items():
        for other in (entry["c"] for entry in others):
            if len(char) == len(other) == 1 and other.isascii() and other.isalpha():
                letters.setdefault(char, other.lower())
    return letters
