"""Blocks of messages and modals with their limits kept: text that is too long is clipped with an ellipsis.

Plain dicts, because slackblocks 3.0 leaves `emoji: false` out, and Slack then draws a seller's `:codes:`.
"""

from enum import StrEnum

from aacabot.slack import limits
from aacabot.slack.views.message import Block
from aacabot.slack.views.texts import plain


def header(block_id: str, text: str) -> Block:
    return {"type": "header", "block_id": block_id, "text": plain(text, limits.HEADER)}


def section(block_id: str, text: str, accessory: Block | None = None) -> Block:
    block: Block = {"type": "section", "block_id": block_id, "text": plain(text, limits.SECTION)}
    return block | ({"accessory": accessory} if accessory else {})


def context(block_id: str, *texts: str) -> Block:
    """Small grey lines."""
    elements = [plain(text, limits.SECTION) for text in texts[: limits.CONTEXT_ELEMENTS]]
    return {"type": "context", "block_id": block_id, "elements": elements}


def image(block_id: str, url: str, alt: str) -> Block:
    return {"type": "image", "block_id": block_id, "image_url": url, "alt_text": alt[: limits.IMAGE_ALT]}


def actions(block_id: str, *buttons: Block | None) -> Block:
    return {"type": "actions", "block_id": block_id, "elements": [button for button in buttons if button]}


def button(
    action: StrEnum,
    label: str,
    value: str,
    *,
    style: str | None = None,
    url: str | None = None,
    dialog: Block | None = None,
) -> Block:
    """A button; `style` is `primary` or `danger`, `dialog` what Slack asks before sending the click."""
    block: Block = {
        "type": "button",
        "action_id": action.value,
        "text": plain(label, limits.BUTTON_LABEL),
        "value": value,
    }
    extras = {"style": style, "url": url, "confirm": dialog}
    return block | {name: extra for name, extra in extras.items() if extra}


def dialog(title: str, text: str, yes: str, no: str, *, style: str = "danger") -> Block:
    """Slack's own dialog before a click: no typing, one more tap."""
    return {
        "title": plain(title, limits.DIALOG_TITLE),
        "text": plain(text, limits.DIALOG_TEXT),
        "confirm": plain(yes, limits.DIALOG_BUTTON),
        "deny": plain(no, limits.DIALOG_BUTTON),
        "style": style,
    }
