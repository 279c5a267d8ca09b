"""What a member may be told of others who met the same: by buckets, in months, and never of too few.

A *participant* is a member that has not left, to which sharing is open, whose cases count for others, and
that has a brand. Only participants are told anything, and only participants' cases count.

Who *could be meant* (`candidates`) are the participants other than the reader with a brand in one of the
categories of what was met; a brand without a category could be in any, and what was met without a category
could be anybody's. The categories are that of the reader's case, and for a seller also those of the other
participants' cases that met it. Of an item that was shared in a group, only those of them in that group.

A reader who asks in several categories (outside of a case: those of all its brands) is told no more than each
of them alone would tell, and a brand of the reader's without a category counts as each category of the circle
in turn: no brand that is added tells a reader more.

Where fewer than `least_members` could be meant, nothing is said. Otherwise:

- `held`: another member shared an item on the same that the reader may read, not doubted and not faded;
- `met_by`: how many candidates' cases met it: 10, 5 or `least_count` of them or more, or not said;
- `upheld_among`: whether one of their cases was proven gone, said with `met_by` alone;
- `last_seen`: in which month that was last, said with `held` or `met_by`;
- `image_in`: on how many listings of other participants' cases the image is: 10, 5 or more, or not said.

`image_in` alone counts listings and not members: five listings may all be one member's, and that is meant so.
The member is hidden among those who could be meant, as the source of an item that is `held` is, and what is
told is of listings, which everybody sees at the marketplace. Members are only counted from `least_count` on.

The reader's own cases and items never count, so that nobody moves a figure by what they do themselves.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property, reduce
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
    def categories(self) -> frozenset[str]:
        """Those that brands of the circle have."""
        return frozenset[str]().union(*(one.categories for one in self.participants)) - {""}

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

    `categories` are those the reader met it in, or could have; `listings` counts those of other participants'
    cases.
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
    others = _of_others(circle, reader, asked)
    each = _each_category(circle, asked, others)
    if reader.member_id not in circle.members or not each:
        return Told(kind=asked.kind)
    held = _held_in_each(circle, reader, asked, each, rules)
    answers = (
        _told_in(candidates(circle, reader.member_id, one), asked, held, others, rules, today) for one in each
    )
    return reduce(_weaker, answers)


def holders_of(
    circle: Circle, reader: IntelReader, asked: Asked, rules: SharingRules, today: date
) -> frozenset[str]:
    """The members behind what `told_of` says: whose items it tells of, and whose cases it counts."""
    told = told_of(circle, reader, asked, rules, today)
    others = _of_others(circle, reader, asked)
    each = _each_category(circle, asked, others)
    sources = {
        item.audience.source_id for item in _held_in_each(circle, reader, asked, each, rules) if told.held
    }
    meant = frozenset[str]()
    if told.image_in is not None:
        meant = circle.members
    elif told.met_by is not None:
        meant = meant.union(*(candidates(circle, reader.member_id, one) for one in each))
    return frozenset(sources | {one.member_id for one in others if one.member_id in meant})


def _of_others(circle: Circle, reader: IntelReader, asked: Asked) -> list[Encountered]:
    return [
        one for one in asked.encounters
        if one.cases > 0 and one.member_id in circle.members and one.member_id != reader.member_id
    ]  # fmt: skip


def _each_category(circle: Circle, asked: Asked, others: Iterable[Encountered]) -> list[frozenset[str]]:
    """The categories to ask in, one question for each of the reader's: see the module."""
    own = asked.categories
    if "" in own and circle.categories:
        own = (own | circle.categories) - {""}
    met_in = {one.category for one in others} if asked.kind is IntelKind.SELLER else set[str]()
    return [frozenset({one, *met_in}) for one in sorted(own)]


def _held_in_each(
    circle: Circle, reader: IntelReader, asked: Asked, each: list[frozenset[str]], rules: SharingRules
) -> list[HeldItem]:
    return [
        item for item in asked.items if all(_may_be_told(circle, reader, item, one, rules) for one in each)
    ]


def _told_in(
    meant: frozenset[str], asked: Asked, held: list[HeldItem], others: list[Encountered],
    rules: SharingRules, today: date,
) -> Told:  # fmt: skip
    if len(meant) < rules.least_members:
        return _told(asked, held, [], None, 0, rules, today)
    met = [one for one in others if one.member_id in meant]
    met_by = bucket(len({one.member_id for one in met}), rules.least_count)
    return _told(asked, held, met if met_by else [], met_by, asked.listings, rules, today)


def _weaker(one: Told, other: Told) -> Told:
    """What both of two answers on the same tell."""
    return Told(
        kind=one.kind,
        held=one.held and other.held,
        last_seen=_longer_ago(one.last_seen, other.last_seen),
        met_by=_smaller(one.met_by, other.met_by),
        upheld_among=one.upheld_among and other.upheld_among,
        image_in=_smaller(one.image_in, other.image_in),
    )


def _smaller(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else min(one, other)


def _longer_ago(one: LastSeen | None, other: LastSeen | None) -> LastSeen | None:
    return None if one is None or other is None else max(one, other, key=[*LastSeen].index)


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
