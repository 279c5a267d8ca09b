"""Where a title uses somebody's mark: the words before it, the mark as written, the words after."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

ROOM = 60
"""Characters of the title shown on either side."""


@dataclass(frozen=True)
class TitleSpan:
    """A slice of a listing's title, `start` and `end` in characters (code points), with what stands around.

    `before` and `after` are clipped to ROOM with `…`. All of it was written by the seller: untrusted.
    """

    start: int
    end: int
    before: str
    marked: str
    after: str


def title_span(title: str, matches: Iterable[Mapping[str, Any]]) -> TitleSpan | None:
    """The first place where screening found the mark in the title; None where the title has it no more.

    `matches` are as a case keeps them, best first.
    """
    for match in matches:
        start, end = (*(int(at) for at in match.get("span") or ()), 0, 0)[:2]
        if match.get("field") == "title" and start < end and title[start:end] == match.get("surface"):
            return _around(title, start, end)
    return None


def _around(title: str, start: int, end: int) -> TitleSpan:
    before, after = title[max(0, start - ROOM) : start], title[end : end + ROOM]
    return TitleSpan(
        start,
        end,
        before if start <= ROOM else f"…{before}",
        title[start:end],
        after if len(title) - end <= ROOM else f"{after}…",
    )


def bracketed(span: TitleSpan) -> str:
    """The span in its context on one line of plain text: `…[Acme]-style runner…`."""
    return f"{span.before}[{span.marked}]{span.after}"
