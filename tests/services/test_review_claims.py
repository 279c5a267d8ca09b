"""Two reviewers never fight over one case: claiming, taking over, and claims that lapse."""

import asyncio

import pytest
from sqlalchemy import delete
from sqlmodel import col

from aacabot.domain.cases import CaseState, DeclineReason
from aacabot.domain.errors import AlreadyDecided, IllegalMove, NotOnIt, OwnRequest, ReviewClaimed
from aacabot.domain.viewers import EVERYONE
from aacabot.services import (
    counter_entry,
    desk_questions,
    enforcement,
    evidence,
    lookup,
    reopening,
    review_claims,
    reviews,
)
from aacabot.services.cases import CaseFile
from aacabot.services.hub import Hub
from aacabot.store.models import GrantRow
from tests.journeys.alliance import GIL, OLA
from tests.services.casework import OTTO, REX, Casework
from tests.services.reviewing import asked, for_review
from tests.services.test_reviews import let_act_for

SHORT = DeclineReason.EVIDENCE_INSUFFICIENT


async def test_who_is_on_a_case_keeps_the_others_off_it_by_name(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await for_review(work)
    rex, otto = await work.person(REX), await work.person(OTTO)
    await review_claims.claim(work.hub, rex, case_id)
    claimed_at = work.now
    work.later(minutes=5)
    late = [
        reviews.accept(work.hub, otto, case_id),
        reviews.decline(work.hub, otto, case_id, SHORT, "no"),
        desk_questions.ask_brand(work.hub, otto, case_id, "What?"),
        review_claims.claim(work.hub, otto, case_id),
        lookup.case_to_change(work.hub, otto, case_id, "review_decline"),
    ]
    for doing in late:
        with pytest.raises(ReviewClaimed) as refused:
            await doing
        assert (refused.value.person, refused.value.since, refused.value.case_id) == (
            "Rex",
            claimed_at,
            case_id,
        )
    shown = (await work.alert(case_id)).desk
    assert (shown.reviewer, shown.reviewer_since) == ("Rex", claimed_at)
    assert (await reviews.accept(work.hub, rex, case_id)).state is CaseState.CONFIRMED
    row = await work.case(case_id)
    assert (row.reviewer_id, row.reviewer_since) == (None, None)


async def test_taking_over_is_said(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await for_review(work)
    rex, otto = await work.person(REX), await work.person(OTTO)
    await review_claims.claim(work.hub, rex, case_id)
    await review_claims.claim(work.hub, otto, case_id, over=True)
    last = (await work.events(case_id))[-1]
    assert (last.kind, last.person_id, last.data) == ("review_claimed", otto.id, {"from": rex.id})
    with pytest.raises(ReviewClaimed) as refused:
        await reviews.accept(work.hub, rex, case_id)
    assert refused.value.person == "Otto"
    assert (await reviews.decline(work.hub, otto, case_id, SHORT, "no")).state is CaseState.DECLINED


async def test_only_who_is_on_it_gives_it_back(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await for_review(work)
    rex, otto = await work.person(REX), await work.person(OTTO)
    with pytest.raises(NotOnIt) as nobody:
        await review_claims.release(work.hub, rex, case_id)
    assert nobody.value.person is None
    await review_claims.claim(work.hub, rex, case_id)
    with pytest.raises(NotOnIt) as other:
        await review_claims.release(work.hub, otto, case_id)
    assert other.value.person == "Rex"
    await review_claims.release(work.hub, rex, case_id)
    assert (await reviews.accept(work.hub, otto, case_id)).state is CaseState.CONFIRMED


async def test_a_claim_lapses_after_half_an_hour_once(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id, other = await for_review(work), await for_review(work)
    rex, otto = await work.person(REX), await work.person(OTTO)
    await review_claims.claim(work.hub, rex, case_id)
    await review_claims.claim(work.hub, rex, other)
    work.later(minutes=29)
    await review_claims.claim(work.hub, rex, other)
    await review_claims.release_lapsed(work.hub)
    assert (await work.case(case_id)).reviewer_id == rex.id
    work.later(minutes=1)
    assert (await work.alert(case_id)).desk.reviewer is None
    await asyncio.gather(*(review_claims.release_lapsed(work.hub) for _ in range(3)))
    assert [event.kind for event in await work.events(case_id)].count("review_released") == 1
    assert (await work.case(other)).reviewer_id == rex.id
    assert (await reviews.accept(work.hub, otto, case_id)).state is CaseState.CONFIRMED


async def test_a_lapsed_claim_keeps_nobody_off_before_it_is_released(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await for_review(work)
    await review_claims.claim(work.hub, await work.person(REX), case_id)
    work.later(minutes=30)
    assert (await reviews.accept(work.hub, await work.person(OTTO), case_id)).state is CaseState.CONFIRMED


async def test_of_two_who_claim_at_once_one_is_on_it(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await for_review(work)
    people = [await work.person(user) for user in (OLA, REX, OTTO)]
    outcomes = await asyncio.gather(
        *(review_claims.claim(work.hub, person, case_id) for person in people), return_exceptions=True
    )
    assert sum(isinstance(outcome, CaseFile) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, ReviewClaimed) for outcome in outcomes) == 2
    assert [event.kind for event in await work.events(case_id)].count("review_claimed") == 1


async def test_one_who_claims_and_one_who_accepts_at_once_leave_one_outcome(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await for_review(work)
    rex, otto = await work.person(REX), await work.person(OTTO)
    claimed, accepted = await asyncio.gather(
        review_claims.claim(work.hub, rex, case_id),
        reviews.accept(work.hub, otto, case_id),
        return_exceptions=True,
    )
    if isinstance(claimed, CaseFile):
        assert isinstance(accepted, ReviewClaimed)
        assert (await work.case(case_id)).reviewer_id == rex.id
    else:
        assert isinstance(claimed, AlreadyDecided)
        assert isinstance(accepted, CaseFile)


async def test_a_question_of_a_brand_can_be_claimed_too(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await asked(work)
    rex, otto = await work.person(REX), await work.person(OTTO)
    await review_claims.claim(work.hub, rex, case_id)
    with pytest.raises(ReviewClaimed):
        await reviews.answer_info(work.hub, otto, case_id, "Used.")
    await reviews.answer_info(work.hub, rex, case_id, "New.")


async def test_what_is_not_before_the_desk_is_not_claimed(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await work.suspect()
    with pytest.raises(IllegalMove):
        await review_claims.claim(work.hub, await work.person(REX), case_id)


async def test_who_acted_for_the_member_within_thirty_days_does_not_review_it(hub: Hub) -> None:
    work = await Casework.begun(hub)
    await let_act_for(work, REX, "gamma")
    dismissed = await work.suspect("gamma")
    await enforcement.ask_info(work.hub, await work.person(REX), dismissed, "Mine?")
    rex = await work.person(REX)
    async with work.hub.database.begin(EVERYONE) as session:
        former = [col(GrantRow.person_id) == rex.id, col(GrantRow.member_id).is_not(None)]
        await session.execute(delete(GrantRow).where(*former))
    rex = await work.person(REX)
    assert rex.member_ids == frozenset()
    case_id = await for_review(work)
    with pytest.raises(OwnRequest):
        await reviews.accept(work.hub, rex, case_id)
    for doing in (
        review_claims.claim(work.hub, rex, case_id),
        counter_entry.to_enter(work.hub, rex, case_id),
        reopening.to_reopen(work.hub, rex, case_id),
        evidence.case_for_evidence(work.hub, rex, case_id),
    ):
        with pytest.raises(OwnRequest):
            await doing
    work.later(days=31)
    assert (await reviews.accept(work.hub, rex, case_id)).state is CaseState.CONFIRMED


async def test_the_members_own_people_do_not_claim_for_the_desk(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await for_review(work)
    with pytest.raises(OwnRequest):
        await review_claims.claim(work.hub, await work.person(GIL), case_id)
