"""How much an item still counts: it decays, is renewed when somebody meets it, and falls when it is wrong.

score = base * max(0, 1 - (age / lifetime) ** (1 / 2)): the polynomial decay of MISP
(https://www.misp-project.org/2019/09/12/Decaying-Of-Indicators.html), with a decay speed of 2. `base` is the
source's confidence weighed by how far it is trusted; a verdict *wrong* takes 15 off it, *out of date* 5, and
another member who met it adds 5.
"""

from datetime import date

from aacabot.domain.intel.items import Reliability
from aacabot.domain.intel.kinds import IntelKind, lifetime_of

DECAY_SPEED = 2
HIDDEN_BELOW = 30
"""On cards nothing below this is spoken of; search shows it, marked as old."""
DOUBTED_BY = 3
"""So many members' *wrong*, and more than met it, take an item off cards."""
_TRUST = {
    Reliability.A: 1.0,
    Reliability.B: 0.9,
    Reliability.C: 0.75,
    Reliability.D: 0.5,
    Reliability.E: 0.25,
    Reliability.F: 0.6,
}


def base_of(confidence: int, reliability: Reliability, *, met: int, wrong: int, outdated: int) -> float:
    """0 to 100 before any decay."""
    base = confidence * _TRUST[reliability] + 5 * met - 15 * wrong - 5 * outdated
    return min(100.0, max(0.0, base))


def score_of(
    kind: IntelKind,
    confidence: int,
    reliability: Reliability,
    *,
    last_seen_on: date,
    today: date,
    met: int = 0,
    wrong: int = 0,
    outdated: int = 0,
) -> int:
    """0 to 100 on a day; an item seen in the future counts as seen today."""
    base = base_of(confidence, reliability, met=met, wrong=wrong, outdated=outdated)
    age = max((today - last_seen_on).days, 0) / lifetime_of(kind).days
    left: float = max(0.0, 1 - age ** (1 / DECAY_SPEED))
    return round(base * left)


def is_doubted(met: int, wrong: int) -> bool:
    """Whether several members called it wrong, and more than met it."""
    return wrong >= DOUBTED_BY and wrong > met
