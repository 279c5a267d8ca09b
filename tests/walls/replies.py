"""Everything that came out of the hub, each with those who read it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from aacabot.sandbox.slack import Call, Delivery, SlackSandbox
from tests.walls.cast import BY_CHANNEL, Room

_SAYS_NOTHING = ("auth.", "users.", "conversations.", "apps.", "team.", "oauth.")


@dataclass(frozen=True)
class Reply:
    """One thing said: by what, its text, and the person or the channel that reads it (`None`: anybody)."""

    by: str
    text: str
    user: str | None = None
    channel: str | None = None

    @property
    def to(self) -> str:
        return self.user or self.channel or "anybody"


class UnknownReader(Exception):
    """Something was said, and the walk does not know to whom."""


@dataclass
class Replies:
    """Hands out what is new since the last time it was asked."""

    slack: SlackSandbox
    rooms: Mapping[str, Room] = field(default_factory=lambda: BY_CHANNEL)
    _calls: int = 0
    _deliveries: int = 0
    _ephemerals: set[int] = field(default_factory=set)
    _kept: list[Any] = field(default_factory=list)

    def new(self) -> list[Reply]:
        found = [*self._from_calls(), *self._from_ephemerals(), *self._from_answers()]
        return [reply for reply in found if reply.text]

    def _from_calls(self) -> Iterator[Reply]:
        calls = self.slack.state.calls[self._calls :]
        self._calls += len(calls)
        for call in calls:
            if not call.method.startswith(_SAYS_NOTHING):
                yield self._said(call)

    def _said(self, call: Call) -> Reply:
        text = json.dumps(call.args, ensure_ascii=False, default=str)
        args, team = call.args, call.team or ""
        if args.get("user") or args.get("user_id"):
            return Reply(call.method, text, user=str(args.get("user") or args["user_id"]))
        if args.get("channel"):
            return self._in_channel(call.method, text, team, str(args["channel"]))
        trigger = self.slack.state.triggers._issued.get(str(args.get("trigger_id")))
        if trigger is not None:
            return Reply(call.method, text, user=trigger.user)
        view = self.slack.state.views.get(args.get("view_id"))
        if view is not None:
            return Reply(call.method, text, user=view.user)
        if not call.ok:
            return Reply(call.method, "")
        raise UnknownReader(f"{call.method} {text[:500]}")

    def _in_channel(self, method: str, text: str, team: str, channel: str) -> Reply:
        if channel.startswith(("U", "W")):
            return Reply(method, text, user=channel)
        room = self.slack.state.workspaces.get(team).channels.get(channel)
        if room is not None and room.is_im:
            reader = next(user for user in room.members if not user.startswith("U0BOT"))
            return Reply(method, text, user=reader)
        if channel not in self.rooms:
            raise UnknownReader(f"{method} in {channel}: {text[:500]}")
        return Reply(method, text, channel=channel)

    def _from_ephemerals(self) -> Iterator[Reply]:
        for shown in self.slack.ephemerals():
            if id(shown) not in self._ephemerals:
                self._ephemerals.add(id(shown))
                self._kept.append(shown)  # or its id would be another's
                yield Reply("ephemeral", f"{shown.text} {shown.blocks} {shown.attachments}", user=shown.user)

    def _from_answers(self) -> Iterator[Reply]:
        deliveries = self.slack.deliveries[self._deliveries :]
        self._deliveries += len(deliveries)
        for delivery in deliveries:
            yield Reply("http answer", delivery.body, user=_actor(delivery))


def _actor(delivery: Delivery) -> str | None:
    payload = delivery.parcel.payload if delivery.parcel else {}
    user = payload.get("user") or payload.get("user_id") or payload.get("event", {}).get("user")
    return str(user["id"] if isinstance(user, dict) else user) if user else None
