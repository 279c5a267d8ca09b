"""Reading the audit trail: what is asked of it, and an entry as it is shown."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from aacabot.domain.audit import Deed

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
KINDS = tuple(dict.fromkeys(deed.value.partition(".")[0] for deed in Deed))
"""What deeds are about: the part of their name before the dot."""


@dataclass(frozen=True, kw_only=True)
class TrailAsked:
    """What somebody wants to see: a kind of deed or one deed, a day of theirs, a part of a person's name."""

    action: str = ""
    day: date | None = None
    person: str = ""

    @classmethod
    def of(cls, words: str) -> "TrailAsked":
        """What was typed, such as `role 2026-11-22 ann`. What is neither deed nor day is part of a name."""
        action, day, name = "", None, []
        for word in words.split():
            if not action and (word.lower() in KINDS or word.lower() in set(Deed)):
                action = word.lower()
            elif day is None and (found := _day(word)):
                day = found
            else:
                name.append(word)
        return cls(action=action, day=day, person=" ".join(name))

    @property
    def words(self) -> str:
        """As one types it."""
        return " ".join(filter(None, (self.action, self.day.isoformat() if self.day else "", self.person)))

    def span(self, timezone: str) -> tuple[datetime | None, datetime | None]:
        """The day's beginning and end in a time zone."""
        if self.day is None:
            return None, None
        zone, after = ZoneInfo(timezone), self.day + timedelta(days=1)
        return (
            datetime(self.day.year, self.day.month, self.day.day, tzinfo=zone),
            datetime(after.year, after.month, after.day, tzinfo=zone),
        )


def _day(word: str) -> date | None:
    try:
        return date.fromisoformat(word) if _DAY.fullmatch(word) and word < "9999" else None
    except ValueError:
        return None


@dataclass(frozen=True, kw_only=True)
class TrailLine:
    """One entry. `person` is their name now: a pseudonym once they were erased, None where nobody acted."""

    id: str
    at: datetime
    actor: str
    person_id: str | None
    person: str | None
    team_id: str | None
    member: str | None
    action: str
    subject: str
    subject_id: str | None
    details: Mapping[str, Any] = field(default_factory=dict)
