"""What goes out to a marketplace: what the decider saw, with its evidence, or nothing."""

import hashlib

import pytest

from aacabot.domain.listings import Listing, PartialListing, differences, merge
from aacabot.domain.takedowns import TakedownState
from aacabot.services import enforcement, lanes, orders, retraction, takedowns
from aacabot.services.hub import Hub
from aacabot.services.orders import Order, Piece
from aacabot.store.evidence import Kept
from aacabot.store.models import Evidence, Member, TakedownRow
from tests.journeys.alliance import ANN
from tests.services import steps
from tests.services.casework import NOON, Casework
from tests.services.confirmed import confirmed, desk_notes, latest, thread_notes


@pytest.fixture
async def work(hub: Hub) -> Casework:
    return await Casework.begun(hub)


async def order_of(work: Casework, case_id: str) -> Order:
    order = await steps.open_order(work.hub, (await latest(work, case_id)).id)
    assert order is not None
    return order


async def test_an_order_is_what_the_decider_saw_though_the_listing_changed_since(work: Casework) -> None:
    case_id = await confirmed(work, listing_id="L1")
    work.later(minutes=1)
    await work.receive(listing_id="L1", title="Zephyrine slippers")
    assert (await work.case(case_id)).version == 2
    order = await order_of(work, case_id)
    assert order.listing.title == "Zephyrine runner, last pairs"
    assert b"last pairs" in order.body


async def test_the_notice_and_its_evidence_are_written_together_and_only_once(work: Casework) -> None:
    case_id = await confirmed(work)
    order = await order_of(work, case_id)
    kept = Piece("listing_as_received", Kept("p", "0" * 64, 1), "application/json")
    notice = await steps.write_notice(work.hub, order, [kept])
    assert notice is not None
    assert await steps.write_notice(work.hub, order, [kept]) is None

    takedown = await latest(work, case_id)
    assert (takedown.state, takedown.notice) == (TakedownState.SENDING, notice)
    (stored,) = await work.rows(Evidence, kind="notice")
    assert stored.sha256 == hashlib.sha256(notice).hexdigest()
    assert stored.path == (await work.hub.evidence.keep(notice)).path
    assert await work.hub.evidence.read(stored.path) == notice
    assert len(await work.rows(Evidence)) == 2
    assert (await order_of(work, case_id)).notice == notice


async def test_what_was_retracted_is_never_written(work: Casework) -> None:
    case_id = await confirmed(work)
    order = await order_of(work, case_id)
    await retraction.retract(work.hub, await work.person(ANN), case_id)
    assert await steps.write_notice(work.hub, order, []) is None
    assert await steps.open_order(work.hub, order.takedown_id) is None
    assert (await latest(work, case_id)).state == TakedownState.CANCELLED


async def test_a_member_without_a_contact_cannot_be_a_complainant(work: Casework) -> None:
    case_id = await confirmed(work)
    async with work.hub.unit((await work.person(ANN)).viewer) as unit:
        member = await unit.session.get_one(Member, (await work.case(case_id)).member_id)
        member.contact_email = None
    assert await steps.write_notice(work.hub, await order_of(work, case_id), []) is None
    assert (await latest(work, case_id)).reason == "NO_CONTACT"
    assert (await work.case(case_id)).state == "failed"
    assert await thread_notes(work, case_id) == ["failed"]
    assert len(await desk_notes(work, "dead_letter")) == 1


@pytest.mark.parametrize("member", [None, "acme"])
async def test_a_stopped_lane_parks_what_is_owed_until_it_opens(work: Casework, member: str | None) -> None:
    case_id = await confirmed(work)
    order = await order_of(work, case_id)
    await lanes.stop(work.hub, "Ola", member)
    assert await steps.write_notice(work.hub, order, []) is None
    assert await steps.open_order(work.hub, order.takedown_id) is None
    parked = await latest(work, case_id)
    assert (parked.state, parked.due_at, parked.problem) == ("owed", None, takedowns.LANE_STOPPED)
    assert (await work.alert(case_id)).takedown is not None

    await lanes.reopen(work.hub, member)
    freed = await latest(work, case_id)
    assert (freed.state, freed.due_at, freed.problem) == ("owed", NOON, None)


async def test_a_notice_that_may_be_in_the_world_is_not_stopped_by_the_lane(work: Casework) -> None:
    case_id = await confirmed(work)
    await work.send(case_id)
    await lanes.stop(work.hub, "Ola")
    assert (await order_of(work, case_id)).notice is not None


async def test_a_held_case_waits_for_a_new_decision_on_what_is_there_now(work: Casework) -> None:
    case_id = await confirmed(work)
    order = await order_of(work, case_id)
    read = PartialListing(title="Zephyrine slippers")
    changes = differences(order.listing, read)
    await orders.hold(work.hub, order, merge(order.listing, read), changes)

    case, alert = await work.case(case_id), await work.alert(case_id)
    assert (case.state, case.decided_by, case.version) == ("alerted", None, 2)
    assert alert.held
    assert [(change.field, change.after) for change in alert.changes] == [("title", "Zephyrine slippers")]
    assert alert.listing.title == "Zephyrine slippers"
    assert await steps.open_order(work.hub, order.takedown_id) is None

    await enforcement.confirm(work.hub, await work.person(ANN), case_id)
    again = await order_of(work, case_id)
    assert again.takedown_id != order.takedown_id
    assert isinstance(again.listing, Listing)
    assert not differences(again.listing, read)
    assert {row.attempt for row in await work.rows(TakedownRow, case_id=case_id)} == {1, 2}
