"""Installing by OAuth: whether a browser can get through, and whether rotated tokens are kept alive."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from aacabot.config import Settings, Transport
from aacabot.doctor.checks import Finding, failure, good, warning
from aacabot.doctor.workspaces import place_name
from aacabot.store.models import Installation

SUBJECT = "slack oauth"
ROTATION = "slack token rotation"


def check_oauth(settings: Settings) -> list[Finding]:
    """Whether workspaces can install the app themselves; nothing to say where that is not wanted."""
    findings = _bot_token(settings)
    if bool(settings.slack_client_id) != bool(settings.slack_client_secret):
        lacking = "SLACK_CLIENT_SECRET" if settings.slack_client_id else "SLACK_CLIENT_ID"
        mend = f"set {lacking} too (Basic Information page of your Slack app), or neither"
        return [
            *findings,
            failure(SUBJECT, f"{lacking} is not set, so no workspace can install the app", mend),
        ]
    if not settings.installs_by_oauth:
        return findings
    if urlsplit(settings.redirect_url).scheme != "https" and "slack.com" in settings.slack_api_url:
        said = f"Slack sends nobody back to {settings.redirect_url}: it takes https addresses only"
        mend = "put the hub behind HTTPS and set AACABOT_PUBLIC_URL to that address"
        return [*findings, failure(SUBJECT, said, mend)]
    if settings.transport is Transport.SOCKET:
        said = "Socket Mode is meant for one workspace: Slack allows about ten connections for all of them"
        findings.append(warning(SUBJECT, said, "leave SLACK_APP_TOKEN out, and set SLACK_SIGNING_SECRET"))
    said = f"any workspace can install the app; among its redirect URLs must be {settings.redirect_url}"
    return [*findings, good(SUBJECT, said)]


def _bot_token(settings: Settings) -> list[Finding]:
    token = settings.slack_bot_token
    if token is None or not token.get_secret_value().startswith("xoxe."):
        return []
    said = "SLACK_BOT_TOKEN is a token of twelve hours, which nobody can renew"
    mend = "install by OAuth instead (SLACK_CLIENT_ID, /slack/install), or use an app without token rotation"
    return [failure(ROTATION, said, mend)]


@dataclass
class Rotation:
    """What was found, and the installations whose token has not ended."""

    findings: list[Finding] = field(default_factory=list)
    living: list[Installation] = field(default_factory=list)


def check_rotation(installations: Iterable[Installation], now: datetime) -> Rotation:
    """Look at the tokens that end: renewed in time, failing, or ended."""
    rotation, rotated = Rotation(), 0
    for row in installations:
        if row.expires_at is not None and row.expires_at <= now:
            rotation.findings.append(_ended(row, row.expires_at))
            continue
        rotation.living.append(row)
        rotated += row.expires_at is not None
        if row.expires_at is not None and row.renewal_problem:
            said = (
                f"{place_name(row)}: not renewed ({row.renewal_problem}); ends at {row.expires_at:%H:%M} UTC"
            )
            rotation.findings.append(warning(ROTATION, said, _mend(row)))
    if rotated and not rotation.findings:
        rotation.findings.append(good(ROTATION, f"{rotated} tokens are renewed every twelve hours"))
    return rotation


def _ended(row: Installation, at: datetime) -> Finding:
    why = f" ({row.renewal_problem})" if row.renewal_problem else ""
    return failure(
        ROTATION, f"{place_name(row)}: its token ended at {at:%Y-%m-%d %H:%M} UTC{why}", _mend(row)
    )


def _mend(row: Installation) -> str:
    if row.renewal_problem in {"bad_client_secret", "invalid_client_id"}:
        return "correct SLACK_CLIENT_ID and SLACK_CLIENT_SECRET, and start the hub again: it renews by itself"
    return (
        f"a running hub renews it within minutes; if it does not, install the app in {place_name(row)} anew"
    )
