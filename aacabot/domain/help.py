"""A member's question to the desk: how urgent it is, and how its first-reply clock runs."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class HelpKind(StrEnum):
    """What a conversation is about. The `outreach_` kinds are the hub's: nobody has asked yet."""

    BLOCKED = "blocked"
    QUESTION = "question"
    OUTREACH_NEW = "outreach_new"
    OUTREACH_DECLINES = "outreach_declines"
    OUTREACH_STUCK = "outreach_stuck"

    @property
    def is_outreach(self) -> bool:
        return self.value.startswith("outreach_")


ASKED = (HelpKind.QUESTION, HelpKind.BLOCKED)
"""What a person can ask; the first is what is meant where nothing is chosen."""
_REPLY_WITHIN = {HelpKind.BLOCKED: timedelta(hours=4), HelpKind.QUESTION: timedelta(hours=24)}
_REACH_OUT_WITHIN = timedelta(hours=72)
WARNED_AT = 0.8
"""The share of the clock after which the account manager is reminded."""
LONGEST_CLOCK = max(*_REPLY_WITHIN.values(), _REACH_OUT_WITHIN)


class ClockState(StrEnum):
    RUNNING = "running"
    SHORT = "short"
    OUT = "out"


def reply_within(kind: HelpKind) -> timedelta:
    """The desk's promise: 4 hours where a member is stopped, a day otherwise, 3 days to reach out.

    Hours of the clock, not of an office: the desk's rota is a 24-hour network.
    """
    return _REPLY_WITHIN.get(kind, _REACH_OUT_WITHIN)


def clock_state(opened_at: datetime, reply_by: datetime, now: datetime) -> ClockState:
    """Whether a first reply is due soon (80 % of its time is over), or overdue."""
    if now >= reply_by:
        return ClockState.OUT
    warned_at = opened_at + WARNED_AT * (reply_by - opened_at)
    return ClockState.SHORT if now >= warned_at else ClockState.RUNNING


@dataclass(frozen=True, kw_only=True)
class Said:
    """One message of a conversation; `text` is a person's own words, untrusted."""

    person: str
    from_desk: bool
    text: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Conversation:
    """A help request with what was said, oldest first, as a card or the home shows it.

    `asked_by` is None where the hub put the member before its account manager; `facts` then say why.
    `account_manager` is their name, `manager_slack` their user id in the operator's workspace.
    """

    id: str
    kind: HelpKind
    member: str
    text: str
    opened_at: datetime
    reply_by: datetime
    asked_by: str | None = None
    case_number: str | None = None
    first_reply_at: datetime | None = None
    closed_at: datetime | None = None
    account_manager: str | None = None
    manager_slack: str | None = None
    facts: tuple[tuple[str, str], ...] = ()
    said: tuple[Said, ...] = ()

    def fact(self, name: str) -> str:
        return dict(self.facts).get(name, "")

    @property
    def waits_for_desk(self) -> bool:
        """Whether the last word is the member's, or there is none yet."""
        return self.closed_at is None and (not self.said or not self.said[-1].from_desk)
