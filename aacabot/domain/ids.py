"""Identifiers for everything the hub stores."""

import re

from uuid_utils import uuid7

_ID = re.compile(r"[0-9a-f]{32}")


def new_id() -> str:
    """Return 32 hex characters of a UUIDv7 (RFC 9562): later ids of one process sort after earlier ones."""
    return uuid7().hex


def is_id(text: str) -> bool:
    """Whether `text` has the form of `new_id`: what comes back from a button may be anything."""
    return _ID.fullmatch(text) is not None
