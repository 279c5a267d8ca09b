"""A text as the guard reads it: disguises undone, and for each character where it stood in the original.

Undone are compatibility forms (NFKD: full-width, ligatures, styled letters), accents, invisible characters,
digits of other scripts, Cyrillic and Greek letters that pass for Latin ones, the traditional forms of the
Chinese characters in our own terms, letters spaced out, and digits for letters inside a word.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

_LOOKALIKES = str.maketrans("авекмнорстухіјѕԁɡԛԝһӏαβεικνορτυχϲ", "abekmhopctyxijsdgqwhlabeikvoptuxc")
"""Small Cyrillic and Greek letters that pass for Latin ones (Unicode TS 39)."""
_SIMPLIFIED = str.maketrans(
    "價錢報發零賣營業額銷產庫場經貨應購買戶顧單轉議絕斷黑犯騙詐團黨電話號機聯係繫樓棟號碼證戶區縣鎮",
    "价钱报发零卖营业额销产库场经货应购买户顾单转议绝断黑犯骗诈团党电话号机联系系楼栋号码证户区县镇",
)
_BLANK = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
_SPACED_OUT = re.compile(r"(?<!\w)(?:[^\W\d_][ .\-_*·/|,+~]{1,3}){3,}[^\W\d_](?!\w)")
_GAPS = re.compile(r"[ .\-_*·/|,+~]")
_LEET = re.compile(r"(?<=[a-z])[013457@$!](?=[a-z])")
_LETTERS = {"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i"}
_HAN_DIGITS = str.maketrans("〇零一二三四五六七八九幺两", "00123456789" + "12")


@dataclass(frozen=True)
class Reading:
    """What is read, and the place in the original of each character read."""

    text: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where in the original a part of the reading stands."""
        return self.places[start], self.places[end - 1] + 1


@lru_cache(maxsize=16)
def read(text: str, *, cased: bool = False) -> Reading:
    """The text folded; `cased` keeps capitals, for what only capitals tell."""
    letters, places = [], []
    for place, char in enumerate(text):
        for piece in _pieces(char):
            folded = piece if cased else piece.casefold().translate(_LOOKALIKES).translate(_SIMPLIFIED)
            for each in folded:
                letters.append(each)
                places.append(place)
    return Reading("".join(letters), tuple(places))


def _pieces(char: str) -> Iterator[str]:
    if char in "\n\r\u2028\u2029":
        yield "\n"
    elif char.isspace():
        yield " "
    elif (digit := unicodedata.decimal(char, None)) is not None:
        yield str(digit)
    elif not _is_hidden(char):
        for piece in unicodedata.normalize("NFKD", char):
            if unicodedata.category(piece) not in {"Mn", "Me"} and not _is_hidden(piece):
                yield " " if piece.isspace() else piece


def _is_hidden(char: str) -> bool:
    return unicodedata.category(char) in {"Cf", "Cc", "Cs", "Co", "Cn"} or _BLANK.match(char) is not None


def joined(reading: Reading) -> Reading:
    """With letters that are spaced out (`p r i c e`) written together."""
    kept = list(range(len(reading.text)))
    for found in reversed(list(_SPACED_OUT.finditer(reading.text))):
        inside = range(found.start(), found.end())
        kept[found.start() : found.end()] = [one for one in inside if not _GAPS.match(reading.text[one])]
    text = "".join(reading.text[one] for one in kept)
    return Reading(text, tuple(reading.places[one] for one in kept))


def unleeted(reading: Reading) -> Reading:
    """With digits inside words read as the letters they stand for (`pr1ce`)."""
    return replace(reading, text=_LEET.sub(lambda found: _LETTERS[found[0]], reading.text))


def with_digits(reading: Reading) -> Reading:
    """With Chinese numerals read as digits, one by one."""
    return replace(reading, text=reading.text.translate(_HAN_DIGITS))


def masked(reading: Reading, parts: re.Pattern[str]) -> Reading:
    """With what a pattern finds blanked out; every character keeps its place."""

    return replace(reading, text=parts.sub(lambda found: " " * len(found[0]), reading.text))


def overlapping(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Every match from every start: a number before another must not hide it."""
    place = 0
    while found := pattern.search(text, place):
        yield found
        place = found.start() + 1
