"""The bodies Slack sends: https://docs.slack.dev/reference/interaction-payloads and /apis/events-api"""

from dataclasses import dataclass
from typing import Any

from aacabot.sandbox.slack.elements import Found
from aacabot.sandbox.slack.ids import APP_ID
from aacabot.sandbox.slack.organisations import Organisation
from aacabot.sandbox.slack.views import SandboxView, State, view_json
from aacabot.sandbox.slack.workspaces import Installation, SandboxChannel, Workspace

LEGACY_TOKEN = "legacy-verification-token"


@dataclass(frozen=True)
class Actor:
    """Who does something: the person, the workspace they belong to, and the one where the app hears of it."""

    user: str
    name: str
    team: str
    workspace: Workspace


def envelope(kind: str, actor: Actor, *, team: str | None = None) -> dict[str, Any]:
    """What every interaction payload starts with. `team` is the installed workspace unless said otherwise."""
    workspace = actor.workspace
    organisation = workspace.organisation
    return {
        "type": kind,
        "token": LEGACY_TOKEN,
        "api_app_id": APP_ID,
        "team": {"id": team or workspace.id, "domain": workspace.domain},
        "user": {"id": actor.user, "username": actor.name, "name": actor.name, "team_id": actor.team},
        "enterprise": organisation.about if organisation else None,
        "is_enterprise_install": workspace.installation is not None and workspace.installation.is_org,
    }


def pressed(found: Found, action_ts: str, value: str | None) -> dict[str, Any]:
    """A button in `actions`; `value` is what is sent, the button's own unless forged."""
    element = found.element
    about: dict[str, Any] = {
        key: element[key] for key in ("text", "style", "accessibility_label") if key in element
    }
    return {**_action(found, action_ts), **about, **({"value": value} if value is not None else {})}


def selected(found: Found, action_ts: str, choice: dict[str, Any]) -> dict[str, Any]:
    """A select, picker or input in `actions`."""
    return {**_action(found, action_ts), **choice}


def _action(found: Found, action_ts: str) -> dict[str, Any]:
    return {
        "type": found.element["type"],
        "action_id": found.action_id,
        "block_id": found.block_id,
        "action_ts": action_ts,
    }


def about_channel(channel: SandboxChannel) -> dict[str, str]:
    return {"id": channel.id, "name": "directmessage" if channel.is_im else channel.name}


def in_view(view: SandboxView, state: State) -> dict[str, Any]:
    return {"container": {"type": "view", "view_id": view.id}, "view": view_json(view, state)}


def event_callback(
    workspace: Workspace, installation: Installation, event: dict[str, Any], event_id: str, at: float
) -> dict[str, Any]:
    """An Events API body around `event`; `at` is epoch seconds."""
    channel = workspace.channels.get(str(event.get("channel", "")))
    enterprise_id = workspace.organisation.id if workspace.organisation else None
    authorization = {
        "enterprise_id": enterprise_id,
        "team_id": workspace.id,
        "user_id": installation.bot_user_id,
        "is_bot": True,
        "is_enterprise_install": installation.is_org,
    }
    return {
        "token": LEGACY_TOKEN,
        "team_id": workspace.id,
        "context_team_id": workspace.id,
        "context_enterprise_id": enterprise_id,
        "api_app_id": APP_ID,
        "type": "event_callback",
        "event": event,
        "event_id": event_id,
        "event_time": int(at),
        "event_context": f"4-{event_id}",
        "authorizations": [authorization],
        "is_ext_shared_channel": channel is not None and channel.is_ext_shared,
    }


def org_event_callback(
    organisation: Organisation, event: dict[str, Any], event_id: str, at: float, team: str | None
) -> dict[str, Any]:
    """An Events API body about an organisation's installation itself: it names no workspace."""
    authorization = {
        "enterprise_id": organisation.id,
        "team_id": None,
        "user_id": f"U0BOT{organisation.id[1:]}",
        "is_bot": True,
        "is_enterprise_install": True,
    }
    return {
        "token": LEGACY_TOKEN,
        "team_id": team,
        "enterprise_id": organisation.id,
        "api_app_id": APP_ID,
        "type": "event_callback",
        "event": event,
        "event_id": event_id,
        "event_time": int(at),
        "authorizations": [authorization],
    }
