"""Two workers at one key: a node taken for dead is still at work beside the one that took over."""

import asyncio

from aacabot.domain.cases import CaseState
from aacabot.domain.takedowns import TakedownState
from aacabot.domain.viewers import EVERYONE
from aacabot.marketplaces.connector import ListingStatus, TakedownStatus
from aacabot.services import deliveries, enforcement
from aacabot.services.failures import tell_desk_of_dead_work
from aacabot.services.hub import Hub
from aacabot.services.messages import CHANNEL_WORKER
from aacabot.store import drains, listings
from aacabot.store.models import CaseRow, Drain, ListingRow, Member, SlackMessageRow
from tests.journeys import alliance as journey
from tests.services import steps
from tests.services.casework import Casework

CHANNEL = f"{journey.OPS}:C0ACME"


async def test_the_later_start_of_a_worker_is_the_one_that_counts(hub: Hub) -> None:
    async with hub.unit(EVERYONE) as unit:
        unit.wake(CHANNEL_WORKER, CHANNEL)
    async with hub.unit(EVERYONE) as unit:
        first = await drains.begin(unit.session, CHANNEL_WORKER, CHANNEL)
        assert await drains.is_current(unit.session, CHANNEL_WORKER, CHANNEL, first)
        second = await drains.begin(unit.session, CHANNEL_WORKER, CHANNEL)
        assert not await drains.is_current(unit.session, CHANNEL_WORKER, CHANNEL, first)
        assert await drains.is_current(unit.session, CHANNEL_WORKER, CHANNEL, second)


async def test_a_worker_that_was_given_up_is_owed_again_by_the_next_who_asks(hub: Hub) -> None:
    work = await Casework.begun(hub)
    async with hub.unit(EVERYONE) as unit:
        unit.wake(CHANNEL_WORKER, CHANNEL)
    await tell_desk_of_dead_work(hub, CHANNEL_WORKER, f"{CHANNEL_WORKER}:{CHANNEL}:0", "broke", CHANNEL)
    async with hub.unit(EVERYONE) as unit:
        unit.wake(CHANNEL_WORKER, CHANNEL)
    [drain] = await work.rows(Drain, key=CHANNEL)
    assert (drain.owed, drain.generation) == (True, 1)


async def test_only_one_of_two_workers_posts_a_card_first(hub: Hub) -> None:
    work = await Casework.begun(hub)
    await work.suspect()
    both = await asyncio.gather(*(deliveries.next_delivery(work.hub, CHANNEL) for _ in range(2)))
    fresh = [one for one in both if one is not None and one.maybe_posted is None]
    assert len(fresh) == 1


async def test_a_second_post_of_a_card_is_known_for_one_too_many(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await work.suspect()
    delivery = await deliveries.next_delivery(work.hub, CHANNEL)
    assert delivery is not None
    assert await deliveries.delivered(work.hub, delivery, "1.1")
    assert not await deliveries.delivered(work.hub, delivery, "2.2")
    [card] = await work.messages(case_id, "case")
    assert (card.ts, card.unsent) == ("1.1", False)


async def test_an_old_revision_shown_late_is_put_right(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await work.suspect()
    old = await deliveries.next_delivery(work.hub, CHANNEL)
    assert old is not None
    ann = await work.person(journey.ANN)
    await enforcement.confirm(work.hub, ann, case_id)
    new = await deliveries.next_delivery(work.hub, CHANNEL)
    assert new is not None
    assert new.rev > old.rev
    assert await deliveries.delivered(work.hub, new, "1.1")
    assert await deliveries.delivered(work.hub, old, "1.1")
    [card] = await work.messages(case_id, "case")
    assert isinstance(card, SlackMessageRow)
    assert card.unsent
    assert card.wanted_rev > new.rev


async def test_a_listing_that_changes_while_it_is_screened_stays_to_be_screened(hub: Hub) -> None:
    work = await Casework.begun(hub)
    await work.receive(title="Nothing in particular", listing_id="L1")
    [seen] = await work.rows(ListingRow)
    async with work.hub.unit(EVERYONE) as unit:
        row = await unit.session.get_one(ListingRow, seen.id)
        row.version += 1
    async with work.hub.unit(EVERYONE) as unit:
        await listings.mark_screened(unit.session, [seen], matched=False)
    [now] = await work.rows(ListingRow)
    assert now.screened_version < now.version


async def test_two_brands_proofs_on_one_listing_never_wait_for_each_other(hub: Hub) -> None:
    work = await Casework.begun(hub)
    await work.receive(title="Zephyrine meets Quorvane, last pairs", listing_id="L1")
    owners = {"acme": journey.ANN, "beta": journey.BEA}
    proofs = []
    for case in await work.rows(CaseRow):
        [member] = await work.rows(Member, id=case.member_id)
        owner = await work.person(owners[member.key])
        await enforcement.confirm(work.hub, owner, case.id)
        takedown = await work.send(case.id)
        await work.answer(case.id, TakedownStatus.REMOVED)
        proofs.append(steps.record_reading(work.hub, takedown.id, ListingStatus.REMOVED, work.now))
    assert await asyncio.gather(*proofs) == [TakedownState.VERIFIED] * 2
    assert {case.state for case in await work.rows(CaseRow)} == {CaseState.TAKEN_DOWN}
