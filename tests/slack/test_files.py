"""Files given in forms are read from Slack alone and never beyond their limit; ours reach a person."""

from collections.abc import AsyncIterator

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from aacabot.sandbox.slack import SandboxPerson, SlackSandbox
from aacabot.slack.files import FileNotRead, _is_slacks, post_file, read_file

TEAM, ANN, TOKEN = "T0ACME", "U0ANN", "xoxb-files"
SCOPES = ["files:read", "files:write", "im:write", "chat:write"]


@pytest.fixture
async def slack() -> AsyncIterator[SlackSandbox]:
    sandbox = SlackSandbox(signing_secret="secret", request_url="http://127.0.0.1:9/slack/events")
    await sandbox.start(host="127.0.0.1", port=0)
    sandbox.add_workspace(id=TEAM, name="Acme", people=[SandboxPerson(id=ANN, name="Ann")])
    sandbox.install(team=TEAM, token=TOKEN, scopes=SCOPES)
    try:
        yield sandbox
    finally:
        await sandbox.stop()


def client_of(slack: SlackSandbox, token: str = TOKEN) -> AsyncWebClient:
    return AsyncWebClient(token=token, base_url=slack.api_url)


async def problem_of(slack: SlackSandbox, file_id: str, most: int = 100, token: str = TOKEN) -> str:
    with pytest.raises(FileNotRead) as refused:
        await read_file(client_of(slack, token), file_id, most)
    return refused.value.problem


async def test_a_given_file_is_read(slack: SlackSandbox) -> None:
    file_id = slack.upload(TEAM, ANN, "list.csv", b"url\nhttps://m.example/1\n")
    assert await read_file(client_of(slack), file_id, 100) == b"url\nhttps://m.example/1\n"


async def test_a_file_beyond_the_limit_is_not_read_whatever_slack_says_its_size_is(
    slack: SlackSandbox,
) -> None:
    assert await problem_of(slack, slack.upload(TEAM, ANN, "a.csv", b"x" * 101)) == "file_too_large"
    assert await problem_of(slack, slack.upload(TEAM, ANN, "b.csv", b"x" * 101, size=5)) == "file_too_large"
    assert len(await read_file(client_of(slack), slack.upload(TEAM, ANN, "c.csv", b"x" * 100), 100)) == 100


async def test_a_file_that_slack_does_not_show_us_is_told_so(slack: SlackSandbox) -> None:
    assert await problem_of(slack, "F0NOBODY") == "file_not_read"
    slack.add_workspace(id="T0BETA", name="Beta", people=[SandboxPerson(id="U0BEA", name="Bea")])
    slack.install(team="T0BETA", token="xoxb-without", scopes=["chat:write"])
    theirs = slack.upload("T0BETA", "U0BEA", "list.csv", b"url\n")
    assert await problem_of(slack, theirs) == "file_not_read", "another workspace's"
    assert await problem_of(slack, theirs, token="xoxb-without") == "file_not_read", "no files:read"


@pytest.mark.parametrize(
    ("url", "ours"),
    [
        ("https://files.slack.com/files-pri/T1-F1/list.csv", True),
        ("https://slack-files.com/T1-F1", True),
        ("https://files.slack.com.evil.example/list.csv", False),
        ("https://notslack.com/list.csv", False),
        ("http://files.slack.com/list.csv", False),
        ("", False),
    ],
)
def test_our_token_is_only_shown_to_slack(url: str, ours: bool) -> None:
    assert _is_slacks(url, "https://slack.com/api/") is ours


async def test_a_file_of_ours_reaches_a_person(slack: SlackSandbox) -> None:
    await post_file(client_of(slack), ANN, "complaint.csv", "row,url\r\n".encode("utf-8-sig"), "Row by row")
    (message,) = slack.messages()
    assert message.text == "Row by row"
    assert [file["name"] for file in message.files] == ["complaint.csv"]
