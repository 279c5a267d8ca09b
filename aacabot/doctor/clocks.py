"""This machine's clock against the `Date` headers of those the hub talks to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from aacabot.doctor.checks import Finding, failure, good, listed, warning

SUBJECT = "clock"
ODD_SECONDS = 60.0
DEADLY_SECONDS = 240.0
"""Signatures die at five minutes, in both directions (https://docs.slack.dev/authentication/verifying-requests-from-slack,
and the tolerance of https://www.standardwebhooks.com)."""


@dataclass(frozen=True)
class ClockReading:
    """How far this machine's clock is ahead of somebody's, in seconds; negative where it is behind."""

    whose: str
    ahead_seconds: float


def read_clock(
    whose: str, date_header: str | None, asked: datetime, answered: datetime
) -> list[ClockReading]:
    """A reading from a `Date` header, between asking and being answered; none without a usable header."""
    if not date_header:
        return []
    try:
        theirs = parsedate_to_datetime(date_header)
    except ValueError:
        return []
    if theirs.tzinfo is None:
        theirs = theirs.replace(tzinfo=UTC)
    # The header counts whole seconds, and may have been written any time while we waited.
    ahead = max(0.0, (asked - theirs).total_seconds() - 1.0)
    behind = max(0.0, (theirs - answered).total_seconds())
    return [ClockReading(whose, ahead - behind)]


def check_clocks(readings: Iterable[ClockReading]) -> list[Finding]:
    """One finding for all clocks that agree, and one for each that does not."""
    known = list(readings)
    agreeing = [one.whose for one in known if abs(one.ahead_seconds) <= ODD_SECONDS]
    findings = [_disagreement(one) for one in known if abs(one.ahead_seconds) > ODD_SECONDS]
    if agreeing:
        findings.append(good(SUBJECT, f"agrees with {listed(agreeing)}"))
    return findings


def _disagreement(one: ClockReading) -> Finding:
    direction = "ahead of" if one.ahead_seconds > 0 else "behind"
    said = f"this machine is {abs(one.ahead_seconds):.0f} s {direction} {one.whose}"
    mend = f"set this machine's clock by NTP; if it is right, tell {one.whose}"
    if abs(one.ahead_seconds) > DEADLY_SECONDS:
        return failure(SUBJECT, f"{said}: signatures are refused from 5 minutes on", mend)
    return warning(SUBJECT, said, mend)
