"""How a member is connected to the hub, and how it wants to be served."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from aacabot.domain.invites import OpenInvite
from aacabot.domain.quiet_hours import AlertTimes


class Cover(StrEnum):
    """Who hears critical alerts when nobody of the member's own is on duty."""

    AGENCY = "agency"
    DESK = "desk"
    NOBODY = "nobody"


LANGUAGES = ("en", "zh")
"""The languages a member can choose here; the alliance file takes any locale."""
HOURS = range(24)


class SetUpProblem(StrEnum):
    """Why something cannot be set so: words of `views.modals.PROBLEMS`."""

    ZONE = "unknown_zone"
    LANGUAGE = "unknown_language"
    UNKNOWN = "unknown"
    CHANNEL_TAKEN = "channel_taken"
    NOT_LINKED = "workspace_not_linked"


@dataclass(frozen=True, kw_only=True)
class Room:
    """A channel: ids are only unique together with their workspace's."""

    team_id: str
    channel_id: str


@dataclass(frozen=True, kw_only=True)
class SetUp:
    """What is chosen right after joining, and changed later. `room` is None where it stays as it is."""

    room: Room | None
    timezone: str
    locale: str
    digest_hour: int


@dataclass(frozen=True, kw_only=True)
class Preferences:
    """How the member wants to be served.

    `shares_encounters`: its cases count, unnamed, in what others are told; None leaves that as it is.
    """

    guided: bool
    cover: Cover
    shares_encounters: bool | None = None


@dataclass(frozen=True, kw_only=True)
class LinkedTeam:
    """A Slack workspace that is the member's, or the operator's in which the member has a channel."""

    team_id: str
    name: str | None
    is_operators: bool
    is_installed: bool


@dataclass(frozen=True, kw_only=True)
class BrandRoom:
    """A brand whose alerts go to a channel of its own; `problem` is what Slack last said of it."""

    brand_id: str
    brand: str
    channel_id: str
    problem: str | None


@dataclass(frozen=True, kw_only=True)
class ActingAgency:
    """An agency that acts for the member: for how many brands, and when the first grant ends."""

    name: str
    brands: int
    ends: date | None


@dataclass(frozen=True, kw_only=True)
class Lane:
    """A marketplace, and whether the member's confirms go out there at once."""

    marketplace: str
    is_fast: bool


@dataclass(frozen=True, kw_only=True)
class Connections:
    """What the home's tab shows of one member. `can_edit` and the lists are cut to the reader."""

    member_id: str
    member: str
    team_id: str | None
    channel_id: str | None
    channel_problem: str | None
    channel_problem_at: datetime | None
    timezone: str
    locale: str
    digest_hour: int
    guided: bool
    cover: Cover
    joined_at: datetime | None
    can_edit: bool
    can_invite: bool
    teams: tuple[LinkedTeam, ...] = ()
    invites: tuple[OpenInvite, ...] = ()
    agencies: tuple[ActingAgency, ...] = ()
    lanes: tuple[Lane, ...] = ()
    brand_rooms: tuple[BrandRoom, ...] = ()
    brand_rooms_in_all: int = 0
    times: AlertTimes = field(default_factory=AlertTimes)
    shares_encounters: bool = True


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """What differs, for the audit trail: `{setting: {"before": …, "after": …}}`."""
    return {
        name: {"before": before[name], "after": value}
        for name, value in after.items()
        if before[name] != value
    }
