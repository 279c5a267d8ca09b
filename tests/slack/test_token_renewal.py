"""Asking Slack for the next token, at the address the settings name."""

from collections.abc import AsyncIterator
from datetime import timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from pydantic import SecretStr
from slack_sdk.web.async_client import AsyncWebClient

from aacabot.config import Settings
from aacabot.sandbox.slack import SandboxPerson, SlackSandbox
from aacabot.services.token_rotation import RenewalFailed
from aacabot.slack.token_renewal import SlackRenewer
from tests.conftest import SECRET_KEY

CLIENT, SECRET, BACK = "11.22", "client-secret", "https://hub.example/slack/oauth_redirect"


@pytest.fixture
async def slack() -> AsyncIterator[SlackSandbox]:
    sandbox = SlackSandbox()
    await sandbox.start()
    sandbox.add_workspace("T0NEW", "New", [SandboxPerson("U0NIA", "Nia")])
    sandbox.register_app(CLIENT, SECRET, [BACK], rotates=True)
    yield sandbox
    await sandbox.stop()


@pytest.fixture
async def refresh_token(slack: SlackSandbox) -> str:
    asked = urlencode({"client_id": CLIENT, "scope": "chat:write", "redirect_uri": BACK, "state": "s"})
    sent_back = slack.approve(f"/oauth/v2/authorize?{asked}", place="T0NEW", user="U0NIA")
    answer = await AsyncWebClient(base_url=slack.api_url).oauth_v2_access(
        client_id=CLIENT,
        client_secret=SECRET,
        code=parse_qs(urlsplit(sent_back).query)["code"][0],
        redirect_uri=BACK,
    )
    return str(answer["refresh_token"])


def renewer(slack: SlackSandbox, secret: str = SECRET) -> SlackRenewer:
    settings = Settings(
        _env_file=None,
        secret_key=SECRET_KEY,
        slack_signing_secret="signing",
        slack_client_id=CLIENT,
        slack_client_secret=SecretStr(secret),
        slack_api_url=slack.api_url,
    )
    return SlackRenewer(settings)


async def test_a_refresh_token_becomes_a_new_pair_that_works(slack: SlackSandbox, refresh_token: str) -> None:
    fresh = await renewer(slack).renew(refresh_token)
    assert fresh.lives == timedelta(hours=12)
    assert fresh.refresh_token != refresh_token
    await AsyncWebClient(token=fresh.bot_token, base_url=slack.api_url).auth_test()
    assert fresh.bot_token not in repr(fresh)


async def test_what_asking_again_cannot_mend_is_told_apart_from_what_it_can(
    slack: SlackSandbox, refresh_token: str
) -> None:
    async def failure(given: str, secret: str = SECRET) -> RenewalFailed:
        with pytest.raises(RenewalFailed) as failed:
            await renewer(slack, secret).renew(given)
        return failed.value

    wrong = await failure(refresh_token, "guess")
    assert (wrong.problem, wrong.is_final) == ("bad_client_secret", True)
    unknown = await failure("xoxe-1-unknown")
    assert (unknown.problem, unknown.is_final) == ("invalid_refresh_token", True)
    slack.fail("oauth.v2.access", status=500)
    assert not (await failure(refresh_token)).is_final
    slack.fail("oauth.v2.access", retry_after=5)
    assert not (await failure(refresh_token)).is_final
    slack.fail("oauth.v2.access", drop=True)
    assert not (await failure(refresh_token)).is_final
    assert (await renewer(slack).renew(refresh_token)).bot_token
