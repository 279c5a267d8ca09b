"""Values to render: one listing, one alert, and the alert in every state a case can reach."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from aacabot.domain.alerts import (
    Alert,
    CounterNotice,
    Decision,
    InfoRequest,
    ListingShown,
    Suspicion,
    TakedownShown,
)
from aacabot.domain.cases import CaseState, Change, DeclineReason, DismissReason
from aacabot.domain.money import Money
from aacabot.domain.rights import ReasonCode, Right, RightKind
from aacabot.locales import Words, words_for

NOW = datetime(2026, 11, 22, 13, 5, tzinfo=UTC)
EN = words_for("en", "Europe/Paris")
ZH = words_for("zh_CN", "Asia/Shanghai")
LANGUAGES: dict[str, Words] = {"en": EN, "zh": ZH}

RIGHT = Right(
    id="r1",
    kind=RightKind.TRADEMARK,
    office="EUIPO",
    number="018000001",
    classes=(25,),
    territories=("EU",),
    expires=date(2030, 1, 1),
)
DESIGN = Right(id="r2", kind=RightKind.DESIGN, office="CNIPA", number="2023301234567")

LISTING = ListingShown(
    marketplace="Sandbox",
    listing_id="L-1",
    url="https://sandbox.example/items/1",
    title="Αcme runner 2026 new, free shipping",
    has_description=True,
    storefront="bagdeal_88",
    price=Money(1250, "EUR"),
    units_sold=1370,
    first_seen_at=NOW - timedelta(days=19),
    images=("https://img.example/1.png", "https://img.example/2.png"),
)

OPEN = Alert(
    case_id="c1",
    number="AC-7K3Q9",
    round=1,
    state=CaseState.ALERTED,
    member="Acme Group",
    brand="Acme",
    listing=LISTING,
    suspicions=(
        Suspicion(mark="Acme", surface="Αcme", kind="lookalike", field="title", score=0.97),
        Suspicion(mark="Acme", surface="a-c-m-e", kind="spaced", field="description", score=0.9),
    ),
    marketplace_reason="price far below the usual",
    right=RIGHT,
    reason_code=ReasonCode.COUNTERFEIT,
    right_choices=2,
    decide_by=NOW + timedelta(hours=24),
)

CONFIRMED_BY = Decision(outcome="confirmed", person="Ann", at=NOW)
SENT = TakedownShown(sent_at=NOW + timedelta(seconds=20), receipt="R-5512")
REMOVED = replace(SENT, reported_removed_at=NOW + timedelta(minutes=4))
GONE = replace(REMOVED, verified_at=NOW + timedelta(minutes=15))
CHANGES = (
    Change("title", "Acme runner", "Αcme runner 2026 new, free shipping"),
    Change("price", "129.00 EUR", "12.50 EUR"),
    Change("description", "old words", "new words"),
    Change("category", "", "shoes"),
)


def after(state: CaseState, takedown: TakedownShown | None = None, **values: Any) -> Alert:
    """The alert once Ann has confirmed it."""
    return replace(OPEN, state=state, decision=CONFIRMED_BY, takedown=takedown, **values)


def _by(
    person: str, outcome: str, minutes: int, reason: str | None = None, note: str | None = None
) -> Decision:
    return Decision(
        outcome=outcome, person=person, at=NOW + timedelta(minutes=minutes), reason=reason, note=note
    )


_QUESTION = InfoRequest(asked_by="Ann", asked_at=NOW, question="Is the seller known to you?")
_NOTICE = CounterNotice(
    filed_at=NOW + timedelta(days=2),
    answer_by=NOW + timedelta(days=12),
    reason="bought from the brand",
    text="My name is …",
)
_S = CaseState

ALERTS: dict[str, Alert] = {
    "alerted": OPEN,
    "alerted second round": replace(OPEN, round=2),
    "alerted authorised seller": replace(OPEN, authorised_seller=True),
    "alerted without a right": replace(OPEN, right=None, reason_code=None, right_choices=0),
    "alerted lane stopped": replace(OPEN, takedown=TakedownShown(paused_by_lane=True)),
    "alerted listing changed": replace(OPEN, changes=CHANGES),
    "alerted held": replace(OPEN, held=True, changes=CHANGES),
    "alerted after a refusal": replace(OPEN, refusal=_by("Bob", "second_refused", 3)),
    "alerted answered": replace(
        OPEN, info=replace(_QUESTION, answer="No sales before June.", answered_by="Rae")
    ),
    "alerted bare": replace(
        OPEN,
        suspicions=(),
        marketplace_reason=None,
        decide_by=None,
        listing=replace(
            LISTING,
            storefront=None,
            price=None,
            units_sold=None,
            first_seen_at=None,
            images=(),
            has_description=False,
        ),
    ),
    "needs info": replace(OPEN, state=_S.NEEDS_INFO, paused_at=NOW, info=_QUESTION),
    "pending second": after(_S.PENDING_SECOND, second_asked=True),
    "platform review": after(_S.PLATFORM_REVIEW),
    "confirmed": after(_S.CONFIRMED),
    "confirmed lane stopped": after(_S.CONFIRMED, TakedownShown(paused_by_lane=True)),
    "confirmed not answering": after(
        _S.CONFIRMED, TakedownShown(retry_at=NOW + timedelta(hours=1), problem="503")
    ),
    "submitted": after(_S.SUBMITTED, SENT, second=_by("Bob", "approved", 0)),
    "submitted pending": after(_S.SUBMITTED, replace(SENT, pending=True)),
    "submitted not answering": after(_S.SUBMITTED, replace(SENT, retry_at=NOW + timedelta(hours=1))),
    "submitted reported removed": after(_S.SUBMITTED, REMOVED),
    "submitted paused": after(_S.SUBMITTED, replace(REMOVED, found_paused_at=NOW + timedelta(minutes=9))),
    "submitted still live": after(_S.SUBMITTED, replace(REMOVED, still_live_at=NOW + timedelta(minutes=9))),
    "taken down": after(_S.TAKEN_DOWN, GONE, review=_by("Rae", "accepted", 1)),
    "counter noticed": after(_S.COUNTER_NOTICED, GONE, counter_notice=_NOTICE),
    "declined by the desk": after(
        _S.DECLINED, review=_by("Rae", "declined", 5, DeclineReason.WRONG_CLASS, "Class 25 is missing.")
    ),
    "declined by the marketplace": after(
        _S.DECLINED,
        replace(SENT, declined_reason=DeclineReason.EVIDENCE_INSUFFICIENT, declined_text="No pictures."),
    ),
    "declined for its own reason": after(_S.DECLINED, replace(SENT, declined_reason="POLICY-17")),
    "dismissed": replace(
        OPEN,
        state=_S.DISMISSED,
        decision=_by("Ann", "dismissed", 0, DismissReason.GENUINE, "Bought and checked."),
    ),
    "retracted before sending": after(_S.RETRACTED, retraction=_by("Bob", "retracted", 1)),
    "retracted after sending": after(
        _S.RETRACTED, GONE, retraction=_by("Bob", "retracted", 60, note="My mistake.")
    ),
    "retracted and withdrawn": after(
        _S.RETRACTED,
        replace(GONE, withdrawn_at=NOW + timedelta(hours=2)),
        retraction=_by("Bob", "retracted", 60),
    ),
    "restored": after(
        _S.RESTORED, GONE, restored_at=NOW + timedelta(days=3), restored_reason="counter-notice upheld"
    ),
    "failed": after(_S.FAILED, TakedownShown(failed_reason="NOT_ANSWERING")),
    "answer needed": after(_S.ANSWER_NEEDED),
    "edited": after(_S.EDITED, SENT),
    "expired": replace(OPEN, state=_S.EXPIRED),
    "archived": after(_S.ARCHIVED, GONE),
    "closed": replace(OPEN, state=_S.CLOSED, closed_at=NOW + timedelta(minutes=2)),
    "closed after a confirmation": after(_S.CLOSED, closed_at=NOW + timedelta(minutes=2)),
}
