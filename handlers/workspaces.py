"""What a workspace tells of the app itself: it was removed, or its tokens were revoked."""

from slack_bolt.async_app import AsyncApp

from aacabot.logs import log
from aacabot.services.installations import Installations
from handlers.clicks import Body


def register(app: AsyncApp, installations: Installations) -> None:
    """Listen to the app's removal. The two events come in either order, and either is enough."""

    @app.event("app_uninstalled")
    async def removed(body: Body) -> None:
        log(__name__).warning("app removed from workspace", team=body["team_id"])
        await installations.revoke(str(body["team_id"]))

    @app.event("tokens_revoked")
    async def revoked(body: Body) -> None:
        if (body["event"].get("tokens") or {}).get("bot"):
            log(__name__).warning("tokens revoked in workspace", team=body["team_id"])
            await installations.revoke(str(body["team_id"]))
