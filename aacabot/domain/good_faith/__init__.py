"""Good faith: a member's record of requests at a marketplace, and whether its word alone is enough there."""

from aacabot.domain.good_faith.counts import NONE_YET, Counts, counted, lower_bound
from aacabot.domain.good_faith.margin import Margin, margin, what_if
from aacabot.domain.good_faith.status import FAST, GoodFaithStatus, Standing, judged, status_of
from aacabot.domain.good_faith.thresholds import ALIBABA, AMAZON, PRESETS, Thresholds, thresholds_of
from aacabot.domain.good_faith.window import Window, later_by, window

__all__ = [
    "ALIBABA",
    "AMAZON",
    "FAST",
    "NONE_YET",
    "PRESETS",
    "Counts",
    "GoodFaithStatus",
    "Margin",
    "Standing",
    "Thresholds",
    "Window",
    "counted",
    "judged",
    "later_by",
    "lower_bound",
    "margin",
    "status_of",
    "thresholds_of",
    "what_if",
    "window",
]
