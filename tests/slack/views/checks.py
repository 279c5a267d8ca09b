"""What holds for every message and modal, whatever is in it."""

from collections.abc import Iterator
from typing import Any

from aacabot.sandbox.slack.blockkit import message_problems, view_problems
from aacabot.slack import limits
from aacabot.slack.views.message import Message, characters


def is_sound(message: Message) -> None:
    """Slack takes it, nothing in it is mrkdwn or can mention, and every block has its own id."""
    assert message_problems(message.blocks) == []
    assert characters(message.blocks) <= limits.MESSAGE_CHARACTERS
    assert 0 < len(message.text) <= limits.MESSAGE_TEXT
    assert all(block.get("block_id") for block in message.blocks)
    has_no_markup(message.blocks)


def is_sound_modal(view: dict[str, Any]) -> None:
    assert view_problems(view) == []
    has_no_markup(view["blocks"])


def has_no_markup(blocks: list[dict[str, Any]]) -> None:
    for thing in parts(blocks):
        assert thing.get("type") not in {"mrkdwn", "markdown", "link", "broadcast"}
        if thing.get("type") == "plain_text":
            assert thing["emoji"] is False


def parts(value: object) -> Iterator[dict[str, Any]]:
    """Every object within, at any depth."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from parts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from parts(inner)


def action_ids(message: Message) -> list[str]:
    return [part["action_id"] for part in parts(message.blocks) if "action_id" in part]


def texts(message: Message) -> str:
    return "\n".join(part["text"] for part in parts(message.blocks) if isinstance(part.get("text"), str))
