"""How far a record is from being lost, in cases: whole numbers, by integer arithmetic only."""

from dataclasses import dataclass

from aacabot.domain.good_faith.counts import Counts
from aacabot.domain.good_faith.thresholds import WHOLE, Thresholds


@dataclass(frozen=True)
class Margin:
    """How many more declines, or restores, alone lose it: 0 where it is lost now, None where none can."""

    declines: int | None
    restores: int | None


def margin(counts: Counts, thresholds: Thresholds) -> Margin:
    """The least number of either that loses it; one less keeps it.

    Below the minimum of decisions nothing is lost: declines count towards the minimum, restores do not.
    """
    return Margin(_declines(counts, thresholds), _restores(counts, thresholds))


def _declines(counts: Counts, thresholds: Thresholds) -> int | None:
    missing = max(thresholds.minimum - counts.decided, 0)
    if counts.restored * WHOLE > thresholds.scn_rate * counts.taken_down:
        return missing
    if thresholds.takedown_rate == 0:
        return None
    most_decided = counts.stayed_down * WHOLE // thresholds.takedown_rate
    return max(most_decided - counts.decided + 1, missing)


def _restores(counts: Counts, thresholds: Thresholds) -> int | None:
    if counts.decided < thresholds.minimum:
        return None
    must_stay = -(-thresholds.takedown_rate * counts.decided // WHOLE)
    may_return = thresholds.scn_rate * counts.taken_down // WHOLE
    least = max(min(counts.stayed_down - must_stay, may_return - counts.restored) + 1, 0)
    return least if least <= counts.stayed_down else None


def what_if(counts: Counts, *, declines: int, takedowns: int, restores: int) -> Counts:
    """The counts after so many more of each. Raises ValueError where more would come back than is down."""
    after = counts + Counts(takedowns, declines, restores)
    if min(declines, takedowns, restores) < 0 or after.stayed_down < 0:
        raise ValueError("more cannot come back than was taken down")
    return after
