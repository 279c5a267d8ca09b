"""Keys for a member's own tools: what they may be used for, and how they look."""

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

PREFIX = "aaca_"
"""So that scanners of leaked secrets, and people, can tell what it is."""
LONGEST_DAYS = 365
MOST_OF_A_MEMBER = 20
NAME_LIMIT = 75


class Scope(StrEnum):
    """What a key may be used for. Names may be added, never renamed: keys are kept with them."""

    COMPLAINTS_WRITE = "complaints:write"
    COMPLAINTS_READ = "complaints:read"
    INTEL_READ = "intel:read"
    INTEL_WRITE = "intel:write"


@dataclass(frozen=True, kw_only=True)
class MadeToken:
    """A key, just made: the one time it is shown. `repr` hides it."""

    token: str = field(repr=False)
    name: str
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class TokenShown:
    """A key as a list shows it. `made_by` is a name; the key itself is not known any more."""

    id: str
    name: str
    scopes: tuple[str, ...]
    made_by: str | None
    made_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None


def new_token() -> str:
    """A key of 256 random bits."""
    return PREFIX + secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """What is kept of a key: 256 random bits need no salt and no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()
