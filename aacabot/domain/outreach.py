"""Which members are put before their account manager without having asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from aacabot.domain.help import HelpKind

SETTLE_IN = timedelta(days=7)
"""How long a new member has for its channel and its first decision."""
DECLINES_IN_A_ROW = 3
UNDECIDED_FOR = timedelta(hours=24)
"""How long past its decide-by time a case is stuck."""
UNSECONDED_FOR = timedelta(hours=12)
"""How long a confirmed case that waits for a second person is stuck."""


@dataclass(frozen=True, kw_only=True)
class Cause:
    """Why a member is put before its account manager. `key` is the same however often it is found."""

    member_id: str
    kind: HelpKind
    key: str
    case_id: str | None = None
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Beginnings:
    """How far a member has come since it joined."""

    member_id: str
    joined_at: datetime
    has_channel: bool
    has_decided: bool


def slow_start(member: Beginnings, now: datetime) -> Cause | None:
    """A member that a week after joining has no channel, or has not decided a case."""
    if now < member.joined_at + SETTLE_IN or (member.has_channel and member.has_decided):
        return None
    missing = "decision" if member.has_channel else "channel"
    return Cause(
        member_id=member.member_id,
        kind=HelpKind.OUTREACH_NEW,
        key=f"new:{member.member_id}",
        facts={"missing": missing},
    )


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How a member's request ended, at the desk or at the marketplace."""

    case_id: str
    declined: bool


def run_of_declines(member_id: str, newest_first: Sequence[Outcome]) -> Cause | None:
    """Three or more declines in a row up to now; a longer run is the same cause, named by its first case."""
    run = []
    for outcome in newest_first:
        if not outcome.declined:
            break
        run.append(outcome.case_id)
    if len(run) < DECLINES_IN_A_ROW:
        return None
    return Cause(
        member_id=member_id,
        kind=HelpKind.OUTREACH_DECLINES,
        key=f"declines:{run[-1]}",
        case_id=run[0],
        facts={"count": str(len(run))},
    )


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A case that waits: for a decision since `decide_by` ran out, or for a second person since `since`."""

    case_id: str
    decide_by: datetime | None = None
    second_since: datetime | None = None

    def is_stuck(self, now: datetime) -> bool:
        if self.second_since is not None:
            return now > self.second_since + UNSECONDED_FOR
        return self.decide_by is not None and now > self.decide_by + UNDECIDED_FOR

    @property
    def since(self) -> datetime | None:
        return self.second_since or self.decide_by


def stuck(member_id: str, waiting: Sequence[Waiting], now: datetime) -> Cause | None:
    """A member's stuck cases as one cause, named by the case that has waited longest."""
    found = [(one.since, one.case_id) for one in waiting if one.is_stuck(now) and one.since]
    if not found:
        return None
    _, oldest = min(found)
    return Cause(
        member_id=member_id,
        kind=HelpKind.OUTREACH_STUCK,
        key=f"stuck:{oldest}",
        case_id=oldest,
        facts={"count": str(len(found))},
    )
