"""The life of a case: one table of legal moves, from which the code, its tests and docs/cases.md are made."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from aacabot.domain.case_events import CaseEventKind, CaseState
from aacabot.domain.case_reasons import DeclineReason, DismissReason
from aacabot.domain.errors import IllegalMove

__all__ = [
    "MOVES",
    "TABLE",
    "Actor",
    "CaseEventKind",
    "CaseState",
    "Change",
    "Clock",
    "DeclineReason",
    "DismissReason",
    "Move",
    "advance",
    "affirmation",
    "opens_next_round",
]


class Actor(StrEnum):
    """Who moves a case. People are asked for at the click; the hub and marketplaces act by themselves."""

    BRAND = "brand"
    SECOND = "second person"
    COUNSEL = "counsel"
    DESK = "desk"
    MARKETPLACE = "marketplace"
    HUB = "hub"


class Clock(StrEnum):
    """What a move does to a clock: `services.case_clocks` does it in the move's commit."""

    CONFIRM_STARTS = "confirm starts"
    CONFIRM_STOPS = "confirm stops"
    CONFIRM_PAUSES = "confirm stands still"
    CONFIRM_RESUMES = "confirm runs on"
    SECOND_STARTS = "second person starts"
    SECOND_STOPS = "second person stops"
    HANDLE_STARTS = "handle starts"
    HANDLE_STOPS = "handle stops"
    HANDLE_PAUSES = "handle stands still"
    HANDLE_RESUMES = "handle runs on"
    ANSWER_STARTS = "answer to the seller starts"
    ANSWER_STOPS = "answer to the seller stops"


@dataclass(frozen=True, kw_only=True)
class Move:
    """One legal move: from any of these states, by this event, to that state (None: it stays).

    No origin means that the case begins. `guard` is what else must hold, in words.
    """

    origins: tuple[CaseState, ...]
    event: CaseEventKind
    to: CaseState | None
    who: tuple[Actor, ...]
    guard: str = ""
    clocks: tuple[Clock, ...] = ()


_S, _E, _A, _C = CaseState, CaseEventKind, Actor, Clock
_OPEN = (_S.ALERTED, _S.NEEDS_INFO)
_BEFORE_SENDING = (*_OPEN, _S.PENDING_SECOND, _S.PLATFORM_REVIEW, _S.ANSWER_NEEDED, _S.CONFIRMED)
_UNSETTLED = (*_BEFORE_SENDING, _S.SUBMITTED, _S.COUNTER_NOTICED, _S.FAILED)
_UNDER_REVIEW = (_S.PLATFORM_REVIEW, _S.ANSWER_NEEDED)
_AT_THE_DESK = (*_UNDER_REVIEW, _S.NEEDS_INFO, _S.COUNTER_NOTICED)
_AWAY = (_S.TAKEN_DOWN, _S.EDITED)
_ENDED = (*(*_AWAY, _S.DECLINED, _S.DISMISSED, _S.RETRACTED, _S.RESTORED, _S.EXPIRED, _S.FAILED, _S.CLOSED),)
_HANDLED = (_C.HANDLE_STOPS,)


def _move(
    event: CaseEventKind,
    to: CaseState | None,
    origins: tuple[CaseState, ...],
    *who: Actor,
    guard: str = "",
    clocks: tuple[Clock, ...] = (),
) -> Move:
    return Move(origins=origins, event=event, to=to, who=who, guard=guard, clocks=clocks)


TABLE: tuple[Move, ...] = (
    # A brand is asked.
    _move(
        *(_E.OPENED, _S.ALERTED, (), _A.HUB),
        guard="a mark was found, the marketplace named the brand, or a member reported the listing",
        clocks=(_C.CONFIRM_STARTS,),
    ),
    _move(_E.LISTING_CHANGED, None, _BEFORE_SENDING, _A.HUB),
    _move(
        *(_E.REPORTED_AS, None, _OPEN, _A.BRAND),
        guard="the right is in force and supports the reason",
    ),
    _move(_E.CLAIMED, None, _UNSETTLED, _A.BRAND, _A.HUB),
    _move(_E.RELEASED, None, _UNSETTLED, _A.BRAND, _A.HUB),
    _move(
        *(_E.EVIDENCE_ADDED, None, (*_UNSETTLED, _S.DECLINED), _A.BRAND, _A.DESK),
        guard="a picture, a document or a test-buy report that is what it says",
    ),
    _move(_E.ASKED_INFO, _S.NEEDS_INFO, (_S.ALERTED,), _A.BRAND, clocks=(_C.CONFIRM_PAUSES,)),
    _move(_E.TEST_BUY_ASKED, None, (_S.NEEDS_INFO,), _A.DESK),
    _move(_E.INFO_GIVEN, _S.ALERTED, (_S.NEEDS_INFO,), _A.DESK, clocks=(_C.CONFIRM_RESUMES,)),
    _move(
        *(_E.DISMISSED, _S.DISMISSED, _OPEN, _A.BRAND),
        guard="a reason is chosen",
        clocks=(_C.CONFIRM_STOPS,),
    ),
    _move(
        *(_E.CONFIRMED, _S.CONFIRMED, _OPEN, _A.BRAND),
        guard="the notice has every field the law asks for, and the bona fide statement is made",
        clocks=(_C.CONFIRM_STOPS,),
    ),
    _move(
        *(_E.EXPIRED, _S.EXPIRED, _OPEN, _A.HUB),
        guard="72 hours have run without a decision",
        clocks=(_C.CONFIRM_STOPS,),
    ),
    # A second person is asked.
    _move(
        *(_E.SECOND_ASKED, _S.PENDING_SECOND, (_S.CONFIRMED,), _A.HUB),
        guard="the two-person rule asks for one",
        clocks=(_C.SECOND_STARTS,),
    ),
    _move(
        *(_E.SECOND_APPROVED, _S.CONFIRMED, (_S.PENDING_SECOND,), _A.SECOND),
        guard="somebody else of the right role, not of the same agency",
        clocks=(_C.SECOND_STOPS,),
    ),
    _move(
        *(_E.SECOND_REFUSED, _S.ALERTED, (_S.PENDING_SECOND,), _A.SECOND),
        clocks=(_C.SECOND_STOPS, _C.CONFIRM_STARTS),
    ),
    _move(
        *(_E.SECOND_EXPIRED, _S.ALERTED, (_S.PENDING_SECOND,), _A.HUB),
        guard="12 hours without a second person",
        clocks=(_C.SECOND_STOPS, _C.CONFIRM_STARTS),
    ),
    # The desk reviews.
    _move(
        *(_E.REVIEW_ASKED, _S.PLATFORM_REVIEW, (_S.CONFIRMED,), _A.HUB),
        guard="the brand has no fast lane at this marketplace",
        clocks=(_C.HANDLE_STARTS,),
    ),
    _move(_E.REVIEW_CLAIMED, None, _AT_THE_DESK, _A.DESK, guard="no other reviewer is on it"),
    _move(_E.REVIEW_RELEASED, None, _AT_THE_DESK, _A.DESK, _A.HUB),
    _move(_E.ROUTED, None, _AT_THE_DESK, _A.DESK, _A.HUB),
    _move(_E.DESK_ASKED, _S.ANSWER_NEEDED, (_S.PLATFORM_REVIEW,), _A.DESK, clocks=(_C.HANDLE_PAUSES,)),
    _move(
        *(_E.BRAND_ANSWERED, _S.PLATFORM_REVIEW, (_S.ANSWER_NEEDED,), _A.BRAND),
        clocks=(_C.HANDLE_RESUMES,),
    ),
    _move(
        *(_E.REVIEW_ACCEPTED, _S.CONFIRMED, (_S.PLATFORM_REVIEW,), _A.DESK),
        guard="the reviewer does not act for the member",
    ),
    _move(
        *(_E.REVIEW_DECLINED, _S.DECLINED, _UNDER_REVIEW, _A.DESK),
        guard="a code is chosen; the reviewer does not act for the member",
        clocks=_HANDLED,
    ),
    # The marketplace is asked.
    _move(
        *(_E.HELD, _S.ALERTED, (_S.CONFIRMED,), _A.HUB),
        guard="the listing is not what the decider saw",
        clocks=(_C.HANDLE_STOPS, _C.CONFIRM_STARTS),
    ),
    _move(
        *(_E.FOUND_GONE, _S.CLOSED, _BEFORE_SENDING, _A.HUB),
        guard="the listing is gone, and nothing was sent",
        clocks=(_C.CONFIRM_STOPS, _C.SECOND_STOPS, _C.HANDLE_STOPS),
    ),
    _move(_E.SENT, _S.SUBMITTED, (_S.CONFIRMED,), _A.HUB, clocks=(_C.HANDLE_STARTS,)),
    # A seller may object before the marketplace has finished: the answer is still owed, the work goes on.
    _move(_E.SENT, None, (_S.COUNTER_NOTICED,), _A.HUB),
    _move(_E.PENDING, None, (_S.SUBMITTED, _S.COUNTER_NOTICED), _A.MARKETPLACE),
    _move(_E.REPORTED_REMOVED, None, (_S.SUBMITTED, _S.COUNTER_NOTICED), _A.MARKETPLACE),
    _move(
        *(_E.VERIFIED, _S.TAKEN_DOWN, (_S.SUBMITTED,), _A.HUB),
        guard="the listing was fetched again and is gone",
        clocks=_HANDLED,
    ),
    _move(_E.VERIFIED, None, (_S.COUNTER_NOTICED,), _A.HUB, clocks=_HANDLED),
    _move(
        *(_E.EDITED, _S.EDITED, (_S.SUBMITTED,), _A.HUB),
        guard="keyword misuse: the listing was fetched again and names the mark no more",
        clocks=_HANDLED,
    ),
    _move(
        *(_E.DECLINED, _S.DECLINED, (_S.SUBMITTED, _S.COUNTER_NOTICED), _A.MARKETPLACE),
        clocks=(_C.HANDLE_STOPS, _C.ANSWER_STOPS),
    ),
    _move(
        *(_E.FAILED, _S.FAILED, (_S.CONFIRMED, _S.SUBMITTED, _S.COUNTER_NOTICED), _A.HUB),
        clocks=(_C.HANDLE_STOPS, _C.ANSWER_STOPS),
    ),
    _move(_E.RETRIED, _S.CONFIRMED, (_S.FAILED,), _A.DESK, _A.MARKETPLACE),
    _move(
        *(_E.RESUBMITTED, _S.CONFIRMED, (_S.DECLINED,), _A.BRAND),
        guard="evidence was added since the decline; at most twice",
    ),
    # The seller answers.
    _move(
        _E.COUNTER_NOTICED,
        _S.COUNTER_NOTICED,
        (_S.CONFIRMED, _S.SUBMITTED, *_AWAY, _S.FAILED, _S.COUNTER_NOTICED),
        *(_A.MARKETPLACE, _A.DESK),
        guard="within the time the marketplace's procedure gives",
        clocks=(_C.ANSWER_STARTS,),
    ),
    _move(
        *(_E.REBUTTAL_ASKED, None, (_S.COUNTER_NOTICED,), _A.COUNSEL),
        guard="within the answer clock",
        clocks=(_C.SECOND_STARTS,),
    ),
    _move(
        *(_E.REBUTTAL_REFUSED, None, (_S.COUNTER_NOTICED,), _A.SECOND, _A.HUB),
        clocks=(_C.SECOND_STOPS,),
    ),
    _move(
        *(_E.REBUTTED, _S.TAKEN_DOWN, (_S.COUNTER_NOTICED,), _A.SECOND),
        guard="somebody else than who wrote it; the listing is gone",
        clocks=(_C.SECOND_STOPS, _C.ANSWER_STOPS),
    ),
    _move(
        *(_E.COUNTER_ACCEPTED, _S.RESTORED, (_S.COUNTER_NOTICED,), _A.COUNSEL),
        clocks=(_C.SECOND_STOPS, _C.ANSWER_STOPS),
    ),
    _move(
        *(_E.COUNTER_LAPSED, _S.RESTORED, (_S.COUNTER_NOTICED,), _A.HUB),
        guard="the answer clock has run out, and the marketplace's rule restores",
        clocks=(_C.SECOND_STOPS, _C.ANSWER_STOPS),
    ),
    _move(
        *(_E.COUNTER_STOOD, _S.TAKEN_DOWN, (_S.COUNTER_NOTICED,), _A.HUB),
        guard="the answer clock has run out, and the marketplace's rule keeps it down",
        clocks=(_C.SECOND_STOPS, _C.ANSWER_STOPS),
    ),
    # It is undone.
    _move(
        *(_E.UNDONE, _S.ALERTED, (_S.CONFIRMED, _S.PENDING_SECOND, _S.PLATFORM_REVIEW), _A.BRAND),
        guard="by who confirmed, within five minutes, and nothing has gone out",
        clocks=(_C.SECOND_STOPS, _C.HANDLE_STOPS, _C.CONFIRM_STARTS),
    ),
    _move(
        _E.RETRACTED,
        _S.RETRACTED,
        (
            *(_S.PENDING_SECOND, *_UNDER_REVIEW, _S.CONFIRMED, _S.SUBMITTED, _S.FAILED),
            *(*_AWAY, _S.COUNTER_NOTICED),
        ),
        _A.BRAND,
        clocks=(_C.SECOND_STOPS, _C.HANDLE_STOPS, _C.ANSWER_STOPS),
    ),
    _move(_E.WITHDRAWN, None, (_S.RETRACTED, _S.RESTORED), _A.MARKETPLACE),
    _move(
        _E.RESTORED,
        _S.RESTORED,
        (_S.CONFIRMED, _S.SUBMITTED, *_AWAY, _S.COUNTER_NOTICED, _S.RETRACTED, _S.FAILED),
        _A.MARKETPLACE,
        clocks=(_C.SECOND_STOPS, _C.HANDLE_STOPS, _C.ANSWER_STOPS),
    ),
    _move(
        _E.REOPENED,
        _S.ALERTED,
        (_S.DISMISSED, _S.EXPIRED, _S.DECLINED, _S.FAILED),
        *(_A.BRAND, _A.DESK),
        guard="within 90 days, with a reason",
        clocks=(_C.CONFIRM_STARTS,),
    ),
    # It is kept.
    _move(
        *(_E.ARCHIVED, _S.ARCHIVED, _ENDED, _A.HUB),
        guard="180 days after its end",
    ),
    _move(_E.LEGAL_HOLD_SET, None, tuple(CaseState), _A.COUNSEL, _A.DESK),
    _move(_E.LEGAL_HOLD_RELEASED, None, tuple(CaseState), _A.COUNSEL, _A.DESK),
)
"""Every legal move (the life cycle of a case, who makes each move, what must hold, and its clocks)."""

MOVES: Mapping[tuple[CaseState, CaseEventKind], Move] = {
    (origin, move.event): move for move in TABLE for origin in move.origins
}
"""(state, event) -> the move. What is not here is illegal."""

PEOPLES = frozenset({Actor.BRAND, Actor.SECOND, Actor.COUNSEL, Actor.DESK})
"""Those of the actors who are people: their moves name who made them."""

OPEN_STATES = frozenset(_OPEN)
WAITING_STATES = frozenset(_BEFORE_SENDING)
"""Nothing has gone to the marketplace yet."""
CLAIMABLE_STATES = frozenset({*_OPEN, _S.PENDING_SECOND, _S.ANSWER_NEEDED, _S.COUNTER_NOTICED})
"""Something waits for the brand: somebody can say that they are on it."""
UNSETTLED_STATES = frozenset(_UNSETTLED)
"""A claim of such a case is handed on when its person is lost."""
ENDED_STATES = frozenset(_ENDED)
"""Nothing more is expected; the case is frozen 180 days later."""
RETRACTABLE_STATES = frozenset(state for state, event in MOVES if event is _E.RETRACTED)

CONFIRM_WITHIN = timedelta(hours=24)
"""How long a brand has to decide, until severities give shorter clocks."""
EXPIRES_AFTER = timedelta(hours=72)
"""How long the confirm clock runs before the case goes back to the operator's pool."""
SECOND_WITHIN = timedelta(hours=12)
HANDLE_WITHIN = timedelta(hours=24)
UNDO_WITHIN = timedelta(minutes=5)
REOPEN_WITHIN = timedelta(days=90)
ARCHIVE_AFTER = timedelta(days=180)
"""As long as a complaint against the decision may come (Regulation (EU) 2022/2065, Art. 20(1))."""
RESUBMISSIONS = 2


def advance(number: str, state: CaseState, event: CaseEventKind) -> CaseState:
    """The state after `event`. Raises IllegalMove, naming the current state, where the table has none."""
    return move_of(number, state, event).to or state


def move_of(number: str, state: CaseState, event: CaseEventKind) -> Move:
    """The move that `event` makes from `state`. Raises IllegalMove where the table has none."""
    try:
        return MOVES[state, event]
    except KeyError:
        raise IllegalMove(number=number, state=state, move=event) from None


def opens_next_round(last: CaseState, *, content_changed: bool) -> bool:
    """Whether a listing seen live again deserves a new case after one that ended in `last`.

    Live again after it was gone or restored: yes. After the brand said no or nothing, or took its word back,
    only if the content changed (design, rule 2). An archived case counts as what it had ended as.
    """
    if last in {_S.TAKEN_DOWN, _S.CLOSED, _S.RESTORED, _S.COUNTER_NOTICED}:
        return True
    return content_changed and last in {
        *(_S.DISMISSED, _S.EXPIRED, _S.RETRACTED, _S.DECLINED, _S.FAILED, _S.EDITED),
    }


def affirmation(version: int, right_id: str | None, reason_code: str | None) -> str:
    """A short name for what a confirm affirms: this content, under this right, for this reason.

    The card carries it, so that a click never confirms what its reader did not see.
    """
    return hashlib.sha256(f"{version}|{right_id}|{reason_code}".encode()).hexdigest()[:12]


@dataclass(frozen=True)
class Change:
    """One field of a listing that reads differently than before, as texts."""

    field: str
    before: str
    after: str
