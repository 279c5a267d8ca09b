"""Listing text in, the marks it mentions out: where, and how disguised."""

from aacabot.screening.engine import screen
from aacabot.screening.marks import Field, Match, MatchKind, Reason, Subject, UnscreenableMark, WatchedMark
from aacabot.screening.watchlist import Watchlist

__all__ = [
    "Field",
    "Match",
    "MatchKind",
    "Reason",
    "Subject",
    "UnscreenableMark",
    "WatchedMark",
    "Watchlist",
    "screen",
]
