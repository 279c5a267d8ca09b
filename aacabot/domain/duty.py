"""Who is awake: weekly shifts in their own zones, absences with deputies, and whom to wake in which order."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise
from zoneinfo import ZoneInfo

MINUTES_PER_DAY = 1_440
EVERY_DAY = frozenset(range(1, 8))
_DAYS_AROUND = (-2, -1, 0, 1)
"""Begins looked at around a moment: a zone may skip a whole day (Pacific/Apia, 30 December 2011)."""


class Cover(StrEnum):
    """Who hears a critical alert when nobody of the member's own answers."""

    AGENCY = "agency"
    DESK = "desk"
    NOBODY = "nobody"


@dataclass(frozen=True, kw_only=True)
class Shift:
    """A weekly shift. `weekdays` are ISO numbers (1 is Monday) of the day it begins.

    Minutes count from midnight on the wall clock of `timezone` (IANA). A shift whose end is not after its
    begin ends on the next day; from 0 to 0 is a whole day. It holds its begin and not its end.
    """

    person_id: str
    weekdays: frozenset[int]
    from_minute: int
    to_minute: int
    timezone: str
    id: str = ""

    def spans(self, around: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The shift's begins and ends near a moment, in UTC."""
        zone = ZoneInfo(self.timezone)
        today = around.astimezone(zone).date()
        for offset in _DAYS_AROUND:
            day = today + timedelta(days=offset)
            if day.isoweekday() in self.weekdays:
                ends_on = day + timedelta(days=self.to_minute <= self.from_minute)
                yield _at(day, self.from_minute, zone), _at(ends_on, self.to_minute, zone)

    def holds(self, at: datetime) -> bool:
        return any(begin <= at < end for begin, end in self.spans(at))


def _at(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """A wall-clock time in UTC: of two the earlier, and one the clocks skip as if they had not."""
    days, minute = divmod(minute, MINUTES_PER_DAY)
    wall = datetime.combine(day + timedelta(days=days), time(minute // 60, minute % 60), zone)
    return wall.astimezone(UTC)


@dataclass(frozen=True, kw_only=True)
class Away:
    """A person who is away from `since` until before `until`, or until they say they are back."""

    person_id: str
    since: datetime
    until: datetime | None = None
    deputy_id: str | None = None

    def holds(self, at: datetime) -> bool:
        return self.since <= at and (self.until is None or at < self.until)


def away_at(absences: Iterable[Away], at: datetime) -> dict[str, Away]:
    """The absences in force at a moment, by person."""
    return {away.person_id: away for away in absences if away.holds(at)}


def on_shift(shifts: Iterable[Shift], at: datetime) -> tuple[str, ...]:
    """Whose shift it is, away or not, each person once, in the order of the shifts."""
    return tuple(dict.fromkeys(shift.person_id for shift in shifts if shift.holds(at)))


def on_duty(shifts: Iterable[Shift], absences: Iterable[Away], at: datetime) -> tuple[str, ...]:
    """Whose shift it is and who is not away, each person once, in the order of the shifts."""
    away = away_at(absences, at)
    return tuple(person for person in on_shift(shifts, at) if person not in away)


def stand_in(person_id: str, away: Mapping[str, Away]) -> str | None:
    """Who stands in for somebody away: their deputy, or the deputy's own, and so on; None where nobody."""
    seen = {person_id}
    deputy = away[person_id].deputy_id
    while deputy is not None and deputy in away and deputy not in seen:
        seen.add(deputy)
        deputy = away[deputy].deputy_id
    return None if deputy in seen else deputy


def whom_to_wake(
    shifts: Sequence[Shift],
    absences: Sequence[Away],
    at: datetime,
    *,
    may: frozenset[str],
    cover: Sequence[str] = (),
) -> tuple[tuple[str, ...], ...]:
    """Who hears a critical alert, in steps: on duty, then deputies of those away, then the member's cover.

    `may` are the people who may see the alert's brand; nobody else is ever named. `cover` is whom the member
    chose for when its own do not answer, who must be allowed too. Nobody is named twice, no step is empty.
    """
    away = away_at(absences, at)
    present = on_duty(shifts, absences, at)
    deputies = [stand_in(person, away) for person in on_shift(shifts, at) if person in away]
    steps, named = [], set[str]()
    for wanted in (present, deputies, cover):
        step = tuple(dict.fromkeys(p for p in wanted if p and p in may and p not in away and p not in named))
        named.update(step)
        steps.append(step)
    return tuple(step for step in steps if step)


def due_steps(opened_at: datetime, now: datetime, pause: timedelta) -> int:
    """How many steps are due: the first at once, each further one after another pause unanswered."""
    return int(max(now - opened_at, timedelta(0)) / pause) + 1


@dataclass(frozen=True, kw_only=True)
class Watch:
    """A stretch of time with the same people on duty; nobody where `people` is empty."""

    begins: datetime
    ends: datetime
    people: tuple[str, ...]


def _spans_between(shift: Shift, begin: datetime, end: datetime) -> set[tuple[datetime, datetime]]:
    """A shift's spans near a stretch of time, each reckoned in its zone once."""
    days = (end - begin).days + 2
    return {span for day in range(days) for span in shift.spans(begin + timedelta(days=day))}


def watches(
    shifts: Sequence[Shift], absences: Sequence[Away], begin: datetime, end: datetime
) -> tuple[Watch, ...]:
    """Who is on duty from one moment to another, stretch by stretch, without gaps between stretches."""
    held = [(shift.person_id, _spans_between(shift, begin, end)) for shift in shifts]
    turns = {begin, end, *(edge for _, spans in held for span in spans for edge in span)}
    for away in absences:
        turns.update(edge for edge in (away.since, away.until) if edge is not None)
    edges = sorted(edge for edge in turns if begin <= edge <= end)
    on_shift_from: list[dict[str, None]] = [{} for _ in edges]
    for person_id, spans in held:
        for span_begin, span_end in spans:
            for turn in range(bisect_left(edges, span_begin), bisect_left(edges, span_end)):
                on_shift_from[turn][person_id] = None
    found: list[Watch] = []
    for (start, stop), named in zip(pairwise(edges), on_shift_from, strict=False):
        away_then = away_at(absences, start)
        people = tuple(person for person in named if person not in away_then)
        if found and found[-1].people == people:
            start = found.pop().begins
        found.append(Watch(begins=start, ends=stop, people=people))
    return tuple(found)
