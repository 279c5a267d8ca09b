"""The connector and the rehearsal marketplace were written apart, from the contract alone: do they agree?"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp
import pytest

from aacabot.marketplaces.connector import (
    DecisionTold,
    FeedNotOffered,
    ListingStatus,
    MarketplaceRefused,
    MarketplaceUnreachable,
    Notice,
    RebuttalsNotOffered,
    RebuttalTold,
    TakedownStatus,
)
from aacabot.marketplaces.signed_webhook import SignedWebhook
from aacabot.sandbox.marketplace import Behaviour, Marketplace
from tests.marketplaces.stub_marketplace import SECRET, CountingGate, now

NOTICE = Notice.model_validate(
    {
        "takedown_id": "t1",
        "listing_id": "L1",
        "url": "https://market.example/item/L1",
        "case_number": "AC-7K3Q9",
        "reason_code": "COUNTERFEIT",
        "programme": "fast_lane",
        "statement": {"version": "2026-01", "text": "In good faith."},
        "rights": [{"kind": "trademark", "office": "EUIPO", "number": "018000001", "classes": [25]}],
        "complainant": {"organisation": "Acme Group", "name": "Acme Legal", "email": "ip@acme.example"},
        "evidence": [{"kind": "listing", "sha256": "a" * 64, "taken_at": "2026-05-01T12:00:00Z"}],
    }
).encoded()


@dataclass
class Rehearsal:
    market: Marketplace
    connector: SignedWebhook

    async def status(self) -> ListingStatus:
        return (await self.connector.read_listing("L1")).status

    async def take_down(self) -> TakedownStatus:
        return (await self.connector.take_down(NOTICE, "t1")).status


@asynccontextmanager
async def rehearsal(secret: str = SECRET) -> AsyncIterator[Rehearsal]:
    market = Marketplace(key="sandbox", secret=SECRET, hub_url="http://127.0.0.1:9")
    await market.start()
    market.stock({"listing_id": "L1", "url": market.listing_url("L1"), "title": "Acme shoe"})
    try:
        async with aiohttp.ClientSession() as session:
            hosts = frozenset({market.host_name})
            connector = SignedWebhook(
                session, market.base_url, secret, hosts, CountingGate(), now, total_timeout=1
            )
            yield Rehearsal(market, connector)
    finally:
        await market.stop()


async def test_a_notice_takes_the_listing_down_once_and_a_withdrawal_brings_it_back() -> None:
    async with rehearsal() as stage:
        assert await stage.status() is ListingStatus.LIVE
        first = await stage.connector.take_down(NOTICE, "t1")
        again = await stage.connector.take_down(NOTICE, "t1")
        assert (first.status, first.already_known) == (TakedownStatus.REMOVED, False)
        assert (again.status, again.receipt, again.already_known) == (first.status, first.receipt, True)
        assert await stage.status() is ListingStatus.REMOVED
        assert (await stage.connector.withdraw("t1", "sold by us")).status is TakedownStatus.WITHDRAWN
        assert await stage.status() is ListingStatus.LIVE
        assert len(stage.market.takedowns) == 1


async def test_an_effect_that_was_answered_with_an_error_is_found_by_asking_or_sending_again() -> None:
    async with rehearsal() as stage:
        stage.market.behave(Behaviour.FAIL_AFTER_EFFECT, times=1)
        with pytest.raises(MarketplaceUnreachable):
            await stage.take_down()
        assert (await stage.connector.ask_takedown("t1")).status is TakedownStatus.REMOVED
        assert (await stage.connector.take_down(NOTICE, "t1")).already_known


@pytest.mark.parametrize(
    ("behaviour", "told", "then"),
    [
        (Behaviour.HESITATE, TakedownStatus.PENDING, ListingStatus.LIVE),
        (Behaviour.DECLINE, TakedownStatus.DECLINED, ListingStatus.LIVE),
        (Behaviour.PAUSE, TakedownStatus.REMOVED, ListingStatus.PAUSED),
        (Behaviour.LIE, TakedownStatus.REMOVED, ListingStatus.LIVE),
    ],
)
async def test_each_way_to_treat_a_notice_is_told_apart(
    behaviour: Behaviour, told: TakedownStatus, then: ListingStatus
) -> None:
    async with rehearsal() as stage:
        stage.market.behave(behaviour)
        assert (await stage.take_down(), await stage.status()) == (told, then)


@pytest.mark.parametrize(
    ("behaviour", "asked"),
    [(Behaviour.LIMIT, 3.0), (Behaviour.FAIL, None), (Behaviour.DROP, None), (Behaviour.HANG, None)],
)
async def test_each_failure_is_to_be_tried_again(behaviour: Behaviour, asked: float | None) -> None:
    async with rehearsal() as stage:
        stage.market.behave(behaviour, seconds=3)
        with pytest.raises(MarketplaceUnreachable) as caught:
            await stage.take_down()
        assert caught.value.retry_after == asked


async def test_decisions_are_fed_back_until_the_marketplace_does_not_offer_it() -> None:
    told = DecisionTold(
        listing_id="L1", case_number="AC-7K3Q9", outcome="confirmed", reason=None, decided_at=now()
    )
    async with rehearsal() as stage:
        await stage.connector.tell_decisions([told])
        assert [decision["outcome"] for decision in stage.market.decisions] == ["confirmed"]
        stage.market.behave(Behaviour.UNSUPPORTED, path="POST /decisions")
        with pytest.raises(FeedNotOffered):
            await stage.connector.tell_decisions([told])


async def test_a_wrong_secret_is_refused_for_good() -> None:
    async with rehearsal(secret="whsec_d3JvbmcgYnV0IHdlbGwgZm9ybWVk") as stage:
        with pytest.raises(MarketplaceRefused) as caught:
            await stage.take_down()
    assert caught.value.status == 401


async def test_its_pictures_are_fetched_and_unknown_takedowns_unknown() -> None:
    async with rehearsal() as stage:
        image = await stage.connector.fetch_image(f"{stage.market.base_url}/images/handbag.png")
        assert image is not None and image.content_type == "image/png"
        assert image.content.startswith(b"\x89PNG")
        assert await stage.connector.fetch_image(f"{stage.market.base_url}/images/none.png") is None
        assert (await stage.connector.ask_takedown("t9")).status is TakedownStatus.UNKNOWN


async def test_a_rebuttal_is_taken_once_and_only_where_a_seller_has_answered() -> None:
    rebuttal = RebuttalTold(
        id="n1", takedown_id="t1", case_number="AC-7K3Q9", text="The stitching is wrong.", decided_at=now()
    )
    async with rehearsal() as market:
        await market.take_down()
        with pytest.raises(MarketplaceRefused):
            await market.connector.rebut(rebuttal)
        market.market.takedowns["t1"].counter_notice = "Mine."
        await market.connector.rebut(rebuttal)
        await market.connector.rebut(rebuttal)
        assert [one.status for one in market.market.requests][-2:] == [202, 409]
        assert market.market.takedowns["t1"].rebuttal == "The stitching is wrong."
        market.market.behave(Behaviour.UNSUPPORTED, path="POST /takedowns/{id}/rebuttal")
        with pytest.raises(RebuttalsNotOffered):
            await market.connector.rebut(rebuttal)
