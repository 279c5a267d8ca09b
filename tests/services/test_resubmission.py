"""A declined request sent again: with something new, at most twice, the normal way, its history with it."""

import asyncio

import pytest

from aacabot.domain.cases import CaseState, DeclineReason
from aacabot.domain.errors import AlreadyDecided, CaseNotFound, FieldProblem, IllegalMove
from aacabot.domain.ids import new_id
from aacabot.domain.rights import ReasonCode
from aacabot.marketplaces.connector import TakedownStatus
from aacabot.services import enforcement, reopening, resubmission, reviews
from aacabot.services.cases import CaseFile
from aacabot.services.hub import Hub
from aacabot.services.resubmission import Again
from aacabot.store.models import RegisteredRight
from tests.journeys.alliance import ANN, BEA, BEN, GIL, OLA
from tests.services.casework import Casework
from tests.services.reviewing import add_evidence, for_review

WRONG = DeclineReason.WRONG_CLASS


async def declined(work: Casework) -> tuple[str, Again]:
    """Ola has declined Gamma's request; the form as it opens, with nothing new yet."""
    case_id = await for_review(work)
    await reviews.decline(work.hub, await work.person(OLA), case_id, WRONG, "Shoes are not in class 9.")
    row = await work.case(case_id)
    assert row.right_id is not None
    return case_id, Again(row.right_id, ReasonCode.COUNTERFEIT, "Photos of the sole.")


async def test_with_new_evidence_it_goes_to_the_desk_again_and_the_reviewer_sees_what_came_before(
    hub: Hub,
) -> None:
    work = await Casework.begun(hub)
    case_id, again = await declined(work)
    gil, declined_at = await work.person(GIL), work.now
    assert (await work.alert(case_id)).desk.may_send_again
    with pytest.raises(FieldProblem) as nothing:
        await resubmission.send_again(work.hub, gil, case_id, again)
    assert (nothing.value.field, nothing.value.problem) == ("again_news", "nothing_new")

    work.later(minutes=10)
    await add_evidence(work, case_id, GIL)
    await add_evidence(work, case_id, GIL)
    assert (await work.alert(case_id)).desk.new_files == 2
    file = await resubmission.send_again(work.hub, gil, case_id, again)
    assert file.state is CaseState.PLATFORM_REVIEW
    shown = await work.alert(case_id)
    assert shown.review is None
    before = shown.desk.sent_again
    assert before is not None
    assert (before.person, before.declined_by, before.declined_reason) == ("Gil", "Ola", "WRONG_CLASS")
    assert (before.declined_at, before.files, before.changed, before.note) == (
        declined_at,
        2,
        False,
        "Photos of the sole.",
    )
    (card,) = await work.messages(case_id, "review")
    assert card.unsent
    assert (await reviews.accept(work.hub, await work.person(OLA), case_id)).state is CaseState.CONFIRMED
    assert [outcome for outcome, _ in await work.told(case_id)] == ["confirmed", "confirmed"]


async def test_a_listing_that_came_back_changed_is_decided_in_its_newer_case(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await for_review(work, listing_id="L1")
    gil = await work.person(GIL)
    await reviews.decline(work.hub, await work.person(OLA), case_id, WRONG, "Shoes.")
    await add_evidence(work, case_id, GIL)
    newer = await work.suspect("gamma", listing_id="L1", title="Ostrelle runner, a copy")
    assert (await work.case(newer)).round == 2
    again = Again((await work.case(case_id)).right_id or "", ReasonCode.COUNTERFEIT, "Photos.")
    with pytest.raises(IllegalMove):
        await resubmission.send_again(work.hub, gil, case_id, again)
    with pytest.raises(IllegalMove):
        await reopening.reopen(work.hub, gil, case_id, "Again.")


async def test_another_reason_is_news_enough_but_must_fit_its_right(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id, again = await declined(work)
    gil = await work.person(GIL)
    for wrong, field in (
        (Again(again.right_id, ReasonCode.PATENT, "x"), "again_reason"),
        (Again(new_id(), ReasonCode.COUNTERFEIT, "x"), "again_right"),
        (Again(again.right_id, ReasonCode.TRADEMARK_USE, " "), "again_news"),
    ):
        with pytest.raises(FieldProblem) as refused:
            await resubmission.send_again(work.hub, gil, case_id, wrong)
        assert refused.value.field == field
    other = Again(again.right_id, ReasonCode.TRADEMARK_USE, "The mark is used without leave.")
    file = await resubmission.send_again(work.hub, gil, case_id, other)
    assert (file.state, file.case.reason_code) == (CaseState.PLATFORM_REVIEW, "TRADEMARK_USE")
    before = (await work.alert(case_id)).desk.sent_again
    assert before is not None
    assert before.changed


async def test_it_is_sent_again_at_most_twice(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id, again = await declined(work)
    gil, ola = await work.person(GIL), await work.person(OLA)
    for _ in range(2):
        await add_evidence(work, case_id, GIL)
        await resubmission.send_again(work.hub, gil, case_id, again)
        await reviews.decline(work.hub, ola, case_id, WRONG, None)
    await add_evidence(work, case_id, GIL)
    assert not (await work.alert(case_id)).desk.may_send_again
    for late in (
        resubmission.send_again(work.hub, gil, case_id, again),
        resubmission.declined_case(work.hub, gil, case_id),
    ):
        with pytest.raises(IllegalMove):
            await late


async def test_what_the_marketplace_declined_goes_out_again_in_the_fast_lane(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await work.suspect()
    ann = await work.person(ANN)
    await enforcement.confirm(work.hub, ann, case_id)
    await work.send(case_id)
    await work.answer(case_id, TakedownStatus.DECLINED, "EVIDENCE_INSUFFICIENT")
    row = await work.case(case_id)
    assert (row.state, row.right_id is None) == (CaseState.DECLINED, False)
    await add_evidence(work, case_id, BEN)
    work.later(minutes=1)
    again = Again(str(row.right_id), ReasonCode.COUNTERFEIT, "A test purchase.")
    await resubmission.send_again(work.hub, ann, case_id, again)
    takedown = await work.takedown(case_id)
    assert takedown is not None
    assert (takedown.attempt, takedown.state) == (2, "owed")
    shown = await work.alert(case_id)
    assert shown.takedown is not None
    assert shown.takedown.declined_reason is None
    assert shown.desk.sent_again is not None
    assert shown.desk.sent_again.declined_by is None


async def test_under_a_design_it_waits_for_a_second_person(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await work.suspect()
    await enforcement.confirm(work.hub, await work.person(ANN), case_id)
    await work.send(case_id)
    await work.answer(case_id, TakedownStatus.DECLINED, "WRONG_REASON")
    work.later(minutes=1)
    (design,) = await work.rows(RegisteredRight, number="009000001")
    again = Again(design.id, ReasonCode.DESIGN, "It copies the design.")
    file = await resubmission.send_again(work.hub, await work.person(BEN), case_id, again)
    assert (file.state, file.case.second_why) == (CaseState.PENDING_SECOND, ["patent_or_design"])
    shown = await work.alert(case_id)
    assert shown.takedown is None
    assert shown.decision is not None
    assert shown.decision.person == "Ben"


async def test_of_two_who_send_it_again_at_once_one_does(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id, again = await declined(work)
    await add_evidence(work, case_id, GIL)
    gil = await work.person(GIL)
    outcomes = await asyncio.gather(
        *(resubmission.send_again(work.hub, gil, case_id, again) for _ in range(3)), return_exceptions=True
    )
    assert sum(isinstance(outcome, CaseFile) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, AlreadyDecided) for outcome in outcomes) == 2


async def test_others_learn_nothing_of_it(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id, again = await declined(work)
    with pytest.raises(CaseNotFound):
        await resubmission.send_again(work.hub, await work.person(BEA), case_id, again)
    assert (await work.case(case_id)).state == CaseState.DECLINED
