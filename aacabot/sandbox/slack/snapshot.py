"""The whole state as the page reads it."""

from typing import Any

from aacabot.sandbox.slack.deliveries import Delivery
from aacabot.sandbox.slack.messages import Ephemeral
from aacabot.sandbox.slack.state import SlackState
from aacabot.sandbox.slack.view_state import current_state
from aacabot.sandbox.slack.views import SandboxView, view_json
from aacabot.sandbox.slack.workspaces import Installation, Workspace, channel_json, user_json

MOST_MESSAGES = 200  # per channel: a page is for looking at, the record is in `messages()`


def snapshot(slack: SlackState, user: str | None = None) -> dict[str, Any]:
    """Everything with the `seq` it has; ephemerals, views and homes of `user` only, if one is given."""
    return {
        "seq": slack.changes.seq,
        "workspaces": [_workspace(one) for one in slack.workspaces],
        "messages": _messages(slack),
        "ephemerals": [_ephemeral(one) for one in slack.messages.ephemerals(user)],
        "views": [open_view_json(one) for one in slack.views.all_open(user)],
        "homes": [
            {"team": one.team, "user": one.user, "view": view_json(one, current_state(one))}
            for one in slack.views.homes()
            if user in (None, one.user)
        ],
    }


def _workspace(workspace: Workspace) -> dict[str, Any]:
    installation = workspace.installation
    is_installed = installation is not None and not installation.revoked
    return {
        "id": workspace.id,
        "name": workspace.name,
        "is_installed": is_installed,
        "bot": _bot(installation),
        "people": [
            {
                **user_json(workspace, one),
                "name": one.name,
                "locale": one.locale,
                "is_deactivated": one.is_deactivated,
            }
            for one in workspace.people.values()
        ],
        "channels": [
            {**channel_json(workspace, one), "members": list(one.members)}
            for one in workspace.channels.values()
        ],
    }


def _bot(installation: Installation | None) -> dict[str, str] | None:
    if installation is None:
        return None
    return {"name": "aacabot", "user_id": installation.bot_user_id, "bot_id": installation.bot_id}


def _messages(slack: SlackState) -> list[dict[str, Any]]:
    shown: list[dict[str, Any]] = []
    for workspace in slack.workspaces:
        for channel in workspace.channels:
            for one in slack.messages.all(channel)[-MOST_MESSAGES:]:
                about: dict[str, Any] = {
                    "blocks": one.blocks,
                    "thread_ts": one.thread_ts,
                    **slack.message_json(one, metadata=True),
                    "team": one.team,
                    "channel": one.channel,
                    "edited": one.edited,
                    "revisions": one.revisions,
                }
                shown.append(about)
    return shown


def _ephemeral(one: Ephemeral) -> dict[str, Any]:
    return {
        "team": one.team,
        "channel": one.channel,
        "user": one.user,
        "ts": one.ts,
        "thread_ts": one.thread_ts,
        "text": one.text,
        "blocks": one.blocks,
        "attachments": one.attachments,
    }


def open_view_json(view: SandboxView) -> dict[str, Any]:
    """A modal with whose it is, the errors at its fields (by block id), and the notice above them."""
    return {
        "id": view.id,
        "team": view.team,
        "user": view.user,
        "errors": view.errors,
        "notice": view.notice,
        "view": view_json(view, current_state(view)),
    }


def delivery_json(delivery: Delivery) -> dict[str, Any]:
    return {
        "status": delivery.status,
        "body": delivery.body,
        "json": delivery.json,
        "seconds": round(delivery.seconds, 4),
        "problem": delivery.problem,
        "attempts": [
            {"status": one.status, "seconds": round(one.seconds, 4), "reason": one.reason}
            for one in delivery.attempts
        ],
    }
