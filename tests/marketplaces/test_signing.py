from dataclasses import replace
from datetime import timedelta, timezone

import aiohttp
import pytest
from standardwebhooks import Webhook

from aacabot.marketplaces.signed_webhook import SignedWebhook
from tests.marketplaces.stub_marketplace import DECISION, NOTICE, SECRET, CountingGate, now, stub_marketplace


def _build(session: aiohttp.ClientSession, base_url: str, secret: str) -> SignedWebhook:
    return SignedWebhook(session, base_url, secret, frozenset(), CountingGate(), now)


async def test_every_post_is_signed_under_an_id_that_stays_the_same_when_sent_again() -> None:
    async with stub_marketplace() as market:
        market.answers(200, '{"status": "pending"}')
        for _ in range(2):
            await market.connector.take_down(NOTICE, "t1")
            await market.connector.withdraw("t1", "ours")
            await market.connector.tell_decisions([DECISION])
        await market.connector.tell_decisions([replace(DECISION, listing_id="L2")])
    for request in market.received:
        Webhook(SECRET).verify(request.body, request.headers)
    ids = [request.headers["webhook-id"] for request in market.received]
    assert ids[:3] == ids[3:6]
    assert len(set(ids)) == 4
    assert not any("." in message_id for message_id in ids)


async def test_a_clock_in_another_zone_signs_the_same_moment() -> None:
    async with stub_marketplace(clock=lambda: now().astimezone(timezone(timedelta(hours=9)))) as market:
        market.answers(200, '{"status": "removed"}')
        await market.connector.take_down(NOTICE, "t1")
    Webhook(SECRET).verify(market.received[0].body, market.received[0].headers)


async def test_the_timestamp_is_taken_after_the_gate_let_the_request_through() -> None:
    moments = [now() - timedelta(hours=1)]
    async with stub_marketplace(clock=lambda: moments[-1]) as market:
        market.answers(200, '{"status": "removed"}')
        market.gate.on_enter = lambda: moments.append(now())
        await market.connector.take_down(NOTICE, "t1")
    Webhook(SECRET).verify(market.received[0].body, market.received[0].headers)


async def test_a_secret_that_cannot_work_is_refused_without_showing_it() -> None:
    async with aiohttp.ClientSession() as session:
        for secret in ("whsec_", "whsec_a", ""):
            with pytest.raises(ValueError, match=r"^the secret must be whsec_ and base64$"):
                _build(session, "https://m.example", secret)
