"""Whom a request's key stands for, and what it may be used for: asked at every address of members' tools."""

from aiohttp import web

from aacabot.domain.api_tokens import Scope
from aacabot.services.api_tokens import TokenUser, authenticate
from aacabot.services.hub import Hub
from aacabot.services.tool_complaints import within_pace
from aacabot.web.errors import error


async def user_of(hub: Hub, request: web.Request, scope: Scope) -> TokenUser | web.Response:
    """Whom the request's key stands for; or the refusal to send."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    user = await authenticate(hub, token.strip()) if scheme.lower() == "bearer" else None
    if user is None:
        said = "The key is missing, unknown, expired or revoked."
        return error(401, "key", said, headers={"WWW-Authenticate": "Bearer"})
    if scope not in user.scopes:
        return error(403, "scope", f"This key may not be used for this: it lacks {scope}.")
    if not await within_pace(hub, user):
        return error(429, "busy", "Too many requests with this key.", headers={"Retry-After": "60"})
    return user
