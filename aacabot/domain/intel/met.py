"""What a member may be told of others who met the same: by buckets, in months, and never of too few.

A *participant* is a member that has not left, to which sharing is open, whose cases count for others, and
that has a brand. Only participants are told anything, and only participants' cases count.

Who *could be meant* (`candidates`) are the participants other than the reader with a brand in one of the
categories of what was met; a brand without a category could be in any, and what was met without a category
could be anybody's. The categories are that of the reader's case, and for a seller also those of the other
participants' cases that met it. Of an item that was shared in a group, only those of them in that group.

Where fewer than `least_members` could be meant, nothing is said. Otherwise:

- `held`: another member shared an item on the same that the reader may read, not doubted and not faded;
- `met_by`: how many candidates' cases met it: 10, 5 or `least_count` of them or more, or not said;
- `upheld_among`: whether one of their cases was proven gone, said with `met_by` alone;
- `last_seen`: in which month that was last, said with `held` or `met_by`;
- `image_in`: on how many listings of other participants' cases the image is: 10, 5 or more, or not said.

The reader's own cases and items never count, so that nobody moves a figure by what they do themselves.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from aacabot.domain.intel.audience import Audience, IntelReader, may_read
from aacabot.domain.intel.kinds import IntelKind
from aacabot.domain.intel.rules import SharingRules
from aacabot.domain.intel.score import HIDDEN_BELOW

MET = (IntelKind.SELLER, IntelKind.LISTING, IntelKind.TITLE, IntelKind.IMAGE)
"""What a case meets, in the order it is told of."""
BUCKETS = (10, 5)
HALF_A_YEAR = timedelta(days=183)


class LastSeen(StrEnum):
    """Calendar months, and half a year: no day tells when another member acted."""

    THIS_MONTH = "this_month"
    LAST_MONTH = "last_month"
    HALF_YEAR = "half_year"


@dataclass(frozen=True, kw_only=True)
class Participant:
    """A member that takes part, with the categories of its brands ("" for a brand without one)."""

    member_id: str
    categories: frozenset[str]

    def could_be_in(self, categories: Collection[str]) -> bool:
        return "" in categories or "" in self.categories or not self.categories.isdisjoint(categories)


@dataclass(frozen=True, kw_only=True)
class Circle:
    """Who takes part now, and who of them is in which group."""

    participants: tuple[Participant, ...] = ()
    groups: Mapping[str, frozenset[str]] = field(default_factory=dict)
    _in: dict[frozenset[str], frozenset[str]] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def members(self) -> frozenset[str]:
        return frozenset(one.member_id for one in self.participants)

    def in_categories(self, categories: frozenset[str]) -> frozenset[str]:
        """Those with a brand that could be in one of these; worked out once."""
        if categories not in self._in:
            found = (one.member_id for one in self.participants if one.could_be_in(categories))
            self._in[categories] = frozenset(found)
        return self._in[categories]


class Encountered(NamedTuple):
    """What a member's cases of one category met of the same: never whose is shown."""

    member_id: str
    category: str
    last_on: date
    cases: int
    upheld: int


@dataclass(frozen=True, kw_only=True)
class HeldItem:
    """An item somebody shared on the same; `score` is today's."""

    audience: Audience
    score: int
    doubted: bool
    last_seen_on: date


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a member is told of one thing its case met."""

    kind: IntelKind
    held: bool = False
    last_seen: LastSeen | None = None
    met_by: int | None = None
    upheld_among: bool = False
    image_in: int | None = None

    @property
    def says_something(self) -> bool:
        return self.held or self.met_by is not None or self.image_in is not None


@dataclass(frozen=True, kw_only=True)
class MetShown:
    """What a card says of what others met: one line for each kind there is something to say of."""

    told: tuple[Told, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.told)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One thing a reader met, with all that is known of it.

    `categories` are those of the reader's case; `listings` counts those of other participants' cases.
    """

    kind: IntelKind
    categories: frozenset[str]
    encounters: tuple[Encountered, ...] = ()
    items: tuple[HeldItem, ...] = ()
    listings: int = 0


def candidates(
    circle: Circle, reader_id: str | None, categories: frozenset[str], group_id: str | None = None
) -> frozenset[str]:
    """The members who could be meant: see the module."""
    found = circle.in_categories(categories) - {reader_id}
    return found if group_id is None else found & circle.groups.get(group_id, frozenset())


def told_of(circle: Circle, reader: IntelReader, asked: Asked, rules: SharingRules, today: date) -> Told:
    """What the reader's member is told of one thing it met."""
    if reader.member_id not in circle.members:
        return Told(kind=asked.kind)
    others = [
        one for one in asked.encounters
        if one.cases > 0 and one.member_id in circle.members and one.member_id != reader.member_id
    ]  # fmt: skip
    categories = categories_of(asked, others)
    meant = candidates(circle, reader.member_id, categories)
    held = [item for item in asked.items if _may_be_told(circle, reader, item, categories, rules)]
    if len(meant) < rules.least_members:
        return _told(asked, held, [], None, 0, rules, today)
    met = [one for one in others if one.member_id in meant]
    met_by = bucket(len({one.member_id for one in met}), rules.least_count)
    return _told(asked, held, met if met_by else [], met_by, asked.listings, rules, today)


def holders_of(
    circle: Circle, reader: IntelReader, asked: Asked, rules: SharingRules, today: date
) -> frozenset[str]:
    """The members behind what `told_of` says: whose items it tells of, and whose cases it counts."""
    told = told_of(circle, reader, asked, rules, today)
    others = [one for one in asked.encounters if one.cases > 0 and one.member_id in circle.members]
    categories = categories_of(asked, [one for one in others if one.member_id != reader.member_id])
    sources = {
        item.audience.source_id
        for item in asked.items
        if _may_be_told(circle, reader, item, categories, rules)
    }
    meant = candidates(circle, reader.member_id, categories) if told.met_by is not None else frozenset()
    return frozenset(sources | {one.member_id for one in others if one.member_id in meant})


def _told(
    asked: Asked, held: list[HeldItem], met: list[Encountered], met_by: int | None, listings: int,
    rules: SharingRules, today: date,
) -> Told:  # fmt: skip
    days = [*(item.last_seen_on for item in held), *(one.last_on for one in met)]
    return Told(
        kind=asked.kind,
        held=bool(held),
        last_seen=last_seen(max(days), today) if days else None,
        met_by=met_by,
        upheld_among=any(one.upheld > 0 for one in met),
        image_in=bucket(listings, max(rules.least_count, BUCKETS[-1]))
        if asked.kind is IntelKind.IMAGE
        else None,
    )


def categories_of(asked: Asked, others: Iterable[Encountered]) -> frozenset[str]:
    """In which categories what was met was met."""
    if asked.kind is not IntelKind.SELLER:
        return asked.categories
    return asked.categories | {one.category for one in others}


def _may_be_told(
    circle: Circle, reader: IntelReader, item: HeldItem, categories: frozenset[str], rules: SharingRules
) -> bool:
    audience = item.audience
    if audience.source_id == reader.member_id or item.doubted or item.score < HIDDEN_BELOW:
        return False
    meant = candidates(circle, reader.member_id, categories, audience.group_id)
    return len(meant) >= rules.least_members and may_read(reader, audience)


def bucket(count: int, least: int) -> int | None:
    """The largest of 10, 5 and `least` that the count reaches; None below `least`."""
    steps = {*(one for one in BUCKETS if one >= least), least}
    return max((one for one in steps if one <= count), default=None)


def last_seen(day: date, today: date) -> LastSeen | None:
    """In which month, or half a year; None for what is older. A day to come counts as today."""
    months = (today.year - day.year) * 12 + today.month - day.month
    if months <= 0:
        return LastSeen.THIS_MONTH
    if months == 1:
        return LastSeen.LAST_MONTH
    return LastSeen.HALF_YEAR if today - day <= HALF_A_YEAR else None


def shown(told: Iterable[Told]) -> MetShown:
    """For a card: what there is to say, in one order, one line a kind: of several images the most telling."""
    best: dict[IntelKind, Told] = {}
    for one in told:
        if one.says_something and (one.kind not in best or _weight(one) > _weight(best[one.kind])):
            best[one.kind] = one
    return MetShown(told=tuple(best[kind] for kind in MET if kind in best))


def _weight(told: Told) -> tuple[int, int, bool, bool]:
    return told.met_by or 0, told.image_in or 0, told.held, told.upheld_among
