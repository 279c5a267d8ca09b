"""users.info and users.list."""

from typing import Any

from aacabot.sandbox.slack.errors import SlackError
from aacabot.sandbox.slack.methods.pages import page_of
from aacabot.sandbox.slack.methods.request import ApiRequest, Method
from aacabot.sandbox.slack.workspaces import Installation, SandboxPerson, Workspace, user_json


def info(request: ApiRequest) -> dict[str, Any]:
    """Own people, the bot itself, and strangers met in a shared channel."""
    user = request.required("user")
    if user == request.installation.bot_user_id:
        return {"user": _bot_json(request.workspace, request.installation)}
    home = request.workspace if user in request.workspace.people else _home_of_stranger(request, user)
    return {"user": _shown(request, home, home.people[user])}


def list_all(request: ApiRequest) -> dict[str, Any]:
    people = [_shown(request, request.workspace, one) for one in request.workspace.people.values()]
    rows = [*people, _bot_json(request.workspace, request.installation)]
    part, metadata = page_of(request, rows, most=1000)
    return {"members": part, **metadata}


def _home_of_stranger(request: ApiRequest, user: str) -> Workspace:
    home = request.slack.workspaces.home_of(user)
    shares = any(one.is_ext_shared for one in request.workspace.channels.values())
    if home is None:
        raise SlackError("user_not_found")
    if not shares:
        raise SlackError("user_not_visible")
    return home


def _shown(request: ApiRequest, home: Workspace, person: SandboxPerson) -> dict[str, Any]:
    about = user_json(home, person, seen_from=request.workspace.id)
    if request.flag("include_locale"):
        about["locale"] = person.locale
    return about


def _bot_json(workspace: Workspace, installation: Installation) -> dict[str, Any]:
    return {
        "id": installation.bot_user_id,
        "team_id": workspace.id,
        "name": "aacabot",
        "real_name": "aacabot",
        "is_bot": True,
        "deleted": False,
        "profile": {"bot_id": installation.bot_id, "api_app_id": installation.app_id, "real_name": "aacabot"},
    }


METHODS: dict[str, Method] = {"users.info": info, "users.list": list_all}
