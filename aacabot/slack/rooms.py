"""Asking Slack who is in a channel, and which organisations keep it, at the moment something goes there."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_sdk.errors import SlackApiError

from aacabot.domain.intel.rooms import MOST_PEOPLE, RoomPerson, RoomSeen
from aacabot.slack.client import ChannelBroken

Ask = Callable[..., Awaitable[Any]]
"""Calls a method by its name with arguments, and gives Slack's answer; raises where there is none."""
_PAGE = 200
_TEAMS = ("connected_team_ids", "shared_team_ids", "internal_team_ids", "connected_limited_team_ids")


async def read_room(ask: Ask, team_id: str, channel_id: str, *, with_people: bool = True) -> RoomSeen:
    """The channel as Slack describes it now: everybody in it, and each of them, unless they are too many.

    Raises what `ask` raises: without an answer nothing is known, and nothing may be posted.
    """
    answer = await ask("conversations.info", channel=channel_id)
    about: Mapping[str, Any] = answer["channel"]
    user_ids = await _everybody(ask, channel_id)
    people = None
    if with_people and len(user_ids) <= MOST_PEOPLE:
        people = tuple([await _person(ask, user_id) for user_id in sorted(user_ids)])
    return RoomSeen(
        team_id=team_id,
        channel_id=channel_id,
        teams=_teams(about, team_id),
        user_ids=user_ids,
        is_private=bool(about.get("is_private")),
        is_direct=bool(about.get("is_im") or about.get("is_mpim")),
        has_bot=bool(about.get("is_member")),
        is_shared=bool(about.get("is_ext_shared")),
        is_pending=bool(about.get("is_pending_ext_shared") or about.get("pending_connected_team_ids")),
        people=people,
    )


def _teams(about: Mapping[str, Any], team_id: str) -> frozenset[str]:
    """The workspaces and organisations that keep it, its host's and ours among them."""
    named = {str(one) for name in _TEAMS for one in about.get(name) or []}
    hosts = {str(about[name]) for name in ("context_team_id", "conversation_host_id") if about.get(name)}
    return frozenset(named | hosts | {team_id})


async def _everybody(ask: Ask, channel_id: str) -> frozenset[str]:
    found: set[str] = set()
    arguments: dict[str, Any] = {"channel": channel_id, "limit": _PAGE}
    while True:
        answer = await ask("conversations.members", **arguments)
        found.update(str(one) for one in answer.get("members") or [])
        cursor = (answer.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return frozenset(found)
        arguments["cursor"] = cursor


async def _person(ask: Ask, user_id: str) -> RoomPerson:
    """Who somebody is; whom Slack does not show is not seen, which is not the same as nobody."""
    try:
        answer = await ask("users.info", user=user_id)
    except (ChannelBroken, SlackApiError):
        return RoomPerson(user_id=user_id, is_seen=False)
    about: Mapping[str, Any] = answer["user"]
    return RoomPerson(
        user_id=user_id,
        team_id=str(about.get("team_id") or ""),
        is_guest=bool(about.get("is_restricted") or about.get("is_ultra_restricted")),
        is_bot=bool(about.get("is_bot")),
    )
