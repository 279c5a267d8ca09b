"""When a member's new alerts come: at once, after its quiet hours, or with its next digest."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

HOURS = range(24)
DIGEST_EVERY = (2, 4, 6, 8, 12, 24)
"""Hours between two digests; each divides a day, so that they come at the same hours every day."""


class AlertMode(StrEnum):
    EACH = "each"
    DIGEST = "digest"


@dataclass(frozen=True, kw_only=True)
class AlertTimes:
    """How a member wants its alerts. Hours are of its own zone; both ends are None without quiet hours.

    Quiet hours run from the first up to the second hour, across midnight where the second is not later.
    """

    quiet_from: int | None = None
    quiet_until: int | None = None
    mode: AlertMode = AlertMode.EACH
    digest_every: int = 4

    def is_quiet(self, at: datetime, zone: ZoneInfo) -> bool:
        """Whether this moment lies in the quiet hours."""
        begin, end, hour = self.quiet_from, self.quiet_until, at.astimezone(zone).hour
        if begin is None or end is None or begin == end:
            return False
        return begin <= hour < end if begin < end else hour >= begin or hour < end

    def held_until(self, now: datetime, zone: ZoneInfo) -> datetime | None:
        """Until when an alert that comes now waits; None where it comes at once."""
        due = _next_hour(now, zone, self._is_digest_hour) if self.mode is AlertMode.DIGEST else now
        if self.is_quiet(due, zone):
            due = _next_hour(due, zone, lambda hour: hour == self.quiet_until)
        return due if due > now else None

    def _is_digest_hour(self, hour: int) -> bool:
        return hour % self.digest_every == 0


def _next_hour(now: datetime, zone: ZoneInfo, wanted: Callable[[int], bool]) -> datetime:
    """The first full hour after `now` that is wanted by the clock on the wall.

    An hour that clocks skip counts as the one they skip to; of an hour they show twice, the first counts.
    """
    wall = now.astimezone(zone).replace(minute=0, second=0, microsecond=0, tzinfo=None)
    for hours in range(1, 50):
        there = wall + timedelta(hours=hours)
        moment = there.replace(tzinfo=zone).astimezone(now.tzinfo)
        if wanted(there.hour) and moment > now:
            return moment
    raise ValueError("no hour of the day is wanted")
