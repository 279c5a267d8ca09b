"""chat.postMessage, chat.update, chat.delete, chat.postEphemeral, chat.getPermalink."""

from typing import Any

from aacabot.sandbox.slack.errors import SlackError
from aacabot.sandbox.slack.messages import Ephemeral, SandboxMessage
from aacabot.sandbox.slack.methods.content import read_content, require_something, warnings_for
from aacabot.sandbox.slack.methods.request import ApiRequest, Method
from aacabot.sandbox.slack.state import channel_for
from aacabot.sandbox.slack.workspaces import SandboxChannel

MOST_TEXT_IN_AN_UPDATE = 4_000  # https://docs.slack.dev/reference/methods/chat.update: msg_too_long


def writable_channel(request: ApiRequest, *, write_public: bool = False) -> SandboxChannel:
    """The channel to write in. Raises SlackError channel_not_found, is_archived or not_in_channel."""
    channel = channel_for(request.workspace, request.installation, request.required("channel"))
    if channel.is_archived:
        raise SlackError("is_archived")
    is_member = request.installation.bot_user_id in channel.members
    if not is_member and not (write_public and "chat:write.public" in request.installation.scopes):
        raise SlackError("not_in_channel")
    return channel


def post_message(request: ApiRequest) -> dict[str, Any]:
    request.slack.posting.take(f"{request.workspace.id}/{request.args.get('channel')}")
    person = request.workspace.people.get(request.required("channel"))
    if person is not None and person.is_deactivated:
        raise SlackError("user_disabled")
    if person is not None:
        channel = request.workspace.direct_messages((person.id,))
    else:
        channel = writable_channel(request, write_public=True)
    content = read_content(request)
    require_something(content)
    thread_ts = _thread(request, channel)
    message = request.slack.messages.put(
        SandboxMessage(
            team=request.workspace.id,
            channel=channel.id,
            ts=request.slack.timestamps.next(),
            user=request.installation.bot_user_id,
            bot_id=request.installation.bot_id,
            thread_ts=thread_ts,
            is_broadcast=request.flag("reply_broadcast") and thread_ts is not None,
            **content,
        )
    )
    shown = {**request.slack.message_json(message, metadata=True), "app_id": request.installation.app_id}
    return {"channel": channel.id, "ts": message.ts, "message": shown, **warnings_for(content)}


def _thread(request: ApiRequest, channel: SandboxChannel) -> str | None:
    """The first message of the thread; a reply named as parent stands for its own thread, as in Slack."""
    asked = request.args.get("thread_ts")
    if not asked:
        return None
    parent = request.slack.messages.get(channel.id, str(asked))
    if parent is None:
        raise SlackError("thread_not_found")
    return parent.thread_ts or parent.ts


def update(request: ApiRequest) -> dict[str, Any]:
    """Text without blocks takes the blocks away; they stay only when neither is given (its page)."""
    request.slack.updating.take(request.workspace.id)
    message = _own_message(request, "cant_update_message")
    content = read_content(request)
    if not content:
        raise SlackError("no_text")
    if len(content.get("text", "")) > MOST_TEXT_IN_AN_UPDATE:
        raise SlackError("msg_too_long")
    if "text" in content and "blocks" not in content:
        content["blocks"] = []
    if not content.get("text", message.text) and not content.get("blocks", message.blocks):
        raise SlackError("no_text")
    message = request.slack.messages.edit(message, request.slack.timestamps.next(), **content)
    shown = request.slack.message_json(message, metadata=True)
    return {"channel": message.channel, "ts": message.ts, "text": message.text, "message": shown}


def delete(request: ApiRequest) -> dict[str, Any]:
    message = _own_message(request, "cant_delete_message")
    request.slack.messages.remove(message)
    return {"channel": message.channel, "ts": message.ts}


def _own_message(request: ApiRequest, refusal: str) -> SandboxMessage:
    channel = writable_channel(request)
    message = request.slack.messages.get(channel.id, request.required("ts"))
    if message is None or message.is_tombstone:
        raise SlackError("message_not_found")
    if message.bot_id != request.installation.bot_id:
        raise SlackError(refusal)
    return message


def post_ephemeral(request: ApiRequest) -> dict[str, Any]:
    channel = writable_channel(request)
    user = request.required("user")
    person = request.workspace.people.get(user)
    if user not in channel.members or (person is not None and person.is_deactivated):
        raise SlackError("user_not_in_channel")
    content = read_content(request)
    require_something(content)
    content.pop("metadata", None)
    thread_ts = _thread(request, channel)
    ts = request.slack.timestamps.next()
    request.slack.messages.show(
        Ephemeral(request.workspace.id, channel.id, user, ts, thread_ts=thread_ts, **content)
    )
    return {"message_ts": ts, **warnings_for(content)}


def get_permalink(request: ApiRequest) -> dict[str, Any]:
    channel = channel_for(request.workspace, request.installation, request.required("channel"))
    ts = request.required("message_ts")
    if request.slack.messages.get(channel.id, ts) is None:
        raise SlackError("message_not_found")
    link = f"https://{request.workspace.domain}.slack.example/archives/{channel.id}/p{ts.replace('.', '')}"
    return {"channel": channel.id, "permalink": link}


METHODS: dict[str, Method] = {
    "chat.postMessage": post_message,
    "chat.update": update,
    "chat.delete": delete,
    "chat.postEphemeral": post_ephemeral,
    "chat.getPermalink": get_permalink,
}
