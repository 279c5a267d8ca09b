"""Identifiers for everything the hub stores."""

import re
from datetime import UTC, datetime

from uuid_utils import uuid7

_ID = re.compile(r"[0-9a-f]{32}")


def new_id() -> str:
    """Return 32 hex characters of a UUIDv7 (RFC 9562): later ids of one process sort after earlier ones."""
    return uuid7().hex


def is_id(text: str) -> bool:
    """Whether `text` has the form of `new_id`: what comes back from a button may be anything."""
    return _ID.fullmatch(text) is not None


def made_at(ident: str) -> datetime:
    """When an id was made, to the millisecond: a UUIDv7 begins with its time. Raises ValueError otherwise."""
    if not is_id(ident):
        raise ValueError(f"not an id: {ident!r}")
    return datetime.fromtimestamp(int(ident[:12], 16) / 1000, UTC)
