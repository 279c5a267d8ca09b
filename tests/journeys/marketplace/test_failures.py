"""Whatever a marketplace does to a request: one takedown, one key, and a card that tells the truth."""

import asyncio

import pytest

from aacabot.sandbox.marketplace import Behaviour, TakedownStatus
from aacabot.sandbox.slack import SandboxMessage
from tests.journeys.markets import VERIFIED, Markets

READING = "GET /listings/{id}"

pytestmark = pytest.mark.asyncio(loop_scope="package")


async def one_takedown(markets: Markets, key: str, ident: str, brand: str) -> SandboxMessage:
    """The story of a first try that goes wrong, whatever way: one takedown, one key, the right card."""
    card = await markets.confirmed(key, ident, brand)
    await markets.shows(card, VERIFIED, 60)
    notices = markets.notices(key, ident)
    takedown = markets.takedown(key, ident)
    assert len(notices) >= 2
    assert {notice.headers["idempotency-key"] for notice in notices} == {takedown.takedown_id}
    assert {notice.headers["webhook-id"] for notice in notices} == {takedown.takedown_id}
    assert all(notice.json == notices[0].json and notice.signed for notice in notices)
    assert markets[key].listings[ident].status == "removed"
    return card


async def goes_down_and_comes_back(markets: Markets) -> None:
    """The story of the circuit breaker: five failures in a row, and nothing more is tried for a while."""
    markets["down"].behave(Behaviour.FAIL)
    idents = [f"DOWN{number}" for number in range(5)]
    cards = [
        await markets.alerted("down", ident, "Quorvane" if number % 2 else "Zephyrine")
        for number, ident in enumerate(idents)
    ]
    for card in cards:
        await markets.confirm(card)
    for card in cards:
        assert "Next try at" in await markets.shows(card, "The marketplace is not answering")
    await markets.running.until(lambda: sum(len(markets.notices("down", i)) for i in idents) >= 5, 40)
    markets["down"].behave(Behaviour.INSTANT)
    for card, ident in zip(cards, idents, strict=True):
        await markets.shows(card, VERIFIED, 60)
        assert markets.takedown("down", ident).status is TakedownStatus.REMOVED
        assert len({notice.headers["idempotency-key"] for notice in markets.notices("down", ident)}) == 1


async def is_not_held_up(markets: Markets) -> None:
    """While one marketplace keeps the hub waiting, another's takedown is sent, proved and shown."""
    await markets.running.until(lambda: markets.notices("hangs", "HANGS"), 60)
    card = await markets.confirmed("sandbox", "QUICK")
    await markets.shows(card, VERIFIED)
    assert markets.notices("hangs", "HANGS")[0].status is None, "the slow marketplace had answered already"


async def test_exactly_one_takedown_however_a_marketplace_fails(markets: Markets) -> None:
    moods = {
        "hangs": (Behaviour.HANG, 25.0),
        "fails": (Behaviour.FAIL, None),
        "forgets": (Behaviour.FAIL_AFTER_EFFECT, None),
        "drops": (Behaviour.DROP, None),
        "limits": (Behaviour.LIMIT, 3.0),
    }
    for key, (behaviour, seconds) in moods.items():
        markets[key].behave(behaviour, times=1, seconds=seconds)
    brands = ("Zephyrine", "Quorvane", "Quorvane", "Zephyrine", "Quorvane")
    await asyncio.gather(
        *(one_takedown(markets, key, key.upper(), brand) for key, brand in zip(moods, brands, strict=True)),
        is_not_held_up(markets),
        goes_down_and_comes_back(markets),
    )
    assert markets.notices("forgets", "FORGETS")[-1].status == 409
    first, second, *_ = markets.notices("limits", "LIMITS")
    assert first.status == 429
    assert second.monotonic - first.monotonic >= 3


async def test_a_refused_notice_is_a_dead_letter_that_can_be_sent_again(markets: Markets) -> None:
    market = markets["sandbox"]
    card = await markets.alerted("sandbox", "REFUSED")
    market.behave(Behaviour.HANG, times=1, seconds=1, path=READING)
    await markets.confirm(card)
    await markets.running.until(lambda: markets.reads("sandbox", "REFUSED"))
    kept = market.listings.pop("REFUSED")

    await markets.shows(card, "The takedown did not get through")
    await markets.told(card, "The takedown did not get through")
    await markets.running.until(lambda: markets.desk("The hub gave up on a piece of work"))
    (notice,) = markets.notices("sandbox", "REFUSED")
    assert notice.status == 404
    ident = notice.headers["idempotency-key"]
    assert ident in await markets.command("work", "list")

    market.listings["REFUSED"] = kept
    await markets.command("work", "retry", ident)
    await markets.shows(card, VERIFIED)
    assert markets.takedown("sandbox", "REFUSED").takedown_id == ident
    assert ident not in await markets.command("work", "list")
    assert "no dead letter" in await markets.command("work", "retry", ident, ok=False)


async def test_the_rate_counts_every_request_at_the_wire(markets: Markets) -> None:
    paced = markets["paced"]
    paced.behave(Behaviour.LIE, times=2)
    cards = [
        await markets.alerted("paced", f"PACE{number}", "Quorvane" if number % 2 else "Zephyrine")
        for number in range(4)
    ]
    for card in cards:
        await markets.confirm(card)
    await markets.running.until(
        lambda: sum(len(markets.reads("paced", f"PACE{n}")) for n in range(4)) >= 8, 40
    )
    for number in range(4):
        paced.set_status(f"PACE{number}", "removed")
    for card in cards:
        await markets.shows(card, VERIFIED)
    times = [request.monotonic for request in paced.requests]
    assert {request.method for request in paced.requests} == {"GET", "POST"}
    for start in times:
        # Five a second, the one at each end, and one that the network held up.
        assert len([at for at in times if start <= at <= start + 2]) <= 12
