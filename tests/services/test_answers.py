"""What a marketplace answers, and what reading the listing again proves."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from aacabot.domain.listings import MarketplaceEventType
from aacabot.domain.takedowns import PENDING_FOR, VERIFY_FOR, TakedownState
from aacabot.domain.viewers import EVERYONE
from aacabot.marketplaces.backoff import TAKEDOWN_TRIES
from aacabot.marketplaces.connector import ListingStatus, TakedownStatus
from aacabot.services import answers, enforcement, failures, retraction
from aacabot.services.hub import Hub
from aacabot.store.models import CaseRow, TakedownRow
from aacabot.store.takedowns import failed_takedowns
from tests.journeys.alliance import ANN
from tests.services import steps
from tests.services.casework import NOON, Casework
from tests.services.confirmed import confirmed, desk_notes, event, latest, submitted, thread_notes

_T = TakedownStatus


@pytest.fixture
async def work(hub: Hub) -> Casework:
    return await Casework.begun(hub)


async def kinds(work: Casework, case_id: str) -> list[str]:
    return [event.kind for event in await work.events(case_id)]


async def read(work: Casework, case_id: str, status: ListingStatus) -> TakedownState:
    return await steps.record_reading(work.hub, (await latest(work, case_id)).id, status, work.now)


async def change(work: Casework, case_id: str, **values: object) -> None:
    """Put a takedown where time or failures would have brought it."""
    async with work.hub.unit((await work.person("U0OLA")).viewer) as unit:
        row = await unit.session.get_one(TakedownRow, (await latest(work, case_id)).id)
        for name, value in values.items():
            setattr(row, name, value)


async def test_removed_is_a_report_until_the_listing_was_read_as_gone(work: Casework) -> None:
    case_id = await submitted(work, _T.REMOVED)
    assert (await work.case(case_id)).state == "submitted"
    assert await read(work, case_id, ListingStatus.PAUSED) is TakedownState.REMOVED
    assert (await work.alert(case_id)).takedown.found_paused_at == NOON  # type: ignore[union-attr]
    assert (await latest(work, case_id)).due_at == NOON + timedelta(seconds=2)
    assert await read(work, case_id, ListingStatus.REMOVED) is TakedownState.VERIFIED
    assert (await latest(work, case_id)).due_at is None
    assert await kinds(work, case_id) == ["opened", "confirmed", "sent", "reported_removed", "verified"]


async def test_the_same_answer_again_has_no_second_effect(work: Casework) -> None:
    case_id = await submitted(work, _T.REMOVED)
    before = await kinds(work, case_id)
    await work.answer(case_id, _T.REMOVED)
    assert await kinds(work, case_id) == before
    await read(work, case_id, ListingStatus.REMOVED)
    assert await work.answer(case_id, _T.DECLINED) is TakedownState.VERIFIED
    assert (await work.case(case_id)).state == "taken_down"


async def test_still_there_after_a_day_has_failed(work: Casework) -> None:
    case_id = await submitted(work, _T.REMOVED)
    work.now += VERIFY_FOR + timedelta(seconds=1)
    assert await read(work, case_id, ListingStatus.LIVE) is TakedownState.FAILED
    assert (await latest(work, case_id)).reason == "STILL_LIVE"
    assert await thread_notes(work, case_id) == ["failed"]
    assert len(await desk_notes(work, "dead_letter")) == 1
    assert await failures.retry(work.hub, (await latest(work, case_id)).id)
    again = await latest(work, case_id)
    assert (again.state, again.due_at) == (TakedownState.REMOVED, work.now)


async def test_a_pending_takedown_is_the_desks_after_its_deadline(work: Casework) -> None:
    case_id = await submitted(work, _T.PENDING)
    assert (await latest(work, case_id)).due_at == NOON + timedelta(seconds=5)
    work.now += PENDING_FOR + timedelta(seconds=1)
    for _ in range(2):
        await work.answer(case_id, _T.PENDING)
    assert (await latest(work, case_id)).due_at is None
    assert len(await desk_notes(work, "pending_too_long")) == 1
    async with work.hub.database.read(EVERYONE) as session:
        assert [row.case_id for row in await failed_takedowns(session)] == [case_id]
    assert await failures.retry(work.hub, (await latest(work, case_id)).id)
    asked = await latest(work, case_id)
    assert (asked.state, asked.due_at) == (TakedownState.PENDING, work.now)
    assert not await failures.retry(work.hub, asked.id)
    work.now += PENDING_FOR + timedelta(seconds=1)
    await work.answer(case_id, _T.PENDING)
    assert len(await desk_notes(work, "pending_too_long")) == 2, "the desk hears of each deadline"
    assert await work.answer(case_id, _T.REMOVED) is TakedownState.REMOVED


async def test_a_marketplace_that_lost_the_takedown_gets_it_again_under_the_same_id(work: Casework) -> None:
    case_id = await submitted(work, _T.PENDING)
    before = await latest(work, case_id)
    assert await work.answer(case_id, _T.UNKNOWN) is TakedownState.SENDING
    again = await latest(work, case_id)
    assert (again.id, again.notice, again.due_at) == (before.id, before.notice, NOON)


async def test_a_failed_try_waits_as_long_as_the_marketplace_asks_and_the_breaker_says(
    work: Casework,
) -> None:
    case_id = await confirmed(work)
    ident = (await latest(work, case_id)).id
    assert await failures.unreachable(work.hub, ident, "answered 429", 40.0, None) == NOON + timedelta(
        seconds=40
    )
    later = NOON + timedelta(minutes=5)
    assert await failures.unreachable(work.hub, ident, "no answer in time", None, later) == later
    shown = (await work.alert(case_id)).takedown
    assert shown is not None
    assert shown.retry_at == later


async def test_after_a_day_of_trying_it_is_a_dead_letter_that_can_be_retried(work: Casework) -> None:
    case_id = await confirmed(work)
    await work.send(case_id)
    ident = (await latest(work, case_id)).id
    await change(work, case_id, tries=TAKEDOWN_TRIES - 1)
    assert await failures.unreachable(work.hub, ident, "no connection", None, None) is None
    assert (await work.case(case_id)).state == "failed"
    assert len(await desk_notes(work, "dead_letter")) == 1
    assert await failures.retry(work.hub, ident)
    assert not await failures.retry(work.hub, ident)
    again = await latest(work, case_id)
    assert (again.id, again.state, again.tries, again.due_at) == (ident, "sending", 0, NOON)
    assert (await work.case(case_id)).state == "confirmed"


async def test_a_step_nobody_foresaw_failing_is_tried_again_and_then_the_desks(work: Casework) -> None:
    case_id = await confirmed(work)
    ident = (await latest(work, case_id)).id
    for _ in range(failures.STUMBLES - 1):
        await failures.stumbled(work.hub, ident, "KeyError: 'x'")
        row = await latest(work, case_id)
        assert row.state == "owed"
        assert row.due_at is not None
        assert row.due_at > NOON
    await failures.stumbled(work.hub, ident, "KeyError: 'x'")
    assert (await latest(work, case_id)).reason == "INTERNAL"
    assert (await work.case(case_id)).state == "failed"
    assert len(await desk_notes(work, "dead_letter")) == 1


async def test_a_step_of_a_case_that_ended_otherwise_is_the_desks_and_moves_nothing(work: Casework) -> None:
    case_id = await confirmed(work)
    ident = (await latest(work, case_id)).id
    await event(work, MarketplaceEventType.LISTING_RESTORED, takedown_id=ident)
    await change(work, case_id, state=TakedownState.SENDING.value, tries=failures.STUMBLES - 1)
    await failures.stumbled(work.hub, ident, "IllegalMove")
    row = await latest(work, case_id)
    assert (row.state, row.due_at) == (TakedownState.FAILED, None)
    assert (await work.case(case_id)).state == "restored"
    assert len(await desk_notes(work, "dead_letter")) == 1


AFTER_A_COUNTER_NOTICE: list[tuple[TakedownStatus, Sequence[TakedownStatus], str]] = [
    (_T.PENDING, [_T.PENDING, _T.REMOVED], "counter_noticed"),
    (_T.REMOVED, [_T.REMOVED], "counter_noticed"),
    (_T.PENDING, [_T.DECLINED], "declined"),
    (_T.PENDING, [_T.WITHDRAWN], "failed"),
]


@pytest.mark.parametrize(("first", "then", "ends"), AFTER_A_COUNTER_NOTICE)
async def test_a_counter_notice_does_not_stop_what_is_under_way(
    work: Casework, first: TakedownStatus, then: Sequence[TakedownStatus], ends: str
) -> None:
    case_id = await submitted(work, first)
    ident = (await latest(work, case_id)).id
    await event(work, MarketplaceEventType.COUNTER_NOTICE_FILED, takedown_id=ident, text="Mine.")
    for status in then:
        await work.answer(case_id, status)
    if ends == "counter_noticed":
        assert await read(work, case_id, ListingStatus.LIVE) is TakedownState.REMOVED
        assert await read(work, case_id, ListingStatus.REMOVED) is TakedownState.VERIFIED
        assert (await work.alert(case_id)).counter_notice is not None
    assert (await work.case(case_id)).state == ends


async def test_a_retract_overtakes_the_answer(work: Casework) -> None:
    case_id = await confirmed(work)
    await work.send(case_id)
    await retraction.retract(work.hub, await work.person(ANN), case_id)
    assert await work.answer(case_id, _T.REMOVED) is TakedownState.WITHDRAWING
    await answers.withdrawn(work.hub, (await latest(work, case_id)).id)
    assert (await latest(work, case_id)).state == TakedownState.WITHDRAWN
    assert (await kinds(work, case_id))[-2:] == ["retracted", "withdrawn"]


async def test_a_listing_seen_gone_closes_what_waits_and_leaves_what_was_sent(work: Casework) -> None:
    title = {"listing_id": "L1", "title": "Zephyrine and Quorvane and Ostrelle set"}
    await work.receive(**title)
    assert len(await work.rows(CaseRow)) == 3
    mine, theirs = [await case_of(work, user) for user in (ANN, "U0BEA")]
    await enforcement.confirm(work.hub, await work.person(ANN), mine)
    await enforcement.confirm(work.hub, await work.person("U0BEA"), theirs)
    await work.send(mine)
    await work.answer(mine, _T.REMOVED)
    await read(work, mine, ListingStatus.REMOVED)
    assert (await work.case(mine)).state == "taken_down"
    assert (await work.case(theirs)).state == "closed"
    assert (await latest(work, theirs)).state == TakedownState.GONE
    assert (await latest(work, theirs)).due_at is None
    closed = await work.alert(await case_of(work, "U0GIL"))
    assert closed.state == "closed"
    assert closed.decision is None


async def case_of(work: Casework, user: str) -> str:
    """The case of this person's member."""
    members = (await work.person(user)).member_ids
    return next(str(row.id) for row in await work.rows(CaseRow) if row.member_id in members)
