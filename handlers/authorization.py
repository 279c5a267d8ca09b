"""Whose token answers a request: the workspace's own, or that of its organisation."""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.response import BoltResponse

from aacabot.services.installations import Installations
from handlers.clicks import Body

_SENT_FROM_ELSEWHERE = "sent_from_elsewhere"


class Authorizer(AsyncAuthorize):
    """Bolt's question of whose token to use; None is how Bolt learns that the app is not installed there.

    An organisation's request goes by the organisation: its payload may have no workspace, and Bolt then
    takes the clicking person's, which with Slack Connect can be another customer's.
    """

    def __init__(self, installations: Installations) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._installations = installations

    async def __call__(
        self,
        *,
        context: AsyncBoltContext,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,
        actor_enterprise_id: str | None = None,
        actor_team_id: str | None = None,
        actor_user_id: str | None = None,
    ) -> AuthorizeResult | None:
        for place in self._places(context, enterprise_id, team_id):
            found = await self._installations.find(place)
            if found is not None:
                return AuthorizeResult(
                    enterprise_id=enterprise_id,
                    team_id=team_id if found.is_org else found.team_id,
                    bot_user_id=found.bot_user_id,
                    bot_id=found.bot_id,
                    bot_token=found.bot_token,
                )
        return None

    def _places(self, context: AsyncBoltContext, enterprise_id: str | None, team_id: str | None) -> list[str]:
        if context.get(_SENT_FROM_ELSEWHERE):
            # Bolt's team_id is the view's, its enterprise_id the sender's: that may be another customer's.
            wanted = [team_id]
        elif context.is_enterprise_install and enterprise_id:
            wanted = [enterprise_id]
        else:
            wanted = [team_id, enterprise_id]
        return [place for place in wanted if place]


def note_workspaces(installations: Installations) -> Callable[..., Awaitable[BoltResponse]]:
    """Bolt middleware: a signed request says which workspace an organisation's installation serves."""

    async def note(
        body: Body, context: AsyncBoltContext, next_: Callable[[], Awaitable[BoltResponse]]
    ) -> BoltResponse:
        if is_sent_from_elsewhere(body):
            context[_SENT_FROM_ELSEWHERE] = True
        seen = workspace_seen(body)
        if seen is not None:
            await installations.seen(*seen)
        return await next_()

    return note


def workspace_seen(body: Body) -> tuple[str, str] | None:
    """(organisation, workspace) of a request to an organisation's installation, where it names both.

    Never the clicking person's own workspace: with Slack Connect that is somebody else's.
    """
    if (body.get("event") or {}).get("type") == "team_access_revoked" or is_sent_from_elsewhere(body):
        return None
    about: dict[str, Any] = next(iter(body.get("authorizations") or []), body)
    if about.get("is_enterprise_install") not in (True, "true"):
        return None
    enterprise_id = _id(about.get("enterprise")) or about.get("enterprise_id")
    team_id = _id(about.get("team")) or about.get("team_id")
    if not enterprise_id or not str(team_id or "").startswith("T"):
        return None
    return str(enterprise_id), str(team_id)


def is_sent_from_elsewhere(body: Body) -> bool:
    """Whether a view of the app's workspace was sent by somebody of another, in a Slack Connect channel.

    Its payload's team and organisation are then the sender's; only `app_installed_team_id` is the app's.
    """
    installed, sender = (body.get("view") or {}).get("app_installed_team_id"), _id(body.get("team"))
    return bool(installed and sender and installed != sender)


def _id(about: Any) -> str | None:
    return about.get("id") if isinstance(about, dict) else None
