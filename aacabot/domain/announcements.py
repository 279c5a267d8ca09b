"""What the operator announces to members, and who comes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

TITLE = 150
TEXT = 2_500


class RsvpAnswer(StrEnum):
    """An answer to an invitation; the last one counts."""

    COMING = "coming"
    MAYBE = "maybe"
    NOT = "not"


@dataclass(frozen=True, kw_only=True)
class AnnouncementListed:
    """An announcement, to how many members it went, and how many people have answered what."""

    id: str
    title: str
    text: str
    happens_at: datetime | None
    made_at: datetime
    members: int
    answers: Mapping[RsvpAnswer, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class MemberAnswered:
    """A member's people who have answered in one way: for the operator only."""

    member: str
    answer: RsvpAnswer
    people: int
