"""Installing by OAuth v2: Bolt's flow over our own tables, always at SLACK_API_URL."""

import re
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import urljoin

import aiohttp
from slack_bolt.error import BoltError
from slack_bolt.oauth.async_callback_options import AsyncCallbackOptions
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth import OAuthStateUtils
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.exc import SQLAlchemyError

from aacabot.logs import log
from aacabot.services.hub import Hub
from aacabot.services.installations import Installations
from aacabot.services.oauth_states import GOOD_FOR, consume_state, issue_state
from aacabot.slack.manifest import needed_scopes

MOST_PAGES = 50
_PLACE = re.compile(r"[TE][A-Z0-9]{2,20}")


def authorize_page(api_url: str) -> str:
    """The page where a person allows the app, beside the API: https://slack.com/oauth/v2/authorize."""
    return urljoin(api_url, "../oauth/v2/authorize")


def slack_page(api_url: str, app_id: str, team_id: str) -> str:
    """Where a browser is sent on to the app inside Slack."""
    return urljoin(api_url, f"../app_redirect?app={app_id}&team={team_id}")


class InstallFlow(AsyncOAuthFlow):
    """Bolt's flow, at our addresses: an organisation's workspaces are asked for once it is stored."""

    def __init__(self, client: AsyncWebClient, settings: AsyncOAuthSettings, hub: Installations) -> None:
        super().__init__(client=client, settings=settings)
        self._installations = hub

    async def build_authorize_url(self, state: str, request: AsyncBoltRequest) -> str:
        wanted: Sequence[str] = request.query.get("team") or []
        # Bolt would put anything into the address.
        team = next((one for one in wanted if _PLACE.fullmatch(one)), None)
        return self.settings.authorize_url_generator.generate(state=state, team=team)

    async def store_installation(self, request: AsyncBoltRequest, installation: Installation) -> None:
        await super().store_installation(request, installation)
        if installation.is_enterprise_install and installation.enterprise_id and installation.bot_token:
            await self._learn_workspaces(installation.enterprise_id, installation.bot_token)

    async def _learn_workspaces(self, enterprise_id: str, token: str) -> None:
        """Which workspaces the organisation has chosen so far; what is missed here comes with events."""
        try:
            await self._installations.cover(enterprise_id, await chosen_workspaces(self.client, token))
        except (SlackApiError, aiohttp.ClientError, TimeoutError) as error:
            log(__name__).warning("workspaces not listed", organisation=enterprise_id, why=repr(error))


async def chosen_workspaces(client: AsyncWebClient, token: str) -> list[str]:
    """The workspaces an organisation's token may act in."""
    found: list[str] = []
    cursor = ""
    for _ in range(MOST_PAGES):
        answer = await client.api_call(
            "auth.teams.list", params={"token": token, "limit": 200, "cursor": cursor}
        )
        found += [str(team["id"]) for team in answer.get("teams") or []]
        cursor = str((answer.get("response_metadata") or {}).get("next_cursor") or "")
        if not cursor:
            break
    return found


class _States(AsyncOAuthStateStore):
    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    async def async_issue(self, *args: Any, **kwargs: Any) -> str:
        return await issue_state(self._hub)

    async def async_consume(self, state: str) -> bool:
        return await consume_state(self._hub, state)


class _Store(AsyncInstallationStore):
    """Bolt saves here; what it looks up comes from our own `authorize`."""

    def __init__(self, installations: Installations) -> None:
        self._installations = installations

    async def async_save(self, installation: Installation) -> None:
        """Raises BoltError where the installation names no place or the database refuses it."""
        is_org = bool(installation.is_enterprise_install)
        place = installation.enterprise_id if is_org else installation.team_id
        if not place or not installation.bot_token:
            raise BoltError("the installation names no workspace, or has no bot")
        ends_at = installation.bot_token_expires_at
        lives = timedelta(seconds=ends_at - installation.installed_at) if ends_at else None
        try:
            await self._installations.save(
                installation.bot_token,
                team_id=place,
                team_name=installation.enterprise_name if is_org else installation.team_name,
                bot_id=installation.bot_id,
                bot_user_id=installation.bot_user_id,
                scopes=list(installation.bot_scopes or []),
                enterprise_id=installation.enterprise_id,
                is_org=is_org,
                app_id=installation.app_id,
                installed_by=installation.user_id or "unknown",
                refresh_token=installation.bot_refresh_token,
                lives=lives,
            )
        except SQLAlchemyError as error:
            log(__name__).exception("installation not stored", place=place)
            raise BoltError("the database refused the installation") from error


class _Cookie(OAuthStateUtils):
    """Ties a state to the browser. `Secure` only where the hub is: else no browser would send it back."""

    def __init__(self, *, secure: bool) -> None:
        super().__init__(expiration_seconds=int(GOOD_FOR.total_seconds()))
        self._marks = f"{'Secure; ' if secure else ''}HttpOnly; SameSite=Lax; Path=/slack/"

    def build_set_cookie_for_new_state(self, state: str) -> str:
        return f"{self.cookie_name}={state}; {self._marks}; Max-Age={self.expiration_seconds}"

    def build_set_cookie_for_deletion(self) -> str:
        return f"{self.cookie_name}=deleted; {self._marks}; Max-Age=0"


def install_flow(
    hub: Hub,
    installations: Installations,
    client: AsyncWebClient,
    answers: Callable[[OAuthStateUtils], AsyncCallbackOptions],
) -> InstallFlow | None:
    """The flow for many workspaces; None where SLACK_CLIENT_ID and SLACK_CLIENT_SECRET are not set."""
    settings = hub.settings
    if not settings.installs_by_oauth or settings.slack_client_secret is None:
        return None
    chosen = AsyncOAuthSettings(
        client_id=settings.slack_client_id,
        client_secret=settings.slack_client_secret.get_secret_value(),
        scopes=sorted(needed_scopes()),
        user_scopes=[],
        redirect_uri=settings.redirect_url,
        install_page_rendering_enabled=False,
        authorization_url=authorize_page(settings.slack_api_url),
        installation_store=_Store(installations),
        state_store=_States(hub),
        state_expiration_seconds=int(GOOD_FOR.total_seconds()),
    )
    chosen.state_utils = _Cookie(secure=settings.public_url.startswith("https://"))
    chosen.callback_options = answers(chosen.state_utils)
    return InstallFlow(client, chosen, installations)
