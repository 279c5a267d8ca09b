"""Case numbers people read out, type and mistype, such as `AC-7K3Q9`."""

import re
import unicodedata
from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

PREFIX = "AC"
# Crockford's Base32 (crockford.com/base32.html): no I, L, O (read as 1, 1, 0) and no U.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SHORTEST = 5
LONGEST = 8
_MULTIPLIERS = (0x9E3779B97F4A7C15, 0xD1B54A32D192ED03)  # odd, hence invertible modulo a power of two
_SHIFT = 0x94D049BB133111EB  # so that the first number is not all zeros
_MISREAD = str.maketrans("OIL", "011")
_DASHES = re.compile(r"[\u2010-\u2015\u2212_]")
_CODE = f"([{ALPHABET}OIL]{{{SHORTEST},{LONGEST}}})"
_PREFIXED = re.compile(rf"(?<![A-Z0-9]){PREFIX}[- ]*{_CODE}(?![A-Z0-9])")
_BARE = re.compile(rf"\W*(?:CASE\W+)?{_CODE}\W*")


def format_case_number(n: int) -> str:
    """Return the number of the `n`-th case, counted from 0; different `n` give different numbers.

    The first 33,554,432 have five characters, the next 1,073,741,824 six, and so on. A fixed permutation
    scatters neighbours, so a number does not show how many cases there are; it is no secret, and knowing a
    number gives no right to the case.
    """
    length, rest = _length_and_rest(n)
    code = _scatter(rest, 5 * length)
    return f"{PREFIX}-" + "".join(ALPHABET[code >> 5 * place & 31] for place in reversed(range(length)))


def sequence_of(number: str) -> int:
    """Return the `n` that `format_case_number` turns into this number; ValueError if none does."""
    if normalise(number) != number:
        raise ValueError(f"{number!r} is not a case number")
    code = 0
    digits = number.removeprefix(f"{PREFIX}-")
    for char in digits:
        code = code << 5 | ALPHABET.index(char)
    shorter_ones = sum(1 << 5 * length for length in range(SHORTEST, len(digits)))
    return _gather(code, 5 * len(digits)) + shorter_ones


def normalise(text: str) -> str | None:
    """Read a case number the way people write it, or return None where there is none.

    Small letters, full-width letters, other dashes, no dash, O for 0 and I or L for 1 are understood. In a
    sentence or a link the number needs its prefix; on its own, or after the word "case", it does not.
    """
    plain = _plain(text)
    found = _PREFIXED.search(plain) or _BARE.fullmatch(plain)
    return f"{PREFIX}-{found[1].translate(_MISREAD)}" if found else None


def nearest(text: str, known: Iterable[str]) -> str | None:
    """Return the one known number that is a single typo away (a sign too many, missing, wrong or swapped).

    None when there is no such number or more than one: a suggestion must not be a guess.
    """
    compact = {number: number.replace("-", "") for number in known}
    typed = re.sub(r"[^A-Z0-9]", "", _plain(text)).translate(_MISREAD)
    close: dict[str, float] = {}
    for query in (typed, PREFIX + typed):
        for _, distance, number in process.extract_iter(query, compact, scorer=OSA.distance, score_cutoff=1):
            close[number] = min(distance, close.get(number, distance))
    candidates = [number for number, distance in close.items() if distance == 0] or list(close)
    return candidates[0] if len(candidates) == 1 else None


def _plain(text: str) -> str:
    return _DASHES.sub("-", unicodedata.normalize("NFKC", text)).upper()


def _length_and_rest(n: int) -> tuple[int, int]:
    for length in range(SHORTEST, LONGEST + 1):
        if 0 <= n < 32**length:
            return length, n
        n -= 32**length
    raise ValueError("case numbers count from 0 and end after eight characters")


def _scatter(value: int, bits: int) -> int:
    for multiplier in _MULTIPLIERS:
        value = (value * multiplier + _SHIFT) & (1 << bits) - 1
        value ^= value >> (bits + 1) // 2
    return value


def _gather(value: int, bits: int) -> int:
    for multiplier in reversed(_MULTIPLIERS):
        value ^= value >> (bits + 1) // 2  # undoes itself, as the shift is at least half the width
        value = (value - _SHIFT) * pow(multiplier, -1, 1 << bits) & (1 << bits) - 1
    return value
