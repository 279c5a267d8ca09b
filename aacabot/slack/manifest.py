"""The Slack app manifest (`app.yaml`), and the scopes the hub's calls need."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from aacabot.config import project_root

_METHOD_PAGE = "https://docs.slack.dev/reference/methods/"
COMMANDS_SCOPE = "commands"
"""What slash commands and shortcuts need (https://docs.slack.dev/reference/scopes/commands)."""

SCOPES_OF_METHOD: Mapping[str, tuple[str, ...]] = {
    "auth.teams.list": (),
    "auth.test": (),
    "chat.delete": ("chat:write",),
    "chat.postMessage": ("chat:write",),
    # What stands under a link; the event link_shared needs links:read.
    "chat.unfurl": ("links:read", "links:write"),
    "chat.update": ("chat:write",),
    # One scope per kind of conversation the hub speaks in: public, private, and a person's own.
    "conversations.history": ("channels:history", "groups:history", "im:history"),
    "conversations.info": ("channels:read", "groups:read"),
    # Public channels only: into private ones the bot is invited.
    "conversations.join": ("channels:join",),
    "conversations.members": ("channels:read", "groups:read"),
    # With one person; several would need mpim:write.
    "conversations.open": ("im:write",),
    "conversations.replies": ("channels:history", "groups:history", "im:history"),
    # The event user_change needs the same (docs.slack.dev/reference/events/user_change).
    # What a form was given, and the results that are sent back.
    "files.completeUploadExternal": ("files:write",),
    "files.getUploadURLExternal": ("files:write",),
    "files.info": ("files:read",),
    "users.info": ("users:read",),
    "views.open": (),
    "views.publish": (),
    "views.push": (),
    "views.update": (),
}
"""Every Web API method the hub calls, with the bot scopes it needs, by each `method_page`."""


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What the app asks of Slack. `shortcuts` holds callback ids."""

    commands: frozenset[str]
    shortcuts: frozenset[str]
    events: frozenset[str]
    scopes: frozenset[str]
    has_home: bool
    is_interactive: bool


def read_manifest(path: Path | None = None) -> Manifest:
    """Read `app.yaml`, by default the one beside the code. Raises OSError, or ValueError where it is none."""
    try:
        document: dict[str, Any] = yaml.safe_load((path or project_root() / "app.yaml").read_text("utf-8"))
        features, settings = document["features"], document["settings"]
        return Manifest(
            commands=frozenset(entry["command"] for entry in features.get("slash_commands", [])),
            shortcuts=frozenset(entry["callback_id"] for entry in features.get("shortcuts", [])),
            events=frozenset(settings["event_subscriptions"]["bot_events"]),
            scopes=frozenset(document["oauth_config"]["scopes"]["bot"]),
            has_home=bool(features.get("app_home", {}).get("home_tab_enabled")),
            is_interactive=bool(settings["interactivity"]["is_enabled"]),
        )
    except (yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not an app manifest: {error}") from error


def needed_scopes(methods: Iterable[str] = SCOPES_OF_METHOD) -> frozenset[str]:
    """The bot scopes for these methods and for the command. Raises KeyError for an unlisted method."""
    return frozenset({COMMANDS_SCOPE}.union(*(SCOPES_OF_METHOD[method] for method in methods)))


def method_page(method: str) -> str:
    """Slack's page of a method, which names its scopes."""
    return f"{_METHOD_PAGE}{method}"
