"""A case as its card shows it, in every state: one frozen value, read from the case and its events."""

from datetime import timedelta

from aacabot.domain.cases import CaseState, Change, DismissReason
from aacabot.domain.listings import MarketplaceEvent, MarketplaceEventType
from aacabot.domain.rights import ReasonCode
from aacabot.marketplaces.connector import ListingStatus, TakedownStatus
from aacabot.services import answers, enforcement, failures, orders, retraction, verification
from aacabot.services.hub import Hub
from aacabot.services.marketplace_events import receive_event
from aacabot.store.models import SlackMessageRow
from tests.journeys.alliance import ANN, BEN
from tests.services import steps
from tests.services.casework import NOON, Casework
from tests.services.confirmed import latest
from tests.services.objected import object_to


async def confirmed(work: Casework) -> str:
    """Ann has confirmed, five minutes after the case opened."""
    case_id = await work.suspect(seller={"id": "s1", "name": "Nice Shop"})
    work.later(minutes=5)
    await enforcement.confirm(work.hub, await work.person(ANN), case_id)
    return case_id


async def event(work: Casework, kind: MarketplaceEventType, case_id: str, **more: str) -> None:
    """The marketplace tells of something, a minute before it reaches the hub."""
    takedown = await work.takedown(case_id)
    assert takedown is not None
    told = MarketplaceEvent.model_validate(
        {"type": kind, "takedown_id": takedown.id, "at": work.now - timedelta(minutes=1), **more}
    )
    await receive_event(work.hub, await work.marketplace(), f"{kind}-{work.now.isoformat()}", told)


async def test_a_new_alert_shows_the_listing_the_reason_and_the_deadline(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await work.suspect(
        seller={"id": "s1", "name": "Nice Shop", "country": "FR"},
        price={"amount": "19.90", "currency": "EUR"},
        images=[{"url": "https://market.example/1.jpg"}, {"url": "https://market.example/2.jpg"}],
        units_sold=7,
        description="Soft.",
        suspicion={"reason": "cheap", "score": 0.9},
    )
    shown = await work.alert(case_id, await work.person(ANN))
    assert (shown.state, shown.round, shown.brand, shown.member) == (
        CaseState.ALERTED,
        1,
        "Zephyrine",
        "Zephyrine Group",
    )
    assert shown.decide_by == NOON + timedelta(hours=24)
    assert (shown.listing.storefront, shown.listing.units_sold) == ("Nice Shop", 7)
    assert shown.listing.images == ("https://market.example/1.jpg", "https://market.example/2.jpg")
    assert shown.listing.has_description
    assert shown.marketplace_reason == "cheap"
    assert [(s.mark, s.surface, s.kind, s.field) for s in shown.suspicions] == [
        ("Zephyrine", "Zephyrine", "exact", "title")
    ]
    assert shown.right is not None
    assert (shown.right.number, shown.reason_code) == ("018000001", ReasonCode.COUNTERFEIT)
    assert (shown.decision, shown.takedown, shown.review, shown.info) == (None, None, None, None)


async def test_a_confirmed_case_shows_who_and_when_until_it_is_proved_gone(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await confirmed(work)
    decided = work.now
    shown = await work.alert(case_id)
    assert shown.state is CaseState.CONFIRMED
    assert shown.decision is not None
    assert (shown.decision.outcome, shown.decision.person, shown.decision.at) == ("confirmed", "Ann", decided)
    assert shown.takedown is not None
    assert shown.takedown.sent_at is None

    work.later(seconds=3)
    takedown = await work.send(case_id)
    assert (await work.alert(case_id)).evidence_count == 1
    await work.answer(case_id, TakedownStatus.PENDING)
    sent = work.now
    shown = await work.alert(case_id)
    assert shown.state is CaseState.SUBMITTED
    assert shown.takedown is not None
    assert (shown.takedown.pending, shown.takedown.sent_at, shown.takedown.receipt) == (True, sent, "R-1")

    work.later(hours=1)
    await work.answer(case_id, TakedownStatus.REMOVED)
    reported = work.now
    for status in (ListingStatus.LIVE, ListingStatus.PAUSED):
        work.later(seconds=2)
        await steps.record_reading(work.hub, takedown.id, status, work.now)
        shown = await work.alert(case_id)
        assert shown.state is CaseState.SUBMITTED
        assert shown.takedown is not None
        assert (shown.takedown.pending, shown.takedown.reported_removed_at) == (False, reported)
        live, paused = shown.takedown.still_live_at, shown.takedown.found_paused_at
        assert (live, paused) == ((work.now, None) if status is ListingStatus.LIVE else (None, work.now))

    work.later(seconds=5)
    await steps.record_reading(work.hub, takedown.id, ListingStatus.REMOVED, work.now)
    shown = await work.alert(case_id)
    assert shown.state is CaseState.TAKEN_DOWN
    assert shown.takedown is not None
    assert (shown.takedown.sent_at, shown.takedown.verified_at) == (sent, work.now)
    assert (shown.takedown.still_live_at, shown.takedown.found_paused_at) == (None, None)
    kinds = [one.kind for one in await work.events(case_id)]
    assert kinds == ["opened", "confirmed", "sent", "pending", "reported_removed", "verified"]


async def test_a_declined_takedown_shows_the_marketplaces_reason(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await confirmed(work)
    await work.send(case_id)
    await work.answer(case_id, TakedownStatus.DECLINED, "WRONG_CLASS")
    shown = await work.alert(case_id)
    assert shown.state is CaseState.DECLINED
    assert shown.takedown is not None
    assert shown.takedown.declined_reason == "WRONG_CLASS"
    assert shown.review is None
    (note,) = await work.messages(case_id, "note")
    assert (note.values["kind"], note.values["person"]) == ("declined", "Ann")


async def test_a_marketplace_that_does_not_answer_shows_the_next_try_and_then_a_failure(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await confirmed(work)
    takedown = await work.send(case_id)
    due = await failures.unreachable(work.hub, takedown.id, "connection refused", None, None)
    shown = await work.alert(case_id)
    assert shown.takedown is not None
    assert due is not None
    assert (shown.takedown.retry_at, shown.takedown.problem) == (due, "not_answering")
    await failures.refused(work.hub, takedown.id, 422, "no such listing")
    shown = await work.alert(case_id)
    assert shown.state is CaseState.FAILED
    assert shown.takedown is not None
    assert (shown.takedown.failed_reason, shown.takedown.retry_at) == ("REFUSED", None)


async def test_a_listing_that_changed_is_held_and_the_difference_shown_until_it_is_decided_again(
    hub: Hub,
) -> None:
    work = await Casework.begun(hub)
    case_id = await confirmed(work)
    takedown = await work.takedown(case_id)
    assert takedown is not None
    order = await steps.open_order(work.hub, takedown.id)
    assert order is not None
    now_reads = order.listing.model_copy(update={"title": "Nice runner"})
    change = Change("title", order.listing.title, "Nice runner")
    await orders.hold(work.hub, order, now_reads, (change,))

    shown = await work.alert(case_id)
    assert (shown.state, shown.held, shown.decision) == (CaseState.ALERTED, True, None)
    assert (shown.listing.title, shown.changes, shown.takedown) == ("Nice runner", (change,), None)
    await enforcement.confirm(work.hub, await work.person(BEN), case_id)
    shown = await work.alert(case_id)
    assert (shown.held, shown.changes) == (False, ())
    assert shown.decision is not None
    assert shown.decision.person == "Ben"
    assert (await work.case(case_id)).decided_version == 2


async def test_a_listing_found_gone_closes_the_case_without_saying_whose_work_it_was(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await confirmed(work)
    takedown = await work.takedown(case_id)
    assert takedown is not None
    work.later(seconds=1)
    await verification.already_gone(work.hub, takedown.id)
    shown = await work.alert(case_id)
    assert (shown.state, shown.closed_at) == (CaseState.CLOSED, work.now)
    (gone,) = [one for one in await work.events(case_id) if one.kind == "found_gone"]
    assert (gone.person_id, gone.data) == (None, {})


async def test_a_notice_not_sent_whose_seller_answered_is_not_looked_at_for_ever(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await confirmed(work)
    await object_to(work, case_id)
    takedown = await latest(work, case_id)
    assert ((await work.case(case_id)).state, takedown.state) == ("counter_noticed", "owed")
    await verification.already_gone(work.hub, takedown.id)
    takedown = await latest(work, case_id)
    assert (takedown.state, takedown.due_at) == ("gone", None)


async def test_a_dismissed_case_shows_no_takedown(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await work.suspect()
    await enforcement.dismiss(work.hub, await work.person(BEN), case_id, DismissReason.GENUINE, "Ours.")
    shown = await work.alert(case_id)
    assert (shown.state, shown.takedown) == (CaseState.DISMISSED, None)
    assert shown.decision is not None
    assert (shown.decision.person, shown.decision.note) == ("Ben", "Ours.")


async def test_the_sellers_objection_shows_its_deadline_by_the_marketplaces_own_time(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await confirmed(work)
    takedown = await work.send(case_id)
    await work.answer(case_id, TakedownStatus.REMOVED)
    await steps.record_reading(work.hub, takedown.id, ListingStatus.REMOVED, work.now)
    work.later(days=1)
    filed = work.now - timedelta(minutes=1)
    await event(
        work, MarketplaceEventType.COUNTER_NOTICE_FILED, case_id, reason="authorised", text="I am J. Doe"
    )
    shown = await work.alert(case_id)
    assert shown.state is CaseState.COUNTER_NOTICED
    assert shown.counter_notice is not None
    days = (await work.marketplace()).counter_notice_days
    assert shown.counter_notice.filed_at == filed
    assert shown.counter_notice.answer_by == filed + timedelta(days=days)
    assert (shown.counter_notice.reason, shown.counter_notice.text) == ("authorised", "I am J. Doe")
    objected = (await work.events(case_id))[-1]
    assert (objected.occurred_at, objected.recorded_at) == (filed, work.now)
    notes = {(row.values["kind"], row.channel) for row in await work.rows(SlackMessageRow, kind="note")}
    assert notes == {
        ("counter_noticed", "T0OPS:C0ACME"),
        ("counter_noticed", "T0OPS:U0ANN"),
        ("counter_notice_for_desk", "T0OPS:C0OPS"),
    }

    work.later(days=1)
    await event(work, MarketplaceEventType.LISTING_RESTORED, case_id, reason="dispute won")
    shown = await work.alert(case_id)
    assert (shown.state, shown.restored_reason) == (CaseState.RESTORED, "dispute won")
    assert shown.restored_at == work.now - timedelta(minutes=1)


async def test_a_withdrawn_takedown_shows_when(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await confirmed(work)
    takedown = await work.send(case_id)
    await work.answer(case_id, TakedownStatus.REMOVED)
    await retraction.retract(work.hub, await work.person(BEN), case_id)
    shown = await work.alert(case_id)
    assert shown.takedown is not None
    assert shown.takedown.withdrawn_at is None
    work.later(seconds=2)
    await answers.withdrawn(work.hub, takedown.id)
    shown = await work.alert(case_id)
    assert shown.state is CaseState.RETRACTED
    assert shown.takedown is not None
    assert shown.takedown.withdrawn_at == work.now
    assert shown.retraction is not None
    assert shown.retraction.person == "Ben"
