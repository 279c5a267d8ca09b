"""The desk asks the brand before it decides; a brand's own question is answered, or bought for."""

import asyncio
from datetime import timedelta

import pytest

from aacabot.domain.cases import CaseState, DeclineReason
from aacabot.domain.errors import AlreadyDecided, CaseNotFound, FieldProblem, IllegalMove, NotAllowed
from aacabot.domain.waiting import WaitingKind
from aacabot.services import desk_questions, enforcement, reviews, waiting
from aacabot.services.cases import CaseFile
from aacabot.services.hub import Hub
from tests.journeys.alliance import ANN, BEA, GIL, OLA, VIC
from tests.services.casework import REX, Casework
from tests.services.reviewing import asked, for_review


async def test_the_brand_is_asked_and_answers_while_the_desks_clock_stands_still(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await for_review(work)
    due = (await work.case(case_id)).handle_by
    assert due == work.now + timedelta(hours=24)
    ola, gil = await work.person(OLA), await work.person(GIL)
    for empty in ("", " \n"):
        with pytest.raises(FieldProblem) as refused:
            await desk_questions.ask_brand(work.hub, ola, case_id, empty)
        assert refused.value.field == "desk_question"
    await desk_questions.ask_brand(work.hub, ola, case_id, "Whose is the design?")
    assert (await work.case(case_id)).state == CaseState.ANSWER_NEEDED
    question = (await work.alert(case_id)).desk.question
    assert question is not None
    assert (question.asked_by, question.question, question.answer) == ("Ola", "Whose is the design?", None)
    (note,) = await work.messages(case_id, "note")
    assert (note.values["kind"], note.values["slack_user"]) == ("desk_asked", GIL)

    work.later(hours=5)
    waits = await waiting.waiting_for(work.hub, gil)
    assert waits.kinds == {WaitingKind.ANSWER: 1}
    assert (await desk_questions.asked_case(work.hub, gil, case_id)).case_id == case_id
    await desk_questions.answer_desk(work.hub, gil, case_id, "Ours, since 2019.")
    row = await work.case(case_id)
    assert (row.state, row.handle_by, row.paused_at) == (
        CaseState.PLATFORM_REVIEW,
        due + timedelta(hours=5),
        None,
    )
    answered = (await work.alert(case_id)).desk.question
    assert answered is not None
    assert (answered.answer, answered.answered_by) == ("Ours, since 2019.", "Gil")
    (review,) = await work.messages(case_id, "review")
    under = [note for note in await work.messages(case_id, "note") if note.parent_id == review.id]
    assert [note.values["kind"] for note in under] == ["brand_answered"]
    assert (await reviews.accept(work.hub, ola, case_id)).state is CaseState.CONFIRMED


async def test_only_who_decides_for_the_brand_answers_and_once(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await for_review(work)
    gil = await work.person(GIL)
    with pytest.raises(IllegalMove):
        await desk_questions.asked_case(work.hub, gil, case_id)
    await desk_questions.ask_brand(work.hub, await work.person(OLA), case_id, "What?")
    for stranger in (ANN, BEA, VIC):
        with pytest.raises(CaseNotFound):
            await desk_questions.answer_desk(work.hub, await work.person(stranger), case_id, "Ours.")
    with pytest.raises(NotAllowed):
        await desk_questions.answer_desk(work.hub, await work.person(REX), case_id, "Ours.")
    with pytest.raises(FieldProblem):
        await desk_questions.answer_desk(work.hub, gil, case_id, "x" * 1_001)
    outcomes = await asyncio.gather(
        *(desk_questions.answer_desk(work.hub, gil, case_id, f"{n}") for n in range(3)),
        return_exceptions=True,
    )
    assert sum(isinstance(outcome, CaseFile) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, AlreadyDecided) for outcome in outcomes) == 2


async def test_the_desk_need_not_wait_for_an_answer_to_decline(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await for_review(work)
    ola = await work.person(OLA)
    await desk_questions.ask_brand(work.hub, ola, case_id, "What?")
    with pytest.raises(IllegalMove):
        await reviews.accept(work.hub, ola, case_id)
    file = await reviews.decline(work.hub, ola, case_id, DeclineReason.IP_EXPIRED, None)
    assert (file.state, file.case.handle_by) == (CaseState.DECLINED, None)


async def test_a_test_purchase_keeps_the_brands_clock_still_until_its_outcome(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await asked(work, "Is it genuine?")
    due = (await work.case(case_id)).decide_by
    ola, ann = await work.person(OLA), await work.person(ANN)
    with pytest.raises(FieldProblem) as refused:
        await reviews.order_test_buy(work.hub, ola, case_id, " ", None)
    assert refused.value.field == "test_buy_words"
    await reviews.order_test_buy(work.hub, ola, case_id, "We buy one and look at the seam.", "ORD-77")
    shown = await work.alert(case_id)
    assert shown.state is CaseState.NEEDS_INFO
    assert shown.desk.test_buy is not None
    assert (shown.desk.test_buy.ordered_by, shown.desk.test_buy.order) == ("Ola", "ORD-77")
    assert (await work.case(case_id)).paused_at is not None
    work.later(days=2)
    await reviews.answer_info(work.hub, ola, case_id, "The seam is glued: not genuine.")
    row = await work.case(case_id)
    assert (row.state, row.decide_by) == (CaseState.ALERTED, due + timedelta(days=2))
    kinds = [note.values["kind"] for note in await work.messages(case_id, "note")]
    assert sorted(kinds) == ["info_answered", "test_buy"]
    await enforcement.ask_info(work.hub, ann, case_id, "And the box?")
    assert (await work.alert(case_id)).desk.test_buy is None
