"""Words no language has, one for each owner: wherever one is read, it says whose data that is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Owner:
    """Whose data something is: a member's, one of its brands', or an agency's."""

    member: str
    brand: str | None = None


SHOES, BAGS = Owner("acme", "shoes"), Owner("acme", "bags")
CAPS, SOCKS = Owner("beta", "caps"), Owner("beta", "socks")
LAMPS = Owner("gamma", "lamps")
ACME, BETA, GAMMA, REDLENS = Owner("acme"), Owner("beta"), Owner("gamma"), Owner("redlens")
WORDS = {
    ACME: "Halvorsund",
    BETA: "Brixtomere",
    GAMMA: "Cyndavole",
    REDLENS: "Pellucore",
    SHOES: "Zephyrine",
    BAGS: "Marchelle",
    CAPS: "Quorvane",
    SOCKS: "Tassilune",
    LAMPS: "Ostrelle",
}
BRANDS = (SHOES, BAGS, CAPS, SOCKS, LAMPS)
_SHORTEST = 6
"""Letters of a word that are left of it where a view has clipped it."""
_BY_BEGINNING = {word[:_SHORTEST].lower(): owner for owner, word in WORDS.items()}
_WORD = re.compile("(?:" + "|".join(_BY_BEGINNING) + r")\w*", re.IGNORECASE)


@dataclass(frozen=True)
class Sighting:
    """Somebody's data in a text, with what stands around it."""

    owner: Owner
    token: str
    around: str


def words_in(text: str) -> Iterator[Sighting]:
    """Every owner's words in a text, also clipped ones."""
    for found in _WORD.finditer(text):
        owner = _BY_BEGINNING[found[0][:_SHORTEST].lower()]
        yield Sighting(owner, found[0].lower(), around(text, found.start(), found.end()))


def without_words(text: str) -> str:
    """The text with every owner's words shortened to a letter."""
    return _WORD.sub("e", text)


def around(text: str, start: int, end: int) -> str:
    return text[max(0, start - 120) : end + 60]
