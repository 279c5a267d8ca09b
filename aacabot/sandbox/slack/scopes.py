"""Which scope each Web API method needs: https://docs.slack.dev/reference/methods (page of each method).

Methods on conversations need one scope per kind of conversation: channels, groups, im, mpim.
"""

from aacabot.sandbox.slack.errors import SlackError
from aacabot.sandbox.slack.workspaces import Installation, SandboxChannel

SCOPES: dict[str, str | None] = {
    "auth.teams.list": None,
    "auth.test": None,
    "apps.uninstall": None,
    "bots.info": "users:read",
    "chat.delete": "chat:write",
    "chat.getPermalink": None,
    "chat.postEphemeral": "chat:write",
    "chat.postMessage": "chat:write",
    "chat.unfurl": "links:write",
    "chat.update": "chat:write",
    "conversations.join": "channels:join",
    "files.completeUploadExternal": "files:write",
    "files.getUploadURLExternal": "files:write",
    "files.info": "files:read",
    "team.info": "team:read",
    "users.info": "users:read",
    "users.list": "users:read",
    "views.open": None,
    "views.publish": None,
    "views.push": None,
    "views.update": None,
}
KINDS = ("channels", "groups", "im", "mpim")
SCOPE_BY_KIND: dict[str, str] = {
    "conversations.history": "history",
    "conversations.info": "read",
    "conversations.members": "read",
    "conversations.replies": "history",
}
BY_CLIENT = {"oauth.v2.access"}
"""Called with the client's id and secret, without a token."""
APP_LEVEL = {"apps.connections.open": "connections:write"}


def require(installation: Installation, *scopes: str) -> None:
    """Raises SlackError missing_scope (needed, provided) unless the token has one of them."""
    if scopes and not installation.scopes.intersection(scopes):
        provided = ",".join(sorted(installation.scopes))
        raise SlackError("missing_scope", needed=",".join(scopes), provided=provided)


def require_for_method(installation: Installation, method: str) -> None:
    scope = SCOPES.get(method)
    if scope:
        require(installation, scope)
    if method in SCOPE_BY_KIND:
        require(installation, *(f"{kind}:{SCOPE_BY_KIND[method]}" for kind in KINDS))


def require_for_channel(installation: Installation, method: str, channel: SandboxChannel) -> None:
    """`channels:history` for a public channel, `im:read` for a direct message, and so on."""
    require(installation, f"{channel.kind}:{SCOPE_BY_KIND[method]}")
