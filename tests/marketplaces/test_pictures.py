import asyncio
import gzip

import pytest
from aiohttp import web
from yarl import URL

from aacabot.marketplaces import pictures
from aacabot.marketplaces.connector import Image, MarketplaceUnreachable
from aacabot.marketplaces.pictures import MAX_PICTURE_BYTES, PictureHosts
from tests.marketplaces.stub_marketplace import stub_marketplace

HOSTS = PictureHosts(
    URL("http://127.0.0.1:9090/v2"),
    frozenset({"Market.example", "img.market.example:8443", "bücher.example"}),
)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:9090/images/a.png",
        "https://market.example/a.png",
        "http://MARKET.example/a.png?w=1",
        "https://img.market.example:8443/a.png",
        "https://xn--bcher-kva.example/a.png",
        "https://BÜCHER.example/a.png",
    ],
)
def test_pictures_come_from_the_marketplaces_own_hosts(url: str) -> None:
    assert HOSTS.allow(url) == URL(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "a.png",
        "//market.example/a.png",
        "http://[",
        "http://market.example:99999/",
        "ftp://market.example/a.png",
        "file:///etc/passwd",
        "data:image/png;base64,AAAA",
        "http://127.0.0.1/a.png",
        "http://127.0.0.1:9091/a.png",
        "http://localhost:9090/a.png",
        "http://2130706433:9090/a.png",
        "http://[::1]:9090/a.png",
        "http://169.254.169.254/latest/meta-data",
        "https://market.example:8443/a.png",
        "https://img.market.example/a.png",
        "https://cdn.market.example/a.png",
        "https://market.example.evil.example/a.png",
        "https://market.example@evil.example/a.png",
        "https://evil.example\\@market.example/a.png",
        "https://user:secret@market.example/a.png",
        "https://user@market.example/a.png",
        "https://:secret@market.example/a.png",
    ],
)
def test_pictures_from_anywhere_else_are_refused(url: str) -> None:
    assert HOSTS.allow(url) is None


def test_a_host_that_cannot_be_one_is_refused_when_the_rule_is_made() -> None:
    with pytest.raises(ValueError):
        PictureHosts(URL("http://127.0.0.1"), frozenset({"market.example:port"}))


async def test_a_picture_is_fetched_unsigned_with_its_type() -> None:
    async with stub_marketplace() as market:
        market.answers(200, b"\x89PNG", Content_Type="Image/PNG; charset=binary")
        image = await market.connector.fetch_image(f"{market.base_url}/images/a.png")
    assert image == Image(b"\x89PNG", "image/png")
    assert not [name for name in market.received[0].headers if name.startswith("webhook")]


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (200, "text/html"),
        (200, "image/svg+xml"),
        (200, ""),
        (206, "image/png"),
        (404, "image/png"),
        (403, "image/png"),
    ],
)
async def test_what_is_missing_or_no_picture_is_none(status: int, kind: str) -> None:
    async with stub_marketplace() as market:
        market.answers(status, b"bytes", Content_Type=kind)
        assert await market.connector.fetch_image(f"{market.base_url}/a.png") is None


async def test_an_empty_picture_is_none() -> None:
    async with stub_marketplace() as market:
        market.answers(200, b"", Content_Type="image/png")
        assert await market.connector.fetch_image(f"{market.base_url}/a.png") is None


@pytest.mark.parametrize(("size", "taken"), [(MAX_PICTURE_BYTES, True), (MAX_PICTURE_BYTES + 1, False)])
async def test_a_picture_has_at_most_five_mebibytes(size: int, taken: bool) -> None:
    async with stub_marketplace() as market:
        market.answers(200, bytes(size), Content_Type="image/png")
        image = await market.connector.fetch_image(f"{market.base_url}/a.png")
    assert (image is not None) is taken


async def test_a_picture_that_unpacks_to_more_is_none() -> None:
    async with stub_marketplace() as market:
        packed = gzip.compress(bytes(4 * MAX_PICTURE_BYTES))
        market.answers(200, packed, Content_Type="image/png", Content_Encoding="gzip")
        assert await market.connector.fetch_image(f"{market.base_url}/a.png") is None


async def test_an_endless_picture_is_cut_off() -> None:
    async def pour(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "image/png"})
        await response.prepare(request)
        while request.transport is not None and not request.transport.is_closing():
            await response.write(bytes(65_536))
        return response

    async with stub_marketplace() as market:
        market.replies.append(pour)
        assert await market.connector.fetch_image(f"{market.base_url}/a.png") is None


async def test_a_redirect_is_followed_within_the_hosts_through_the_gate() -> None:
    async with stub_marketplace() as market:
        market.answers(302, Location="/b.png")
        market.answers(200, b"x", Content_Type="image/jpeg")
        assert await market.connector.fetch_image(f"{market.base_url}/a.png") == Image(b"x", "image/jpeg")
    assert [request.raw_path for request in market.received] == ["/v2/a.png", "/b.png"]
    assert market.gate.entered == 2


@pytest.mark.parametrize(
    "location", ["http://169.254.169.254/", "http://localhost/a.png", "file:///etc/passwd", "http://["]
)
async def test_a_redirect_elsewhere_is_none(location: str) -> None:
    async with stub_marketplace() as market:
        market.answers(302, Location=location)
        assert await market.connector.fetch_image(f"{market.base_url}/a.png") is None
    assert len(market.received) == 1


async def test_redirects_end() -> None:
    async with stub_marketplace() as market:
        market.answers(302, Location="/again.png")
        assert await market.connector.fetch_image(f"{market.base_url}/a.png") is None
    assert len(market.received) == 3


async def test_a_picture_that_may_yet_come_is_tried_again() -> None:
    async with stub_marketplace() as market:
        market.answers(503, Retry_After="9")
        with pytest.raises(MarketplaceUnreachable) as caught:
            await market.connector.fetch_image(f"{market.base_url}/a.png")
    assert caught.value.retry_after == 9.0


async def test_a_picture_that_takes_too_long_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    async def drip(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "image/png"})
        await response.prepare(request)
        await response.write(b"x")
        await asyncio.sleep(30)
        return response

    monkeypatch.setattr(pictures, "PICTURE_SECONDS", 0.2)
    async with stub_marketplace() as market:
        market.replies.append(drip)
        with pytest.raises(MarketplaceUnreachable, match="in time"):
            await market.connector.fetch_image(f"{market.base_url}/a.png")


async def test_the_time_for_a_picture_is_counted_over_its_redirects(monkeypatch: pytest.MonkeyPatch) -> None:
    async def stroll(_: web.Request) -> web.StreamResponse:
        await asyncio.sleep(0.4)
        return web.Response(status=302, headers={"Location": "/b.png"})

    monkeypatch.setattr(pictures, "PICTURE_SECONDS", 0.6)
    async with stub_marketplace() as market:
        market.replies.append(stroll)
        with pytest.raises(MarketplaceUnreachable, match="in time"):
            await market.connector.fetch_image(f"{market.base_url}/a.png")
    assert len(market.received) == 2
