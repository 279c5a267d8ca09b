"""What people type when they go away: until when, and who stands in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

_SPAN = re.compile(r"(\d{1,3})(h|d|w)")
_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}


@dataclass(frozen=True)
class Away:
    """Until when (None: until back), and who stands in, by person id."""

    until: datetime | None
    deputy_id: str | None


def away_from(typed: str, now: datetime, people: Mapping[str, str]) -> Away | str:
    """`2026-12-24`, `2026-12-24 18:00`, `8h`, `3d` or `2w`, then `@name`; or what cannot be understood.

    A day counts to its end, on the clock of `now`. A name is one of `people` (names by id), whole or its
    beginning where that is only one person's.
    """
    text, _, name = typed.partition("@")
    until = _until(text.strip(), now)
    if isinstance(until, str):
        return until
    if not name.strip():
        return Away(until, None)
    wanted = " ".join(name.split()).casefold()
    whole = [ident for ident, known in people.items() if known.casefold() == wanted]
    found = whole or [ident for ident, known in people.items() if known.casefold().startswith(wanted)]
    return Away(until, found[0]) if len(found) == 1 else "unknown_name"


def _until(text: str, now: datetime) -> datetime | str | None:
    if not text:
        return None
    if span := _SPAN.fullmatch(text.casefold()):
        length = int(span[1]) * _UNITS[span[2]]
        # Hours are hours where the clocks change meanwhile; days and weeks end at the same time of day.
        return (now.astimezone(UTC) + length).astimezone(now.tzinfo) if span[2] == "h" else now + length
    try:
        if len(text) == len("2026-12-24"):
            return datetime.combine(
                date.fromisoformat(text) + timedelta(days=1), datetime.min.time(), now.tzinfo
            )
        return datetime.fromisoformat(text).replace(tzinfo=now.tzinfo)
    except (ValueError, OverflowError):
        return "unknown_time"
