"""The brand answers a seller: two people rebut, one accepts, and nobody else may."""

from datetime import timedelta

import pytest

from aacabot.domain.cases import CaseState
from aacabot.domain.errors import (
    AlreadyDecided,
    CaseNotFound,
    FieldProblem,
    NeedsRole,
    NotAllowed,
    NotGoneYet,
    OwnRebuttal,
)
from aacabot.marketplaces.backoff import TAKEDOWN_TRIES
from aacabot.marketplaces.connector import TakedownStatus
from aacabot.services import answers, counter_answers, rebuttals, retraction
from aacabot.services.hub import Hub
from aacabot.services.withdrawal import reason_to_withdraw
from aacabot.store.models import SlackMessageRow
from tests.journeys.alliance import ANN, BEA, BEN, OLA
from tests.services.casework import REX, Casework
from tests.services.confirmed import desk_notes, latest, submitted, thread_notes
from tests.services.objected import make_counsel, notice_of, object_to, objected


async def rebutted(work: Casework) -> str:
    """Ann wrote a rebuttal, which Ben approved."""
    await make_counsel(work, BEN)
    case_id = await objected(work)
    await counter_answers.rebut(work.hub, await work.person(ANN), case_id, "The stitching is wrong.")
    await counter_answers.approve(work.hub, await work.person(BEN), case_id)
    return case_id


async def test_two_people_rebut_and_the_marketplace_is_owed_the_text(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await rebutted(work)
    case = await work.case(case_id)
    assert (case.state, case.answer_by, case.second_by) == (CaseState.TAKEN_DOWN, None, None)
    row = await notice_of(work, case_id)
    assert (row.state, row.due_at, row.next_at) == ("rebutted", work.now, None)
    (owed,) = await rebuttals.owed(work.hub, (await work.marketplace()).id)
    assert (owed.id, owed.text, owed.decided_at) == (row.id, "The stitching is wrong.", work.now)
    assert {"rebuttal_asked", "rebutted"} <= set(await thread_notes(work, case_id))
    await rebuttals.sent(work.hub, row.id)
    shown = (await work.alert(case_id)).counter_notice
    assert shown is not None
    assert (shown.state, shown.answered_by, shown.sent_at) == ("rebutted", "Ben", work.now)
    assert await rebuttals.owed(work.hub, (await work.marketplace()).id) == []


async def test_nobody_approves_their_own_rebuttal(hub: Hub) -> None:
    work = await Casework.begun(hub)
    await make_counsel(work, BEN)
    case_id = await objected(work)
    ann = await work.person(ANN)
    await counter_answers.rebut(work.hub, ann, case_id, "Fake.")
    before = await work.events(case_id)
    with pytest.raises(OwnRebuttal):
        await counter_answers.approve(work.hub, ann, case_id)
    with pytest.raises(AlreadyDecided) as second:
        await counter_answers.rebut(work.hub, await work.person(BEN), case_id, "Fake, really.")
    assert second.value.decider == "Ann"
    with pytest.raises(NotAllowed):  # the brand has another counsel: nobody stands in
        await counter_answers.approve(work.hub, await work.person(OLA), case_id)
    assert await work.events(case_id) == before
    shown = (await work.alert(case_id)).counter_notice
    assert shown is not None
    assert (shown.rebutted_by, shown.may_approve) == ("Ann", ("Ben",))
    assert shown.approve_by == work.now + timedelta(hours=12)


async def test_an_admin_of_the_operator_stands_in_where_the_brand_has_nobody_else(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await objected(work)
    await counter_answers.rebut(work.hub, await work.person(ANN), case_id, "Fake.")
    with pytest.raises(NotAllowed):
        await counter_answers.approve(work.hub, await work.person(REX), case_id)
    await counter_answers.approve(work.hub, await work.person(OLA), case_id)
    assert (await work.case(case_id)).state == CaseState.TAKEN_DOWN


async def test_enforcers_and_other_members_do_not_answer(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await objected(work)
    with pytest.raises(NotAllowed) as refused:
        await counter_answers.rebut(work.hub, await work.person(BEN), case_id, "Fake.")
    assert refused.value.who_may == ("Ann",)
    with pytest.raises(NotAllowed):
        await counter_answers.accept(work.hub, await work.person(BEN), case_id)
    with pytest.raises(CaseNotFound):
        await counter_answers.accept(work.hub, await work.person(BEA), case_id)
    assert (await work.case(case_id)).state == CaseState.COUNTER_NOTICED


async def test_a_rebuttal_needs_words_that_fit(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await objected(work)
    for text, problem in (("  ", "required"), ("x" * 2_901, "too_long")):
        with pytest.raises(FieldProblem) as refused:
            await counter_answers.rebut(work.hub, await work.person(ANN), case_id, text)
        assert refused.value.problem == problem


async def test_a_refused_rebuttal_leaves_the_clock_running(hub: Hub) -> None:
    work = await Casework.begun(hub)
    await make_counsel(work, BEN)
    case_id = await objected(work)
    due = (await notice_of(work, case_id)).answer_by
    await counter_answers.rebut(work.hub, await work.person(ANN), case_id, "Fake.")
    await counter_answers.refuse(work.hub, await work.person(BEN), case_id)
    row = await notice_of(work, case_id)
    assert (row.state, row.rebuttal, row.answer_by) == ("open", None, due)
    assert (await work.case(case_id)).second_by is None
    await counter_answers.rebut(work.hub, await work.person(BEN), case_id, "Better.")
    assert "rebuttal_refused" in await thread_notes(work, case_id)


async def test_a_listing_not_seen_gone_cannot_be_kept_down(hub: Hub) -> None:
    work = await Casework.begun(hub)
    await make_counsel(work, BEN)
    case_id = await submitted(work, TakedownStatus.PENDING)
    await object_to(work, case_id)
    await counter_answers.rebut(work.hub, await work.person(ANN), case_id, "Fake.")
    with pytest.raises(NotGoneYet):
        await counter_answers.approve(work.hub, await work.person(BEN), case_id)
    assert (await work.case(case_id)).state == CaseState.COUNTER_NOTICED


async def test_accepting_withdraws_at_the_marketplace_and_counts_as_restored(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await objected(work)
    await counter_answers.accept(work.hub, await work.person(ANN), case_id)
    case, takedown = await work.case(case_id), await latest(work, case_id)
    assert (case.state, case.restored_at, case.answer_by) == (CaseState.RESTORED, work.now, None)
    assert (takedown.state, takedown.due_at) == ("withdrawing", work.now)
    assert "seller's counter-notice" in await reason_to_withdraw(work.hub, takedown.id)
    assert (await work.told(case_id))[-1] == ("not_infringing", "counter_notice_accepted")
    await answers.withdrawn(work.hub, takedown.id)
    assert [one.kind for one in await work.events(case_id)][-2:] == ["counter_accepted", "withdrawn"]
    with pytest.raises(AlreadyDecided):
        await counter_answers.accept(work.hub, await work.person(ANN), case_id)


async def test_retracting_leaves_no_open_answer_and_tells_the_seller_why(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await objected(work)
    await retraction.retract(work.hub, await work.person(ANN), case_id, "The goods are genuine.")
    row, takedown = await notice_of(work, case_id), await latest(work, case_id)
    assert (row.state, row.next_at) == ("moot", None)
    assert await reason_to_withdraw(work.hub, takedown.id) == "The goods are genuine."


async def test_a_marketplace_that_takes_none_has_its_rebuttals_passed_on_by_the_desk(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await rebutted(work)
    row, marketplace = await notice_of(work, case_id), await work.marketplace()
    await rebuttals.turn_off(work.hub, marketplace.id)
    await rebuttals.turn_off(work.hub, marketplace.id)
    assert len(await desk_notes(work, "rebuttals_off")) == 1
    (card,) = await work.rows(SlackMessageRow, subject=f"rebuttal_by_hand:{row.id}")
    assert card.values["values"]["text"] == "The stitching is wrong."
    row = await notice_of(work, case_id)
    assert (row.due_at, row.sent_at, row.problem) == (None, None, "by_hand")
    with pytest.raises(NeedsRole):
        await rebuttals.passed_on(work.hub, await work.person(ANN), row.id)
    await rebuttals.passed_on(work.hub, await work.person(REX), row.id)
    (card,) = await work.rows(SlackMessageRow, subject=f"rebuttal_by_hand:{row.id}")
    assert card.values["values"]["passed_on_by"] == "Rex"
    assert (await notice_of(work, case_id)).sent_at == work.now
    assert await rebuttals.turn_on(work.hub) == [marketplace.key]


async def test_a_rebuttal_is_tried_for_a_day_and_then_the_desks(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await rebutted(work)
    ident = (await notice_of(work, case_id)).id
    await rebuttals.not_reached(work.hub, ident, "no connection", None)
    row = await notice_of(work, case_id)
    assert row.due_at is not None and row.due_at > work.now
    for _ in range(TAKEDOWN_TRIES):
        await rebuttals.not_reached(work.hub, ident, "no connection", None)
    row = await notice_of(work, case_id)
    assert (row.due_at, row.problem) == (None, "no connection")
    assert len(await work.rows(SlackMessageRow, subject=f"rebuttal_by_hand:{ident}")) == 1
