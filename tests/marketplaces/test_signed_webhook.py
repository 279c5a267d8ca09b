import json
from dataclasses import replace

import aiohttp
import pytest
from standardwebhooks import Webhook

from aacabot.marketplaces.connector import (
    FeedNotOffered,
    MarketplaceRefused,
    MarketplaceUnreachable,
    TakedownStatus,
)
from aacabot.marketplaces.signed_webhook import SignedWebhook
from tests.marketplaces.stub_marketplace import DECISION, NOTICE, SECRET, CountingGate, now, stub_marketplace


async def test_a_notice_arrives_byte_for_byte_signed_and_with_its_idempotency_key() -> None:
    async with stub_marketplace() as market:
        market.answers(201, '{"receipt": "R-1", "status": "removed"}')
        answer = await market.connector.take_down(NOTICE, "t1")
    (request,) = market.received
    assert (request.method, request.raw_path, request.body) == ("POST", "/v2/takedowns", NOTICE)
    assert request.headers["idempotency-key"] == request.headers["webhook-id"] == "t1"
    assert request.headers["content-type"] == "application/json"
    assert Webhook(SECRET).verify(request.body, request.headers)["takedown_id"] == "t1"
    assert (answer.status, answer.receipt, answer.reason) == (TakedownStatus.REMOVED, "R-1", None)
    assert (answer.http_status, answer.already_known) == (201, False)
    assert answer.raw == b'{"receipt": "R-1", "status": "removed"}'


@pytest.mark.parametrize("http_status", [200, 201, 202])
@pytest.mark.parametrize("word", ["removed", "pending", "declined"])
async def test_each_word_of_the_contract_is_understood(http_status: int, word: str) -> None:
    async with stub_marketplace() as market:
        market.answers(http_status, json.dumps({"receipt": 17, "status": word, "reason": "so\0 be it"}))
        for answer in (
            await market.connector.take_down(NOTICE, "t1"),
            await market.connector.ask_takedown("t1"),
        ):
            assert (answer.status.value, answer.receipt, answer.reason) == (word, "17", "so be it")


async def test_a_409_is_the_answer_from_before() -> None:
    async with stub_marketplace() as market:
        market.answers(409, '{"receipt": "R-1", "status": "declined", "reason": "genuine"}')
        answer = await market.connector.take_down(NOTICE, "t1")
    assert (answer.status, answer.receipt, answer.reason) == (TakedownStatus.DECLINED, "R-1", "genuine")
    assert (answer.already_known, answer.http_status) == (True, 409)


async def test_a_409_that_does_not_say_how_it_stands_is_asked_about() -> None:
    async with stub_marketplace() as market:
        market.answers(409, '{"error": "duplicate"}')
        market.answers(200, '{"receipt": "R-1", "status": "pending"}')
        answer = await market.connector.take_down(NOTICE, "t1")
    assert (answer.status, answer.receipt, answer.already_known) == (TakedownStatus.PENDING, "R-1", True)
    assert [request.method for request in market.received] == ["POST", "GET"]


async def test_a_409_about_a_takedown_nobody_knows_is_tried_again() -> None:
    async with stub_marketplace() as market:
        market.answers(409)
        market.answers(404)
        with pytest.raises(MarketplaceUnreachable, match="409"):
            await market.connector.take_down(NOTICE, "t1")


async def test_ids_are_quoted_so_that_none_reaches_another_path() -> None:
    async with stub_marketplace() as market:
        market.answers(404)
        await market.connector.read_listing("a/b?c=1#d%2F é+ ;")
    assert market.received[0].raw_path == "/v2/listings/a%2Fb%3Fc%3D1%23d%252F%20%C3%A9%2B%20%3B"


async def test_a_takedown_that_never_arrived_is_unknown() -> None:
    async with stub_marketplace() as market:
        market.answers(404, "no such")
        answer = await market.connector.ask_takedown("t1")
    assert (answer.status, answer.http_status, answer.raw) == (TakedownStatus.UNKNOWN, 404, b"no such")


@pytest.mark.parametrize(
    ("status", "body", "told"),
    [
        (200, '{"status": "withdrawn"}', TakedownStatus.WITHDRAWN),
        (200, '{"status": "declined", "reason": "withdrawn"}', TakedownStatus.WITHDRAWN),
        (409, '{"status": "withdrawn"}', TakedownStatus.WITHDRAWN),
        (202, '{"ok": true}', TakedownStatus.WITHDRAWN),
        (204, "", TakedownStatus.WITHDRAWN),
        (200, '{"status": "removed"}', TakedownStatus.REMOVED),
        (202, '{"status": "pending"}', TakedownStatus.PENDING),
    ],
)
async def test_a_withdrawal_says_how_the_notice_stands(status: int, body: str, told: TakedownStatus) -> None:
    async with stub_marketplace() as market:
        market.answers(status, body)
        answer = await market.connector.withdraw("t1", "sold by us")
    assert (answer.status, answer.already_known) == (told, status == 409)
    assert market.received[0].raw_path == "/v2/takedowns/t1/withdraw"
    assert json.loads(market.received[0].body) == {"takedown_id": "t1", "reason": "sold by us"}


async def test_a_withdrawal_the_marketplace_does_not_know_of_is_a_refusal() -> None:
    async with stub_marketplace() as market:
        market.answers(404, "no such route")
        with pytest.raises(MarketplaceRefused):
            await market.connector.withdraw("t1", "sold by us")


async def test_decisions_go_out_in_one_request_with_times_in_utc() -> None:
    async with stub_marketplace() as market:
        market.answers(202)
        await market.connector.tell_decisions([])
        await market.connector.tell_decisions([DECISION, replace(DECISION, reason="GENUINE")])
    (request,) = market.received
    first, second = json.loads(request.body)["decisions"]
    assert first == {
        "listing_id": "L1",
        "case_number": "AC-7K3Q9",
        "outcome": "not_infringing",
        "reason": None,
        "decided_at": "2026-05-01T04:00:00Z",
    }
    assert second["reason"] == "GENUINE"


@pytest.mark.parametrize("status", [404, 501])
async def test_a_marketplace_without_the_feed_says_so(status: int) -> None:
    async with stub_marketplace() as market:
        market.answers(status)
        with pytest.raises(FeedNotOffered):
            await market.connector.tell_decisions([DECISION])


def _build(session: aiohttp.ClientSession, base_url: str, secret: str) -> SignedWebhook:
    return SignedWebhook(session, base_url, secret, frozenset(), CountingGate(), now)


@pytest.mark.parametrize(
    "base_url", ["", "ftp://m.example", "https://", "https://u:p@m.example", "https://m.example?k=1"]
)
async def test_a_base_url_that_cannot_work_is_refused_at_once(base_url: str) -> None:
    async with aiohttp.ClientSession() as session:
        with pytest.raises(ValueError, match="base_url"):
            _build(session, base_url, SECRET)


async def test_a_session_that_would_use_the_environments_proxies_is_refused() -> None:
    async with aiohttp.ClientSession(trust_env=True) as session:
        with pytest.raises(ValueError, match="proxies"):
            _build(session, "https://m.example", SECRET)
