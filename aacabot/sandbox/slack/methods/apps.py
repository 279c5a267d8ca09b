"""auth.test, auth.teams.list, team.info, bots.info, apps.uninstall."""

from typing import Any

from aacabot.sandbox.slack.errors import SlackError
from aacabot.sandbox.slack.methods.pages import page_of
from aacabot.sandbox.slack.methods.request import ApiRequest, Method


def auth_test(request: ApiRequest) -> dict[str, Any]:
    workspace, installation = request.workspace, request.installation
    organisation = workspace.organisation
    place = organisation if organisation and installation.is_org else workspace
    return {
        "url": f"https://{workspace.domain}.slack.example/",
        "team": place.name,
        "user": "aacabot",
        "team_id": place.id,
        "user_id": installation.bot_user_id,
        "bot_id": installation.bot_id,
        "app_id": installation.app_id,
        "is_enterprise_install": installation.is_org,
        **({"enterprise_id": organisation.id} if organisation else {}),
    }


def teams_list(request: ApiRequest) -> dict[str, Any]:
    """The workspaces an organisation's token may act in; a workspace's own token opens just that one."""
    organisation, workspaces = request.workspace.organisation, request.slack.workspaces
    own = [request.workspace.id]
    teams = sorted(organisation.granted) if organisation and request.installation.is_org else own
    part, metadata = page_of(request, teams, most=1000)
    return {"teams": [{"id": team, "name": workspaces.get(team).name} for team in part], **metadata}


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
    """Client id and secret must be given, and be the app's where it is registered. Slack tells the app."""
    app = request.slack.oauth.app
    client_id, client_secret = request.required("client_id"), request.required("client_secret")
    if app is not None and (client_id, client_secret) != (app.client_id, app.client_secret):
        raise SlackError("bad_client_secret" if client_id == app.client_id else "invalid_client_id")
    bot = request.slack.workspaces.revoke(request.installation.team)
    request.slack.removed(request.installation.team, bot)
    request.slack.changes.note()
    return {}


METHODS: dict[str, Method] = {
    "auth.teams.list": teams_list,
    "auth.test": auth_test,
    "team.info": team_info,
    "bots.info": bots_info,
    "apps.uninstall": apps_uninstall,
}
