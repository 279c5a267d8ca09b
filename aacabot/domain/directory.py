"""The alliance's directory: members by region, counted apart from brands, and how it has grown."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

QUARTERS_SHOWN = 12


@dataclass(frozen=True, kw_only=True)
class RegionCount:
    """A region's rights holders and their brands; `region` None is those that named none."""

    region: str | None
    members: int
    brands: int


@dataclass(frozen=True, kw_only=True)
class Quarter:
    """How many members there were at a quarter's end; the last one is still running."""

    year: int
    quarter: int
    members: int

    @property
    def label(self) -> str:
        return f"{self.year} Q{self.quarter}"


@dataclass(frozen=True, kw_only=True)
class DirectorySummary:
    members: int
    brands: int
    regions: tuple[RegionCount, ...]
    growth: tuple[Quarter, ...]


@dataclass(frozen=True, kw_only=True)
class MemberListed:
    id: str
    name: str
    region: str | None
    phase: int
    brands: int


@dataclass(frozen=True, kw_only=True)
class MemberOpened:
    """One member as the operator sees it. `problem` is Slack's word where its channel cannot be reached."""

    id: str
    name: str
    region: str | None
    phase: int
    account_manager: str | None
    people: int
    brands: int
    has_channel: bool
    problem: str | None
    problem_at: datetime | None
    joined_at: datetime | None
    last_decision_at: datetime | None
    open_cases: int


def growth(joined: Iterable[datetime], now: datetime) -> tuple[Quarter, ...]:
    """The number of members at the end of each quarter up to now, the last twelve. Quarters are in UTC."""
    each: dict[int, int] = {}
    for at in joined:
        each[_quarter(at)] = each.get(_quarter(at), 0) + 1
    last = _quarter(now)
    first = max(min(each, default=last), last - QUARTERS_SHOWN + 1)
    count = sum(number for quarter, number in each.items() if quarter < first)
    shown = []
    for quarter in range(first, last + 1):
        count += each.get(quarter, 0)
        shown.append(Quarter(year=quarter // 4, quarter=quarter % 4 + 1, members=count))
    return tuple(shown)


def _quarter(at: datetime) -> int:
    return at.year * 4 + (at.month - 1) // 3
