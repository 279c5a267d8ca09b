"""What cards show of the desk's part: read from a case's events, its reviewer and what it was routed for."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from aacabot.domain.cases import CaseEventKind, CaseState
from aacabot.domain.resubmissions import left, new_files
from aacabot.domain.reviews import (
    AT_THE_DESK,
    DeskQuestion,
    DeskShown,
    SentAgain,
    Specialist,
    TestBuy,
    claim_holds,
)
from aacabot.domain.specialties import Needs, needs_kept
from aacabot.services.cases import CaseFile
from aacabot.services.hub import Unit
from aacabot.services.specialties import specialists
from aacabot.store.models import CaseEventRow

_E = CaseEventKind


class Told(Protocol):
    """A case's events, asked by kind (`services.alerts.Told`)."""

    @property
    def events(self) -> Sequence[CaseEventRow]: ...

    @property
    def names(self) -> Mapping[str, str]: ...

    def last(self, *kinds: CaseEventKind) -> CaseEventRow | None: ...

    def since(self, start: CaseEventRow | None, *kinds: CaseEventKind) -> CaseEventRow | None: ...

    def who(self, event: CaseEventRow) -> str: ...


async def specialists_for(unit: Unit, files: Sequence[CaseFile]) -> dict[Needs, tuple[Specialist, ...]]:
    """Who knows what the cases at the desk ask for: a statement or two, and none where nothing is asked."""
    return await specialists(
        unit, {needs_kept(file.case.routed) for file in files if file.state in AT_THE_DESK}
    )


def desk_shown(
    unit: Unit, file: CaseFile, told: Told, knowing: Mapping[Needs, tuple[Specialist, ...]]
) -> DeskShown:
    """The desk's part of a case, as it is now."""
    case = file.case
    on_it = case.reviewer_id is not None and claim_holds(case.reviewer_since, unit.now)
    needs = needs_kept(case.routed)
    declined = file.state is CaseState.DECLINED
    return DeskShown(
        reviewer=told.names.get(case.reviewer_id or "") if on_it else None,
        reviewer_since=case.reviewer_since if on_it else None,
        needs=needs,
        specialists=knowing.get(needs, ()),
        question=_question(told),
        test_buy=_test_buy(told),
        sent_again=_sent_again(told),
        may_send_again=declined and left(told.events) > 0,
        new_files=new_files(told.events) if declined else 0,
    )


def _question(told: Told) -> DeskQuestion | None:
    asked = told.last(_E.DESK_ASKED)
    if asked is None:
        return None
    answered = told.since(asked, _E.BRAND_ANSWERED)
    return DeskQuestion(
        asked_by=told.who(asked),
        asked_at=asked.occurred_at,
        question=str(asked.data.get("question", "")),
        answer=answered.data.get("answer") if answered else None,
        answered_by=told.who(answered) if answered else None,
        answered_at=answered.occurred_at if answered else None,
    )


def _test_buy(told: Told) -> TestBuy | None:
    """The test purchase that is under way for the last question."""
    ordered = told.since(told.last(_E.ASKED_INFO), _E.TEST_BUY_ASKED)
    if ordered is None:
        return None
    data: dict[str, Any] = ordered.data
    return TestBuy(
        ordered_by=told.who(ordered),
        ordered_at=ordered.occurred_at,
        words=str(data.get("words", "")),
        order=data.get("order"),
    )


def _sent_again(told: Told) -> SentAgain | None:
    again = told.last(_E.RESUBMITTED)
    if again is None:
        return None
    before = [event for event in told.events if event.seq < again.seq]
    declines = [event for event in before if event.kind in {_E.REVIEW_DECLINED, _E.DECLINED}]
    declined = declines[-1] if declines else None
    return SentAgain(
        person=told.who(again),
        at=again.occurred_at,
        declined_by=(told.who(declined) or None) if declined else None,
        declined_at=declined.occurred_at if declined else None,
        declined_reason=declined.reason if declined else None,
        note=again.data.get("news"),
        files=int(again.data.get("files", 0)),
        changed=bool(again.data.get("changed")),
        count=sum(event.kind == _E.RESUBMITTED for event in told.events),
    )
