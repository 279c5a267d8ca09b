"""Settings: whether they can be used, and what is odd about them though they can."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from aacabot.config import Settings, SettingsError, Transport, load_settings
from aacabot.doctor.checks import Finding, failure, good, warning

SUBJECT = "settings"


def read_settings() -> tuple[Settings | None, list[Finding]]:
    """The settings, or a finding per variable that is missing or wrong."""
    try:
        settings = load_settings()
    except SettingsError as error:
        mend = "set it in the environment or in .env, then run aacabot doctor again"
        return None, [failure(SUBJECT, line, mend) for line in error.lines]
    return settings, check_settings(settings)


def check_settings(settings: Settings) -> list[Finding]:
    """Every variable is well-formed; these say what it means for how Slack and people reach the hub."""
    findings = [good(SUBJECT, "every variable is set and well-formed")]
    findings += _how_slack_reaches_us(settings)
    address = urlsplit(settings.public_url)
    if address.scheme == "http" and not is_local(address.hostname or ""):
        findings.append(
            warning(
                SUBJECT,
                "AACABOT_PUBLIC_URL is http: what marketplaces send can be read on the way",
                "put the hub behind HTTPS and set AACABOT_PUBLIC_URL to that address",
            )
        )
    return findings


def _how_slack_reaches_us(settings: Settings) -> list[Finding]:
    subject = "slack reaches the hub"
    if settings.transport is Transport.SOCKET:
        return [good(subject, "by Socket Mode (SLACK_APP_TOKEN is set)")]
    if is_local(urlsplit(settings.public_url).hostname or "") and "slack.com" in settings.slack_api_url:
        return [
            warning(
                subject,
                "by signed HTTP, but AACABOT_PUBLIC_URL is this machine's own address, "
                "which Slack cannot reach",
                "set AACABOT_PUBLIC_URL to the hub's public address, or set SLACK_APP_TOKEN for Socket Mode",
            )
        ]
    return [good(subject, f"by signed HTTP at {settings.public_url}; the signing secret is set")]


def is_local(host: str) -> bool:
    """Whether an address only reaches this machine."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
