"""conversations.history and conversations.replies."""

from typing import Any

from aacabot.sandbox.slack.errors import SlackError
from aacabot.sandbox.slack.ids import ts_value
from aacabot.sandbox.slack.messages import SandboxMessage
from aacabot.sandbox.slack.methods.conversations import readable_channel
from aacabot.sandbox.slack.methods.pages import page_of
from aacabot.sandbox.slack.methods.request import ApiRequest, Method
from aacabot.sandbox.slack.workspaces import SandboxChannel


def history(request: ApiRequest) -> dict[str, Any]:
    """Newest first, without replies; metadata only with include_all_metadata."""
    channel = _member_channel(request)
    newest_first = request.slack.messages.main_line(channel.id)[::-1]
    return _answer(request, [one for one in newest_first if _is_within(request, one)])


def replies(request: ApiRequest) -> dict[str, Any]:
    """The first message, then its replies, oldest first."""
    channel = _member_channel(request)
    found = request.slack.messages.get(channel.id, request.required("ts"))
    if found is None:
        raise SlackError("thread_not_found")
    parent = request.slack.messages.get(channel.id, found.thread_ts or found.ts) or found
    inside = request.slack.messages.replies(channel.id, parent.ts)
    return _answer(request, [parent, *(one for one in inside if _is_within(request, one))])


def _member_channel(request: ApiRequest) -> SandboxChannel:
    channel = readable_channel(request)
    if request.installation.bot_user_id not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def _is_within(request: ApiRequest, message: SandboxMessage) -> bool:
    """Between oldest and latest; the two ends count only with `inclusive`."""
    at, inclusive = ts_value(message.ts), request.flag("inclusive")
    oldest, latest = _bound(request, "oldest"), _bound(request, "latest")
    after = oldest is None or at > oldest or (inclusive and at == oldest)
    before = latest is None or at < latest or (inclusive and at == latest)
    return after and before


def _bound(request: ApiRequest, name: str) -> int | None:
    given = request.args.get(name)
    if given in (None, "", "0", 0):
        return None
    try:
        return ts_value(str(given))
    except ValueError as error:
        raise SlackError(f"invalid_ts_{name}") from error


def _answer(request: ApiRequest, messages: list[SandboxMessage]) -> dict[str, Any]:
    part, metadata = page_of(request, messages, most=999)
    with_metadata = request.flag("include_all_metadata")
    shown = [request.slack.message_json(one, metadata=with_metadata) for one in part]
    has_more = bool(metadata["response_metadata"]["next_cursor"])
    return {"messages": shown, "has_more": has_more, **(metadata if has_more else {})}


METHODS: dict[str, Method] = {"conversations.history": history, "conversations.replies": replies}
