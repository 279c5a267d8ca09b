"""What a marketplace asks of a record: its own settings, or one of the two variants that are published.

Alibaba's Good-Faith Takedown Mechanism (its 2020 FAQ): below 90 % taken down or above 5 % successful
counter-notifications in the past three months ends it, for three months at least. Amazon's Project Zero: 90 %
of what was reported in the last six months accepted; it publishes no rate of restores. Neither publishes a
minimum of decisions nor a warning before the limit: 20, and two points and one point before it, are ours.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

WHOLE = 10_000
"""Rates are whole numbers of hundredths of a percent, so that no rounding decides."""
_BEFORE_TAKEDOWN_RATE, _BEFORE_SCN_RATE = 200, 100


@dataclass(frozen=True, kw_only=True)
class Thresholds:
    """Rates in hundredths of a percent; `scn_rate` is that of takedowns that came back (successful
    counter-notices, and retractions after the takedown), `minimum` how many decisions a status needs.
    """

    takedown_rate: int = 9_000
    scn_rate: int = 500
    watch_takedown_rate: int = 9_200
    watch_scn_rate: int = 400
    months: int = 3
    minimum: int = 20
    readmission_months: int = 3

    def __post_init__(self) -> None:
        rates = (self.takedown_rate, self.scn_rate, self.watch_takedown_rate, self.watch_scn_rate)
        if not all(0 <= rate <= WHOLE for rate in rates) or min(self.months, self.minimum) < 1:
            raise ValueError("rates are from 0 to 1; months and the minimum from 1 up")
        if self.watch_takedown_rate < self.takedown_rate or self.watch_scn_rate > self.scn_rate:
            raise ValueError("the warning comes before the limit")


ALIBABA = Thresholds()
AMAZON = Thresholds(months=6, scn_rate=WHOLE, watch_scn_rate=WHOLE)
PRESETS: Mapping[str, Thresholds] = {"alibaba": ALIBABA, "amazon": AMAZON}
RATES = ("takedown_rate", "scn_rate", "watch_takedown_rate", "watch_scn_rate")
"""Those of the settings that a file gives as fractions of one, with at most four decimals."""


def thresholds_of(settings: Mapping[str, Any]) -> Thresholds:
    """A marketplace's settings on top of their preset (Alibaba's where none is named).

    Where a limit is set without its warning, the warning keeps its usual distance. Raises ValueError.
    """
    given = {
        name: round(value * WHOLE) if name in RATES else value
        for name, value in settings.items()
        if name != "preset"
    }
    if "takedown_rate" in given:
        usual = min(given["takedown_rate"] + _BEFORE_TAKEDOWN_RATE, WHOLE)
        given.setdefault("watch_takedown_rate", usual)
    if "scn_rate" in given:
        given.setdefault("watch_scn_rate", max(given["scn_rate"] - _BEFORE_SCN_RATE, 0))
    return replace(PRESETS[settings.get("preset", "alibaba")], **given)
