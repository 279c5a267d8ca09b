import asyncio

import aiohttp
import pytest
from aiohttp import web

from aacabot.marketplaces.connector import (
    MarketplaceRefused,
    MarketplaceUnreachable,
)
from aacabot.marketplaces.signed_webhook import SignedWebhook
from tests.marketplaces.stub_marketplace import (
    CALLS,
    NOTICE,
    SECRET,
    Call,
    CountingGate,
    now,
    stub_marketplace,
)


@pytest.mark.parametrize("call", CALLS)
async def test_a_redirect_is_not_followed(call: Call) -> None:
    async with stub_marketplace() as market:
        market.answers(307, Location=f"{market.base_url}/elsewhere")
        with pytest.raises(MarketplaceUnreachable, match="redirect"):
            await call(market.connector)
    assert len(market.received) == 1


async def test_an_answer_larger_than_a_mebibyte_is_not_taken_in() -> None:
    async with stub_marketplace() as market:
        market.answers(200, b'{"status": "removed", "reason": "' + b"x" * 1_048_576 + b'"}')
        for call in CALLS[:4]:
            with pytest.raises(MarketplaceUnreachable, match="more than 1,048,576 bytes"):
                await call(market.connector)


async def test_a_refusal_is_final_however_long_its_page() -> None:
    async with stub_marketplace() as market:
        market.answers(403, b"<html>" + b"x" * 3_000_000)
        with pytest.raises(MarketplaceRefused):
            await market.connector.take_down(NOTICE, "t1")


@pytest.mark.parametrize("call", CALLS)
async def test_a_marketplace_that_hangs_is_given_up_in_time(call: Call) -> None:
    async with stub_marketplace(total_timeout=0.1) as market:

        async def hang(_: object) -> web.Response:
            await asyncio.sleep(30)
            raise AssertionError("nobody waits this long")

        market.replies.append(hang)
        with pytest.raises(MarketplaceUnreachable, match="no answer in time"):
            await call(market.connector)
    assert (market.gate.entered, market.gate.inside) == (1, 0)


async def _raw_answer(answer: bytes, call: Call) -> MarketplaceUnreachable:
    """What becomes of a server that writes these bytes and hangs up."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        await writer.drain()
        writer.close()

    async with (
        await asyncio.start_server(serve, "127.0.0.1", 0) as server,
        aiohttp.ClientSession() as session,
    ):
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        connector = SignedWebhook(session, url, SECRET, frozenset(), CountingGate(), now)
        with pytest.raises(MarketplaceUnreachable) as caught:
            await call(connector)
        return caught.value


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"not http at all\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nabcd",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 20_000 + b"\r\n\r\n",
    ],
    ids=["drop", "garbage", "cut off", "bad chunk", "bad gzip", "huge header"],
)
async def test_a_broken_connection_is_tried_again(answer: bytes, call: Call) -> None:
    assert "broke" in (await _raw_answer(answer, call)).problem


async def test_a_marketplace_that_is_not_there_is_tried_again_and_its_address_stays_out_of_the_words() -> (
    None
):
    async with stub_marketplace() as market:
        gone = market.base_url
    async with aiohttp.ClientSession() as session:
        connector = SignedWebhook(session, gone, SECRET, frozenset(), CountingGate(), now)
        with pytest.raises(MarketplaceUnreachable) as caught:
            await connector.ask_takedown("t1")
    assert str(caught.value) == "no connection"


async def test_the_gate_is_entered_once_for_every_request_on_the_wire() -> None:
    async with stub_marketplace() as market:
        market.answers(200, '{"status": "removed"}')
        for call in CALLS:
            await call(market.connector)
        await market.connector.fetch_image("http://elsewhere.example/x.png")
    assert (market.gate.entered, market.gate.inside, len(market.received)) == (5, 0, 5)
