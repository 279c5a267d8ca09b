"""Invite codes that people read out and type: one use, a few days, more than anybody could guess."""

import hashlib
import hmac
import re
import secrets
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from aacabot.domain.people import Person, Role

# Crockford's Base32 (crockford.com/base32.html): no I, L, O (read as 1, 1, 0) and no U.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 20
"""Characters of five bits each: 100 bits."""
GROUP = 4
DAYS = 14
LONGEST_DAYS = 60
MOST_OPEN = 10
"""Codes of one member that wait to be used at the same time."""
TRIES_WITHIN = timedelta(minutes=15)
TRIES_OF_A_PERSON = 5
TRIES_OF_A_WORKSPACE = 25
TRIES_OF_ALL = 500
_MISREAD = str.maketrans("OILU", "011V")
_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_INVITERS = frozenset({Role.OPERATOR_ADMIN, Role.ACCOUNT_MANAGER})


class JoinProblem(StrEnum):
    """Why a code does not bring somebody in: words of `views.modals.PROBLEMS`.

    `CODE` stands for unknown, mistyped, used, expired and withdrawn alike, so that nothing can be learnt.
    """

    CODE = "code_refused"
    TRIES = "too_many_tries"
    WORKSPACE = "workspace_taken"
    CHANNEL = "channel_taken"
    ELSEWHERE = "known_elsewhere"


@dataclass(frozen=True, kw_only=True)
class OpenInvite:
    """A code that waits to be used. The code itself is not known any more."""

    id: str
    member: str
    made_by: str | None
    made_at: datetime
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class MadeInvite:
    """A code, just made: the one time it is shown. `repr` hides it."""

    id: str
    member_id: str
    member: str
    code: str
    expires_at: datetime

    def __repr__(self) -> str:
        return f"MadeInvite({self.id})"


def new_code() -> str:
    """A code of 100 random bits in groups of four, such as `7K3Q-9MWD-…`."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return "-".join(drawn[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def normalise(typed: str) -> str:
    """What was typed, as a code is kept: small and full-width letters, any or no separators, O for 0.

    What cannot be a code comes back as something that no code is.
    """
    plain = unicodedata.normalize("NFKC", typed).upper().translate(_MISREAD)
    kept = "".join(char for char in plain if char in ALPHABET)
    strange = any(char.isalnum() and char not in ALPHABET for char in plain)
    return "" if strange or len(kept) != LENGTH else kept


def hashes(typed: str, keys: Iterable[bytes]) -> list[str]:
    """What a code is kept as, under each of the hub's keys: the first is the one new codes are kept under."""
    kept = normalise(typed).encode()
    return [hmac.new(_own(key), kept, hashlib.sha256).hexdigest() for key in keys]


def _own(key: bytes) -> bytes:
    """A key for this one purpose: what is kept here says nothing about what else the key protects."""
    return hmac.new(key, b"aacabot invite codes", hashlib.sha256).digest()


def is_one_of(kept: str, candidates: Iterable[str]) -> bool:
    """Whether a kept hash is among the candidates; the time it takes says nothing about how near they are."""
    found = False
    for candidate in candidates:
        found |= hmac.compare_digest(kept, candidate)
    return found


def is_key(typed: str) -> bool:
    """Whether a new member can be called so in the alliance file (contract 5.2)."""
    return _KEY.fullmatch(typed) is not None


def may_invite(person: Person, member_id: str) -> bool:
    """The operator's admins and account managers for every member, a member's admins for their own."""
    return serves_members(person) or person.administers(member_id)


def serves_members(person: Person) -> bool:
    """Whether the person brings members in for the operator."""
    return any(grant.role in _INVITERS for grant in person.grants)
