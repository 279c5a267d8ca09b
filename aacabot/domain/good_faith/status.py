"""From counts to a status: domain research 4.3, after the published rules that `thresholds` names."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from aacabot.domain.good_faith.counts import Counts
from aacabot.domain.good_faith.thresholds import WHOLE, Thresholds
from aacabot.domain.good_faith.window import later_by


class GoodFaithStatus(StrEnum):
    """PROVISIONAL: too few decisions yet. GRANTED: the brand's word is enough. WATCH: still, but nearly
    lost. REVOKED: the desk looks first, for some months at least.
    """

    PROVISIONAL = "provisional"
    GRANTED = "granted"
    WATCH = "watch"
    REVOKED = "revoked"


_S = GoodFaithStatus
FAST = frozenset({_S.GRANTED, _S.WATCH})
"""With these a confirm goes out at once."""


@dataclass(frozen=True)
class Standing:
    """A status and since when; `readmit_at` is the earliest end of a REVOKED."""

    status: GoodFaithStatus
    since: datetime
    readmit_at: datetime | None = None


def is_lost(counts: Counts, thresholds: Thresholds) -> bool:
    """Whether one of the two rates is beyond its limit; a rate that is just at it holds."""
    too_few_stayed = counts.stayed_down * WHOLE < thresholds.takedown_rate * counts.decided
    too_many_back = counts.restored * WHOLE > thresholds.scn_rate * counts.taken_down
    return too_few_stayed or too_many_back


def is_near(counts: Counts, thresholds: Thresholds) -> bool:
    few_stayed = counts.stayed_down * WHOLE < thresholds.watch_takedown_rate * counts.decided
    many_back = counts.restored * WHOLE > thresholds.watch_scn_rate * counts.taken_down
    return few_stayed or many_back


def status_of(counts: Counts, thresholds: Thresholds) -> GoodFaithStatus:
    """What the counts alone give, without what went before."""
    if counts.decided < thresholds.minimum:
        return _S.PROVISIONAL
    if is_lost(counts, thresholds):
        return _S.REVOKED
    return _S.WATCH if is_near(counts, thresholds) else _S.GRANTED


def judged(
    before: Standing | None, counts: Counts, thresholds: Thresholds, now: datetime, *, abuse: bool = False
) -> Standing:
    """The standing that follows: REVOKED stays until its months are over, whatever the counts say.

    A finding of `abuse` revokes at once, from today on. When its months are over the counts decide again.
    """
    if abuse:
        since = before.since if before and before.status is _S.REVOKED else now
        return Standing(_S.REVOKED, since, later_by(now, thresholds.readmission_months))
    if before and before.status is _S.REVOKED and before.readmit_at and now < before.readmit_at:
        return before
    status = status_of(counts, thresholds)
    if before and before.status is status:
        return before
    ends = later_by(now, thresholds.readmission_months) if status is _S.REVOKED else None
    return Standing(status, now, ends)
