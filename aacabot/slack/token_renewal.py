"""Asking Slack for the next token."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from aacabot.config import Settings
from aacabot.services.token_rotation import FreshTokens, RenewalFailed

TIMEOUT_SECONDS = 15
# https://docs.slack.dev/reference/methods/oauth.v2.access: asking again with the same words will not help.
_FINAL = {
    "bad_client_secret",
    "invalid_client_id",
    "invalid_refresh_token",
    "invalid_grant",
    "invalid_grant_type",
    "invalid_code",
    "token_revoked",
    "token_expired",
    "account_inactive",
    "team_access_not_granted",
}


class SlackRenewer:
    """Asks Slack for the next token. Needs no running hub: each question opens its own connection."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    async def renew(self, refresh_token: str) -> FreshTokens:
        """Spend a refresh token. Raises RenewalFailed."""
        secret = self._settings.slack_client_secret
        client = AsyncWebClient(
            base_url=self._settings.slack_api_url, timeout=TIMEOUT_SECONDS, retry_handlers=[]
        )
        try:
            answer = await client.oauth_v2_access(
                client_id=self._settings.slack_client_id or "",
                client_secret=secret.get_secret_value() if secret else "",
                grant_type="refresh_token",
                refresh_token=refresh_token,
            )
        except SlackApiError as error:
            problem = str(error.response.get("error") or error.response.status_code)
            raise RenewalFailed(problem, is_final=problem in _FINAL) from error
        except (aiohttp.ClientError, TimeoutError) as error:
            raise RenewalFailed(type(error).__name__, is_final=False) from error
        return _fresh(answer.data)  # type: ignore[arg-type]


def _fresh(answer: Mapping[str, Any]) -> FreshTokens:
    try:
        return FreshTokens(
            bot_token=str(answer["access_token"]),
            refresh_token=str(answer["refresh_token"]),
            lives=timedelta(seconds=int(answer["expires_in"])),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise RenewalFailed("incomplete_answer", is_final=False) from error
