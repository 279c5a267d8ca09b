"""Cursor pagination: https://docs.slack.dev/apis/web-api/pagination"""

import base64
import binascii
from collections.abc import Sequence
from typing import Any, TypeVar

from aacabot.sandbox.slack.errors import SlackError
from aacabot.sandbox.slack.methods.request import ApiRequest

Row = TypeVar("Row")


def page_of(
    request: ApiRequest, rows: Sequence[Row], *, most: int, default: int = 100
) -> tuple[list[Row], dict[str, Any]]:
    """The part asked for, and `response_metadata` with the cursor of the next (empty at the end).

    Raises SlackError invalid_limit or invalid_cursor.
    """
    limit = request.number("limit", default)
    if not 1 <= limit <= most:
        raise SlackError("invalid_limit")
    start = _start(request.args.get("cursor"))
    end = start + limit
    following = base64.b64encode(f"next:{end}".encode()).decode() if end < len(rows) else ""
    return list(rows[start:end]), {"response_metadata": {"next_cursor": following}}


def _start(cursor: object) -> int:
    if not cursor:
        return 0
    try:
        word, _, number = base64.b64decode(str(cursor), validate=True).decode().partition(":")
        if word == "next":
            return int(number)
    except (binascii.Error, ValueError, UnicodeDecodeError) as error:
        raise SlackError("invalid_cursor") from error
    raise SlackError("invalid_cursor")
