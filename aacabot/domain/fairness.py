"""Whether sellers are treated fairly, in figures: how often a takedown was wrong, and how long it stood."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil


@dataclass(frozen=True, kw_only=True)
class Fairness:
    """What happened at one marketplace in a period. Waits are seconds from the takedown to its end, sorted.

    `restored` counts every takedown that was undone after it had been carried out, `retracted` those of them
    that the brand took back itself; `voided` the strikes that fell.
    """

    marketplace: str
    taken_down: int = 0
    restored: int = 0
    retracted: int = 0
    voided: int = 0
    waits: tuple[float, ...] = ()

    @property
    def median(self) -> float | None:
        return percentile(self.waits, 50)

    @property
    def p95(self) -> float | None:
        return percentile(self.waits, 95)


def percentile(ordered: Sequence[float], percent: int) -> float | None:
    """The smallest value that so many per cent do not exceed (nearest rank); None where there is none."""
    if not ordered:
        return None
    return ordered[max(ceil(len(ordered) * percent / 100), 1) - 1]
