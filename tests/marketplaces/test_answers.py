import json
from datetime import UTC, datetime

import pytest

from aacabot.marketplaces.connector import (
    ListingStatus,
    MarketplaceRefused,
    MarketplaceUnreachable,
)
from tests.marketplaces.stub_marketplace import CALLS, Call, stub_marketplace


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503])
async def test_busy_and_broken_marketplaces_are_tried_again_when_they_ask(call: Call, status: int) -> None:
    async with stub_marketplace() as market:
        market.answers(status, "no", Retry_After="7")
        with pytest.raises(MarketplaceUnreachable, match=f"answered {status}") as caught:
            await call(market.connector)
    assert caught.value.retry_after == 7.0


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("status", [400, 401, 403, 422])
async def test_other_refusals_are_final_and_keep_the_words(call: Call, status: int) -> None:
    async with stub_marketplace() as market:
        market.answers(status, b"not \xff like this\0 " + b"x" * 5_000)
        with pytest.raises(MarketplaceRefused) as caught:
            await call(market.connector)
    assert caught.value.status == status
    assert caught.value.text.startswith("not \ufffd like this x")
    assert len(caught.value.text) == 2_000


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<html>",
        "{",
        "[]",
        "{}",
        '{"status": "done"}',
        '{"status": "unknown"}',
        '{"status": null}',
        b"\xff",
    ],
)
async def test_a_success_that_cannot_be_read_is_tried_again(body: str | bytes) -> None:
    async with stub_marketplace() as market:
        market.answers(200, body)
        for call in CALLS[:3]:
            with pytest.raises(MarketplaceUnreachable, match="cannot be read"):
                await call(market.connector)


@pytest.mark.parametrize("word", ["live", "paused", "removed"])
async def test_a_listing_is_read_with_what_it_shows(word: str) -> None:
    shown = {"title": "Shoe", "price": {"amount": 12.5, "currency": "eur"}, "colour": "red"}
    async with stub_marketplace(clock=lambda: datetime(2026, 5, 1, tzinfo=UTC)) as market:
        market.answers(200, json.dumps({"status": word, "listing": shown}))
        read = await market.connector.read_listing("L1")
    assert (read.status, read.read_at) == (ListingStatus(word), datetime(2026, 5, 1, tzinfo=UTC))
    assert read.listing is not None and read.listing.price is not None
    assert (read.listing.title, read.listing.price.currency, read.listing.images) == ("Shoe", "EUR", None)
    assert json.loads(read.raw)["status"] == word


async def test_a_listing_that_is_not_found_counts_as_removed() -> None:
    async with stub_marketplace() as market:
        market.answers(404, "gone")
        read = await market.connector.read_listing("L1")
    assert (read.status, read.listing, read.raw) == (ListingStatus.REMOVED, None, b"gone")


@pytest.mark.parametrize(
    "shown", ["text", {"title": 7}, {"title": ""}, {"price": {"amount": "cheap", "currency": "EUR"}}]
)
async def test_what_a_live_listing_shows_must_be_readable_and_of_a_removed_one_only_its_status(
    shown: object,
) -> None:
    async with stub_marketplace() as market:
        market.answers(200, json.dumps({"status": "live", "listing": shown}))
        market.answers(200, json.dumps({"status": "paused", "listing": shown}))
        market.answers(200, json.dumps({"status": "removed", "listing": shown}))
        for _ in range(2):
            with pytest.raises(MarketplaceUnreachable, match="cannot be read: listing"):
                await market.connector.read_listing("L1")
        read = await market.connector.read_listing("L1")
    assert (read.status, read.listing) == (ListingStatus.REMOVED, None)
