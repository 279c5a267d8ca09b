"""Reading a channel: each person is asked about, a few at once, and for cards not twice within an hour."""

import asyncio
from collections import Counter
from typing import Any

import pytest

from aacabot.domain.intel.rooms import RoomSeen
from aacabot.slack.client import ChannelBroken, SlackBusy
from aacabot.slack.rooms import PeopleRemembered, read_room

USERS = [f"U0{n:02}" for n in range(12)]


class Answering:
    """A channel of a dozen; what fails is named by method or user."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.failing: dict[str, Exception] = {}
        self.most_at_once = self._at_once = 0

    async def __call__(self, method: str, **arguments: Any) -> Any:
        about = arguments.get("user", method)
        self.asked[about] += 1
        if about in self.failing:
            raise self.failing[about]
        if method == "conversations.info":
            return {"channel": {"id": arguments["channel"], "is_private": True, "is_member": True}}
        if method == "conversations.members":
            return {"members": USERS}
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        await asyncio.sleep(0)
        self._at_once -= 1
        return {"user": {"id": about, "team_id": "T0ONE"}}

    @property
    def people_asked(self) -> list[int]:
        return [self.asked[user] for user in USERS]

    async def room(self, remembered: PeopleRemembered | None = None) -> RoomSeen:
        return await read_room(self, "T0ONE", "C0ONE", remembered=remembered)


async def test_people_are_asked_about_a_few_at_once_and_anew_for_each_post() -> None:
    slack = Answering()
    for times in (1, 2):
        room = await slack.room()
        assert [one.user_id for one in room.people or ()] == USERS
        assert slack.people_asked == [times] * 12
    assert 1 < slack.most_at_once <= 5


async def test_for_cards_people_are_remembered_for_an_hour_and_the_channel_is_not() -> None:
    slack, now = Answering(), [0.0]
    remembered = PeopleRemembered(lambda: now[0])
    for now[0] in (0.0, 3_599.0):
        assert len((await slack.room(remembered)).people or ()) == 12
    assert slack.people_asked == [1] * 12
    assert slack.asked["conversations.members"] == 2
    now[0] = 3_601.0
    await slack.room(remembered)
    assert slack.people_asked == [2] * 12


async def test_whom_slack_does_not_show_is_asked_about_again() -> None:
    slack, remembered = Answering(), PeopleRemembered()
    slack.failing["U003"] = ChannelBroken("user_not_found")
    room = await slack.room(remembered)
    assert [one.user_id for one in room.people or () if not one.is_seen] == ["U003"]
    del slack.failing["U003"]
    room = await slack.room(remembered)
    assert all(one.is_seen for one in room.people or ())


async def test_a_busy_slack_is_not_asked_on_and_those_who_answered_are_remembered() -> None:
    slack, remembered = Answering(), PeopleRemembered()
    slack.failing["U006"] = SlackBusy(1)
    with pytest.raises(SlackBusy):
        await slack.room(remembered)
    assert slack.people_asked == [1] * 10 + [0] * 2
    slack.failing.clear()
    await slack.room(remembered)
    assert [n for n, times in enumerate(slack.people_asked) if times == 2] == [6]
