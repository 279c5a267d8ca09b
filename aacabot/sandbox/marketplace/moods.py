"""How the marketplace behaves: obliging by default, and in every way a real one has failed its callers."""

import re
from collections import deque
from dataclasses import dataclass, field
from enum import StrEnum

TAKEDOWNS = "POST /takedowns"
PATHS = (
    TAKEDOWNS,
    "GET /takedowns/{id}",
    "POST /takedowns/{id}/withdraw",
    "POST /takedowns/{id}/rebuttal",
    "GET /listings/{id}",
    "POST /decisions",
)


class Behaviour(StrEnum):
    """What happens to a request. HESITATE, DECLINE, PAUSE, LIE and EDIT are ways to treat a notice only."""

    INSTANT = "instant"
    """Does what is asked, at once."""
    HESITATE = "hesitate"
    """Answers pending; removes after `seconds`, or never where none are given."""
    DECLINE = "decline"
    """Answers declined, with the mood's `reason`."""
    FAIL = "fail"
    """500, and nothing was done."""
    FAIL_AFTER_EFFECT = "fail_after_effect"
    """500, although everything was done."""
    LIMIT = "limit"
    """429 with Retry-After (`seconds` rounded up, 1 by default), and nothing was done."""
    HANG = "hang"
    """Does it, and answers only after `seconds` (30 by default)."""
    DROP = "drop"
    """Closes the connection without an answer; nothing was done."""
    PAUSE = "pause"
    """Says removed; the listing is only paused."""
    LIE = "lie"
    """Says removed; the listing stays live."""
    EDIT = "edit"
    """Takes the mark out of the title where a notice of keyword misuse points to it; removes for others."""
    UNSUPPORTED = "unsupported"
    """501: this marketplace has no such route."""


NOTICE_ONLY = frozenset(
    {Behaviour.HESITATE, Behaviour.DECLINE, Behaviour.PAUSE, Behaviour.LIE, Behaviour.EDIT}
)


@dataclass(frozen=True)
class Mood:
    behaviour: Behaviour = Behaviour.INSTANT
    seconds: float | None = None
    reason: str | None = None


@dataclass
class _Plan:
    standing: Mood = field(default_factory=Mood)
    next: deque[Mood] = field(default_factory=deque)


class Moods:
    """Which mood meets the next request of each path.

    A mood set for a number of times queues up behind others of that kind; a mood set without one stands until
    changed, and clears that path's queue.
    """

    def __init__(self) -> None:
        self._plans = {_shape(path): _Plan() for path in PATHS}

    def set(self, path: str, mood: Mood, times: int | None = None) -> None:
        """Raises ValueError for a path outside contract 5.4, or a behaviour that path cannot show."""
        plan = self._plan(path)
        if mood.behaviour in NOTICE_ONLY and _shape(path) != TAKEDOWNS:
            raise ValueError(
                f"{mood.behaviour.name} is a way to treat a notice: it applies to {TAKEDOWNS} only."
            )
        if times is None:
            plan.standing = mood
            plan.next.clear()
        else:
            plan.next.extend([mood] * times)

    def take(self, path: str) -> Mood:
        plan = self._plan(path)
        return plan.next.popleft() if plan.next else plan.standing

    def standing(self, path: str = TAKEDOWNS) -> Mood:
        return self._plan(path).standing

    def _plan(self, path: str) -> _Plan:
        plan = self._plans.get(_shape(path))
        if plan is None:
            raise ValueError(f"Unknown path {path!r}. Known: {', '.join(PATHS)}.")
        return plan


def _shape(path: str) -> str:
    """The path whatever its parameters are called: `GET /listings/{x}` and `GET /listings/{id}` are one."""
    return re.sub(r"\{[^}]*\}", "{id}", path)
