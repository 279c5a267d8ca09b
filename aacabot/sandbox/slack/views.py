"""Modals in stacks of up to three, and App Home tabs."""

import secrets
from dataclasses import dataclass, field
from typing import Any

from aacabot.sandbox.slack.changes import Changes
from aacabot.sandbox.slack.errors import SlackError
from aacabot.sandbox.slack.ids import APP_ID, new_id
from aacabot.sandbox.slack.messages import with_block_ids
from aacabot.sandbox.slack.triggers import Trigger

MOST_IN_A_STACK = 3  # https://docs.slack.dev/surfaces/modals: the first view and two more
_GIVEN = ("title", "submit", "close")

# block_id -> action_id -> what Slack sends as the element's state
State = dict[str, dict[str, dict[str, Any]]]


@dataclass
class SandboxView:
    """A view as the person sees it, with what they have entered and the errors shown at its fields."""

    id: str
    team: str
    user: str
    body: dict[str, Any]
    hash: str
    root_id: str
    previous_id: str | None = None
    bot_id: str = ""
    entered: State = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    notice: str | None = None
    user_team: str = ""
    offered: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    @property
    def blocks(self) -> list[dict[str, Any]]:
        blocks: list[dict[str, Any]] = self.body["blocks"]
        return blocks


def _new_hash() -> str:
    return f"{secrets.randbelow(10**10)}.{secrets.token_urlsafe(6)}"


def _clean(view: dict[str, Any]) -> dict[str, Any]:
    return {**view, "blocks": with_block_ids(view["blocks"])}


class Views:
    """Every open modal, each person's stack in order, and every published home tab."""

    def __init__(self, changes: Changes) -> None:
        self._changes = changes
        self._open: dict[str, SandboxView] = {}
        self._homes: dict[tuple[str, str], SandboxView] = {}

    def open(self, trigger: Trigger, bot_id: str, body: dict[str, Any]) -> SandboxView:
        """Show a modal to the person of the trigger. Raises SlackError duplicate_external_id."""
        self._refuse_duplicate(trigger.team, body)
        view_id = new_id("V")
        view = SandboxView(view_id, trigger.team, trigger.user, _clean(body), _new_hash(), view_id)
        view.bot_id, view.user_team = bot_id, trigger.user_team or trigger.team
        return self._keep(view)

    def push(self, below: SandboxView, body: dict[str, Any]) -> SandboxView:
        """Put a view on top of `below`. Raises SlackError push_limit_reached past three."""
        if len(self.stack(below)) >= MOST_IN_A_STACK:
            raise SlackError("push_limit_reached")
        self._refuse_duplicate(below.team, body)
        view_id = new_id("V")
        view = SandboxView(view_id, below.team, below.user, _clean(body), _new_hash(), below.root_id)
        view.previous_id, view.bot_id, view.user_team = below.id, below.bot_id, below.user_team
        return self._keep(view)

    def update(self, view: SandboxView, body: dict[str, Any], hash: str | None = None) -> SandboxView:
        """Replace what the view shows. Raises SlackError hash_conflict if `hash` is not the present one."""
        if hash and hash != view.hash:
            raise SlackError("hash_conflict")
        if body.get("external_id") != view.body.get("external_id"):
            self._refuse_duplicate(view.team, body)
        view.body, view.hash, view.errors, view.notice = _clean(body), _new_hash(), {}, None
        self._changes.note()
        return view

    def publish(
        self, team: str, user: str, bot_id: str, body: dict[str, Any], hash: str | None = None
    ) -> SandboxView:
        view = self._homes.get((team, user))
        if view is not None:
            return self.update(view, body, hash)
        view_id = new_id("V")
        view = SandboxView(view_id, team, user, _clean(body), _new_hash(), view_id)
        view.bot_id, view.user_team = bot_id, team
        self._homes[(team, user)] = view
        self._changes.note()
        return view

    def close(self, view: SandboxView, *, whole_stack: bool = False) -> None:
        for one in self.stack(view) if whole_stack else [view]:
            self._open.pop(one.id, None)
        self._changes.note()

    def touched(self) -> None:
        """Something in a view changed that the page shows: an entry, an error, a notice."""
        self._changes.note()

    def stack(self, view: SandboxView) -> list[SandboxView]:
        return [one for one in self._open.values() if one.root_id == view.root_id]

    def get(self, view_id: object) -> SandboxView | None:
        return self._open.get(view_id) if isinstance(view_id, str) else None

    def by_external_id(self, team: str, external_id: object) -> SandboxView | None:
        found = [one for one in self._open.values() if one.team == team and external_id]
        return next((one for one in found if one.body.get("external_id") == external_id), None)

    def home(self, team: str, user: str) -> SandboxView | None:
        return self._homes.get((team, user))

    def homes(self) -> list[SandboxView]:
        return list(self._homes.values())

    def all_open(self, user: str | None = None) -> list[SandboxView]:
        return [one for one in self._open.values() if user in (None, one.user)]

    def _keep(self, view: SandboxView) -> SandboxView:
        self._open[view.id] = view
        self._changes.note()
        return view

    def _refuse_duplicate(self, team: str, body: dict[str, Any]) -> None:
        if body.get("external_id") and self.by_external_id(team, body["external_id"]):
            raise SlackError("duplicate_external_id")


def view_json(view: SandboxView, state: State | None = None) -> dict[str, Any]:
    """A view object as Slack returns it; `state` is what its fields hold, where Slack sends it."""
    given = {key: view.body.get(key) for key in _GIVEN}
    return {
        **given,
        "id": view.id,
        "team_id": view.team,
        "app_id": APP_ID,
        "app_installed_team_id": view.team,
        "bot_id": view.bot_id,
        "type": view.body["type"],
        "blocks": view.blocks,
        "hash": view.hash,
        "state": {"values": state or {}},
        "private_metadata": view.body.get("private_metadata") or "",
        "callback_id": view.body.get("callback_id") or "",
        "external_id": view.body.get("external_id") or "",
        "clear_on_close": bool(view.body.get("clear_on_close")),
        "notify_on_close": bool(view.body.get("notify_on_close")),
        "root_view_id": view.root_id,
        "previous_view_id": view.previous_id,
    }
