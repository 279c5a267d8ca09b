"""The life of a case: its states, and the one table of legal moves between them."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from aacabot.domain.errors import IllegalMove


class CaseState(StrEnum):
    ALERTED = "alerted"
    NEEDS_INFO = "needs_info"
    PENDING_SECOND = "pending_second"
    PLATFORM_REVIEW = "platform_review"
    CONFIRMED = "confirmed"
    SUBMITTED = "submitted"
    TAKEN_DOWN = "taken_down"
    COUNTER_NOTICED = "counter_noticed"
    DECLINED = "declined"
    DISMISSED = "dismissed"
    RETRACTED = "retracted"
    RESTORED = "restored"
    FAILED = "failed"
    CLOSED = "closed"


class CaseEventKind(StrEnum):
    OPENED = "opened"
    LISTING_CHANGED = "listing_changed"
    REPORTED_AS = "reported_as"
    ASKED_INFO = "asked_info"
    INFO_GIVEN = "info_given"
    DISMISSED = "dismissed"
    CONFIRMED = "confirmed"
    SECOND_ASKED = "second_asked"
    SECOND_APPROVED = "second_approved"
    SECOND_REFUSED = "second_refused"
    REVIEW_ASKED = "review_asked"
    REVIEW_ACCEPTED = "review_accepted"
    REVIEW_DECLINED = "review_declined"
    HELD = "held"
    FOUND_GONE = "found_gone"
    SENT = "sent"
    PENDING = "pending"
    REPORTED_REMOVED = "reported_removed"
    VERIFIED = "verified"
    DECLINED = "declined"
    FAILED = "failed"
    RETRIED = "retried"
    RETRACTED = "retracted"
    WITHDRAWN = "withdrawn"
    COUNTER_NOTICED = "counter_noticed"
    RESTORED = "restored"
    CLAIMED = "claimed"
    RELEASED = "released"


_S, _E = CaseState, CaseEventKind
_OPEN = (_S.ALERTED, _S.NEEDS_INFO)
_BEFORE_SENDING = (*_OPEN, _S.PENDING_SECOND, _S.PLATFORM_REVIEW, _S.CONFIRMED)
_UNSETTLED = (*_BEFORE_SENDING, _S.SUBMITTED, _S.COUNTER_NOTICED, _S.FAILED)


def _moves() -> Mapping[tuple[CaseState, CaseEventKind], CaseState]:
    table: dict[tuple[CaseState, CaseEventKind], CaseState] = {}

    def legal(event: CaseEventKind, to: CaseState | None, *origins: CaseState) -> None:
        for origin in origins:
            table[origin, event] = to or origin

    legal(_E.LISTING_CHANGED, None, *_BEFORE_SENDING)
    legal(_E.REPORTED_AS, None, *_OPEN)
    legal(_E.ASKED_INFO, _S.NEEDS_INFO, _S.ALERTED)
    legal(_E.INFO_GIVEN, _S.ALERTED, _S.NEEDS_INFO)
    legal(_E.DISMISSED, _S.DISMISSED, *_OPEN)
    legal(_E.CONFIRMED, _S.CONFIRMED, *_OPEN)
    legal(_E.SECOND_ASKED, _S.PENDING_SECOND, _S.CONFIRMED)
    legal(_E.SECOND_APPROVED, _S.CONFIRMED, _S.PENDING_SECOND)
    legal(_E.SECOND_REFUSED, _S.ALERTED, _S.PENDING_SECOND)
    legal(_E.REVIEW_ASKED, _S.PLATFORM_REVIEW, _S.CONFIRMED)
    legal(_E.REVIEW_ACCEPTED, _S.CONFIRMED, _S.PLATFORM_REVIEW)
    legal(_E.REVIEW_DECLINED, _S.DECLINED, _S.PLATFORM_REVIEW)
    legal(_E.HELD, _S.ALERTED, _S.CONFIRMED)
    legal(_E.FOUND_GONE, _S.CLOSED, *_BEFORE_SENDING)
    legal(_E.SENT, _S.SUBMITTED, _S.CONFIRMED)
    # A seller may object before the marketplace has finished: the answer is still owed, the work goes on.
    legal(_E.PENDING, None, _S.SUBMITTED, _S.COUNTER_NOTICED)
    legal(_E.REPORTED_REMOVED, None, _S.SUBMITTED, _S.COUNTER_NOTICED)
    legal(_E.VERIFIED, _S.TAKEN_DOWN, _S.SUBMITTED)
    legal(_E.VERIFIED, None, _S.COUNTER_NOTICED)
    legal(_E.DECLINED, _S.DECLINED, _S.SUBMITTED, _S.COUNTER_NOTICED)
    legal(_E.FAILED, _S.FAILED, _S.CONFIRMED, _S.SUBMITTED, _S.COUNTER_NOTICED)
    legal(_E.RETRIED, _S.CONFIRMED, _S.FAILED)
    legal(
        _E.RETRACTED,
        _S.RETRACTED,
        *(_S.PENDING_SECOND, _S.PLATFORM_REVIEW, _S.CONFIRMED, _S.SUBMITTED, _S.FAILED),
        *(_S.TAKEN_DOWN, _S.COUNTER_NOTICED),
    )
    legal(_E.WITHDRAWN, None, _S.RETRACTED)
    legal(
        _E.COUNTER_NOTICED,
        _S.COUNTER_NOTICED,
        *(_S.CONFIRMED, _S.SUBMITTED, _S.TAKEN_DOWN, _S.FAILED, _S.COUNTER_NOTICED),
    )
    legal(_E.SENT, None, _S.COUNTER_NOTICED)
    legal(
        _E.RESTORED,
        _S.RESTORED,
        *(_S.CONFIRMED, _S.SUBMITTED, _S.TAKEN_DOWN, _S.COUNTER_NOTICED, _S.RETRACTED, _S.FAILED),
    )
    legal(_E.CLAIMED, None, *_UNSETTLED)
    legal(_E.RELEASED, None, *_UNSETTLED)
    return table


MOVES = _moves()
"""(state, event) -> next state. What is not here is illegal."""

OPEN_STATES = frozenset(_OPEN)
WAITING_STATES = frozenset(_BEFORE_SENDING)
"""Nothing has gone to the marketplace yet."""

CLAIMABLE_STATES = frozenset({*_OPEN, _S.PENDING_SECOND, _S.COUNTER_NOTICED})
"""Something waits for the brand: somebody can say that they are on it."""
UNSETTLED_STATES = frozenset(_UNSETTLED)
"""A claim of such a case is handed on when its person is lost."""

RETRACTABLE_STATES = frozenset(state for state, event in MOVES if event is _E.RETRACTED)

CONFIRM_WITHIN = timedelta(hours=24)
"""How long a brand has to decide, until severities give shorter clocks."""


def advance(number: str, state: CaseState, event: CaseEventKind) -> CaseState:
    """The state after `event`. Raises IllegalMove, naming the current state, where the table has none."""
    try:
        return MOVES[state, event]
    except KeyError:
        raise IllegalMove(number=number, state=state, move=event) from None


def opens_next_round(last: CaseState, *, content_changed: bool) -> bool:
    """Whether a listing seen live again deserves a new case after one that ended in `last`.

    Live again after it was gone or restored: yes. After the brand said no, or took its word back, only if
    the content changed (design, rule 2).
    """
    if last in {_S.TAKEN_DOWN, _S.CLOSED, _S.RESTORED, _S.COUNTER_NOTICED}:
        return True
    return content_changed and last in {_S.DISMISSED, _S.RETRACTED, _S.DECLINED, _S.FAILED}


def affirmation(version: int, right_id: str | None, reason_code: str | None) -> str:
    """A short name for what a confirm affirms: this content, under this right, for this reason.

    The card carries it, so that a click never confirms what its reader did not see.
    """
    return hashlib.sha256(f"{version}|{right_id}|{reason_code}".encode()).hexdigest()[:12]


class DismissReason(StrEnum):
    """Why a brand says a listing does not infringe."""

    GENUINE = "GENUINE"
    AUTHORISED_SELLER = "AUTHORISED_SELLER"
    NOT_OUR_RIGHT = "NOT_OUR_RIGHT"
    GREY_MARKET = "GREY_MARKET"
    CANNOT_TELL = "CANNOT_TELL"
    DUPLICATE = "DUPLICATE"


class DeclineReason(StrEnum):
    """Why the desk or a marketplace will not act on a request."""

    EVIDENCE_INSUFFICIENT = "EVIDENCE_INSUFFICIENT"
    LISTING_IP_MISMATCH = "LISTING_IP_MISMATCH"
    IP_NOT_VERIFIED = "IP_NOT_VERIFIED"
    IP_EXPIRED = "IP_EXPIRED"
    WRONG_TERRITORY = "WRONG_TERRITORY"
    WRONG_CLASS = "WRONG_CLASS"
    WRONG_REASON = "WRONG_REASON"
    AUTHORISED_SELLER = "AUTHORISED_SELLER"
    GENUINE_RESALE = "GENUINE_RESALE"
    DUPLICATE = "DUPLICATE"


@dataclass(frozen=True)
class Change:
    """One field of a listing that reads differently than before, as texts."""

    field: str
    before: str
    after: str
