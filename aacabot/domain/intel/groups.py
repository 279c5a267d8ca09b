"""Groups of members who share among themselves, as one of them sees a group."""

from dataclasses import dataclass
from datetime import date, timedelta

NAME_LIMIT = 80
PURPOSE_LIMIT = 300
CODE_LIVES = timedelta(days=14)
MOST_CODES = 10
"""Codes of one member for one group that wait to be used at the same time."""
MOST_GROUPS = 20
"""Groups one member is in or invited to."""


@dataclass(frozen=True, kw_only=True)
class GroupShown:
    """A group as one of its members sees it. Members are named to each other, and to nobody else.

    `is_in` is False while an invitation waits for an answer: then `members` is empty, for whoever has not
    agreed to be seen does not see. `may_manage`: the reader answers, invites and leaves for the member;
    `may_close`: it has been in the group longest.
    """

    id: str
    member_id: str
    name: str
    purpose: str
    made_on: date
    is_in: bool
    members: tuple[str, ...] = ()
    may_manage: bool = False
    may_close: bool = False


@dataclass(frozen=True, kw_only=True)
class MadeCode:
    """A code that brings one more member into a group: the one time it is shown. `repr` hides it."""

    group: str
    code: str
    expires_on: date

    def __repr__(self) -> str:
        return "MadeCode()"
