"""Payloads Slack would not send: another's button, form or value in the hands of somebody else.

Slack signs what it sends, so nobody forges a payload whole; but values, metadata and options travel through
the person's own client, and what was shown to one may be replayed by another.
"""

import copy
import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aacabot.sandbox.slack import SlackSandbox
from aacabot.sandbox.slack.deliveries import Parcel
from aacabot.sandbox.slack.elements import Found
from aacabot.sandbox.slack.payloads import about_channel, envelope
from aacabot.sandbox.slack.triggers import ResponseUrl
from aacabot.sandbox.slack.view_state import current_state
from aacabot.sandbox.slack.views import view_json
from tests.walls.answers import Answers
from tests.walls.canaries import without_words
from tests.walls.cast import TOKENS, Someone
from tests.walls.ids import Ids
from tests.walls.surfaces import Surface

_KEPT = 4


@dataclass(frozen=True)
class Sample:
    """An element as somebody had it before them, with the view around it."""

    kind: str
    found: Found
    view: dict[str, Any] | None


@dataclass
class Gallery:
    """The last few samples of everything that was ever shown to anybody."""

    elements: dict[tuple[str, str], list[Sample]] = field(default_factory=dict)
    forms: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def keep(self, surface: Surface) -> None:
        view = view_json(surface.view, current_state(surface.view)) if surface.view else None
        for found in surface.elements:
            if found.action_id:
                self._add(self.elements, (surface.kind, found.action_id), Sample(surface.kind, found, view))
        if view is not None and surface.kind == "form" and view["submit"]:
            self._add(self.forms, view["callback_id"], view)

    def _add(self, where: dict[Any, list[Any]], key: Any, sample: Any) -> None:
        kept = where.setdefault(key, [])
        kept.append(copy.deepcopy(sample))
        if len(kept) > _KEPT:
            kept.pop(0)


@dataclass(frozen=True)
class Forger:
    """Somebody who sends what others were shown, with ids exchanged."""

    slack: SlackSandbox
    ids: Ids
    chance: random.Random
    who: Someone
    sent: Callable[[str], None]
    """Is told what the forger wrote: said back to them, it is no leak."""

    async def press(self, sample: Sample) -> None:
        """Use an element of another's with its value, or with one like it."""
        action = {
            "type": sample.found.element["type"],
            "action_id": sample.found.action_id,
            "block_id": self._maybe(sample.found.block_id),
            "action_ts": self.slack.state.timestamps.next(),
            **self._value(sample.found.element),
        }
        around = self._in_view(sample.view) if sample.view else self._in_channel()
        await self._send("block_actions", {**around, "actions": [action]})

    async def submit(self, form: dict[str, Any]) -> None:
        """Submit a form that was opened for somebody else, its metadata and choices exchanged."""
        await self._send("view_submission", {"view": self._taken(form, filled=True), "response_urls": []})

    async def suggest(self, sample: Sample) -> None:
        """Ask for the options of a menu in another's form."""
        text = self.chance.choice(["", "e", "o", "br"])
        about = {"action_id": sample.found.action_id, "block_id": sample.found.block_id, "value": text}
        around = self._in_view(sample.view) if sample.view else self._in_channel()
        await self._send("block_suggestion", {**around, **about})

    async def _send(self, kind: str, payload: dict[str, Any]) -> None:
        team = self.who.meets[0]
        actor = self.slack.actor(team, self.who.user, self.who.team)
        # In a home or a form the payload's team is the person's own.
        whole = envelope(kind, actor, team=self.who.team if "view" in payload else None)
        view = payload.get("view", {})
        written = (
            payload.get("actions"),
            view.get("private_metadata"),
            view.get("state"),
            payload.get("value"),
        )
        self.sent(json.dumps(written, ensure_ascii=False))
        trigger = self.slack.state.triggers.issue(team, self.who.user, user_team=self.who.team)
        await self.slack.deliver(Parcel("interactive", team, {**whole, "trigger_id": trigger, **payload}))

    def _in_channel(self) -> dict[str, Any]:
        team = self.who.meets[0]
        workspace = self.slack.state.workspaces.get(team)
        rooms = [room for room in workspace.channels.values() if self.who.user in room.members]
        room = self.chance.choice(rooms or [workspace.direct_messages((self.who.user,))])
        url = ResponseUrl(team, room.id, self.who.user, self.slack.state.clock.now())
        ts = self.slack.state.timestamps.next()
        return {
            "container": {"type": "message", "message_ts": ts, "channel_id": room.id},
            "channel": about_channel(room),
            "message": {"ts": ts, "text": "", "blocks": []},
            "response_url": self.slack.state.response_urls.issue(self.slack.base_url, url),
        }

    def _in_view(self, view: dict[str, Any]) -> dict[str, Any]:
        taken = self._taken(view)
        return {"container": {"type": "view", "view_id": taken["id"]}, "view": taken}

    def _taken(self, view: dict[str, Any], *, filled: bool = False) -> dict[str, Any]:
        """Another's view as one's own: its id is not the other's, for there Slack itself stands guard."""
        own = self.slack.state.views.home(self.who.team, self.who.user) if self.who.team in TOKENS else None
        taken = copy.deepcopy(view)
        taken |= {"id": own.id if own else "V0NONE", "hash": ""}
        taken |= {"team_id": self.who.meets[0], "app_installed_team_id": self.who.meets[0]}
        taken["private_metadata"] = self._maybe(view["private_metadata"])
        if filled:
            taken["state"] = {"values": self._filled(view["state"]["values"])}
        return taken

    def _filled(self, values: Any) -> Any:
        if isinstance(values, dict):
            return {key: self._filled(value) for key, value in values.items()}
        if isinstance(values, list):
            return [self._filled(value) for value in values]
        return self._maybe(values) if isinstance(values, str) else values

    def _value(self, element: dict[str, Any]) -> dict[str, Any]:
        if element["type"] == "button":
            return {"value": self._maybe(str(element.get("value") or ""))}
        answers = Answers(self.ids, self.chance, self.who)
        value = answers.for_element(element)
        if element["type"] in {"static_select", "external_select", "overflow", "radio_buttons"}:
            chosen = value if isinstance(value, dict) else {"value": self._maybe(str(value))}
            return {"selected_option": {"text": {"type": "plain_text", "text": "?"}, **chosen}}
        key = {"users_select": "selected_user", "conversations_select": "selected_conversation"}
        return {key.get(element["type"], "value"): value}

    def _maybe(self, text: str) -> str:
        """As it was shown, or with its ids exchanged.

        What another searched for is left out of places: the home would keep saying it back.
        """
        text = without_words(text) if text.startswith("{") else text
        return self.ids.swapped(text, self.chance) if self.chance.random() < 0.6 else text
