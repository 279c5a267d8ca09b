"""A Slack channel as it is at one moment: which organisations share it, and who is in it."""

from dataclasses import dataclass
from enum import StrEnum

MOST_PEOPLE = 100
"""Each is asked about (users.info takes a hundred a minute): closed labels stay out of larger channels."""


class Outsider(StrEnum):
    """Why something may not be posted in a channel. Who it is, is not said: only what kind."""

    RED = "red"
    DIRECT = "direct"
    NOT_IN_IT = "not_in_it"
    OTHER_ORGANISATION = "other_organisation"
    INVITED_ORGANISATION = "invited_organisation"
    OPEN_TO_ALL = "open_to_all"
    GUEST = "guest"
    OTHERS_PEOPLE = "others_people"
    APP = "app"
    TOO_MANY = "too_many"
    NOT_SEEN = "not_seen"


@dataclass(frozen=True, kw_only=True)
class RoomPerson:
    """Somebody in a channel, by their own workspace. `is_seen`: whether Slack says who it is."""

    user_id: str
    team_id: str = ""
    is_guest: bool = False
    is_bot: bool = False
    is_seen: bool = True


@dataclass(frozen=True, kw_only=True)
class RoomSeen:
    """What Slack says of a channel: conversations.info, conversations.members, and users.info of each.

    `teams` are the workspaces and organisations that keep its messages; `people` is None where they have not
    been asked about one by one.
    """

    team_id: str
    channel_id: str
    teams: frozenset[str]
    user_ids: frozenset[str]
    is_private: bool = True
    is_direct: bool = False
    has_bot: bool = True
    is_shared: bool = False
    is_pending: bool = False
    people: tuple[RoomPerson, ...] | None = None
