"""Strikes come with an upheld case, go with a restore, and add up to a standing the desk hears of once."""

import orjson

from aacabot.domain.listings import MarketplaceEvent, MarketplaceEventType
from aacabot.marketplaces.connector import ListingStatus, TakedownStatus
from aacabot.services import enforcement, verification
from aacabot.services.hub import Hub
from aacabot.services.marketplace_events import receive_event
from aacabot.services.strikes import count_strikes
from aacabot.services.verification import Reading
from aacabot.store.models import SellerStanding, SlackMessageRow, Strike
from tests.journeys.alliance import ANN
from tests.services.casework import Casework

SELLER = {"id": "s-bad", "name": "Nice Shop"}


async def taken_down(work: Casework, seller: dict[str, str] | None = None) -> str:
    """A listing of the seller is confirmed, removed and verified gone."""
    case_id = await work.suspect(seller=seller or SELLER)
    await enforcement.confirm(work.hub, await work.person(ANN), case_id)
    takedown = await work.send(case_id)
    await work.answer(case_id, TakedownStatus.REMOVED)
    reading = Reading(takedown_id=takedown.id, status=ListingStatus.REMOVED, read_at=work.now)
    await verification.record_readings(work.hub, [reading])
    assert (await work.case(case_id)).state == "taken_down"
    return case_id


async def restored(work: Casework, case_id: str) -> None:
    takedown = await work.takedown(case_id)
    assert takedown is not None
    told = MarketplaceEvent.model_validate(
        {"type": MarketplaceEventType.LISTING_RESTORED, "takedown_id": takedown.id, "at": work.now}
    )
    await receive_event(work.hub, await work.marketplace(), f"restored-{case_id}", told)


async def told_the_desk(work: Casework) -> list[SlackMessageRow]:
    return [row for row in await work.rows(SlackMessageRow) if row.values.get("kind") == "repeat_infringer"]


async def test_a_takedown_strikes_the_seller_and_a_restore_voids_it(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await taken_down(work)
    (strike,) = await work.rows(Strike)
    assert (strike.case_id, strike.kind, strike.voided_at) == (case_id, "serious", None)
    assert await count_strikes(work.hub) == 1
    (standing,) = await work.rows(SellerStanding)
    assert (standing.standing, standing.serious, standing.members) == ("struck", 1, 1)
    work.later(days=1)
    await restored(work, case_id)
    assert (await work.rows(Strike))[0].voided_at == work.now
    assert await count_strikes(work.hub) == 1
    assert (await work.rows(SellerStanding))[0].standing == "none"
    assert await count_strikes(work.hub) == 0


async def test_three_serious_strikes_days_apart_are_told_to_the_desk_once(hub: Hub) -> None:
    work = await Casework.begun(hub)
    for _ in range(3):
        await taken_down(work)
        await count_strikes(work.hub)
        assert await told_the_desk(work) == []
        work.later(days=1)
    for _ in range(2):
        work.later(days=4)
        await taken_down(work)
        await count_strikes(work.hub)
    assert (await work.rows(SellerStanding))[0].standing == "repeat"
    assert len(await told_the_desk(work)) == 1
    work.later(days=360)
    await count_strikes(work.hub)
    assert (await work.rows(SellerStanding))[0].standing == "struck"


async def test_a_card_shows_the_members_own_strikes_and_no_other_members(hub: Hub) -> None:
    work = await Casework.begun(hub)
    await taken_down(work)
    await count_strikes(work.hub)
    again = await work.alert(await work.suspect(seller=SELLER))
    assert (again.strikes.own, again.strikes.is_repeat) == (1, None)
    elsewhere = await work.alert(await work.suspect("beta", seller=SELLER))
    assert (elsewhere.strikes.own, elsewhere.strikes.is_repeat) == (0, None)


async def test_the_notice_about_a_repeat_infringer_says_so_and_others_say_nothing(hub: Hub) -> None:
    work = await Casework.begun(hub)
    for _ in range(3):
        case_id = await taken_down(work)
        work.later(days=4)
    first = await work.takedown(case_id)
    assert first is not None and b"seller_advice" not in (first.notice or b"")
    await count_strikes(work.hub)
    last = await work.takedown(await taken_down(work))
    assert last is not None
    advice = orjson.loads(last.notice or b"")["seller_advice"]
    assert (advice["standing"], advice["serious_strikes"]) == ("repeat", 3)
