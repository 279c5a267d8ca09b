"""Strikes against a seller, and the standing they add up to: advice to marketplaces, no ban by members.

The rules are those large marketplaces publish for repeat infringers (AliExpress, "Rules on intellectual
property rights", https://rule.alibaba.com): a counterfeit upheld is a serious strike, and a seller's serious
strikes within three days are one; anything else costs points, at most six a day; three serious strikes or 48
points within 365 days make a repeat infringer. What was restored is void. Each marketplace decides for itself
what follows; the alliance decides nothing jointly.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from aacabot.domain.rights import ReasonCode

WINDOW = timedelta(days=365)
SERIOUS_WITHIN = timedelta(days=3)
POINTS = 6
KEYWORD_POINTS = 2
POINTS_A_DAY = 6
REPEAT_SERIOUS = 3
REPEAT_POINTS = 48
TELLABLE_MEMBERS = 3
"""A seller's standing is told to a member only where at least so many others' cases may be behind it."""


class StrikeKind(StrEnum):
    SERIOUS = "serious"
    POINTS = "points"


class Standing(StrEnum):
    NONE = "none"
    STRUCK = "struck"
    REPEAT = "repeat"


@dataclass(frozen=True, kw_only=True)
class Struck:
    """One upheld case: when the listing was proven gone."""

    kind: StrikeKind
    points: int
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Record:
    """What a seller's standing strikes of the last year add up to."""

    serious: int = 0
    points: int = 0

    @property
    def standing(self) -> Standing:
        if self.serious >= REPEAT_SERIOUS or self.points >= REPEAT_POINTS:
            return Standing.REPEAT
        return Standing.STRUCK if self.serious or self.points else Standing.NONE


@dataclass(frozen=True, kw_only=True)
class StrikesShown:
    """What a card says of its seller: the member's own standing strikes in other cases, and the standing.

    `is_repeat` is None where too few members' cases are behind it to say so without betraying one.
    """

    own: int = 0
    is_repeat: bool | None = None


def strike_for(reason: str | None) -> tuple[StrikeKind, int]:
    """The kind of strike an upheld case of this reason is, and its points."""
    if reason == ReasonCode.COUNTERFEIT:
        return StrikeKind.SERIOUS, 0
    return StrikeKind.POINTS, KEYWORD_POINTS if reason == ReasonCode.KEYWORD_MISUSE else POINTS


def record_of(strikes: Iterable[Struck], now: datetime) -> Record:
    """Add up the strikes of the last 365 days that were not voided; days are UTC."""
    standing = sorted((one for one in strikes if now - WINDOW < one.at <= now), key=lambda one: one.at)
    days: Counter[date] = Counter()
    for one in standing:
        if one.kind is StrikeKind.POINTS:
            days[one.at.astimezone(UTC).date()] += one.points
    return Record(
        serious=_serious([one.at for one in standing if one.kind is StrikeKind.SERIOUS]),
        points=sum(min(points, POINTS_A_DAY) for points in days.values()),
    )


def _serious(moments: list[datetime]) -> int:
    """Counted from the first of each three days: what follows within them adds nothing."""
    counted, since = 0, None
    for at in moments:
        if since is None or at - since >= SERIOUS_WITHIN:
            counted, since = counted + 1, at
    return counted
