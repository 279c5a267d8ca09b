"""chat.unfurl: what the app shows under a link it owns. Everyone in the channel sees it."""

from dataclasses import replace
from typing import Any

from aacabot.sandbox.slack.errors import SlackError
from aacabot.sandbox.slack.messages import SandboxMessage
from aacabot.sandbox.slack.methods.content import check_blocks
from aacabot.sandbox.slack.methods.request import ApiRequest, Method


def unfurl(request: ApiRequest) -> dict[str, Any]:
    """https://docs.slack.dev/reference/methods/chat.unfurl: channel and ts, or unfurl_id and source."""
    unfurls = request.structure("unfurls", "cannot_parse_attachment")
    if not isinstance(unfurls, dict) or not unfurls:
        raise SlackError("missing_unfurls")
    for attachment in unfurls.values():
        if not isinstance(attachment, dict):
            raise SlackError("cannot_parse_attachment")
        check_blocks(request.slack.files, attachment.get("blocks"), None)
    if request.args.get("unfurl_id"):
        if request.args["unfurl_id"] not in request.slack.unfurls_offered or not request.args.get("source"):
            raise SlackError("cannot_unfurl_url")
        return {}
    message = _message(request)
    if any(url.partition("?")[0] not in message.text for url in unfurls):
        raise SlackError("cannot_unfurl_url")
    request.slack.messages.put(replace(message, unfurls={**message.unfurls, **unfurls}))
    return {}


def _message(request: ApiRequest) -> SandboxMessage:
    channel = request.workspace.channels.get(request.required("channel"))
    if channel is None:
        raise SlackError("cannot_find_channel")
    message = request.slack.messages.get(channel.id, request.required("ts"))
    if message is None:
        raise SlackError("cannot_find_message")
    return message


METHODS: dict[str, Method] = {"chat.unfurl": unfurl}
