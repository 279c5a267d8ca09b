"""Which days a record is made of: whole UTC days, as many months back as the marketplace looks."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

D = TypeVar("D", date, datetime)


@dataclass(frozen=True)
class Window:
    """From `first` to `last`, both included: days in UTC."""

    first: date
    last: date


def window(today: date, months: int) -> Window:
    """The months that end with today: on 22 November three of them begin on 23 August.

    Where a month has no such day its last one counts: three months that end on 31 May begin on 1 March.
    """
    return Window(later_by(today, -months) + timedelta(days=1), today)


def later_by(day: D, months: int) -> D:
    """The same day some months later (or earlier), or the last one of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return day.replace(year=year, month=month + 1, day=min(day.day, monthrange(year, month + 1)[1]))
