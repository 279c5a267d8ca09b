"""Acting on many cases at once: each stands or falls alone, and the whole can be taken back."""

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from aacabot.domain.bulk_acts import BulkDeed, BulkShown, Forecast, ItemProblem
from aacabot.domain.cases import CaseState, DeclineReason, DismissReason
from aacabot.domain.errors import ActNotFound, ActNotTakenBack, FieldProblem, NothingChosen, TooManyChosen
from aacabot.domain.ids import new_id
from aacabot.domain.viewers import EVERYONE
from aacabot.services import (
    assignments,
    bulk_acts,
    bulk_progress,
    bulk_work,
    enforcement,
    privacy,
    retraction,
)
from aacabot.services.hub import Hub, Unit
from aacabot.store.models import BulkAct, BulkItem, CaseEventRow, CaseRow, RegisteredRight, SlackMessageRow
from jobs.bulk_acts import ActWorker
from tests.journeys.alliance import ANN, BEN, GIL, OLA, RAY, VIC
from tests.services.casework import Casework


async def alerts(work: Casework, count: int, brand: str = "Zephyrine", **more: Any) -> list[str]:
    """So many cases of a brand; their ids, oldest first."""
    before = {case.id for case in await work.rows(CaseRow)}
    rows = [
        {"listing_id": f"{brand}{n}", "url": f"https://market.example/item/{brand}{n}",
         "title": f"{brand} pair {n}", **more}
        for n in range(count)
    ]  # fmt: skip
    await work.receive_all(rows)
    return [case.id for case in await work.rows(CaseRow) if case.id not in before]


def unseen(case_ids: list[str]) -> Mapping[str, str | None]:
    return dict.fromkeys(case_ids)


async def act(
    work: Casework, user: str, deed: BulkDeed, case_ids: list[str], *given: str | None
) -> BulkShown:
    """Somebody does it to these cases, and it is carried out."""
    person = await work.person(user)
    preview = await bulk_acts.begin(work.hub, person, deed, unseen(case_ids))
    await bulk_acts.submit(work.hub, person, preview.act_id, *given)
    await carried_out(work, user)
    return await shown(work, preview.act_id)


async def carried_out(work: Casework, user: str) -> None:
    person = await work.person(user)
    while await bulk_work.carry_out_next(work.hub, person.id):
        pass


async def shown(work: Casework, act_id: str) -> BulkShown:
    async with work.hub.database.read(EVERYONE) as session:
        return await bulk_progress.shown(Unit(session, EVERYONE, work.now), act_id)


async def states(work: Casework, case_ids: list[str]) -> list[str]:
    return [(await work.case(case_id)).state for case_id in case_ids]


async def test_what_is_chosen_is_foretold_and_nothing_done_until_it_is_asked_for(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ids = await alerts(work, 5)
    ann, ben = await work.person(ANN), await work.person(BEN)
    await enforcement.dismiss(work.hub, ben, ids[1], DismissReason.GENUINE)
    friend = await work.suspect(seller={"id": "s-friend", "name": "Friend"})
    foreign = await work.suspect("beta")
    preview = await bulk_acts.begin(
        work.hub, ann, BulkDeed.CONFIRM, unseen([*ids, friend, foreign, new_id(), "forged"])
    )
    assert preview.total == 6
    assert preview.forecasts == {Forecast.GOES_OUT: 4}
    assert [(one.problem, one.who) for one in preview.exceptions] == [
        (ItemProblem.DECIDED, "Ben"),
        (ItemProblem.AUTHORISED_SELLER, None),
    ]
    await carried_out(work, ANN)
    assert await states(work, [ids[0], foreign]) == ["alerted", "alerted"]


async def test_each_case_stands_or_falls_alone(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ids = await alerts(work, 4)
    ann, ben = await work.person(ANN), await work.person(BEN)
    preview = await bulk_acts.begin(work.hub, ann, BulkDeed.CONFIRM, unseen(ids))
    await enforcement.dismiss(work.hub, ben, ids[2], DismissReason.GENUINE)
    await bulk_acts.submit(work.hub, ann, preview.act_id)
    await carried_out(work, ANN)
    assert await states(work, ids) == ["confirmed", "confirmed", "dismissed", "confirmed"]
    found = await shown(work, preview.act_id)
    assert (found.done, found.problems) == (3, {ItemProblem.DECIDED: 1})
    assert [(one.who, one.problem) for one in found.exceptions] == [("Ben", ItemProblem.DECIDED)]
    assert found.finished_at == work.now
    (card,) = await work.rows(SlackMessageRow, kind="act")
    assert (card.subject, card.channel) == (preview.act_id, f"T0OPS:{ANN}")


async def test_more_than_ten_at_once_wait_for_a_second_person(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ids = await alerts(work, 11)
    preview = await bulk_acts.begin(work.hub, await work.person(ANN), BulkDeed.CONFIRM, unseen(ids))
    assert preview.forecasts == {Forecast.SECOND_PERSON: 11}
    found = await act(work, ANN, BulkDeed.CONFIRM, ids)
    assert (found.done, found.second) == (11, 11)
    assert set(await states(work, ids)) == {CaseState.PENDING_SECOND}


async def test_what_was_shown_is_what_is_confirmed(hub: Hub) -> None:
    work = await Casework.begun(hub)
    first, second = await alerts(work, 2)
    ann = await work.person(ANN)
    chosen = {first: (await work.alert(first)).affirmation, second: "another"}
    preview = await bulk_acts.begin(work.hub, ann, BulkDeed.CONFIRM, chosen)
    assert [one.problem for one in preview.exceptions] == [ItemProblem.CHANGED]
    await bulk_acts.submit(work.hub, ann, preview.act_id)
    await carried_out(work, ANN)
    assert await states(work, [first, second]) == ["confirmed", "alerted"]


async def test_the_same_form_sent_twice_is_one_act(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ids = await alerts(work, 3)
    ann = await work.person(ANN)
    preview = await bulk_acts.begin(work.hub, ann, BulkDeed.CONFIRM, unseen(ids))
    for _ in range(2):
        await bulk_acts.submit(work.hub, ann, preview.act_id)
        await carried_out(work, ANN)
    confirmed = [event for event in await work.rows(CaseEventRow) if event.kind == "confirmed"]
    assert len(confirmed) == 3
    assert len(await work.rows(BulkAct)) == 1


async def test_a_node_that_fell_between_two_cases_leaves_none_undone_or_done_twice(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ids = await alerts(work, 3)
    ann = await work.person(ANN)
    preview = await bulk_acts.begin(work.hub, ann, BulkDeed.CONFIRM, unseen(ids))
    await bulk_acts.submit(work.hub, ann, preview.act_id)
    assert await bulk_work.carry_out_next(work.hub, ann.id)
    # Another node looked before the first one settled its case: it finds the case settled.
    (act_row,) = await work.rows(BulkAct)
    (item, *_) = sorted(await work.rows(BulkItem), key=lambda one: one.position)
    item.state = "waits"
    assert await bulk_work._outcome(work.hub, ann, act_row, item, None) is ItemProblem.DECIDED
    await bulk_work._settle(work.hub, act_row, item, ItemProblem.DECIDED)
    await carried_out(work, ANN)
    found = await shown(work, preview.act_id)
    assert (found.done, found.not_done) == (3, 0)
    assert found.finished_at is not None


async def test_all_are_dismissed_for_one_reason_and_it_must_be_given(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ids = await alerts(work, 2)
    with pytest.raises(FieldProblem):
        await act(work, ANN, BulkDeed.DISMISS, ids, "because")
    with pytest.raises(FieldProblem):
        await act(work, ANN, BulkDeed.DISMISS, ids)
    found = await act(work, ANN, BulkDeed.DISMISS, ids, DismissReason.GENUINE, "our outlet")
    assert found.done == 2
    assert [event.data for event in await work.rows(CaseEventRow) if event.kind == "dismissed"] == [
        {"note": "our outlet"},
        {"note": "our outlet"},
    ]
    assert found.can_be_taken_back
    await bulk_acts.take_back(work.hub, await work.person(ANN), found.act_id)
    await carried_out(work, ANN)
    assert set(await states(work, ids)) == {CaseState.ALERTED}


async def test_somebody_is_on_many_and_leaves_them_all_again(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ids = await alerts(work, 3)
    await assignments.claim(work.hub, await work.person(BEN), ids[0])
    found = await act(work, ANN, BulkDeed.CLAIM, ids)
    assert found.problems == {ItemProblem.SOMEBODY_ON_IT: 1}
    assert [one.who for one in found.exceptions] == ["Ben"]
    ann = await work.person(ANN)
    assert [(await work.case(one)).assignee_id for one in ids[1:]] == [ann.id, ann.id]
    await bulk_acts.take_back(work.hub, ann, found.act_id)
    await carried_out(work, ANN)
    assert [(await work.case(one)).assignee_id for one in ids[1:]] == [None, None]


async def test_a_whole_act_is_taken_back_once(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ids = await alerts(work, 3)
    ann, ben = await work.person(ANN), await work.person(BEN)
    found = await act(work, ANN, BulkDeed.CONFIRM, ids)
    with pytest.raises(ActNotFound):
        await bulk_acts.take_back(work.hub, ben, found.act_id)
    await bulk_acts.take_back(work.hub, ann, found.act_id)
    with pytest.raises(ActNotTakenBack):
        await bulk_acts.take_back(work.hub, ann, found.act_id)
    await carried_out(work, ANN)
    assert set(await states(work, ids)) == {CaseState.ALERTED}, "within five minutes each waits again"
    (back,) = [one for one in await work.rows(BulkAct) if one.retracts_id]
    assert (await shown(work, back.id)).done == 3
    assert not (await shown(work, back.id)).can_be_taken_back
    assert not (await shown(work, found.act_id)).can_be_taken_back


async def test_taken_back_later_what_went_out_is_withdrawn(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ids = await alerts(work, 2)
    found = await act(work, ANN, BulkDeed.CONFIRM, ids)
    await work.send(ids[0])
    work.later(minutes=10)
    await bulk_acts.take_back(work.hub, await work.person(ANN), found.act_id)
    await carried_out(work, ANN)
    assert set(await states(work, ids)) == {CaseState.RETRACTED}
    takedowns = [await work.takedown(case_id) for case_id in ids]
    assert [one.state for one in takedowns if one] == ["withdrawing", "cancelled"]


async def test_what_somebody_else_has_decided_since_is_not_taken_back(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ids = await alerts(work, 2)
    ann, ben = await work.person(ANN), await work.person(BEN)
    found = await act(work, ANN, BulkDeed.CONFIRM, ids)
    await retraction.undo(work.hub, ann, ids[0])
    await enforcement.confirm(work.hub, ben, ids[0])
    await work.send(ids[0])
    await bulk_acts.take_back(work.hub, ann, found.act_id)
    await carried_out(work, ANN)
    assert await states(work, ids) == ["confirmed", "alerted"]
    (back,) = [one for one in await work.rows(BulkAct) if one.retracts_id]
    assert (await shown(work, back.id)).problems == {ItemProblem.DECIDED: 1}


async def test_taken_back_while_it_runs_the_rest_never_begins(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ids = await alerts(work, 3)
    ann = await work.person(ANN)
    preview = await bulk_acts.begin(work.hub, ann, BulkDeed.CONFIRM, unseen(ids))
    await bulk_acts.submit(work.hub, ann, preview.act_id)
    await bulk_work.carry_out_next(work.hub, ann.id)
    await bulk_acts.take_back(work.hub, ann, preview.act_id)
    await carried_out(work, ANN)
    assert await states(work, ids) == ["alerted", "alerted", "alerted"]
    assert (await shown(work, preview.act_id)).problems == {ItemProblem.TAKEN_BACK: 2}


async def test_the_desk_accepts_and_declines_many(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ids = await alerts(work, 4, "Ostrelle")
    gil = await work.person(GIL)
    for case_id in ids:
        await enforcement.confirm(work.hub, gil, case_id)
    assert (await act(work, OLA, BulkDeed.ACCEPT, ids[:2])).done == 2
    declined = await act(work, OLA, BulkDeed.DECLINE, ids[1:], DeclineReason.DUPLICATE, None)
    assert (declined.done, declined.problems) == (2, {ItemProblem.DECIDED: 1})
    assert await states(work, ids) == ["confirmed", "confirmed", "declined", "declined"]
    with pytest.raises(ActNotTakenBack):
        await bulk_acts.take_back(work.hub, await work.person(OLA), declined.act_id)


async def test_a_lapsed_right_and_a_lost_role_are_told_case_by_case(hub: Hub) -> None:
    work = await Casework.begun(hub)
    theirs = await alerts(work, 2, "Quorvane")
    ray = await work.person(RAY)
    preview = await bulk_acts.begin(work.hub, ray, BulkDeed.CONFIRM, unseen(theirs))
    await bulk_acts.submit(work.hub, ray, preview.act_id)
    work.later(days=60)
    await carried_out(work, RAY)
    assert (await shown(work, preview.act_id)).problems == {ItemProblem.NOT_FOUND: 2}
    async with work.hub.unit(EVERYONE) as unit:
        for right in await work.rows(RegisteredRight):
            (await unit.session.get_one(RegisteredRight, right.id)).withdrawn_at = work.now
    bare = await alerts(work, 1)
    found = await act(work, ANN, BulkDeed.CONFIRM, bare)
    assert found.problems == {ItemProblem.NO_RIGHT: 1}


async def test_nothing_too_much_or_anothers_cases_are_refused_and_a_viewers_are_told(hub: Hub) -> None:
    work = await Casework.begun(hub)
    (mine,) = await alerts(work, 1)
    ann, gil = await work.person(ANN), await work.person(GIL)
    with pytest.raises(NothingChosen):
        await bulk_acts.begin(work.hub, gil, BulkDeed.CONFIRM, unseen([mine]))
    with pytest.raises(NothingChosen):
        await bulk_acts.begin(work.hub, ann, BulkDeed.CONFIRM, {})
    with pytest.raises(TooManyChosen):
        await bulk_acts.begin(work.hub, ann, BulkDeed.CONFIRM, unseen([new_id() for _ in range(201)]))
    found = await act(work, VIC, BulkDeed.CONFIRM, [mine])
    assert found.problems == {ItemProblem.NOT_YOURS: 1}


async def test_a_form_left_open_for_days_is_not_taken_and_is_forgotten(hub: Hub) -> None:
    work = await Casework.begun(hub)
    (mine,) = await alerts(work, 1)
    ann = await work.person(ANN)
    preview = await bulk_acts.begin(work.hub, ann, BulkDeed.CONFIRM, unseen([mine]))
    work.later(days=2)
    with pytest.raises(ActNotFound):
        await bulk_acts.submit(work.hub, ann, preview.act_id)
    work.later(days=1)
    await bulk_acts.forget_unsent(work.hub)
    assert await work.rows(BulkAct) == await work.rows(BulkItem) == []


async def test_two_nodes_at_one_act_do_each_case_once(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ids = await alerts(work, 6)
    ann = await work.person(ANN)
    preview = await bulk_acts.begin(work.hub, ann, BulkDeed.CONFIRM, unseen(ids))
    await bulk_acts.submit(work.hub, ann, preview.act_id)
    await asyncio.gather(ActWorker(work.hub).run({"key": ann.id}), ActWorker(work.hub).run({"key": ann.id}))
    found = await shown(work, preview.act_id)
    assert (found.done, found.not_done) == (6, 0)
    assert found.finished_at is not None
    confirmed = [event for event in await work.rows(CaseEventRow) if event.kind == "confirmed"]
    assert len(confirmed) == 6


async def test_somebody_erased_meanwhile_does_nothing_more_and_is_told_nothing(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ids = await alerts(work, 2)
    ann = await work.person(ANN)
    preview = await bulk_acts.begin(work.hub, ann, BulkDeed.CONFIRM, unseen(ids))
    await bulk_acts.submit(work.hub, ann, preview.act_id)
    await privacy.erase(work.hub, "cli:test", f"{ann.team_id}/{ANN}", force=True)
    await bulk_work.wake_unfinished(work.hub)
    while await bulk_work.carry_out_next(work.hub, ann.id):
        pass
    assert (await shown(work, preview.act_id)).problems == {ItemProblem.NOT_YOURS: 2}
    assert await states(work, ids) == ["alerted", "alerted"]
    assert await work.rows(SlackMessageRow, kind="act") == []
