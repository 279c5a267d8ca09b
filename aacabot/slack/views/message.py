"""What a view makes: a message's wanted content."""

import json
from dataclasses import dataclass
from typing import Any

from aacabot.domain.untrusted import utf16_length

Block = dict[str, Any]


@dataclass(frozen=True)
class Message:
    """Blocks, and the `text` a lock screen shows: case number, brand and state, never seller data."""

    text: str
    blocks: list[Block]


def characters(blocks: list[Block]) -> int:
    """How much of Slack's room for blocks these take, counted as the JSON that is sent."""
    return utf16_length(json.dumps(blocks, ensure_ascii=False))
