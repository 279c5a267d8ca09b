"""A brand's decisions: who may, from which state, and that the first one wins."""

import asyncio
import sys
from asyncio.subprocess import PIPE
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from aacabot.domain.cases import CaseState, DismissReason
from aacabot.domain.errors import (
    AlreadyDecided,
    CaseNotFound,
    FieldProblem,
    IllegalMove,
    NeedsSecondAnswer,
    NoRightInForce,
    NotAllowed,
    SamePerson,
    UnknownPerson,
)
from aacabot.domain.people import Person
from aacabot.domain.rights import ReasonCode
from aacabot.marketplaces.connector import TakedownStatus
from aacabot.services import enforcement, reviews
from aacabot.services.cases import CaseFile
from aacabot.services.hub import Hub
from aacabot.store.models import CaseRow, FeedbackRow, RegisteredRight, SlackMessageRow, TakedownRow
from tests.journeys.alliance import ANN, BEA, BEN, GIL, OLA, RAY, VIC
from tests.services.casework import EVE, NOON, Casework

ROOT = Path(__file__).parents[2]
Decide = Callable[[Hub, Person, str], Awaitable[CaseFile]]


def dismiss(hub: Hub, person: Person, case_id: str) -> Awaitable[CaseFile]:
    return enforcement.dismiss(hub, person, case_id, DismissReason.GENUINE)


def ask(hub: Hub, person: Person, case_id: str) -> Awaitable[CaseFile]:
    return enforcement.ask_info(hub, person, case_id, None)


def report_as(hub: Hub, person: Person, case_id: str) -> Awaitable[CaseFile]:
    return enforcement.report_as(hub, person, case_id, "no such right", ReasonCode.COUNTERFEIT)


EVERY_DECISION = [
    enforcement.confirm,
    dismiss,
    ask,
    report_as,
    enforcement.approve,
    enforcement.refuse,
    enforcement.retract,
]


async def nothing_was_written(work: Casework, case_id: str) -> None:
    assert [event.kind for event in await work.events(case_id)] == ["opened"]
    assert await work.rows(TakedownRow) == []
    assert await work.rows(FeedbackRow) == []


# -- confirm -------------------------------------------------------------------------------------------------


async def test_a_confirm_in_the_fast_lane_owes_the_takedown_and_the_news_at_once(hub: Hub) -> None:
    work = await Casework.begun(hub)
    seen = NOON - timedelta(days=3)
    case_id = await work.suspect(first_seen_at=seen.isoformat())
    work.later(minutes=5)
    ann = await work.person(ANN)

    file = await enforcement.confirm(work.hub, ann, case_id)

    assert file.state is CaseState.CONFIRMED
    opened, confirmed = await work.events(case_id)
    assert (opened.kind, opened.occurred_at, opened.recorded_at) == ("opened", seen, NOON)
    assert (confirmed.kind, confirmed.person_id, confirmed.reason) == ("confirmed", ann.id, "COUNTERFEIT")
    assert confirmed.occurred_at == confirmed.recorded_at == work.now
    case = await work.case(case_id)
    assert (case.decided_by, case.decided_at, case.decided_version) == (ann.id, work.now, 1)
    takedown = await work.takedown(case_id)
    assert takedown is not None
    assert (takedown.state, takedown.programme, takedown.attempt) == ("owed", "fast_lane", 1)
    assert takedown.due_at == work.now
    assert await work.told(case_id) == [("confirmed", "COUNTERFEIT")]


@pytest.mark.parametrize("decide", [enforcement.confirm, dismiss])
async def test_a_second_decision_names_the_first_decider_and_the_time(hub: Hub, decide: Decide) -> None:
    work = await Casework.begun(hub)
    case_id = await work.suspect()
    await decide(work.hub, await work.person(ANN), case_id)
    first = work.now
    work.later(minutes=1)

    for late in (enforcement.confirm, dismiss, ask, report_as):
        with pytest.raises(AlreadyDecided) as refused:
            await late(work.hub, await work.person(BEN), case_id)
        assert (refused.value.decider, refused.value.at) == ("Ann", first)
        assert refused.value.number == (await work.case(case_id)).number
    assert len(await work.events(case_id)) == 2
    assert len(await work.told(case_id)) == 1


async def test_of_two_confirms_at_once_one_wins_and_the_other_learns_who(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ann, ben = await work.person(ANN), await work.person(BEN)
    cases = [await work.suspect() for _ in range(4)]

    for case_id in cases:
        outcomes = await asyncio.gather(
            enforcement.confirm(work.hub, ann, case_id),
            enforcement.confirm(work.hub, ben, case_id),
            dismiss(work.hub, ben, case_id),
            return_exceptions=True,
        )
        lost = [outcome for outcome in outcomes if isinstance(outcome, AlreadyDecided)]
        won = [outcome for outcome in outcomes if isinstance(outcome, CaseFile)]
        assert (len(won), len(lost)) == (1, 2)
        winner = "Ann" if won[0].case.decided_by == ann.id else "Ben"
        assert {(refusal.decider, refusal.at) for refusal in lost} == {(winner, work.now)}
        assert len(await work.told(case_id)) == 1
        assert len(await work.events(case_id)) == 2
        assert len(await work.rows(TakedownRow, case_id=case_id)) <= 1


async def test_of_two_processes_one_wins_each_case_and_the_other_learns_who(
    hub: Hub, database_url: str
) -> None:
    work = await Casework.begun(hub)
    cases = [await work.suspect() for _ in range(6)]
    command = (sys.executable, "-m", "tests.services.confirming", database_url)
    others = {
        user: await asyncio.create_subprocess_exec(*command, user, *cases, cwd=ROOT, stdin=PIPE, stdout=PIPE)
        for user in (ANN, BEN)
    }
    for other in others.values():
        assert other.stdout is not None
        assert await other.stdout.readline() == b"ready\n"
    (anns, _), (bens, _) = await asyncio.gather(*(other.communicate(b"go\n") for other in others.values()))
    for case_id, ann, ben in zip(cases, anns.split(), bens.split(), strict=True):
        assert (ann, ben) in {(b"won", b"Ann"), (b"Ben", b"won")}
        assert len(await work.rows(TakedownRow, case_id=case_id)) == 1
        assert len(await work.told(case_id)) == 1
        assert len(await work.events(case_id)) == 2


async def test_an_authorised_seller_is_flagged_and_asked_about_twice(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await work.suspect(seller={"id": "s-friend", "name": "Friend"})
    ann = await work.person(ANN)
    assert (await work.alert(case_id)).authorised_seller

    with pytest.raises(NeedsSecondAnswer) as asked:
        await enforcement.confirm(work.hub, ann, case_id)
    assert asked.value.case_id == case_id
    await nothing_was_written(work, case_id)

    file = await enforcement.confirm(work.hub, ann, case_id, sure=True)
    assert file.state is CaseState.CONFIRMED


async def test_without_a_right_in_force_nothing_can_be_confirmed(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await work.suspect("beta")
    work.later(days=365 * 12)
    bea = await work.person(BEA)

    with pytest.raises(NoRightInForce) as refused:
        await enforcement.confirm(work.hub, bea, case_id)
    assert refused.value.brand_name == "Quorvane"
    await nothing_was_written(work, case_id)
    assert (await work.alert(case_id)).right is None
    assert (await dismiss(work.hub, bea, case_id)).state is CaseState.DISMISSED


# -- who may -------------------------------------------------------------------------------------------------


async def test_a_viewer_of_the_member_is_told_who_may(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await work.suspect()
    vic = await work.person(VIC)
    for decide in EVERY_DECISION:
        with pytest.raises(NotAllowed) as refused:
            await decide(work.hub, vic, case_id)
        assert (refused.value.brand_name, refused.value.who_may) == ("Zephyrine", ("Ann", "Ben"))
    await nothing_was_written(work, case_id)


async def test_another_members_case_is_not_found_and_nothing_of_it_leaks(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await work.suspect()
    for user in (BEA, GIL, RAY):
        person = await work.person(user)
        for decide in EVERY_DECISION:
            for ident in (case_id, "0" * 32):
                with pytest.raises(CaseNotFound) as refused:
                    await decide(work.hub, person, ident)
                assert vars(refused.value) == {"asked": ident, "nearest": None}
    await nothing_was_written(work, case_id)


async def test_a_role_for_one_brand_does_not_reach_the_members_other_brand(hub: Hub) -> None:
    work = await Casework.begun(hub)
    eve = await work.person(EVE)
    first, second = await work.suspect("acme"), await work.suspect("second")
    with pytest.raises(NotAllowed) as refused:
        await enforcement.confirm(work.hub, eve, first)
    assert refused.value.who_may == ("Ann", "Ben")
    assert (await enforcement.confirm(work.hub, eve, second)).state is CaseState.CONFIRMED


async def test_an_agency_decides_for_its_brand_until_its_grant_ends(hub: Hub) -> None:
    work = await Casework.begun(hub)
    first, second = await work.suspect("beta"), await work.suspect("beta")
    work.now = NOON.replace(month=12, day=31, hour=23)
    assert (await enforcement.confirm(work.hub, await work.person(RAY), first)).state is CaseState.CONFIRMED
    work.later(hours=2)
    with pytest.raises(CaseNotFound):
        await enforcement.confirm(work.hub, await work.person(RAY), second)
    with pytest.raises(NotAllowed) as refused:
        await enforcement.confirm(work.hub, await work.person(OLA), second)
    assert refused.value.who_may == ("Bea",)


async def test_the_desk_sees_every_case_but_decides_none(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await work.suspect()
    with pytest.raises(NotAllowed) as refused:
        await enforcement.confirm(work.hub, await work.person(OLA), case_id)
    assert refused.value.who_may == ("Ann", "Ben")


async def test_a_stranger_is_nobody(hub: Hub) -> None:
    work = await Casework.begun(hub)
    with pytest.raises(UnknownPerson) as refused:
        await work.person("U0MAL")
    assert refused.value.user_id == "U0MAL"


async def test_what_is_no_case_id_is_not_found(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ann = await work.person(ANN)
    for ident in ("", "x" * 2_000, "' OR 1=1 --", "\0", "\ud800", "AC-00000", "%", "💥"):
        for decide in EVERY_DECISION:
            with pytest.raises(CaseNotFound):
                await decide(work.hub, ann, ident)


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
    await enforcement.confirm(work.hub, ann, case_id)
    assert await work.told(case_id) == [("confirmed", "DESIGN")]


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


# -- the brake -----------------------------------------------------------------------------------------------


async def braked(hub: Hub) -> tuple[Casework, str]:
    """Ann has confirmed twice in ten minutes, which is the limit; her third confirm waits for somebody."""
    work = await Casework.begun(hub, brake_confirms=2, brake_minutes=10)
    ann = await work.person(ANN)
    for _ in range(2):
        file = await enforcement.confirm(work.hub, ann, await work.suspect())
        assert file.state is CaseState.CONFIRMED
    case_id = await work.suspect()
    file = await enforcement.confirm(work.hub, ann, case_id)
    assert file.state is CaseState.PENDING_SECOND
    return work, case_id


async def test_beyond_the_brake_a_second_person_lets_the_confirm_go_on(hub: Hub) -> None:
    work, case_id = await braked(hub)
    assert await work.takedown(case_id) is None
    assert await work.told(case_id) == []
    shown = await work.alert(case_id)
    assert shown.second_asked
    assert shown.decision is not None
    assert shown.decision.person == "Ann"

    with pytest.raises(SamePerson):
        await enforcement.approve(work.hub, await work.person(ANN), case_id)
    with pytest.raises(AlreadyDecided) as refused:
        await enforcement.confirm(work.hub, await work.person(BEN), case_id)
    assert refused.value.decider == "Ann"

    work.later(minutes=1)
    await enforcement.approve(work.hub, await work.person(BEN), case_id)
    approved = await work.alert(case_id)
    assert approved.state is CaseState.CONFIRMED
    assert approved.second is not None
    assert (approved.second.person, approved.second.at) == ("Ben", work.now)
    assert approved.decision is not None
    assert approved.decision.person == "Ann"
    assert await work.takedown(case_id) is not None
    assert await work.told(case_id) == [("confirmed", "COUNTERFEIT")]


async def test_who_comes_late_to_a_second_ask_learns_who_answered_it(hub: Hub) -> None:
    work, case_id = await braked(hub)
    await enforcement.approve(work.hub, await work.person(BEN), case_id)
    answered = work.now
    work.later(minutes=1)
    for late in (enforcement.approve, enforcement.refuse):
        with pytest.raises(AlreadyDecided) as refused:
            await late(work.hub, await work.person(ANN), case_id)
        assert (refused.value.decider, refused.value.at) == ("Ben", answered)
    assert len(await work.rows(TakedownRow, case_id=case_id)) == 1


async def test_a_second_persons_no_puts_the_case_back_where_it_waited(hub: Hub) -> None:
    work, case_id = await braked(hub)
    await enforcement.refuse(work.hub, await work.person(BEN), case_id)
    shown = await work.alert(case_id)
    assert (shown.state, shown.decision) == (CaseState.ALERTED, None)
    assert shown.refusal is not None
    assert shown.refusal.person == "Ben"
    assert await work.takedown(case_id) is None
    case = await work.case(case_id)
    assert (case.decided_by, case.decided_at) == (None, None)
    with pytest.raises(AlreadyDecided) as refused:
        await enforcement.approve(work.hub, await work.person(BEN), case_id)
    assert refused.value.decider == "Ben"

    assert (await enforcement.confirm(work.hub, await work.person(BEN), case_id)).state is CaseState.CONFIRMED
    assert (await work.alert(case_id)).refusal is None


async def test_the_brake_counts_one_persons_last_minutes_only(hub: Hub) -> None:
    work, _ = await braked(hub)
    ben = await work.person(BEN)
    assert (await enforcement.confirm(work.hub, ben, await work.suspect())).state is CaseState.CONFIRMED
    work.later(minutes=11)
    ann = await work.person(ANN)
    assert (await enforcement.confirm(work.hub, ann, await work.suspect())).state is CaseState.CONFIRMED


# -- retract -------------------------------------------------------------------------------------------------


async def test_what_has_not_gone_out_never_will(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await work.suspect()
    ann = await work.person(ANN)
    await enforcement.confirm(work.hub, ann, case_id)
    work.later(minutes=1)
    await enforcement.retract(work.hub, await work.person(BEN), case_id, "wrong listing")
    takedown = await work.takedown(case_id)
    assert takedown is not None
    assert (takedown.state, takedown.due_at) == ("cancelled", None)
    assert await work.told(case_id) == [("confirmed", "COUNTERFEIT"), ("undecided", "retracted")]
    shown = await work.alert(case_id)
    assert shown.retraction is not None
    assert (shown.retraction.person, shown.retraction.reason) == ("Ben", "wrong listing")
    assert shown.decision is not None
    assert shown.decision.person == "Ann"


async def test_a_second_retraction_names_who_took_it_back(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await work.suspect()
    await enforcement.confirm(work.hub, await work.person(ANN), case_id)
    await enforcement.retract(work.hub, await work.person(BEN), case_id)
    for late in (enforcement.retract, enforcement.confirm, dismiss):
        with pytest.raises(AlreadyDecided) as refused:
            await late(work.hub, await work.person(ANN), case_id)
        assert (refused.value.decider, refused.value.state) == ("Ben", CaseState.RETRACTED)
    assert len(await work.told(case_id)) == 2


async def test_what_has_gone_out_is_withdrawn(hub: Hub) -> None:
    work = await Casework.begun(hub)
    for answer in (None, TakedownStatus.PENDING, TakedownStatus.REMOVED):
        case_id = await work.suspect()
        await enforcement.confirm(work.hub, await work.person(ANN), case_id)
        await work.send(case_id)
        if answer:
            await work.answer(case_id, answer)
        await enforcement.retract(work.hub, await work.person(ANN), case_id)
        takedown = await work.takedown(case_id)
        assert takedown is not None
        assert (takedown.state, takedown.due_at) == ("withdrawing", work.now)
        assert (await work.case(case_id)).state == CaseState.RETRACTED


async def test_a_case_nobody_confirmed_cannot_be_retracted(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ann = await work.person(ANN)
    waiting, dismissed, declined = [await work.suspect() for _ in range(3)]
    await dismiss(work.hub, ann, dismissed)
    await enforcement.confirm(work.hub, ann, declined)
    await work.send(declined)
    await work.answer(declined, TakedownStatus.DECLINED, "EVIDENCE_INSUFFICIENT")
    for case_id in (waiting, dismissed, declined):
        before = await work.events(case_id)
        with pytest.raises(IllegalMove):
            await enforcement.retract(work.hub, ann, case_id)
        assert await work.events(case_id) == before


async def test_a_braked_or_reviewed_confirm_can_be_taken_back_too(hub: Hub) -> None:
    work, case_id = await braked(hub)
    await enforcement.retract(work.hub, await work.person(ANN), case_id)
    assert await work.told(case_id) == [("undecided", "retracted")]
    reviewed = await work.suspect("gamma")
    gil = await work.person(GIL)
    await enforcement.confirm(work.hub, gil, reviewed)
    await enforcement.retract(work.hub, gil, reviewed)
    assert await work.takedown(reviewed) is None
    assert (await work.case(reviewed)).state == CaseState.RETRACTED


async def test_every_decision_wants_the_card_anew(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await work.suspect()
    revisions = []
    for decide in (ask, enforcement.confirm, enforcement.retract):
        await decide(work.hub, await work.person(ANN), case_id)
        (card,) = await work.messages(case_id, "case")
        revisions.append(card.wanted_rev)
        assert card.unsent
    assert revisions == [2, 3, 4]
    assert len(await work.rows(SlackMessageRow, kind="case")) == len(await work.rows(CaseRow)) == 1
