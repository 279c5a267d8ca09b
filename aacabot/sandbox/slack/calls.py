"""The record of every Web API call the app made."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Call:
    """One call: when (UTC), which method, its arguments without the token, and how it was answered.

    `team` is the workspace its token opened, None if none; `status` 0 means the connection was dropped.
    """

    at: datetime
    method: str
    args: dict[str, Any]
    ok: bool
    error: str | None
    team: str | None
    status: int = 200
