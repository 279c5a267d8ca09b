"""A guided member's first steps, one at a time."""

from dataclasses import dataclass
from enum import StrEnum


class FirstStep(StrEnum):
    """In the order they are taken: each needs those before it."""

    CHANNEL = "channel"
    MARK = "mark"
    RIGHT = "right"
    DECISION = "decision"


@dataclass(frozen=True)
class FirstSteps:
    """Which steps are done. A step may be done before those above it."""

    done: frozenset[FirstStep]

    @property
    def next(self) -> FirstStep | None:
        """The only step to show; None when all are done."""
        return next((step for step in FirstStep if step not in self.done), None)
