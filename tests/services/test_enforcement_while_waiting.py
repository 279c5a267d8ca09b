"""What a brand does short of a confirm: dismiss, ask the desk, change the right."""

from datetime import timedelta

import pytest

from aacabot.domain.cases import CaseState, DismissReason
from aacabot.domain.errors import (
    FieldProblem,
    IllegalMove,
)
from aacabot.domain.rights import ReasonCode
from aacabot.services import enforcement, reviews
from aacabot.services.hub import Hub
from aacabot.store.models import RegisteredRight, TakedownRow
from tests.journeys.alliance import ANN, BEN, OLA
from tests.services.casework import Casework
from tests.services.deciding import Decide, ask, dismiss, nothing_was_written

# -- dismiss -------------------------------------------------------------------------------------------------


async def test_a_dismissal_is_told_with_its_reason(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ann = await work.person(ANN)
    for reason in DismissReason:
        case_id = await work.suspect()
        await enforcement.dismiss(work.hub, ann, case_id, reason, "we know them")
        assert (await work.case(case_id)).state == CaseState.DISMISSED
        assert (await work.events(case_id))[-1].data == {"note": "we know them"}
        expected = "undecided" if reason is DismissReason.CANNOT_TELL else "not_infringing"
        assert await work.told(case_id) == [(expected, reason.value)]
        shown = (await work.alert(case_id)).decision
        assert shown is not None
        assert (shown.person, shown.reason, shown.note) == ("Ann", reason.value, "we know them")
    assert await work.rows(TakedownRow) == []


async def test_a_note_may_be_long_but_not_endless(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ann = await work.person(ANN)
    case_id = await work.suspect()
    with pytest.raises(FieldProblem) as refused:
        await enforcement.dismiss(work.hub, ann, case_id, DismissReason.GENUINE, "x" * 2_001)
    assert (refused.value.field, refused.value.problem) == ("dismiss_note", "too_long")
    await nothing_was_written(work, case_id)
    await enforcement.dismiss(work.hub, ann, case_id, DismissReason.GENUINE, "x" * 1_999 + "💥")
    assert (await work.case(case_id)).state == CaseState.DISMISSED


# -- ask -----------------------------------------------------------------------------------------------------


async def test_a_question_stops_the_clock_and_the_answer_moves_it_on(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await work.suspect()
    before = (await work.case(case_id)).decide_by
    work.later(hours=1)
    await enforcement.ask_info(work.hub, await work.person(ANN), case_id, "More pictures?")
    asked_at = work.now
    shown = await work.alert(case_id)
    assert (shown.state, shown.paused_at) == (CaseState.NEEDS_INFO, asked_at)
    assert shown.info is not None
    assert (shown.info.asked_by, shown.info.question, shown.info.answer) == ("Ann", "More pictures?", None)
    assert len(await work.messages(case_id, "info")) == 1

    work.later(hours=5)
    with pytest.raises(IllegalMove):
        await enforcement.ask_info(work.hub, await work.person(BEN), case_id, "And the price?")
    await reviews.answer_info(work.hub, await work.person(OLA), case_id, "Here they are.")

    answered = await work.alert(case_id)
    assert (answered.state, answered.paused_at) == (CaseState.ALERTED, None)
    assert answered.decide_by == before + timedelta(hours=5)
    assert answered.info is not None
    assert (answered.info.answer, answered.info.answered_by) == ("Here they are.", "Ola")
    assert [event.kind for event in await work.events(case_id)][1:] == ["asked_info", "info_given"]
    assert await work.told(case_id) == []

    await enforcement.ask_info(work.hub, await work.person(BEN), case_id, None)
    again = await work.alert(case_id)
    assert again.info is not None
    assert (again.info.asked_by, again.info.question, again.info.answer) == ("Ben", None, None)


@pytest.mark.parametrize("decide", [enforcement.confirm, dismiss])
async def test_a_brand_may_decide_while_its_question_is_open(hub: Hub, decide: Decide) -> None:
    work = await Casework.begun(hub)
    case_id = await work.suspect()
    before = (await work.case(case_id)).decide_by
    await ask(work.hub, await work.person(ANN), case_id)
    work.later(hours=2)
    await decide(work.hub, await work.person(ANN), case_id)
    case = await work.case(case_id)
    assert (case.paused_at, case.decide_by) == (None, before + timedelta(hours=2))


# -- report as -----------------------------------------------------------------------------------------------


async def test_the_right_and_the_reason_can_be_changed_while_the_case_waits(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await work.suspect()
    ann = await work.person(ANN)
    (design,) = await work.rows(RegisteredRight, number="009000001")
    shown = await work.alert(case_id)
    assert (shown.right_choices, shown.reason_code) == (2, ReasonCode.COUNTERFEIT)

    await enforcement.report_as(work.hub, ann, case_id, design.id, ReasonCode.DESIGN)

    event = (await work.events(case_id))[-1]
    assert (event.kind, event.reason, event.data) == ("reported_as", "DESIGN", {"right": "EUIPO 009000001"})
    changed = await work.alert(case_id)
    assert changed.right is not None
    assert (changed.right.number, changed.reason_code) == ("009000001", ReasonCode.DESIGN)
    file = await enforcement.confirm(work.hub, ann, case_id)
    assert (file.case.right_id, file.case.reason_code) == (design.id, "DESIGN")


async def test_a_right_that_is_not_the_brands_own_in_force_cannot_be_chosen(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await work.suspect()
    ann = await work.person(ANN)
    (expired,) = await work.rows(RegisteredRight, number="017000009")
    (design,) = await work.rows(RegisteredRight, number="009000001")
    own = {right.id for right in await work.rows(RegisteredRight, brand_id=design.brand_id)}
    others = [right.id for right in await work.rows(RegisteredRight) if right.id not in own]
    assert others
    for right_id in (expired.id, *others, "", "\0"):
        with pytest.raises(FieldProblem) as refused:
            await enforcement.report_as(work.hub, ann, case_id, right_id, ReasonCode.COUNTERFEIT)
        assert refused.value.field == "report_right"
    with pytest.raises(FieldProblem) as refused:
        await enforcement.report_as(work.hub, ann, case_id, design.id, ReasonCode.KEYWORD_MISUSE)
    assert refused.value.field == "report_reason"
    await nothing_was_written(work, case_id)
