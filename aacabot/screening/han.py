"""Chinese characters: traditional to simplified, and their toneless sound."""

import re
import unicodedata
from functools import cache

from opencc import OpenCC
from pypinyin.constants import PINYIN_DICT

_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_FIRST_CODE = 0xAC00  # Hangul syllables, which folding takes apart: free to stand for one sound each


def is_han(char: str) -> bool:
    """Whether `char` is a unified Chinese character."""
    return _HAN.match(char) is not None


@cache
def simplified() -> dict[str, str]:
    """Each traditional character whose simplified form differs (OpenCC's `t2s`, one to one only)."""
    chars = [chr(c) for c in range(0x3400, 0xA000)]
    converted = OpenCC("t2s").convert("\n".join(chars)).split("\n")
    return {a: b for a, b in zip(chars, converted, strict=True) if a != b and len(b) == 1}


@cache
def syllable(char: str) -> str:
    """The first reading of a Chinese character without its tone (`惠` is `hui`), or nothing."""
    reading = PINYIN_DICT.get(ord(char), "").split(",")[0]
    bare = unicodedata.normalize("NFD", reading).replace("u\u0308", "v")
    return "".join(c for c in bare if "a" <= c <= "z")


@cache
def sound(char: str) -> str:
    """One code point that all characters of the same toneless sound share."""
    spelt = syllable(char)
    return chr(_FIRST_CODE + _ranks()[spelt]) if spelt else ""


@cache
def _ranks() -> dict[str, int]:
    spelt = sorted({syllable(chr(code)) for code in PINYIN_DICT})
    return {s: rank for rank, s in enumerate(spelt)}
