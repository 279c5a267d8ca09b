"""One workspace, Acme, with an alerts channel, and the app installed in it."""

from collections.abc import AsyncIterator

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from aacabot.sandbox.slack import SandboxChannel, SandboxPerson, SlackSandbox

SCOPES = (
    *("chat:write", "commands", "users:read", "team:read", "im:write", "files:write", "links:write"),
    *("channels:read", "channels:history", "channels:join", "groups:read"),
)
TOKEN = "xoxb-acme"


@pytest.fixture
async def slack() -> AsyncIterator[SlackSandbox]:
    sandbox = SlackSandbox(
        signing_secret="shh",
        app_token="xapp-1",
        retry_delays=(0, 0.01, 0.01),
        posts_per_second=100,
        post_burst=50,
    )
    sandbox.add_workspace(
        "T0ACME",
        "Acme",
        people=[
            SandboxPerson("U0ANN", "Ann", real_name="Ann Archer", tz="Europe/Paris", locale="fr-FR"),
            SandboxPerson("U0BOB", "Bob"),
            SandboxPerson("U0OLD", "Olga", is_deactivated=True),
        ],
        channels=[
            SandboxChannel("C0ALERTS", "alerts", members=["U0ANN", "U0BOB"]),
            SandboxChannel("C0SHARED", "shared", members=["U0ANN"], is_ext_shared=True),
            SandboxChannel("C0GONE", "gone", members=["U0ANN"], is_archived=True),
        ],
    )
    sandbox.install("T0ACME", TOKEN, SCOPES)
    await sandbox.start()
    yield sandbox
    await sandbox.stop()


@pytest.fixture
def client(slack: SlackSandbox) -> AsyncWebClient:
    return AsyncWebClient(token=TOKEN, base_url=slack.api_url)
