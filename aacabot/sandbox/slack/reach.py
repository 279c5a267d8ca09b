"""Which workspace a call is about: an organisation's token may act in several."""

from typing import Any

from aacabot.sandbox.slack.errors import SlackError
from aacabot.sandbox.slack.state import SlackState
from aacabot.sandbox.slack.workspaces import Installation, Workspace

NEEDS_TEAM = {"users.list", "conversations.list"}
"""With an organisation's token `team_id` is required (https://api.slack.com/enterprise/apps/changes-apis)."""
ABOUT_NO_WORKSPACE = {"auth.test", "auth.teams.list", "apps.uninstall"}


def workspace_for(
    slack: SlackState, installation: Installation, method: str, args: dict[str, Any]
) -> Workspace:
    """The workspace. Raises SlackError missing_argument, or team_access_not_granted for one not chosen."""
    if not installation.is_org:
        return slack.workspaces.get(installation.team)
    organisation = slack.workspaces.organisations[installation.team]
    if method in ABOUT_NO_WORKSPACE:
        return slack.workspaces.get(min(organisation.teams))
    if method in NEEDS_TEAM and not args.get("team_id"):
        raise SlackError("missing_argument")
    team = str(args.get("team_id") or _named(slack, args) or "")
    if team not in organisation.granted:
        raise SlackError("team_access_not_granted")
    return slack.workspaces.get(team)


def _named(slack: SlackState, args: dict[str, Any]) -> str | None:
    """The workspace of the channel, person, trigger or view a call names."""
    channel, user = str(args.get("channel") or ""), str(args.get("user_id") or args.get("user") or "")
    users = str(args.get("users") or "").partition(",")[0]
    view = slack.views.get(args.get("view_id"))
    home = slack.workspaces.home_of(user or users or channel)
    return (
        slack.workspaces.team_of_channel(channel)
        or slack.triggers.team_of(args.get("trigger_id"))
        or (view.team if view else None)
        or (home.id if home else None)
    )
