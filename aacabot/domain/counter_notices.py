"""Sellers' answers to takedowns: under which procedure, how long the brand has, and what silence does.

Not legal advice: the rules are settings of each marketplace, these presets a starting point.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from aacabot.domain.rights import RightKind

PLATFORM = "platform"
"""The marketplace's own procedure: the one that applies where no other does."""
REMINDERS = (50, 80, 95)
"""The parts of the answer time, in per cent, after which the brand is reminded."""
REBUTTAL_LIMIT = 2_900


class CounterNoticeState(StrEnum):
    """OPEN and REBUTTAL_ASKED wait for the brand. MOOT: the case ended otherwise, or another took over."""

    OPEN = "open"
    REBUTTAL_ASKED = "rebuttal_asked"
    REBUTTED = "rebutted"
    ACCEPTED = "accepted"
    LAPSED = "lapsed"
    STOOD = "stood"
    MOOT = "moot"


OPEN_STATES = frozenset({CounterNoticeState.OPEN, CounterNoticeState.REBUTTAL_ASKED})


class Silence(StrEnum):
    """What becomes of the takedown when the brand has not answered in time."""

    RESTORES = "restores"
    STANDS = "stands"


@dataclass(frozen=True, kw_only=True)
class Procedure:
    """How a marketplace treats a seller's answer.

    `rights` is empty where it takes every right; `days` are calendar days, or business days; `window_days` is
    how long after the takedown a seller may answer, None where that is not bounded.
    """

    name: str
    days: int
    business: bool = False
    rights: frozenset[RightKind] = frozenset()
    silence: Silence = Silence.RESTORES
    window_days: int | None = None

    def covers(self, right: RightKind | None) -> bool:
        return not self.rights or right in self.rights


PRESETS: Mapping[str, Procedure] = {
    one.name: one
    for one in (
        # 17 U.S.C. § 512(g)(2)(C): put back "not less than 10, nor more than 14, business days" after the
        # counter-notification, unless the complainant has sued. The brand must count with the tenth.
        Procedure(name="dmca", days=10, business=True, rights=frozenset({RightKind.COPYRIGHT})),
        # E-Commerce Law of the PRC, Art. 43: the measures end 15 days after the declaration reached the
        # right holder, unless told of a complaint or a suit.
        Procedure(name="china-ecommerce", days=15),
        # Mercado Libre, Brand Protection Program: the member has three days, or the listing comes back.
        Procedure(name="mercado-libre", days=3),
        Procedure(name=PLATFORM, days=15, window_days=180),
    )
}
"""Known procedures by name; a marketplace's own setting may change each of their numbers."""


def procedures_of(rules: Sequence[Mapping[str, Any]], platform_days: int) -> tuple[Procedure, ...]:
    """A marketplace's procedures, its own always among them and last.

    `rules` are as the alliance file gives them; what one leaves out is its preset's, or the marketplace's.
    """
    own = Procedure(name=PLATFORM, days=platform_days, window_days=PRESETS[PLATFORM].window_days)
    found = {own.name: own} | {rule["procedure"]: _procedure(rule, own) for rule in rules}
    return (*(one for name, one in found.items() if name != PLATFORM), found[PLATFORM])


def _procedure(rule: Mapping[str, Any], own: Procedure) -> Procedure:
    name = str(rule["procedure"])
    base = own if name == PLATFORM else PRESETS.get(name, own)
    business = "business_days" in rule if {"days", "business_days"} & set(rule) else base.business
    return Procedure(
        name=name,
        days=int(rule.get("days") or rule.get("business_days") or base.days),
        business=business,
        rights=frozenset(map(RightKind, rule["rights"])) if rule.get("rights") else base.rights,
        silence=Silence(rule.get("silence") or base.silence),
        window_days=rule.get("window_days", base.window_days),
    )


def applicable(procedures: Iterable[Procedure], name: str | None, right: RightKind | None) -> Procedure:
    """The procedure for an answer that arrives by itself: the one named where it takes the right, else the
    marketplace's own; where none is named, the first that is there for this right.
    """
    known = tuple(procedures)
    named = next((one for one in known if one.name == name and one.covers(right)), None)
    meant = next((one for one in known if name is None and one.rights and one.covers(right)), None)
    return named or meant or known[-1]


def answer_by(filed_at: datetime, procedure: Procedure, zone: str) -> datetime:
    """When the brand must have answered: the same time of day, so many days later in its zone.

    Business days leave out Saturdays and Sundays. Holidays are counted, so that the time is never later than
    the law's. In UTC, never before the filing.
    """
    local = filed_at.astimezone(ZoneInfo(zone))
    left = procedure.days
    while left > 0:
        local += timedelta(days=1)
        if not procedure.business or local.weekday() < 5:
            left -= 1
    return max(local.astimezone(filed_at.tzinfo), filed_at)


def window_ends(taken_down_at: datetime | None, procedure: Procedure) -> datetime | None:
    """Until when a seller may answer a takedown; None where there is no end to it."""
    if taken_down_at is None or procedure.window_days is None:
        return None
    return taken_down_at + timedelta(days=procedure.window_days)


def reminder_times(filed_at: datetime, due: datetime) -> tuple[tuple[int, datetime], ...]:
    """(per cent, when) of each reminder, in order."""
    return tuple((part, filed_at + (due - filed_at) * part / 100) for part in REMINDERS)


def reminder_due(filed_at: datetime, due: datetime, reminded: int, now: datetime) -> int | None:
    """The latest reminder that is due and was not given; earlier ones that were missed are left out."""
    passed = [part for part, at in reminder_times(filed_at, due) if at <= now and part > reminded]
    return passed[-1] if passed else None


def next_moment(filed_at: datetime, due: datetime, reminded: int) -> datetime:
    """When there is next something to do about an open counter-notice: a reminder, or its end."""
    return next((at for part, at in reminder_times(filed_at, due) if part > reminded), due)
