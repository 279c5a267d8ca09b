"""Identifiers for everything the hub stores."""

from uuid_utils import uuid7


def new_id() -> str:
    """Return 32 hex characters of a UUIDv7 (RFC 9562): later ids of one process sort after earlier ones."""
    return uuid7().hex
