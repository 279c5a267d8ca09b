"""Chinese characters: traditional to simplified, and their toneless sound."""

import os
import re
import unicodedata
from functools import cache

from opencc import OpenCC

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
def _readings() -> dict[int, str]:
    # pypinyin asks this at import. Its phrases cost a start a third of a second; single characters need none.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin.pinyin_dict import pinyin_dict

    return pinyin_dict


@cache
def syllable(char: str) -> str:
    """The first reading of a Chinese character without its tone (`惠` is `hui`), or nothing."""
    reading = _readings().get(ord(char), "").split(",")[0]
    bare = unicodedata.normalize("NFD", reading).replace("u\u0308", "v")
    return "".join(c for c in bare if "a" <= c <= "z")


@cache
def sound(char: str) -> str:
    """One code point that all characters of the same toneless sound share."""
    spelt = syllable(char)
    return chr(_FIRST_CODE + _ranks()[spelt]) if spelt else ""


@cache
def _ranks() -> dict[str, int]:
    spelt = sorted({syllable(chr(code)) for code in _readings()})
    return {s: rank for rank, s in enumerate(spelt)}
