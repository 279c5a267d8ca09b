"""How many of a hundred notices like this one are expected to be upheld, from those decided before."""

from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

OWN_AT_LEAST = 20
"""Decided notices of the member itself, below which its own past says nothing."""
ALLIANCE_AT_LEAST = 50
ALLIANCE_MEMBERS = 5
LARGEST_SHARE = 0.25
"""What an aggregate over members needs: enough of them, none of whom it would give away."""
_Z95 = 1.959964


class Whose(StrEnum):
    MEMBER = "member"
    ALLIANCE = "alliance"


@dataclass(frozen=True)
class Past:
    """Notices decided before: how many, how many of them were upheld and still are, and whose they were.

    `members` and `largest` (the most that any one of them had decided) are for an aggregate.
    """

    decided: int
    upheld: int
    members: int = 1
    largest: int = 0


@dataclass(frozen=True)
class Score:
    """`points` of 100 are expected at least; `decided` is how many it was learnt from."""

    points: int
    decided: int
    upheld: int
    whose: Whose


def score(own: Past | None, alliance: Past | None) -> Score | None:
    """The member's own past where there is enough of it, otherwise the alliance's, otherwise none."""
    if own is not None and own.decided >= OWN_AT_LEAST:
        return _score(own, Whose.MEMBER)
    if alliance is not None and tells_of_nobody(alliance):
        return _score(alliance, Whose.ALLIANCE)
    return None


def tells_of_nobody(past: Past) -> bool:
    """Whether an aggregate is of enough members and notices to give none of them away."""
    return (
        past.members >= ALLIANCE_MEMBERS
        and past.decided >= ALLIANCE_AT_LEAST
        and past.largest <= LARGEST_SHARE * past.decided
    )


def _score(past: Past, whose: Whose) -> Score:
    return Score(int(100 * lower_bound(past.upheld, past.decided)), past.decided, past.upheld, whose)


def lower_bound(upheld: int, decided: int) -> float:
    """The lower end of Wilson's 95 % interval for a share, 0 where nothing was decided.

    E. B. Wilson, Probable Inference, the Law of Succession, and Statistical Inference (JASA 22, 1927).
    """
    if decided <= 0:
        return 0.0
    share, square = upheld / decided, _Z95 * _Z95
    centre = share + square / (2 * decided)
    spread = _Z95 * sqrt(share * (1 - share) / decided + square / (4 * decided * decided))
    return max(0.0, (centre - spread) / (1 + square / decided))
