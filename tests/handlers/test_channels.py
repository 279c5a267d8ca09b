"""Whether the app can write in a channel, asked of a strict Slack."""

from collections.abc import AsyncIterator

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from aacabot.domain.errors import FieldProblem
from aacabot.sandbox.slack import SandboxChannel, SandboxPerson, SlackSandbox
from aacabot.slack.manifest import needed_scopes
from handlers.channels import require_writable

TOKEN = "xoxb-channels"
BOT = "U0BOT0ONE"
ANN = SandboxPerson(id="U0ANN", name="Ann")
CHANNELS = [
    SandboxChannel("C0OPEN", "open"),
    SandboxChannel("C0OLD", "old", is_archived=True),
    SandboxChannel("C0SECRET", "secret", is_private=True),
    SandboxChannel("C0INSIDE", "inside", [BOT], is_private=True),
    SandboxChannel("C0SHARED", "shared", [BOT], is_ext_shared=True),
    SandboxChannel("D0ANN", "", [BOT, "U0ANN"], is_im=True),
]


@pytest.fixture
async def slack() -> AsyncIterator[SlackSandbox]:
    slack = SlackSandbox(signing_secret="s", request_url="http://127.0.0.1:9/slack/events")
    slack.add_workspace(id="T0ONE", name="One", people=[ANN], channels=CHANNELS)
    installed = slack.install(team="T0ONE", token=TOKEN, scopes=[*needed_scopes(), "im:read"], join=False)
    assert installed.bot_user_id == BOT
    await slack.start(host="127.0.0.1", port=0)
    yield slack
    await slack.stop()


def client(slack: SlackSandbox) -> AsyncWebClient:
    return AsyncWebClient(token=TOKEN, base_url=slack.api_url)


async def problem(slack: SlackSandbox, channel: str, *, closed: bool = False) -> str:
    with pytest.raises(FieldProblem) as found:
        await require_writable(client(slack), channel, "alert_channel", closed=closed)
    assert found.value.field == "alert_channel"
    return found.value.problem


async def test_the_bot_joins_a_public_channel_and_is_in_others_already(slack: SlackSandbox) -> None:
    await require_writable(client(slack), "C0OPEN", "alert_channel")
    assert BOT in slack.channel("C0OPEN").members
    for channel in ("C0INSIDE", "C0SHARED"):
        await require_writable(client(slack), channel, "alert_channel", closed=True)


@pytest.mark.parametrize(
    ("channel", "said"),
    [
        ("C0OLD", "channel_archived"),
        ("C0SECRET", "channel_not_seen"),
        ("C0NOWHERE", "channel_not_seen"),
        ("D0ANN", "channel_direct"),
    ],
)
async def test_where_it_cannot_write_it_says_why(slack: SlackSandbox, channel: str, said: str) -> None:
    assert await problem(slack, channel) == said


async def test_what_everybody_can_read_is_refused_where_it_must_be_closed(slack: SlackSandbox) -> None:
    assert await problem(slack, "C0OPEN", closed=True) == "channel_open_to_all"
    assert BOT not in slack.channel("C0OPEN").members


@pytest.mark.parametrize("method", ["conversations.info", "conversations.join"])
@pytest.mark.parametrize("fault", [{"status": 500}, {"retry_after": 30, "status": 429}, {"sleep": 2.0}])
async def test_a_slack_that_does_not_answer_changes_nothing(
    slack: SlackSandbox, method: str, fault: dict[str, float]
) -> None:
    slack.fail(method, times=5, **fault)  # type: ignore[arg-type]
    assert await problem(slack, "C0OPEN") == "slack_silent"


async def test_a_workspace_that_does_not_let_apps_join_is_said_so(slack: SlackSandbox) -> None:
    slack.fail("conversations.join", error="restricted_action")
    assert await problem(slack, "C0OPEN") == "channel_not_joined"
