"""The time to answer a seller: three reminders, one end, and never silence."""

from datetime import timedelta

import pytest

from aacabot.domain.cases import CaseState
from aacabot.domain.listings import MarketplaceEventType
from aacabot.domain.takedowns import TakedownState
from aacabot.marketplaces.connector import TakedownStatus
from aacabot.services import counter_answers, failures
from aacabot.services.counter_clocks import watch_counter_notices
from aacabot.services.hub import Hub
from tests.journeys.alliance import ANN, BEN
from tests.services.casework import Casework
from tests.services.confirmed import confirmed, desk_notes, event, latest, submitted, thread_notes
from tests.services.objected import make_counsel, notice_of, object_to, objected, rules


async def reminders(work: Casework, case_id: str) -> list[tuple[str, int]]:
    notes = [row for row in await work.messages(case_id, "note") if "percent" in row.values]
    return sorted((row.channel, row.values["percent"]) for row in notes)


async def test_the_brand_is_reminded_three_times_in_the_thread_and_in_person(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await objected(work)
    seen: list[tuple[str, int]] = []
    for _ in range(1, 15):
        work.later(days=1)
        for _again in range(2):  # a second node, or a second tick
            await watch_counter_notices(work.hub)
        if len(given := await reminders(work, case_id)) > len(seen):
            seen = given
    assert seen == [(place, part) for place in ("T0OPS:C0ACME", "T0OPS:U0ANN") for part in (50, 80)]
    work.later(hours=8)
    await watch_counter_notices(work.hub)
    assert [part for _, part in await reminders(work, case_id)] == [50, 80, 95] * 2
    assert (await work.case(case_id)).state == CaseState.COUNTER_NOTICED


async def test_reminders_that_were_missed_are_not_made_up_for(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await objected(work)
    work.later(days=14, hours=12)
    await watch_counter_notices(work.hub)
    assert {part for _, part in await reminders(work, case_id)} == {95}
    assert (await notice_of(work, case_id)).next_at == (await notice_of(work, case_id)).answer_by


@pytest.mark.parametrize(
    ("silence", "state", "kind"),
    [
        ("restores", CaseState.RESTORED, "counter_lapsed"),
        ("stands", CaseState.TAKEN_DOWN, "counter_stood"),
    ],
)
async def test_silence_has_the_outcome_of_the_rule_and_everybody_is_told(
    hub: Hub, silence: str, state: CaseState, kind: str
) -> None:
    work = await Casework.begun(hub)
    await rules(work, {"procedure": "platform", "silence": silence})
    case_id = await objected(work)
    work.later(days=15)
    for _ in range(2):
        await watch_counter_notices(work.hub)
    case, row = await work.case(case_id), await notice_of(work, case_id)
    assert (case.state, case.answer_by) == (state, None)
    assert (case.restored_at is not None) == (silence == "restores")
    assert (row.state, row.next_at) == (kind.removeprefix("counter_"), None)
    assert [one.kind for one in await work.events(case_id)].count(kind) == 1
    assert kind in await thread_notes(work, case_id)
    assert len(await desk_notes(work, "counter_ended_for_desk")) == 1


async def test_a_rebuttal_nobody_approves_lapses_before_the_clock_does(hub: Hub) -> None:
    work = await Casework.begun(hub)
    await make_counsel(work, BEN)
    case_id = await objected(work)
    await counter_answers.rebut(work.hub, await work.person(ANN), case_id, "Fake.")
    work.later(hours=11)
    await watch_counter_notices(work.hub)
    assert (await notice_of(work, case_id)).state == "rebuttal_asked"
    work.later(hours=1)
    await watch_counter_notices(work.hub)
    assert (await notice_of(work, case_id)).state == "open"
    refused = (await work.events(case_id))[-1]
    assert (refused.kind, refused.person_id) == ("rebuttal_refused", None)
    assert "rebuttal_refused" in await thread_notes(work, case_id)


async def test_an_end_while_a_rebuttal_waits_is_an_end(hub: Hub) -> None:
    work = await Casework.begun(hub)
    await make_counsel(work, BEN)
    case_id = await objected(work)
    work.later(days=14, hours=20)
    await counter_answers.rebut(work.hub, await work.person(ANN), case_id, "Fake.")
    work.later(hours=4)
    await watch_counter_notices(work.hub)
    assert (await work.case(case_id)).state == CaseState.RESTORED


async def test_what_never_came_down_is_not_said_to_stand(hub: Hub) -> None:
    work = await Casework.begun(hub)
    await rules(work, {"procedure": "platform", "silence": "stands"})
    case_id = await submitted(work, TakedownStatus.PENDING)
    await object_to(work, case_id)
    work.later(days=16)
    await watch_counter_notices(work.hub)
    assert (await work.case(case_id)).state == CaseState.FAILED
    assert len(await desk_notes(work, "dead_letter")) == 1


async def test_an_answer_whose_case_ended_otherwise_is_let_go(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await submitted(work, TakedownStatus.PENDING)
    await object_to(work, case_id)
    await work.answer(case_id, TakedownStatus.DECLINED, "ABUSE")
    before = await work.events(case_id)
    work.later(days=16)
    await watch_counter_notices(work.hub)
    row = await notice_of(work, case_id)
    assert (row.state, row.next_at) == ("moot", None)
    assert await work.events(case_id) == before
    assert await watch_counter_notices(work.hub) == 0
    assert timedelta(0) < work.now - row.answer_by


async def test_a_notice_that_waited_meanwhile_does_not_go_out_after_the_end(hub: Hub) -> None:
    work = await Casework.begun(hub)
    await rules(work, {"procedure": "platform", "silence": "restores"})
    case_id = await confirmed(work)
    await object_to(work, case_id)
    work.later(days=30)
    await watch_counter_notices(work.hub)
    assert (await work.case(case_id)).state == CaseState.RESTORED
    assert (await latest(work, case_id)).state == TakedownState.CANCELLED


async def test_a_takedown_tried_again_leaves_the_seller_the_same_time_for_an_answer(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await submitted(work, TakedownStatus.PENDING)
    await object_to(work, case_id)
    due = (await work.case(case_id)).answer_by
    takedown = await latest(work, case_id)
    await failures.refused(work.hub, takedown.id, 422, "no")
    assert (await work.case(case_id)).state == CaseState.FAILED
    work.later(days=8)
    await watch_counter_notices(work.hub)
    assert (await notice_of(work, case_id)).state == "open"
    assert await failures.retry(work.hub, takedown.id)
    case = await work.case(case_id)
    assert (case.state, case.answer_by) == (CaseState.COUNTER_NOTICED, due)
    work.later(days=8)
    await watch_counter_notices(work.hub)
    assert (await work.case(case_id)).state == CaseState.RESTORED


async def test_silence_withdraws_what_the_marketplace_has_not_answered(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await submitted(work, TakedownStatus.PENDING)
    await object_to(work, case_id)
    work.later(days=16)
    await watch_counter_notices(work.hub)
    assert (await work.case(case_id)).state == CaseState.RESTORED
    assert (await latest(work, case_id)).state == TakedownState.WITHDRAWING


async def test_a_takedown_of_a_case_that_came_back_is_not_tried_again(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await submitted(work, TakedownStatus.PENDING)
    takedown = await latest(work, case_id)
    await failures.refused(work.hub, takedown.id, 422, "no")
    await event(work, MarketplaceEventType.LISTING_RESTORED, takedown_id=takedown.id)
    assert not await failures.retry(work.hub, takedown.id)
    assert (await work.case(case_id)).state == CaseState.RESTORED
