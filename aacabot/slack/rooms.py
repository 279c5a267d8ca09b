"""Asking Slack who is in a channel, and which organisations keep it, at the moment something goes there."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from functools import partial
from typing import Any

from slack_sdk.errors import SlackApiError

from aacabot.domain.intel.rooms import MOST_PEOPLE, RoomPerson, RoomSeen
from aacabot.slack.client import ChannelBroken

Ask = Callable[..., Awaitable[Any]]
"""Calls a method by its name with arguments, and gives Slack's answer; raises where there is none."""
_PAGE = 200
_AT_ONCE = 5
"""People asked about at the same time: users.info takes about a hundred a minute in a workspace."""
_MOST_REMEMBERED = 50_000
_TEAMS = ("connected_team_ids", "shared_team_ids", "internal_team_ids", "connected_limited_team_ids")


class PeopleRemembered:
    """Who people are, as Slack said within the hour; whom it did not show is asked about again."""

    SECONDS = 3600.0

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._known: dict[tuple[str, str], tuple[RoomPerson, float]] = {}

    async def person(self, ask: Ask, team_id: str, user_id: str) -> RoomPerson:
        """Who somebody is in this workspace, asked where it is not remembered. Raises what `ask` raises."""
        person, until = self._known.get((team_id, user_id), (None, 0.0))
        if person is not None and self._clock() < until:
            return person
        person = await _person(ask, user_id)
        if person.is_seen:
            if len(self._known) >= _MOST_REMEMBERED:
                self._known.clear()
            self._known[team_id, user_id] = person, self._clock() + self.SECONDS
        return person


async def read_room(
    ask: Ask,
    team_id: str,
    channel_id: str,
    *,
    with_people: bool = True,
    remembered: PeopleRemembered | None = None,
) -> RoomSeen:
    """The channel as Slack describes it now: everybody in it, and each of them, unless they are too many.

    Each is asked about now, or taken from those `remembered`. Raises what `ask` raises: without an answer
    nothing is known, and nothing may be posted.
    """
    answer = await ask("conversations.info", channel=channel_id)
    about: Mapping[str, Any] = answer["channel"]
    user_ids = await _everybody(ask, channel_id)
    people = None
    if with_people and len(user_ids) <= MOST_PEOPLE:
        about_one = partial(remembered.person, ask, team_id) if remembered else partial(_person, ask)
        people = await _each(about_one, sorted(user_ids))
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


async def _each(
    about_one: Callable[[str], Awaitable[RoomPerson]], user_ids: list[str]
) -> tuple[RoomPerson, ...]:
    """Each of these people, a few asked about at once; after the first that has no answer no more."""
    found: list[RoomPerson] = []
    for start in range(0, len(user_ids), _AT_ONCE):
        asked = [about_one(user_id) for user_id in user_ids[start : start + _AT_ONCE]]
        found += _answers(await asyncio.gather(*asked, return_exceptions=True))
    return tuple(found)


def _answers(given: Iterable[RoomPerson | BaseException]) -> list[RoomPerson]:
    found = []
    for one in given:
        if isinstance(one, BaseException):
            raise one
        found.append(one)
    return found


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
