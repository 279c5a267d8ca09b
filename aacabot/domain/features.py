"""What opens to members phase by phase."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Feature(StrEnum):
    CONFIRM = "confirm"
    SHARING = "sharing"
    DIGESTS = "digests"


@dataclass(frozen=True, kw_only=True)
class Opening:
    """To whom a feature is open: all, members from a phase on, or members by name (their ids).

    `begins` is when the phase begins, where that has been said.
    """

    feature: Feature
    for_all: bool = False
    phase: int | None = None
    begins: date | None = None
    member_ids: frozenset[str] = frozenset()

    def begins_after(self, today: date) -> date | None:
        """The day it opens, while that lies ahead; a day gone by would promise what has not come."""
        return self.begins if self.begins and self.begins > today else None

    def open_to(self, member_id: str, phase: int) -> bool:
        by_phase = self.phase is not None and phase >= self.phase
        return self.for_all or by_phase or member_id in self.member_ids
