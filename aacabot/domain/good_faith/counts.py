"""What a record counts."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from math import sqrt

_Z95 = 1.959963984540054


@dataclass(frozen=True)
class Counts:
    """Requests that were decided: taken down or declined; `restored` are those of `taken_down` that came
    back since, by a successful counter-notice or because the brand retracted after the takedown.
    """

    taken_down: int = 0
    declined: int = 0
    restored: int = 0

    @property
    def decided(self) -> int:
        return self.taken_down + self.declined

    @property
    def stayed_down(self) -> int:
        """The numerator of the takedown rate; `decided` is its denominator."""
        return self.taken_down - self.restored

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.taken_down + other.taken_down,
            self.declined + other.declined,
            self.restored + other.restored,
        )

    def __neg__(self) -> "Counts":
        return Counts(-self.taken_down, -self.declined, -self.restored)


NONE_YET = Counts()


def counted(
    outcome: str | None, outcome_at: datetime | None, restored_at: datetime | None
) -> tuple[date, Counts] | None:
    """The UTC day a case counts for, and what it counts there; None while it is undecided.

    A takedown that came back counts against the day of the takedown, whenever it came back.
    """
    if outcome_at is None or outcome not in {"taken_down", "declined"}:
        return None
    day = outcome_at.astimezone(UTC).date()
    if outcome == "declined":
        return day, Counts(declined=1)
    return day, Counts(taken_down=1, restored=int(restored_at is not None))


def lower_bound(counts: Counts) -> float:
    """The lower end of the 95 % interval of the takedown rate; 0 where nothing was decided.

    Wilson's score interval (E. B. Wilson, 1927; NIST/SEMATECH e-Handbook of Statistical Methods, 7.2.4.1).
    """
    n, hits = counts.decided, counts.stayed_down
    if n == 0 or hits == 0:
        return 0.0
    share, square = hits / n, _Z95 * _Z95
    spread = _Z95 * sqrt(share * (1 - share) / n + square / (4 * n * n))
    return (share + square / (2 * n) - spread) / (1 + square / n)
