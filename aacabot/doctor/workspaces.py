"""Slack: every token the hub has, what it is good for, and whether Slack takes it."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import aiohttp
from cryptography.fernet import InvalidToken
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from aacabot.config import Settings
from aacabot.doctor.checks import Finding, failure, good, listed
from aacabot.doctor.clocks import ClockReading, read_clock
from aacabot.slack.manifest import needed_scopes
from aacabot.store.models import Installation

SUBJECT = "slack"
TIMEOUT_SECONDS = 8
AT_ONCE = 8
_TOKEN_WORDS = {
    "invalid_auth": "the token is not one of Slack's",
    "not_authed": "the token is empty",
    "account_inactive": "the app was removed from the workspace, or the workspace is closed",
    "token_revoked": "the token was revoked",
    "token_expired": "the token has ended; only installations by OAuth are renewed by the hub",
}


@dataclass(frozen=True)
class Token:
    """A bot token and where it comes from; `team_id` is None until Slack has said. `repr` never shows it."""

    value: str = field(repr=False)
    origin: str
    mend: str
    team_id: str | None = None


@dataclass(frozen=True)
class Workspace:
    """A workspace whose token Slack takes."""

    team_id: str
    name: str
    bot_name: str
    client: AsyncWebClient


@dataclass
class SlackChecked:
    """What came of asking Slack about every token."""

    findings: list[Finding] = field(default_factory=list)
    workspaces: dict[str, Workspace] = field(default_factory=dict)
    clocks: list[ClockReading] = field(default_factory=list)


def tokens_of(settings: Settings, installations: Iterable[Installation]) -> tuple[list[Token], list[Finding]]:
    """Every distinct token the hub would use, and a failure per stored one that cannot be decrypted."""
    tokens: dict[str, Token] = {}
    findings = []
    if settings.slack_bot_token is not None:
        value = settings.slack_bot_token.get_secret_value()
        mend = (
            "copy the Bot User OAuth Token from your Slack app's OAuth & Permissions page to SLACK_BOT_TOKEN"
        )
        tokens[value] = Token(value, "SLACK_BOT_TOKEN", mend)
    for row in installations:
        try:
            value = settings.cipher.decrypt(row.bot_token).decode()
        except InvalidToken:
            said = f"the stored token of {place_name(row)} cannot be decrypted with AACABOT_SECRET_KEY"
            mend = "add the key it was stored with behind the new one, after a comma; or install anew"
            findings.append(failure(SUBJECT, said, mend))
            continue
        mend = f"install the app in {place_name(row)} anew"
        tokens.setdefault(value, Token(value, place_name(row), mend, row.team_id))
    if not tokens and not findings:
        mend = "open /slack/install of the running hub in a browser, or set SLACK_BOT_TOKEN"
        findings.append(failure(SUBJECT, "the app is installed in no workspace yet", mend))
    return list(tokens.values()), findings


def place_name(row: Installation) -> str:
    return f"{'organisation' if row.is_org else 'workspace'} {row.team_id}"


async def check_tokens(tokens: Iterable[Token], api_url: str, session: aiohttp.ClientSession) -> SlackChecked:
    """Ask Slack who each token is (auth.test), and compare its scopes with what the hub calls."""
    checked = SlackChecked()
    places = asyncio.Semaphore(AT_ONCE)

    async def check(token: Token) -> None:
        async with places:
            await _check(token, slack_client(token.value, api_url, session), checked)

    await asyncio.gather(*(check(token) for token in tokens))
    return checked


def slack_client(token: str, api_url: str, session: aiohttp.ClientSession) -> AsyncWebClient:
    """A client that gives up soon and never tries again by itself."""
    return AsyncWebClient(
        token=token, base_url=api_url, session=session, timeout=TIMEOUT_SECONDS, retry_handlers=[]
    )


async def _check(token: Token, client: AsyncWebClient, checked: SlackChecked) -> None:
    asked = datetime.now(UTC)
    try:
        answer = await client.api_call("auth.test")
    except SlackApiError as error:
        code = str(error.response.get("error") or error.response.status_code)
        said = f"{token.origin}: {_TOKEN_WORDS.get(code, 'Slack refuses it')} ({code})"
        checked.findings.append(failure(SUBJECT, said, token.mend))
        return
    except (aiohttp.ClientError, TimeoutError) as error:
        said = f"{token.origin}: Slack cannot be reached ({type(error).__name__})"
        mend = "let this machine open HTTPS connections to slack.com, or correct SLACK_API_URL"
        checked.findings.append(failure(SUBJECT, said, mend))
        return
    headers = _lower(answer.headers)
    if "Slack" not in {clock.whose for clock in checked.clocks}:
        checked.clocks += read_clock("Slack", headers.get("date"), asked, datetime.now(UTC))
    team_id, name = str(answer.get("team_id") or ""), str(answer.get("team") or "")
    checked.workspaces[team_id] = Workspace(team_id, name, str(answer.get("user") or "aacabot"), client)
    checked.findings.append(good(SUBJECT, f"{token.origin}: Slack takes it for {name} ({team_id})"))
    checked.findings.append(_scopes(name, headers.get("x-oauth-scopes")))


def _scopes(workspace: str, granted: str | None) -> Finding:
    subject = "slack scopes"
    if granted is None:
        return good(subject, f"{workspace}: Slack did not say which are granted")
    missing = sorted(needed_scopes() - {scope.strip() for scope in granted.split(",")})
    if not missing:
        return good(subject, f"{workspace}: all {len(needed_scopes())} that the hub needs are granted")
    return failure(
        subject,
        f"{workspace}: not granted: {listed(missing, 20)}",
        "paste app.yaml into your Slack app (App Manifest), then install it to the workspace again",
    )


def _lower(headers: Any) -> dict[str, str]:
    return {str(name).lower(): str(value) for name, value in dict(headers or {}).items()}
