"""What Slack tells of the app itself: removed, tokens revoked, an organisation's workspaces changed."""

from datetime import UTC, datetime

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext

from aacabot.logs import log
from aacabot.services.installations import Installations
from handlers.clicks import Body


def register(app: AsyncApp, installations: Installations) -> None:
    """Listen to the app's coming and going. Removal is told by two events in either order; one is enough."""

    @app.event("app_uninstalled")
    async def removed(body: Body, context: AsyncBoltContext) -> None:
        log(__name__).warning("app removed", place=place_of(body, context))
        await installations.revoke(place_of(body, context), happened_at(body))

    @app.event("tokens_revoked")
    async def revoked(body: Body, context: AsyncBoltContext) -> None:
        if (body["event"].get("tokens") or {}).get("bot"):
            log(__name__).warning("tokens revoked", place=place_of(body, context))
            await installations.revoke(place_of(body, context), happened_at(body))

    @app.event("team_access_granted")
    async def granted(body: Body, context: AsyncBoltContext) -> None:
        if context.enterprise_id:
            await installations.cover(context.enterprise_id, teams_of(body))

    @app.event("team_access_revoked")
    async def taken(body: Body, context: AsyncBoltContext) -> None:
        if context.enterprise_id:
            await installations.uncover(context.enterprise_id, teams_of(body))


def place_of(body: Body, context: AsyncBoltContext) -> str:
    """Where the app was removed: the organisation if that is what it was installed in, else the workspace."""
    team_id = str(body.get("team_id") or "")
    if context.enterprise_id and (context.is_enterprise_install or not team_id):
        return context.enterprise_id
    return team_id


def teams_of(body: Body) -> list[str]:
    return [str(team) for team in body["event"].get("team_ids") or []]


def happened_at(body: Body) -> datetime | None:
    """When it happened by Slack's clock, in whole seconds."""
    moment = body.get("event_time")
    return datetime.fromtimestamp(int(moment), UTC) if moment else None
