"""Whether what somebody shares names themselves: readers would know at once whose it is."""

import re
from collections.abc import Iterable

_LEFT_OUT = "…"
_SHORTEST = 2


def names_any(text: str, names: Iterable[str]) -> bool:
    """Whether one of the names stands in a text, whatever its letters' case."""
    return (pattern := _pattern(names)) is not None and pattern.search(text) is not None


def without(text: str, names: Iterable[str]) -> str:
    """The text with every one of the names left out; empty where nothing else is in it."""
    pattern = _pattern(names)
    left = pattern.sub(_LEFT_OUT, text) if pattern else text
    return left if any(char.isalnum() for char in left) else ""


def _pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    known = sorted({name.strip() for name in names if len(name.strip()) >= _SHORTEST}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, known)), re.IGNORECASE) if known else None
