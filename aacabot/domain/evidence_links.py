"""Addresses under which one piece of evidence can be fetched for some minutes, by whoever was given one."""

import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime, timedelta

GOOD_FOR = timedelta(minutes=10)
"""Long enough to open what a list shows, too short to be passed on."""


def signature(key: bytes, evidence_id: str, until: int) -> str:
    """What proves that the hub gave this address out. `until` is its end, in seconds since 1970."""
    own = hmac.new(key, b"aacabot evidence links", hashlib.sha256).digest()
    return hmac.new(own, f"{evidence_id}|{until}".encode(), hashlib.sha256).hexdigest()


def is_good(keys: Iterable[bytes], evidence_id: str, until: int, given: str, now: datetime) -> bool:
    """Whether an address is the hub's own and has not ended."""
    is_ours = False
    for key in keys:
        is_ours |= hmac.compare_digest(signature(key, evidence_id, until).encode(), given.encode())
    return is_ours and now.timestamp() < until
