"""What a marketplace tells of takedowns and listings: each event once, and only where it fits."""

from datetime import timedelta

import pytest

from aacabot.domain.listings import MarketplaceEventType, PartialListing
from aacabot.domain.takedowns import TakedownState
from aacabot.marketplaces.connector import ListingStatus, TakedownStatus
from aacabot.services import enforcement, rereads
from aacabot.services.hub import Hub
from aacabot.store.models import CaseRow, IntakeBatch, ListingRead, ListingRow, SeenWebhook, SlackMessageRow
from tests.journeys.alliance import ANN, BEA
from tests.services import steps
from tests.services.casework import NOON, Casework
from tests.services.confirmed import confirmed, desk_notes, event, latest, submitted, thread_notes

_E = MarketplaceEventType


@pytest.fixture
async def work(hub: Hub) -> Casework:
    return await Casework.begun(hub)


async def test_an_event_comes_true_once_however_often_it_is_told(work: Casework) -> None:
    case_id = await submitted(work, TakedownStatus.PENDING)
    ident = (await latest(work, case_id)).id
    for _ in range(3):
        await event(work, _E.TAKEDOWN_DECLINED, webhook_id="msg-1", takedown_id=ident, reason="WRONG_CLASS")
    assert [e.kind for e in await work.events(case_id)].count("declined") == 1
    assert await thread_notes(work, case_id) == ["declined"]
    assert len(await work.rows(SeenWebhook, webhook_id="event:msg-1")) == 1


async def test_the_marketplaces_own_time_is_kept_beside_ours(work: Casework) -> None:
    case_id = await submitted(work, TakedownStatus.PENDING)
    work.later(minutes=10)
    at = NOON + timedelta(minutes=3)
    await event(work, _E.TAKEDOWN_REMOVED, takedown_id=(await latest(work, case_id)).id, at=at)
    told = (await work.events(case_id))[-1]
    assert (told.kind, told.occurred_at, told.recorded_at) == ("reported_removed", at, work.now)
    assert (await latest(work, case_id)).due_at == work.now


@pytest.mark.parametrize("kind", list(_E))
async def test_an_event_that_fits_nothing_is_taken_and_changes_nothing(work: Casework, kind: _E) -> None:
    case_id = await work.suspect()
    before = [e.kind for e in await work.events(case_id)]
    await event(work, kind, takedown_id="no-such", listing_id="never-seen", text="?")
    assert [e.kind for e in await work.events(case_id)] == before
    assert not await work.rows(ListingRead)


async def test_a_restore_ends_the_takedown_and_is_said_in_the_thread(work: Casework) -> None:
    case_id = await submitted(work, TakedownStatus.REMOVED)
    row = await latest(work, case_id)
    await event(work, _E.LISTING_RESTORED, takedown_id=row.id, reason="An invoice was shown.")
    assert (await work.case(case_id)).state == "restored"
    assert (await latest(work, case_id)).state == TakedownState.CANCELLED
    assert await thread_notes(work, case_id) == ["restored"]
    await steps.record_reading(work.hub, row.id, ListingStatus.LIVE, work.now)
    assert (await work.case(case_id)).state == "restored"


async def test_a_restore_also_ends_a_notice_that_was_to_be_sent_again(work: Casework) -> None:
    case_id = await submitted(work, TakedownStatus.UNKNOWN)
    row = await latest(work, case_id)
    assert row.state == TakedownState.SENDING
    await event(work, _E.LISTING_RESTORED, takedown_id=row.id)
    assert await work.answer(case_id, TakedownStatus.REMOVED) is TakedownState.CANCELLED
    assert (await work.case(case_id)).state == "restored"


async def test_a_restore_also_ends_a_notice_that_has_not_gone_out_yet(work: Casework) -> None:
    case_id = await confirmed(work)
    takedown = await latest(work, case_id)
    await event(work, _E.LISTING_RESTORED, takedown_id=takedown.id)
    assert (await work.case(case_id)).state == "restored"
    assert (await latest(work, case_id)).state == TakedownState.CANCELLED
    assert await steps.open_order(work.hub, takedown.id) is None


@pytest.mark.parametrize("kind", [_E.LISTING_RESTORED, _E.COUNTER_NOTICE_FILED])
async def test_what_befalls_anothers_takedown_costs_nobody_a_notice_that_has_not_gone_out(
    work: Casework, kind: MarketplaceEventType
) -> None:
    await work.receive(listing_id="L1", title="Zephyrine and Quorvane runners")
    cases = {case.member_id: case.id for case in await work.rows(CaseRow)}
    acme, beta = (await work.person(ANN)).of_member, (await work.person(BEA)).of_member
    sent, owed = cases[acme or ""], cases[beta or ""]
    await enforcement.confirm(work.hub, await work.person(ANN), sent)
    await enforcement.confirm(work.hub, await work.person(BEA), owed)
    await work.send(sent)
    await work.answer(sent, TakedownStatus.REMOVED)
    await event(work, kind, listing_id="L1")
    assert (await work.case(sent)).state in {"restored", "counter_noticed"}
    assert ((await work.case(owed)).state, (await latest(work, owed)).state) == ("confirmed", "owed")


async def test_a_listing_that_is_relisted_opens_the_next_round(work: Casework) -> None:
    case_id = await submitted(work, TakedownStatus.REMOVED)
    await steps.record_reading(work.hub, (await latest(work, case_id)).id, ListingStatus.REMOVED, work.now)
    (listing,) = await work.rows(ListingRow)
    await event(work, _E.LISTING_RELISTED, listing_id=listing.listing_id)
    await work.receive(listing_id="unrelated", title="plain socks")
    rounds = sorted(row.round for row in await work.rows(CaseRow))
    assert rounds == [1, 2]


async def test_a_removal_closes_a_waiting_case_and_what_it_owed(work: Casework) -> None:
    case_id = await confirmed(work, listing_id="L1")
    await event(work, _E.LISTING_REMOVED, listing_id="L1")
    assert (await work.case(case_id)).state == "closed"
    assert (await latest(work, case_id)).state == TakedownState.GONE


async def test_a_change_is_read_and_shown(work: Casework) -> None:
    case_id = await work.suspect(listing_id="L1")
    await event(work, _E.LISTING_CHANGED, listing_id="L1")
    marketplace = await work.marketplace()
    ((read_id, listing_id),) = await rereads.owed(work.hub, marketplace.id)
    assert listing_id == "L1"
    await rereads.was_read(work.hub, read_id, PartialListing(title="Zephyrine slippers"), gone=False)
    assert await rereads.owed(work.hub, marketplace.id) == []
    assert [batch.screened_at for batch in await work.rows(IntakeBatch)].count(None) == 1
    await work.receive(listing_id="unrelated", title="plain socks")
    alert = await work.alert(case_id)
    assert [(change.field, change.after) for change in alert.changes] == [("title", "Zephyrine slippers")]


async def test_a_counter_notice_is_told_to_the_decider_the_counsel_and_the_desk(work: Casework) -> None:
    case_id = await submitted(work, TakedownStatus.REMOVED)
    ident = (await latest(work, case_id)).id
    await event(work, _E.COUNTER_NOTICE_FILED, takedown_id=ident, reason="GENUINE", text="These are mine.")
    (note,) = [row for row in await work.messages(case_id, "note") if row.parent_id]
    assert note.values["slack_user"] == "U0ANN"
    assert note.values["due"] == (NOON + timedelta(days=15)).isoformat()
    counsel = [row for row in await work.messages(case_id, "note") if row.parent_id is None]
    assert [row.channel for row in counsel] == ["T0OPS:U0ANN"]
    (desk,) = await desk_notes(work, "counter_notice_for_desk")
    assert "text" not in desk.values
    shown = (await work.alert(case_id)).counter_notice
    assert shown is not None
    assert shown.text == "These are mine."
    assert {row.kind for row in await work.rows(SlackMessageRow)} >= {"case", "note"}
