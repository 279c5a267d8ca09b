"""Undo, retract with a reason, and opening again."""

import pytest

from aacabot.domain.cases import CaseState, DismissReason
from aacabot.domain.errors import (
    AlreadyDecided,
    FieldProblem,
    IllegalMove,
    NotAllowed,
    TooLateToReopen,
    TooLateToUndo,
)
from aacabot.marketplaces.connector import TakedownStatus
from aacabot.services import enforcement, reopening, retraction, reviews
from aacabot.services.hub import Hub
from aacabot.store.models import AuditEntryRow
from tests.journeys.alliance import ANN, BEN, GIL
from tests.services.casework import REX, Casework
from tests.services.confirmed import confirmed, latest, submitted
from tests.services.objected import taken_down
from tests.services.reviewing import for_review


async def test_who_confirmed_takes_it_back_while_nothing_went_out(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await confirmed(work)
    assert (await work.alert(case_id)).undo_until is not None
    work.later(minutes=4)
    await retraction.undo(work.hub, await work.person(ANN), case_id)
    case = await work.case(case_id)
    assert (case.state, case.decided_by, case.decided_at) == (CaseState.ALERTED, None, None)
    assert (await latest(work, case_id)).state == "cancelled"
    assert await work.told(case_id) == [("confirmed", "COUNTERFEIT"), ("undecided", "undone")]
    shown = await work.alert(case_id)
    assert (shown.decision, shown.undo_until, shown.takedown) == (None, None, None)
    await enforcement.confirm(work.hub, await work.person(BEN), case_id)
    assert (await latest(work, case_id)).attempt == 2


async def test_nobody_else_undoes_it_nor_later_nor_once_it_went_out(hub: Hub) -> None:
    work = await Casework.begun(hub)
    waiting, sent = await confirmed(work), await confirmed(work)
    with pytest.raises(NotAllowed) as refused:
        await retraction.undo(work.hub, await work.person(BEN), waiting)
    assert refused.value.who_may == ("Ann",)
    await work.send(sent)
    with pytest.raises(TooLateToUndo):
        await retraction.undo(work.hub, await work.person(ANN), sent)
    work.later(minutes=6)
    with pytest.raises(TooLateToUndo):
        await retraction.undo(work.hub, await work.person(ANN), waiting)
    assert (await work.alert(waiting)).undo_until is None
    await retraction.retract(work.hub, await work.person(ANN), waiting)


async def test_what_the_desk_reviews_can_be_undone_until_a_reviewer_is_on_it(hub: Hub) -> None:
    work = await Casework.begun(hub)
    gil = await work.person(GIL)
    case_id = await work.suspect("gamma")
    await enforcement.confirm(work.hub, gil, case_id)
    assert (await work.case(case_id)).state == CaseState.PLATFORM_REVIEW
    await retraction.undo(work.hub, gil, case_id)
    assert (await work.case(case_id)).state == CaseState.ALERTED
    with pytest.raises((AlreadyDecided, IllegalMove)):
        await retraction.undo(work.hub, gil, case_id)


async def test_a_takedown_carried_out_is_taken_back_by_who_confirmed_or_counsel(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await taken_down(work)
    with pytest.raises(NotAllowed) as refused:
        await retraction.retract(work.hub, await work.person(BEN), case_id, "Sorry.")
    assert refused.value.who_may == ("Ann",)
    with pytest.raises(FieldProblem):
        await retraction.retract(work.hub, await work.person(ANN), case_id, "x" * 1_001)
    await retraction.retract(work.hub, await work.person(ANN), case_id, "It is our own shop.")
    case = await work.case(case_id)
    assert (case.state, case.restored_at) == (CaseState.RETRACTED, work.now)


async def dismissed(work: Casework) -> str:
    case_id = await work.suspect()
    await enforcement.dismiss(work.hub, await work.person(ANN), case_id, DismissReason.GENUINE)
    return case_id


async def test_a_dismissed_case_is_opened_again_and_the_marketplace_hears_undecided(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await dismissed(work)
    work.later(days=89)
    assert (await work.alert(case_id)).can_reopen
    await reopening.reopen(work.hub, await work.person(BEN), case_id, "New pictures.")
    case = await work.case(case_id)
    assert (case.state, case.decided_by, case.ended_at) == (CaseState.ALERTED, None, None)
    assert (case.decide_by - work.now).total_seconds() == 24 * 3600
    assert (await work.told(case_id))[-1] == ("undecided", "reopened")
    assert "New pictures." not in str([one.details for one in await work.rows(AuditEntryRow)])
    assert (await work.alert(case_id)).decision is None
    await enforcement.confirm(work.hub, await work.person(ANN), case_id)


@pytest.mark.parametrize(("reason", "problem"), [("  ", "required"), ("x" * 1_001, "too_long")])
async def test_opening_again_needs_a_reason(hub: Hub, reason: str, problem: str) -> None:
    work = await Casework.begun(hub)
    case_id = await dismissed(work)
    with pytest.raises(FieldProblem) as refused:
        await reopening.reopen(work.hub, await work.person(ANN), case_id, reason)
    assert (refused.value.field, refused.value.problem) == ("reopen_reason", problem)


async def test_after_ninety_days_and_from_other_states_nothing_is_opened_again(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ann = await work.person(ANN)
    old, gone = await dismissed(work), await taken_down(work)
    with pytest.raises(IllegalMove):
        await reopening.reopen(work.hub, ann, gone, "Again.")
    work.later(days=91)
    assert not (await work.alert(old)).can_reopen
    with pytest.raises(TooLateToReopen):
        await reopening.reopen(work.hub, ann, old, "Again.")


async def test_the_desk_may_open_again_and_a_request_given_up_is_let_go(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await submitted(work, TakedownStatus.DECLINED, "EVIDENCE_INSUFFICIENT")
    await reopening.reopen(work.hub, await work.person(REX), case_id, "The marketplace erred.")
    assert (await work.case(case_id)).state == CaseState.ALERTED
    assert (await work.events(case_id))[-1].reason == "The marketplace erred."


async def test_a_declined_notice_is_not_withdrawn_with_the_new_confirm_that_follows_it(hub: Hub) -> None:
    work = await Casework.begun(hub)
    gil = await work.person(GIL)
    case_id = await for_review(work)
    await reviews.accept(work.hub, await work.person(REX), case_id)
    await work.send(case_id)
    await work.answer(case_id, TakedownStatus.DECLINED, "EVIDENCE_INSUFFICIENT")
    await reopening.reopen(work.hub, gil, case_id, "The marketplace erred.")
    await enforcement.confirm(work.hub, gil, case_id)
    assert (await work.case(case_id)).state == CaseState.PLATFORM_REVIEW
    await retraction.undo(work.hub, gil, case_id)
    assert (await latest(work, case_id)).state == "declined"
    await enforcement.confirm(work.hub, gil, case_id)
    await retraction.retract(work.hub, gil, case_id)
    assert (await latest(work, case_id)).state == "declined"
