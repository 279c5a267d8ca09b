"""The steps of a request to a marketplace, and when the next is due."""

from datetime import timedelta
from enum import StrEnum


class TakedownState(StrEnum):
    """OWED to REMOVED and WITHDRAWING have a next step; the others are ends."""

    OWED = "owed"
    SENDING = "sending"
    PENDING = "pending"
    REMOVED = "removed"
    WITHDRAWING = "withdrawing"

    VERIFIED = "verified"
    DECLINED = "declined"
    FAILED = "failed"
    HELD = "held"
    GONE = "gone"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"


PENDING_FOR = timedelta(hours=72)
"""How long a marketplace may say `pending` before it is the desk's (contract 5.4)."""

VERIFY_FOR = timedelta(hours=24)
"""How long a listing reported removed may still be seen before the case has failed."""

_VERIFY_AFTER = (2, 5, 15, 60, 300)
_ASK_AFTER = (5, 15, 30, 60, 120, 300)


def verify_again_after(reads: int) -> timedelta:
    """The pause before the listing is read again, after `reads` in which it was still there."""
    return timedelta(seconds=_VERIFY_AFTER[min(reads, len(_VERIFY_AFTER)) - 1])


def ask_again_after(asks: int) -> timedelta:
    """The pause before a pending takedown is asked about again."""
    return timedelta(seconds=_ASK_AFTER[min(asks, len(_ASK_AFTER)) - 1])


STATEMENT_VERSION = "2026-11"
STATEMENT_TEXT = (
    "In good faith we believe that this listing infringes the right named here, and that what we say is "
    "accurate and complete. We own this right or act for its owner."
)
"""The bona fide statement of every notice (Regulation (EU) 2022/2065, Art. 16(2)(d))."""
