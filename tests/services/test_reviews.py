"""The desk's part: reviewing what comes without a fast lane, and answering questions."""

import asyncio

import pytest

from aacabot.domain.cases import CaseState, DeclineReason
from aacabot.domain.errors import (
    AlreadyDecided,
    CaseNotFound,
    FieldProblem,
    IllegalMove,
    NotAllowed,
    OwnRequest,
)
from aacabot.domain.ids import new_id
from aacabot.domain.people import Role
from aacabot.domain.viewers import EVERYONE
from aacabot.services import enforcement, lookup, retraction, reviews
from aacabot.services.cases import CaseFile
from aacabot.services.hub import Hub
from aacabot.store.models import GrantRow, Member, SlackMessageRow, TakedownRow
from tests.journeys.alliance import ANN, BEA, GIL, OLA, VIC
from tests.services.casework import OTTO, REX, Casework

SHORT = DeclineReason.EVIDENCE_INSUFFICIENT


async def for_review(work: Casework) -> str:
    """Gil has confirmed for Gamma, which has no fast lane."""
    case_id = await work.suspect("gamma")
    file = await enforcement.confirm(work.hub, await work.person(GIL), case_id)
    assert file.state is CaseState.PLATFORM_REVIEW
    return case_id


async def let_act_for(work: Casework, user: str, member_key: str) -> None:
    """A reviewer also gets a role at a member, as people who changed sides have had."""
    person = await work.person(user)
    (member,) = await work.rows(Member, key=member_key)
    async with work.hub.database.begin(EVERYONE) as session:
        session.add(GrantRow(id=new_id(), person_id=person.id, role=Role.ENFORCER.value, member_id=member.id))


async def test_without_a_fast_lane_the_desk_is_asked_and_nothing_goes_out(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await for_review(work)
    assert await work.takedown(case_id) is None
    assert [event.kind for event in await work.events(case_id)] == ["opened", "confirmed", "review_asked"]
    assert await work.told(case_id) == [("confirmed", "COUNTERFEIT")]
    (card,) = await work.messages(case_id, "review")
    assert card.channel == "T0OPS:C0OPS"
    (own,) = await work.messages(case_id, "case")
    assert own.channel == "T0OPS:C0GAMMA"


async def test_what_the_desk_accepts_goes_out_as_reviewed(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await for_review(work)
    work.later(minutes=3)
    await reviews.accept(work.hub, await work.person(OLA), case_id)
    takedown = await work.takedown(case_id)
    assert takedown is not None
    assert (takedown.state, takedown.programme, takedown.due_at) == ("owed", "reviewed", work.now)
    shown = await work.alert(case_id)
    assert shown.state is CaseState.CONFIRMED
    assert shown.review is not None
    assert (shown.review.outcome, shown.review.person, shown.review.at) == (
        "review_accepted",
        "Ola",
        work.now,
    )
    assert shown.decision is not None
    assert shown.decision.person == "Gil"
    assert len(await work.messages(case_id, "review")) == 1


async def test_a_decline_needs_words_where_evidence_is_missing_and_is_told_in_the_thread(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await for_review(work)
    ola = await work.person(OLA)
    for empty in (None, "", "   \n"):
        with pytest.raises(FieldProblem) as refused:
            await reviews.decline(work.hub, ola, case_id, SHORT, empty)
        assert refused.value.field == "decline_note"
    assert len(await work.events(case_id)) == 3

    await reviews.decline(work.hub, ola, case_id, SHORT, "Please send a test purchase.")
    shown = await work.alert(case_id)
    assert shown.state is CaseState.DECLINED
    assert shown.review is not None
    assert (shown.review.person, shown.review.reason) == ("Ola", "EVIDENCE_INSUFFICIENT")
    assert shown.review.note == "Please send a test purchase."
    assert await work.rows(TakedownRow) == []
    (note,) = await work.messages(case_id, "note")
    (card,) = await work.messages(case_id, "case")
    assert (note.parent_id, note.channel) == (card.id, card.channel)
    assert note.values["kind"] == "declined"
    assert note.values["person"] == "Gil"
    assert note.values["slack_user"] == GIL
    assert (note.values["reason"], note.values["text"]) == (
        "EVIDENCE_INSUFFICIENT",
        "Please send a test purchase.",
    )


async def test_other_declines_need_no_words(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ola = await work.person(OLA)
    for reason in set(DeclineReason) - {SHORT}:
        case_id = await for_review(work)
        file = await reviews.decline(work.hub, ola, case_id, reason, None)
        assert file.state is CaseState.DECLINED


async def test_nobody_reviews_for_a_member_they_act_for(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await for_review(work)
    await let_act_for(work, REX, "gamma")
    rex = await work.person(REX)
    for user in (rex, await work.person(GIL)):
        with pytest.raises(OwnRequest):
            await reviews.accept(work.hub, user, case_id)
        with pytest.raises(OwnRequest):
            await reviews.decline(work.hub, user, case_id, SHORT, "no")
        with pytest.raises(OwnRequest):
            await lookup.case_to_change(work.hub, user, case_id, "review_decline")
    assert (await work.case(case_id)).state == CaseState.PLATFORM_REVIEW
    other = await work.suspect("acme")
    await enforcement.ask_info(work.hub, await work.person(ANN), other, "Who sells this?")
    assert (await reviews.answer_info(work.hub, rex, other, "A shop.")).state is CaseState.ALERTED


async def test_only_the_desk_reviews_and_another_members_case_is_not_found(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await for_review(work)
    for user in (ANN, VIC, BEA):
        with pytest.raises(CaseNotFound):
            await reviews.accept(work.hub, await work.person(user), case_id)
        with pytest.raises(CaseNotFound):
            await reviews.decline(work.hub, await work.person(user), case_id, SHORT, "no")
    assert len(await work.events(case_id)) == 3


async def test_an_account_manager_sees_the_review_but_does_not_decide_it(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await for_review(work)
    rex = await work.person(REX)
    (grant,) = await work.rows(GrantRow, person_id=rex.id)
    async with work.hub.database.begin(EVERYONE) as session:
        (await session.get_one(GrantRow, grant.id)).role = Role.ACCOUNT_MANAGER.value
    with pytest.raises(NotAllowed) as refused:
        await reviews.decline(work.hub, await work.person(REX), case_id, SHORT, "no")
    assert (refused.value.action, refused.value.who_may) == ("review_decline", ("IPR desk",))


async def test_a_late_reviewer_learns_who_answered_and_when(hub: Hub) -> None:
    work = await Casework.begun(hub)
    accepted, declined = await for_review(work), await for_review(work)
    ola, otto = await work.person(OLA), await work.person(OTTO)
    work.later(minutes=1)
    await reviews.accept(work.hub, ola, accepted)
    await reviews.decline(work.hub, ola, declined, SHORT, "Too little.")
    answered = work.now
    work.later(minutes=1)
    for case_id in (accepted, declined):
        with pytest.raises(AlreadyDecided) as late:
            await reviews.accept(work.hub, otto, case_id)
        assert (late.value.decider, late.value.at) == ("Ola", answered)
        with pytest.raises(AlreadyDecided) as late:
            await reviews.decline(work.hub, otto, case_id, SHORT, "no")
        assert (late.value.decider, late.value.at) == ("Ola", answered)
    assert len(await work.rows(TakedownRow)) == 1


async def test_of_two_reviewers_at_once_one_wins(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await for_review(work)
    ola, otto = await work.person(OLA), await work.person(OTTO)
    outcomes = await asyncio.gather(
        reviews.accept(work.hub, ola, case_id),
        reviews.decline(work.hub, otto, case_id, SHORT, "no"),
        reviews.accept(work.hub, otto, case_id),
        return_exceptions=True,
    )
    assert sum(isinstance(outcome, CaseFile) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, AlreadyDecided) for outcome in outcomes) == 2
    assert len(await work.events(case_id)) == 4
    assert len(await work.rows(TakedownRow)) <= 1


async def test_a_request_taken_back_needs_no_review(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await for_review(work)
    await retraction.retract(work.hub, await work.person(GIL), case_id)
    with pytest.raises(AlreadyDecided) as refused:
        await reviews.accept(work.hub, await work.person(OLA), case_id)
    assert (refused.value.decider, refused.value.state) == ("Gil", CaseState.RETRACTED)
    assert await work.rows(TakedownRow) == []


async def test_what_was_never_put_to_the_desk_cannot_be_reviewed(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await work.suspect("gamma")
    ola = await work.person(OLA)
    with pytest.raises(IllegalMove):
        await reviews.accept(work.hub, ola, case_id)
    with pytest.raises(IllegalMove):
        await reviews.answer_info(work.hub, ola, case_id, "What?")
    assert len(await work.events(case_id)) == 1


async def test_a_question_is_answered_once_and_with_words(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await work.suspect()
    await enforcement.ask_info(work.hub, await work.person(ANN), case_id, "Is it new?")
    ola = await work.person(OLA)
    for empty in ("", "  \n "):
        with pytest.raises(FieldProblem) as problem:
            await reviews.answer_info(work.hub, ola, case_id, empty)
        assert problem.value.field == "answer"
    with pytest.raises(OwnRequest):
        await reviews.answer_info(work.hub, await work.person(ANN), case_id, "I think so.")
    with pytest.raises(CaseNotFound):
        await reviews.answer_info(work.hub, await work.person(GIL), case_id, "I think so.")
    await reviews.answer_info(work.hub, ola, case_id, "Brand new.")
    answered = work.now
    work.later(minutes=1)
    with pytest.raises(AlreadyDecided) as late:
        await reviews.answer_info(work.hub, await work.person(OTTO), case_id, "Used.")
    assert (late.value.decider, late.value.at) == ("Ola", answered)
    assert (await work.alert(case_id)).info is not None


async def test_a_second_question_uses_the_desks_same_card(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await work.suspect()
    for question in ("First?", "Second?"):
        await enforcement.ask_info(work.hub, await work.person(ANN), case_id, question)
        await reviews.answer_info(work.hub, await work.person(OLA), case_id, f"To {question}")
    cards = await work.rows(SlackMessageRow, kind="info")
    assert len(cards) == 1
    assert cards[0].unsent
    info = (await work.alert(case_id)).info
    assert info is not None
    assert (info.question, info.answer) == ("Second?", "To Second?")
