"""What cases met is kept in the commit of what happened to them, and can be made anew from the cases."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import event

from aacabot.domain.cases import CaseState, DismissReason
from aacabot.domain.listings import (
    MarketplaceEvent,
    MarketplaceEventType,
    PartialListing,
    differences,
    merge,
)
from aacabot.marketplaces.connector import ListingStatus, TakedownStatus
from aacabot.services import enforcement, orders, verification
from aacabot.services.hub import Hub
from aacabot.services.intel.recounting import recount
from aacabot.services.marketplace_events import receive_event
from aacabot.services.verification import Reading
from aacabot.store.models import Encounter, EncounteredCase, MatchingKey
from tests.journeys.alliance import ANN, BEA
from tests.services import steps
from tests.services.casework import BRANDS, Casework
from tests.services.complaining import Complaining

SELLER = {"id": "s-bad", "name": "Nice Shop"}
PDQ = "f" * 64
WHO = {"acme": ANN, "beta": BEA}


async def met(work: Casework) -> dict[str, tuple[int, int]]:
    """(cases, upheld) by kind and member, added up."""
    found: dict[str, tuple[int, int]] = {}
    for row in await work.rows(Encounter):
        cases, upheld = found.get(row.kind, (0, 0))
        found[row.kind] = cases + row.cases, upheld + row.upheld
    return found


async def everything(work: Casework) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    cases = [row.model_dump() for row in await work.rows(EncounteredCase)]
    return cases, [row.model_dump() for row in await work.rows(Encounter)]


async def taken_down(work: Casework, case_id: str, user: str = ANN) -> None:
    await enforcement.confirm(work.hub, await work.person(user), case_id)
    takedown = await work.send(case_id)
    await work.answer(case_id, TakedownStatus.REMOVED)
    reading = Reading(takedown_id=takedown.id, status=ListingStatus.REMOVED, read_at=work.now)
    await verification.record_readings(work.hub, [reading])


async def restored(work: Casework, case_id: str) -> None:
    takedown = await work.takedown(case_id)
    assert takedown is not None
    told = MarketplaceEvent.model_validate(
        {"type": MarketplaceEventType.LISTING_RESTORED, "takedown_id": takedown.id, "at": work.now}
    )
    await receive_event(work.hub, await work.marketplace(), f"restored-{case_id}", told)


async def test_a_case_meets_seller_listing_title_and_images_as_hashes(hub: Hub) -> None:
    work = await Casework.begun(hub)
    image = {"url": "https://market.example/1.jpg", "pdq": PDQ}
    await work.suspect(seller=SELLER, images=[image, {**image, "url": "https://market.example/2.jpg"}])
    assert await met(work) == dict.fromkeys(("seller", "listing", "title", "image"), (1, 0))
    (key,) = await work.rows(MatchingKey)
    assert key.number == 1
    kept = str([row.model_dump() for row in await work.rows(EncounteredCase)])
    assert "s-bad" not in kept and PDQ not in kept and "runner" not in kept
    await work.suspect(seller=SELLER, title="Zephyrine, another pair")
    assert await met(work) == {"seller": (2, 0), "listing": (2, 0), "title": (2, 0), "image": (1, 0)}
    sellers = [row for row in await work.rows(Encounter) if row.kind == "seller"]
    assert [(row.cases, row.last_on) for row in sellers] == [(2, work.now.date())]


async def test_a_takedown_upholds_and_a_restore_takes_it_back(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await work.suspect(seller=SELLER)
    await taken_down(work, case_id)
    assert (await met(work))["seller"] == (1, 1)
    await restored(work, case_id)
    assert (await met(work))["seller"] == (1, 0)


async def test_what_its_member_says_is_none_does_not_count(hub: Hub) -> None:
    work = await Casework.begun(hub)
    first = await work.suspect(seller=SELLER)
    work.later(days=1)
    second = await work.suspect(seller=SELLER)
    ann = await work.person(ANN)
    await enforcement.dismiss(work.hub, ann, second, DismissReason.GENUINE)
    (seller,) = [row for row in await work.rows(Encounter) if row.kind == "seller"]
    assert (seller.cases, seller.last_on) == (1, (await work.case(first)).opened_at.date())
    await enforcement.dismiss(work.hub, ann, first, DismissReason.GENUINE)
    assert await work.rows(Encounter) == []


async def test_a_dismissal_takes_as_many_statements_whatever_the_case_met(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ann = await work.person(ANN)
    took = []
    for pictures in (2, 1, 8):  # the first reads what is then kept
        images = [{"url": f"https://market.example/{n}.jpg", "pdq": f"{n:x}" * 64} for n in range(pictures)]
        case_id = await work.suspect(seller=SELLER, images=images, title=f"Zephyrine with {pictures}")
        ran: list[str] = []
        with noting(work, ran):
            await enforcement.dismiss(work.hub, ann, case_id, DismissReason.GENUINE)
        took.append(len(ran))
    assert took[1] == took[2]
    assert await work.rows(Encounter) == []


@contextmanager
def noting(work: Casework, ran: list[str]) -> Iterator[None]:
    """The statements that run meanwhile."""

    def note(*given: Any) -> None:
        ran.append(str(given[2]))

    engine = work.hub.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", note)


async def test_a_changed_listing_is_met_as_it_is_now(hub: Hub) -> None:
    work = await Casework.begun(hub)
    await work.suspect(listing_id="L7", seller=SELLER)
    before = {row.key for row in await work.rows(Encounter)}
    await work.receive(listing_id="L7", seller=SELLER, title="Zephyrine, now in red")
    after = {row.key for row in await work.rows(Encounter)}
    assert len(before - after) == len(after - before) == 1


@dataclass(frozen=True)
class Opened:
    brand: str
    case_id: str
    listing_id: str


async def test_counting_anew_finds_what_was_kept(hub: Hub) -> None:
    """Random histories of two members: the projection is the same, made step by step or at once."""
    chance = random.Random(7)
    work = await Casework.begun(hub)
    opened: list[Opened] = []
    for step in range(14):
        work.later(hours=chance.randrange(1, 40))
        await _act(work, chance, opened, step)
    kept = await everything(work)
    assert kept[1]
    assert await recount(work.hub) == len(opened)
    assert await everything(work) == kept


async def _act(work: Casework, chance: random.Random, opened: list[Opened], step: int) -> None:
    waiting = [one for one in opened if (await work.case(one.case_id)).state == CaseState.ALERTED]
    act = chance.choice(["open", "open", "down", "dismiss", "change"]) if waiting else "open"
    if act == "open":
        brand, ident = chance.choice(["acme", "beta"]), f"R{step}"
        seller = {"id": f"s-{chance.randrange(2)}", "name": "Shop"}
        images = [{"url": f"https://market.example/{step}.jpg", "pdq": chance.choice("ab") * 64}]
        case_id = await work.suspect(brand, seller=seller, images=images, listing_id=ident)
        opened.append(Opened(brand, case_id, ident))
        return
    one = chance.choice(waiting)
    if act == "dismiss":
        who = await work.person(WHO[one.brand])
        await enforcement.dismiss(work.hub, who, one.case_id, DismissReason.GENUINE)
    elif act == "down":
        await taken_down(work, one.case_id, WHO[one.brand])
        if chance.random() < 0.5:
            await restored(work, one.case_id)
    else:
        await work.receive(listing_id=one.listing_id, title=f"{BRANDS[one.brand]} changed {step}")


async def test_what_the_marketplace_changed_and_what_a_member_reports_is_met_too(hub: Hub) -> None:
    work = await Casework.begun(hub)
    complaining = Complaining(work)
    await complaining.file([complaining.shelf.stock("R1", seller=SELLER)])
    await complaining.serve()
    assert (await met(work))["seller"] == (1, 0)
    case_id = await work.suspect(title="Zephyrine runner, first words")
    await enforcement.confirm(work.hub, await work.person(ANN), case_id)
    takedown = await work.takedown(case_id)
    assert takedown is not None
    order = await steps.open_order(work.hub, takedown.id)
    assert order is not None
    read = PartialListing(title="Zephyrine slippers")
    await orders.hold(work.hub, order, merge(order.listing, read), differences(order.listing, read))
    kept = await everything(work)
    assert await recount(work.hub) == 2
    assert await everything(work) == kept
