"""auth.test, team.info, bots.info, apps.uninstall."""

from typing import Any

from aacabot.sandbox.slack.errors import SlackError
from aacabot.sandbox.slack.methods.request import ApiRequest, Method


def auth_test(request: ApiRequest) -> dict[str, Any]:
    workspace, installation = request.workspace, request.installation
    return {
        "url": f"https://{workspace.domain}.slack.example/",
        "team": workspace.name,
        "user": "aacabot",
        "team_id": workspace.id,
        "user_id": installation.bot_user_id,
        "bot_id": installation.bot_id,
        "app_id": installation.app_id,
        "is_enterprise_install": False,
    }


def team_info(request: ApiRequest) -> dict[str, Any]:
    asked = request.args.get("team")
    if asked and asked != request.workspace.id:
        raise SlackError("team_not_found")
    workspace = request.workspace
    return {"team": {"id": workspace.id, "name": workspace.name, "domain": workspace.domain, "icon": {}}}


def bots_info(request: ApiRequest) -> dict[str, Any]:
    installation = request.installation
    if request.args.get("bot") not in (None, installation.bot_id):
        raise SlackError("bot_not_found")
    return {
        "bot": {
            "id": installation.bot_id,
            "app_id": installation.app_id,
            "user_id": installation.bot_user_id,
            "name": "aacabot",
            "deleted": False,
        }
    }


def apps_uninstall(request: ApiRequest) -> dict[str, Any]:
    """Client id and secret must be given, as in Slack; there is nothing here to compare them with."""
    request.required("client_id")
    request.required("client_secret")
    request.installation.revoked = True
    for channel in request.workspace.channels.values():
        if request.installation.bot_user_id in channel.members and not channel.is_im:
            channel.members.remove(request.installation.bot_user_id)
    request.slack.changes.note()
    return {}


METHODS: dict[str, Method] = {
    "auth.test": auth_test,
    "team.info": team_info,
    "bots.info": bots_info,
    "apps.uninstall": apps_uninstall,
}
