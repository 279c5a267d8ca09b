"""The hash chain of a case's events: whoever changes one, or leaves one out, breaks it."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import orjson


def link(previous: str | None, event: Mapping[str, Any]) -> str:
    """The SHA-256 (hex) of an event in canonical JSON (sorted keys, UTF-8), with the hash of the one before.

    `event` holds case_id, seq, kind, from_state, to_state, person_id, reason, data, occurred_at and
    recorded_at; moments as ISO 8601 in UTC with microseconds, as `moment` writes them.
    """
    return hashlib.sha256(
        orjson.dumps({**event, "previous": previous}, option=orjson.OPT_SORT_KEYS)
    ).hexdigest()


def moment(at: datetime) -> str:
    """A moment as the chain writes it."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")
