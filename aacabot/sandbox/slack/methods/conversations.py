"""conversations.info, .list, .members, .join, .open."""

from typing import Any

from aacabot.sandbox.slack.errors import SlackError
from aacabot.sandbox.slack.methods.pages import page_of
from aacabot.sandbox.slack.methods.request import ApiRequest, Method, invalid_arguments
from aacabot.sandbox.slack.scopes import require, require_for_channel
from aacabot.sandbox.slack.state import channel_for
from aacabot.sandbox.slack.workspaces import SandboxChannel, channel_json

KINDS = {"public_channel": "channels", "private_channel": "groups", "im": "im", "mpim": "mpim"}


def readable_channel(request: ApiRequest) -> SandboxChannel:
    """A conversation the bot may know of. Raises SlackError channel_not_found or missing_scope."""
    channel = channel_for(request.workspace, request.installation, request.required("channel"))
    require_for_channel(request.installation, request.method, channel)
    return channel


def info(request: ApiRequest) -> dict[str, Any]:
    channel = readable_channel(request)
    about = channel_json(request.workspace, channel) | _sharing(request, channel)
    if not request.flag("include_num_members"):
        about.pop("num_members")
    if request.flag("include_locale"):
        about["locale"] = "en-US"
    return {"channel": about}


def _sharing(request: ApiRequest, channel: SandboxChannel) -> dict[str, Any]:
    """Whose messages these are too, where the channel is shared (docs.slack.dev/apis/slack-connect)."""
    if not channel.is_ext_shared:
        return {}
    homes = [request.slack.workspaces.home_of(user) for user in channel.members]
    teams = {request.workspace.id, *(home.id for home in homes if home), *channel.connected_teams}
    return {"connected_team_ids": sorted(teams), "conversation_host_id": request.workspace.id}


def members(request: ApiRequest) -> dict[str, Any]:
    channel = readable_channel(request)
    part, metadata = page_of(request, channel.members, most=1000)
    return {"members": part, **metadata}


def list_all(request: ApiRequest) -> dict[str, Any]:
    """Public channels, and the others the bot is in; each type asked for needs its own scope."""
    types = str(request.args.get("types") or "public_channel").split(",")
    if any(one.strip() not in KINDS for one in types):
        raise SlackError("invalid_types")
    kinds = {KINDS[one.strip()] for one in types}
    for kind in sorted(kinds):
        require(request.installation, f"{kind}:read")
    bot = request.installation.bot_user_id
    shown = [
        channel_json(request.workspace, one)
        for one in request.workspace.channels.values()
        if one.kind in kinds and (one.kind == "channels" or bot in one.members)
        if not (one.is_archived and request.flag("exclude_archived"))
    ]
    part, metadata = page_of(request, shown, most=1000)
    return {"channels": part, **metadata}


def join(request: ApiRequest) -> dict[str, Any]:
    channel = channel_for(request.workspace, request.installation, request.required("channel"))
    if channel.kind != "channels":
        raise SlackError("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise SlackError("is_archived")
    if request.installation.bot_user_id not in channel.members:
        channel.members.append(request.installation.bot_user_id)
        request.slack.changes.note()
    return {"channel": channel_json(request.workspace, channel)}


def open_direct(request: ApiRequest) -> dict[str, Any]:
    """A direct message with one to eight people (conversations.open)."""
    users = tuple(one.strip() for one in str(request.args.get("users") or "").split(",") if one.strip())
    if request.args.get("channel") and not users:
        channel = channel_for(request.workspace, request.installation, request.args["channel"])
    elif not users:
        raise invalid_arguments("[ERROR] missing required field: users")
    elif len(users) > 8:
        raise SlackError("too_many_users")
    else:
        require(request.installation, "im:write" if len(users) == 1 else "mpim:write")
        _all_reachable(request, users)
        channel = request.workspace.direct_messages(users)
    about = channel_json(request.workspace, channel) if request.flag("return_im") else {"id": channel.id}
    return {"channel": about}


def _all_reachable(request: ApiRequest, users: tuple[str, ...]) -> None:
    for user in users:
        person = request.workspace.people.get(user)
        if person is None:
            raise SlackError("user_not_found")
        if person.is_deactivated:
            raise SlackError("user_disabled")


METHODS: dict[str, Method] = {
    "conversations.info": info,
    "conversations.members": members,
    "conversations.list": list_all,
    "conversations.join": join,
    "conversations.open": open_direct,
}
