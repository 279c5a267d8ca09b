"""Figures over several members, and whether they may be shown: never one that tells of one member.

Five members or more, none of them more than a quarter of it, older than three months (`domain.intel.rules`,
domain.md 4.9). What may not be shown is left out with the reason, and says nothing of its size.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from aacabot.domain.intel.kinds import IntelKind
from aacabot.domain.intel.rules import SharingRules


class Hidden(StrEnum):
    """Why a figure is not shown. `SMALL` is too few members, or one too large: which, is not said."""

    SMALL = "small"
    RECENT = "recent"


@dataclass(frozen=True, kw_only=True)
class Quarter:
    """A quarter of a year: `number` is 1 to 4."""

    year: int
    number: int

    @property
    def ended_on(self) -> date:
        """The first day after it."""
        return date(self.year + self.number // 4, self.number % 4 * 3 + 1, 1)


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One figure: what it counts, and either the number or why it is not shown."""

    kind: IntelKind | None
    quarter: Quarter
    shared: int | None = None
    met: int | None = None
    hidden: Hidden | None = None


def quarter_of(day: date) -> Quarter:
    return Quarter(year=day.year, number=(day.month - 1) // 3 + 1)


def is_old_enough(quarter: Quarter, today: date, rules: SharingRules) -> bool:
    """Whether all of the quarter is older than the rules ask for, counted in whole months."""
    return months_before(today, rules.months) >= quarter.ended_on


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier; the first of the month after, where that month is shorter."""
    ordinal = day.year * 12 + day.month - 1 - months
    year, month = divmod(ordinal, 12)
    return date(year, month + 1, min(day.day, 28))


def may_be_shown(parts: Mapping[str, int], rules: SharingRules) -> bool:
    """Whether a sum over members may be shown: by member, what it makes of the sum."""
    counted = [part for part in parts.values() if part > 0]
    whole = sum(counted)
    return len(counted) >= rules.least_members and all(rules.is_share_small(part, whole) for part in counted)


ByKind = Mapping[IntelKind, Mapping[str, int]]
"""For each kind what each member, by id, makes of it."""


def figures(quarter: Quarter, shared: ByKind, met: ByKind, today: date, rules: SharingRules) -> list[Figure]:
    """What may be shown of a quarter: all kinds together first, then each kind of which something was shared.

    What is hidden cannot be found by taking what is shown from the whole: the whole is shown only where what
    is hidden, together, may be shown too.
    """
    if not is_old_enough(quarter, today, rules):
        return [Figure(kind=None, quarter=quarter, hidden=Hidden.RECENT)]
    shown_shared = _shown(shared, rules)
    shown_met = {kind: number for kind, number in _shown(met, rules).items() if kind in shown_shared}
    whole = Figure(
        kind=None, quarter=quarter, shared=_whole(shared, shown_shared, rules),
        met=_whole(met, shown_met, rules),
    )  # fmt: skip
    kinds = [
        Figure(kind=kind, quarter=quarter, shared=shown_shared.get(kind), met=shown_met.get(kind))
        for kind in IntelKind
        if any(shared.get(kind, {}).values())
    ]
    return [_said(one) for one in (whole, *kinds)]


def _shown(parts: ByKind, rules: SharingRules) -> dict[IntelKind, int]:
    return {kind: sum(each.values()) for kind, each in parts.items() if may_be_shown(each, rules)}


def _whole(parts: ByKind, shown: Mapping[IntelKind, int], rules: SharingRules) -> int | None:
    hidden = _together([each for kind, each in parts.items() if kind not in shown])
    whole = _together(list(parts.values()))
    if any(hidden.values()) and not may_be_shown(hidden, rules):
        return None
    return sum(whole.values()) if may_be_shown(whole, rules) else None


def _together(parts: list[Mapping[str, int]]) -> Counter[str]:
    return sum((Counter(each) for each in parts), Counter())


def _said(found: Figure) -> Figure:
    return found if found.shared is not None else replace(found, met=None, hidden=Hidden.SMALL)
