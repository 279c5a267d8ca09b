"""Confirms that wait for a second person, and confirms that are taken back."""

import pytest

from aacabot.domain.cases import CaseState
from aacabot.domain.errors import (
    AlreadyDecided,
    IllegalMove,
    SamePerson,
)
from aacabot.marketplaces.connector import TakedownStatus
from aacabot.services import enforcement, retraction, second_person
from aacabot.services.hub import Hub
from aacabot.store.models import CaseRow, SlackMessageRow, TakedownRow
from tests.journeys.alliance import ANN, BEN, GIL
from tests.services.casework import Casework
from tests.services.deciding import ask, dismiss

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
        await second_person.approve(work.hub, await work.person(ANN), case_id)
    with pytest.raises(AlreadyDecided) as refused:
        await enforcement.confirm(work.hub, await work.person(BEN), case_id)
    assert refused.value.decider == "Ann"

    work.later(minutes=1)
    await second_person.approve(work.hub, await work.person(BEN), case_id)
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
    await second_person.approve(work.hub, await work.person(BEN), case_id)
    answered = work.now
    work.later(minutes=1)
    for late in (second_person.approve, second_person.refuse):
        with pytest.raises(AlreadyDecided) as refused:
            await late(work.hub, await work.person(ANN), case_id)
        assert (refused.value.decider, refused.value.at) == ("Ben", answered)
    assert len(await work.rows(TakedownRow, case_id=case_id)) == 1


async def test_a_second_persons_no_puts_the_case_back_where_it_waited(hub: Hub) -> None:
    work, case_id = await braked(hub)
    await second_person.refuse(work.hub, await work.person(BEN), case_id)
    shown = await work.alert(case_id)
    assert (shown.state, shown.decision) == (CaseState.ALERTED, None)
    assert shown.refusal is not None
    assert shown.refusal.person == "Ben"
    assert await work.takedown(case_id) is None
    case = await work.case(case_id)
    assert (case.decided_by, case.decided_at) == (None, None)
    with pytest.raises(AlreadyDecided) as refused:
        await second_person.approve(work.hub, await work.person(BEN), case_id)
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
    await retraction.retract(work.hub, await work.person(BEN), case_id, "wrong listing")
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
    await retraction.retract(work.hub, await work.person(BEN), case_id)
    for late in (retraction.retract, enforcement.confirm, dismiss):
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
        await retraction.retract(work.hub, await work.person(ANN), case_id)
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
            await retraction.retract(work.hub, ann, case_id)
        assert await work.events(case_id) == before


async def test_a_braked_or_reviewed_confirm_can_be_taken_back_too(hub: Hub) -> None:
    work, case_id = await braked(hub)
    await retraction.retract(work.hub, await work.person(ANN), case_id)
    assert await work.told(case_id) == [("undecided", "retracted")]
    reviewed = await work.suspect("gamma")
    gil = await work.person(GIL)
    await enforcement.confirm(work.hub, gil, reviewed)
    await retraction.retract(work.hub, gil, reviewed)
    assert await work.takedown(reviewed) is None
    assert (await work.case(reviewed)).state == CaseState.RETRACTED


async def test_every_decision_wants_the_card_anew(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await work.suspect()
    revisions = []
    for decide in (ask, enforcement.confirm, retraction.retract):
        await decide(work.hub, await work.person(ANN), case_id)
        (card,) = await work.messages(case_id, "case")
        revisions.append(card.wanted_rev)
        assert card.unsent
    assert revisions == [2, 3, 4]
    assert len(await work.rows(SlackMessageRow, kind="case")) == len(await work.rows(CaseRow)) == 1
