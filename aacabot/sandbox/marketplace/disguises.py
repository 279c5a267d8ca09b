"""The ways sellers write a mark so that filters miss it and buyers do not."""

from collections.abc import Callable
from enum import StrEnum
from random import Random

LOOK_ALIKES = str.maketrans("aceiopxyAEKMOPTBH", "асеіорхуАЕКМОРТВН")
"""Latin letters and the Cyrillic ones that look the same (Unicode TS 39 confusables)."""
LEET = str.maketrans("aeiolstAEIOLST", "43101574310157")
INVISIBLE = "\u200b\u200c\u2060"
FULL_WIDTH_OFFSET = 0xFEE0
SEPARATORS = (" ", ".", "-", "_", "*")


class Disguise(StrEnum):
    PLAIN = "plain"
    LOOK_ALIKE = "look_alike"
    LEET = "leet"
    SPLIT = "split"
    ZERO_WIDTH = "zero_width"
    FULL_WIDTH = "full_width"
    NATIVE = "native"
    """The mark's own form in the listing's script: no trick, another alphabet."""


def disguised(mark: str, disguise: Disguise, draw: Random) -> str:
    """The mark as this trick writes it; PLAIN and NATIVE leave it alone but for letter case."""
    return _WRITERS[disguise](mark, draw)


def _plain(mark: str, draw: Random) -> str:
    return draw.choice((mark, mark, mark.upper(), mark.lower()))


def _some(mark: str, table: dict[int, int], draw: Random) -> str:
    """At least one and at most three of the letters the table knows are swapped."""
    places = [place for place, letter in enumerate(mark) if ord(letter) in table]
    chosen = set(draw.sample(places, min(len(places), draw.randint(1, 3))))
    return "".join(
        letter.translate(table) if place in chosen else letter for place, letter in enumerate(mark)
    )


def _split(mark: str, draw: Random) -> str:
    separator = draw.choice(SEPARATORS)
    if draw.random() < 0.5:
        return separator.join(mark)
    cut = draw.randint(2, len(mark) - 2)
    return f"{mark[:cut]}{separator}{mark[cut:]}"


def _zero_width(mark: str, draw: Random) -> str:
    cut = draw.randint(1, len(mark) - 1)
    return f"{mark[:cut]}{draw.choice(INVISIBLE)}{mark[cut:]}"


def _full_width(mark: str, draw: Random) -> str:
    return "".join(
        chr(ord(letter) + FULL_WIDTH_OFFSET) if "!" <= letter <= "~" else letter for letter in mark
    )


_WRITERS: dict[Disguise, Callable[[str, Random], str]] = {
    Disguise.PLAIN: _plain,
    Disguise.LOOK_ALIKE: lambda mark, draw: _some(mark, LOOK_ALIKES, draw),
    Disguise.LEET: lambda mark, draw: _some(mark, LEET, draw),
    Disguise.SPLIT: _split,
    Disguise.ZERO_WIDTH: _zero_width,
    Disguise.FULL_WIDTH: _full_width,
    Disguise.NATIVE: lambda mark, draw: mark,
}
