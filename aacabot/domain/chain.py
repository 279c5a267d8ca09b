"""The hash chain of a case's events: whoever changes one, or leaves one out, breaks it."""

import hashlib
from collections.abc import Mapping, Sequence
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


def break_in(
    events: Sequence[tuple[Mapping[str, Any], str | None, str | None]], head: str | None, count: int
) -> str | None:
    """What is wrong with a case's events, in order, each with its `previous` and `hash`; None if nothing is.

    Events from before there was a chain have no hash: they come first, and are not covered.
    """
    last: str | None = None
    for place, (event, previous, own) in enumerate(events, start=1):
        if event["seq"] != place:
            return f"event {place} is missing"
        if own is None and previous is None and last is None:
            continue
        if previous != last:
            return f"event {place} does not follow the one before"
        if own != link(previous, event):
            return f"event {place} ({event['kind']}) is not as it was recorded"
        last = own
    if len(events) != count:
        return f"{count} events were recorded, {len(events)} are there"
    return None if last == head else "the case names another last event"
