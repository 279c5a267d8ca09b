"""What a message says: text, blocks, attachments and metadata, checked as Slack checks them."""

from collections.abc import Iterator
from typing import Any

from aacabot.sandbox.slack.blockkit import Problem, message_problems
from aacabot.sandbox.slack.errors import SlackError
from aacabot.sandbox.slack.files import Files
from aacabot.sandbox.slack.messages import with_block_ids
from aacabot.sandbox.slack.methods.request import ApiRequest

MOST_TEXT = 40_000  # https://docs.slack.dev/reference/methods/chat.postMessage: longer text is truncated


def invalid_blocks(problems: list[Problem]) -> SlackError:
    """`invalid_blocks` as Slack words it: errors, and the same in response_metadata.messages."""
    return SlackError(
        "invalid_blocks",
        errors=[str(one) for one in problems],
        response_metadata={"messages": [f"[ERROR] {one}" for one in problems]},
    )


def check_blocks(files: Files, blocks: Any, attachments: Any) -> None:
    """Raises SlackError invalid_blocks, invalid_blocks_format or invalid_attachments."""
    if blocks is not None and not isinstance(blocks, list):
        raise SlackError("invalid_blocks_format")
    problems = message_problems(blocks, attachments)
    problems.extend(slack_file_problems(files, blocks, "/blocks"))
    if problems:
        raise invalid_blocks(problems)


def slack_file_problems(files: Files, blocks: Any, pointer: str) -> Iterator[Problem]:
    """Image blocks that name a file this Slack does not have, or not yet in full."""
    for index, block in enumerate(blocks if isinstance(blocks, list) else []):
        named = block.get("slack_file") if isinstance(block, dict) else None
        if isinstance(named, dict) and "id" in named:
            file = files.get(named["id"])
            if file is None or not file.is_complete:
                yield Problem(f"{pointer}/{index}/slack_file", "invalid slack file")


def read_content(request: ApiRequest) -> dict[str, Any]:
    """The content fields the caller gave, and only those, checked and with block ids filled in."""
    given = request.args
    content: dict[str, Any] = {}
    blocks = request.structure("blocks", "invalid_blocks_format")
    attachments = request.structure("attachments", "invalid_attachments")
    metadata = request.structure("metadata", "invalid_metadata_format")
    check_blocks(request.slack.files, blocks, attachments)
    if given.get("text") is not None:
        content["text"] = str(given["text"])[:MOST_TEXT]
    if blocks is not None:
        content["blocks"] = with_block_ids(blocks)
    if attachments is not None:
        content["attachments"] = attachments
    if metadata is not None:
        content["metadata"] = checked_metadata(metadata)
    return content


def checked_metadata(metadata: Any) -> dict[str, Any] | None:
    """https://docs.slack.dev/messaging/message-metadata; an empty object removes it."""
    if metadata == {}:
        return None
    is_dict = isinstance(metadata, dict)
    if not is_dict or not isinstance(metadata.get("event_type"), str):
        raise SlackError("invalid_metadata_format")
    if not isinstance(metadata.get("event_payload"), dict):
        raise SlackError("invalid_metadata_schema")
    return dict(metadata)


def require_something(content: dict[str, Any]) -> None:
    if not (content.get("text") or content.get("blocks") or content.get("attachments")):
        raise SlackError("no_text")


def warnings_for(content: dict[str, Any]) -> dict[str, Any]:
    """Slack warns when blocks come without the text that notifications and screen readers use."""
    if content.get("blocks") and not content.get("text"):
        code = "missing_text_in_message"
        return {"warning": code, "response_metadata": {"warnings": [code]}}
    return {}
