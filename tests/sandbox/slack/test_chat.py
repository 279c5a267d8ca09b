"""Messages, threads, history and ephemeral messages."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from aacabot.sandbox.slack import SandboxChannel, SlackSandbox
from tests.sandbox.slack.slack_builders import actions, button

METADATA = {"event_type": "case", "event_payload": {"case": "AC-7K3Q9"}}


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ({"channel": "C0NONE", "text": "x"}, "channel_not_found"),
        ({"channel": "C0GONE", "text": "x"}, "is_archived"),
        ({"channel": "C0ALERTS"}, "no_text"),
        ({"channel": "U0OLD", "text": "x"}, "user_disabled"),
        ({"channel": "C0ALERTS", "text": "x", "blocks": [{"type": "sofa"}]}, "invalid_blocks"),
        ({"channel": "C0ALERTS", "text": "x", "blocks": "[{"}, "invalid_blocks_format"),
        ({"channel": "C0ALERTS", "text": "x", "thread_ts": "1.000001"}, "thread_not_found"),
        ({"channel": "C0ALERTS", "text": "x", "metadata": {"event_payload": {}}}, "invalid_metadata_format"),
    ],
)
async def test_a_post_is_refused_for_a_reason(
    client: AsyncWebClient, args: dict[str, Any], error: str
) -> None:
    with pytest.raises(SlackApiError) as refused:
        await client.api_call("chat.postMessage", json=args)
    assert refused.value.response["error"] == error


async def test_invalid_blocks_are_pointed_at(client: AsyncWebClient) -> None:
    with pytest.raises(SlackApiError) as refused:
        await client.chat_postMessage(
            channel="C0ALERTS", text="x", blocks=[{"type": "divider"}, {"type": "sofa"}]
        )
    told = refused.value.response["response_metadata"]["messages"]
    assert told == ["[ERROR] unsupported type: sofa [json-pointer:/blocks/1/type]"]


async def test_the_bot_must_be_in_the_channel(slack: SlackSandbox, client: AsyncWebClient) -> None:
    acme = slack.state.workspaces.get("T0ACME")
    acme.channels["C0NEW"] = SandboxChannel("C0NEW", "new")
    acme.channels["C0SECRET"] = SandboxChannel("C0SECRET", "secret", is_private=True)
    for channel, error in (("C0NEW", "not_in_channel"), ("C0SECRET", "channel_not_found")):
        with pytest.raises(SlackApiError) as refused:
            await client.chat_postMessage(channel=channel, text="x")
        assert refused.value.response["error"] == error
    await client.conversations_join(channel="C0NEW")
    await client.chat_postMessage(channel="C0NEW", text="x")


async def test_an_update_keeps_blocks_only_when_it_brings_no_text(
    slack: SlackSandbox, client: AsyncWebClient
) -> None:
    blocks = [actions(button("go", "1"))]
    ts = (await client.chat_postMessage(channel="C0ALERTS", text="one", blocks=blocks, metadata=METADATA))[
        "ts"
    ]
    change = {"channel": "C0ALERTS", "ts": ts, "metadata": {"event_type": "x", "event_payload": {}}}
    await client.api_call("chat.update", json=change)
    kept = slack.message("C0ALERTS", ts)
    assert kept is not None and kept.blocks == blocks and kept.edited and kept.revisions == 1
    await client.chat_update(channel="C0ALERTS", ts=ts, text="two")
    bare = slack.message("C0ALERTS", ts)
    assert bare is not None and (bare.text, bare.blocks, bare.revisions) == ("two", [], 2)


async def test_only_the_bots_own_messages_can_be_changed(slack: SlackSandbox, client: AsyncWebClient) -> None:
    said = slack.say(team="T0ACME", user="U0ANN", channel="C0ALERTS", text="hello")
    for call, error in (
        (client.chat_update, "cant_update_message"),
        (client.chat_delete, "cant_delete_message"),
    ):
        with pytest.raises(SlackApiError) as refused:
            await call(channel="C0ALERTS", ts=said.ts, text="mine")
        assert refused.value.response["error"] == error
    with pytest.raises(SlackApiError) as refused:
        await client.chat_update(channel="C0ALERTS", ts="1.000001", text="x")
    assert refused.value.response["error"] == "message_not_found"


async def test_a_deleted_thread_leaves_a_tombstone(slack: SlackSandbox, client: AsyncWebClient) -> None:
    ts = (await client.chat_postMessage(channel="C0ALERTS", text="card"))["ts"]
    reply = (await client.chat_postMessage(channel="C0ALERTS", text="reply", thread_ts=ts))["ts"]
    await client.chat_delete(channel="C0ALERTS", ts=ts)
    left = slack.message("C0ALERTS", ts)
    assert left is not None and left.is_tombstone
    await client.chat_delete(channel="C0ALERTS", ts=reply)
    assert slack.message("C0ALERTS", reply) is None


async def test_history_is_newest_first_without_replies_and_hides_metadata(client: AsyncWebClient) -> None:
    first = (await client.chat_postMessage(channel="C0ALERTS", text="1", metadata=METADATA))["ts"]
    await client.chat_postMessage(channel="C0ALERTS", text="1a", thread_ts=first)
    await client.chat_postMessage(channel="C0ALERTS", text="1b", thread_ts=first, reply_broadcast=True)
    await client.chat_postMessage(channel="C0ALERTS", text="2")
    seen = await client.conversations_history(channel="C0ALERTS")
    assert [one["text"] for one in seen["messages"]] == ["2", "1b", "1"]
    assert seen["messages"][-1]["reply_count"] == 2 and "metadata" not in seen["messages"][-1]
    full = await client.conversations_history(channel="C0ALERTS", include_all_metadata=True)
    assert full["messages"][-1]["metadata"] == METADATA
    thread = await client.conversations_replies(channel="C0ALERTS", ts=first)
    assert [one["text"] for one in thread["messages"]] == ["1", "1a", "1b"]


async def test_history_is_cut_by_time_and_paged_by_cursor(client: AsyncWebClient) -> None:
    stamps = [(await client.chat_postMessage(channel="C0ALERTS", text=str(n)))["ts"] for n in range(5)]
    inner = await client.conversations_history(channel="C0ALERTS", oldest=stamps[1], latest=stamps[3])
    assert [one["text"] for one in inner["messages"]] == ["2"]
    outer = await client.conversations_history(
        channel="C0ALERTS", oldest=stamps[1], latest=stamps[3], inclusive=True
    )
    assert [one["text"] for one in outer["messages"]] == ["3", "2", "1"]
    seen: list[str] = []
    async for page in await client.conversations_history(channel="C0ALERTS", limit=2):
        seen += [one["text"] for one in page["messages"]]
    assert seen == ["4", "3", "2", "1", "0"]


async def test_an_ephemeral_message_is_for_someone_in_the_channel(
    slack: SlackSandbox, client: AsyncWebClient
) -> None:
    await client.chat_postEphemeral(channel="C0ALERTS", user="U0ANN", text="psst")
    assert [one.text for one in slack.ephemerals("U0ANN")] == ["psst"]
    assert slack.messages() == [] and slack.ephemerals("U0BOB") == []
    with pytest.raises(SlackApiError) as refused:
        await client.chat_postEphemeral(channel="C0SHARED", user="U0BOB", text="psst")
    assert refused.value.response["error"] == "user_not_in_channel"


async def test_a_link_is_unfurled_where_it_was_written(slack: SlackSandbox, client: AsyncWebClient) -> None:
    url = "https://hub.example/cases/AC-7K3Q9"
    said = slack.say(team="T0ACME", user="U0ANN", channel="C0ALERTS", text=f"look: {url}")
    await client.chat_unfurl(channel="C0ALERTS", ts=said.ts, unfurls={url: {"text": "the case"}})
    shown = slack.message("C0ALERTS", said.ts)
    assert shown is not None and shown.unfurls[url] == {"text": "the case"}
    with pytest.raises(SlackApiError) as refused:
        await client.chat_unfurl(
            channel="C0ALERTS", ts=said.ts, unfurls={"https://else.example": {"text": "x"}}
        )
    assert refused.value.response["error"] == "cannot_unfurl_url"


async def test_people_come_with_their_zone_and_on_request_their_locale(client: AsyncWebClient) -> None:
    ann = (await client.users_info(user="U0ANN", include_locale=True))["user"]
    assert (ann["tz"], ann["locale"], ann["real_name"]) == ("Europe/Paris", "fr-FR", "Ann Archer")
    listed = (await client.users_list())["members"]
    assert {one["id"]: one["deleted"] for one in listed}["U0OLD"] is True
    opened = await client.conversations_open(users="U0ANN")
    again = await client.conversations_open(users=["U0ANN"])
    assert opened["channel"]["id"] == again["channel"]["id"]
    await client.chat_postMessage(channel=opened["channel"]["id"], text="hello")


async def test_channels_are_listed_with_the_scopes_their_types_need(client: AsyncWebClient) -> None:
    listed = await client.conversations_list(exclude_archived=True)
    assert [one["id"] for one in listed["channels"]] == ["C0ALERTS", "C0SHARED"]
    assert (await client.conversations_info(channel="C0SHARED"))["channel"]["is_ext_shared"] is True
    assert "U0ANN" in (await client.conversations_members(channel="C0ALERTS"))["members"]
    with pytest.raises(SlackApiError) as refused:
        await client.conversations_list(types="im")
    assert refused.value.response["needed"] == "im:read"
    assert (await client.team_info())["team"]["name"] == "Acme"
    assert (await client.bots_info())["bot"]["app_id"] == "A0AACABOT"


async def test_a_file_is_uploaded_and_shared(slack: SlackSandbox, client: AsyncWebClient) -> None:
    await client.files_upload_v2(
        channel="C0ALERTS", content=b"png", filename="chart.png", title="Chart", initial_comment="this week"
    )
    shared = slack.messages("C0ALERTS")[0]
    assert (shared.text, shared.files[0]["title"], shared.files[0]["size"]) == ("this week", "Chart", 3)
    image = {"type": "image", "slack_file": {"id": shared.files[0]["id"]}, "alt_text": "chart"}
    await client.chat_postMessage(channel="C0ALERTS", text="x", blocks=[image])
    with pytest.raises(SlackApiError) as refused:
        missing = {"type": "image", "slack_file": {"id": "F0NONE"}, "alt_text": "chart"}
        await client.chat_postMessage(channel="C0ALERTS", text="x", blocks=[missing])
    assert refused.value.response["error"] == "invalid_blocks"
    with pytest.raises(SlackApiError) as refused:
        given = (await client.files_getUploadURLExternal(filename="a.csv", length=9)).data
        assert isinstance(given, dict)
        await client.files_completeUploadExternal(files=[{"id": given["file_id"], "title": "a"}])
    assert refused.value.response["error"] == "file_not_found"
