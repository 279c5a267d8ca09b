"""The shop floor people see."""

import asyncio
import json
from html.parser import HTMLParser

import pytest
from aiohttp import ClientSession

from aacabot.sandbox.marketplace.page import picture_names
from tests.sandbox.marketplace.signed_hub import SHOE, listening_hub, notice, rehearsal


class Cards(HTMLParser):
    """Listing id to status, as a browser test finds them, and every tag name met."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.statuses: dict[str, str] = {}
        self.tags: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        found = dict(attrs)
        if "data-listing-id" in found:
            self.statuses[str(found["data-listing-id"])] = str(found["data-status"])


async def text_of(url: str) -> str:
    async with ClientSession() as session, session.get(url) as response:
        return await response.text()


async def send(url: str, origin: str | None = None, **fields: str) -> tuple[int, str]:
    headers = {"Origin": origin} if origin else {}
    async with (
        ClientSession(headers=headers) as session,
        session.post(url, data=fields, allow_redirects=False) as response,
    ):
        return response.status, await response.text()


async def test_a_card_shows_how_its_listing_stands_and_by_which_notice() -> None:
    async with rehearsal() as (market, hub):
        assert Cards(await text_of(market.base_url)).statuses == {"L-1": "live"}
        await hub.take_down(notice())
        html = await text_of(market.base_url)
        assert Cards(html).statuses == {"L-1": "removed"}
        assert "AC-7K3Q9" in html


async def test_everything_a_seller_wrote_is_text() -> None:
    hostile = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
    async with rehearsal() as (market, hub):
        market.stock(
            {
                "listing_id": '"><b>',
                "url": "javascript:alert(1)",
                "title": hostile,
                "seller": {"id": "s", "name": hostile},
                "price": {"amount": hostile, "currency": "EUR"},
                "images": [{"url": "https://evil.example/track.png"}],
            }
        )
        await hub.take_down(notice(listing_id='"><b>', case_number=hostile))
        html = await text_of(market.base_url)
        assert hostile not in html
        assert "evil.example" not in html
        assert "No picture" in html
        assert Cards(html).statuses['"><b>'] == "removed"
        assert html.count("<script") == 1


async def test_the_state_tells_only_what_changed_since() -> None:
    async with rehearsal() as (market, hub):
        market.stock(SHOE | {"listing_id": "L-2"})
        first = json.loads(await text_of(f"{market.base_url}/shop/state"))
        assert set(first["cards"]) == {"L-1", "L-2"}
        await hub.take_down(notice())
        then = json.loads(await text_of(f"{market.base_url}/shop/state?since={first['revision']}"))
        assert set(then["cards"]) == {"L-1"}
        assert then["revision"] > first["revision"]


async def test_the_mood_switch_changes_how_notices_are_met() -> None:
    async with rehearsal() as (market, hub):
        assert (await send(f"{market.base_url}/shop/mood", mood="decline"))[0] == 303
        assert (await hub.take_down(notice()))[1]["status"] == "declined"
        assert (await send(f"{market.base_url}/shop/mood", mood="sulking"))[0] == 400


async def test_a_new_suspicious_listing_is_stocked_and_sent() -> None:
    async with listening_hub() as hub, rehearsal(hub.url) as (market, _):
        await send(f"{market.base_url}/shop/suspicious")
        await hub.hears(1)
        sent = json.loads(hub.received[0][2])["listings"][0]
        assert market.listings[sent["listing_id"]].listing == sent
        async with ClientSession() as session, session.get(sent["images"][0]["url"]) as picture:
            assert (picture.status, picture.content_type) == (200, "image/png")
        assert sent["listing_id"] in await text_of(sent["url"])


async def test_the_sellers_buttons_reach_the_hub() -> None:
    async with listening_hub() as hub, rehearsal(hub.url) as (market, client):
        shop = f"{market.base_url}/shop/listings/L-1"
        assert (await send(f"{shop}/counter-notice"))[0] == 409
        await client.take_down(notice())
        for action, fields in (
            ("counter-notice", {"text": "Genuine"}),
            ("restore", {}),
            ("title", {"title": "New"}),
        ):
            expected = len(hub.received) + 1
            assert (await send(f"{shop}/{action}", **fields))[0] == 303
            await hub.hears(expected)
        types = [json.loads(body)["type"] for _, _, body in hub.received]
        assert types == ["counter_notice.filed", "listing.restored", "listing.changed"]
        assert market.listings["L-1"].listing["title"] == "New"


async def test_the_page_says_what_the_hub_answered() -> None:
    async with listening_hub() as hub, rehearsal(hub.url) as (market, _client):
        hub.answers = [(404, {})]
        await send(f"{market.base_url}/shop/suspicious")
        await hub.hears(1)
        for _ in range(100):
            if "The hub answered 404" in await text_of(market.base_url):
                return
            await asyncio.sleep(0.02)
        pytest.fail("The page never told what the hub answered.")


async def test_a_form_from_another_site_is_refused() -> None:
    async with rehearsal() as (market, _):
        assert (await send(f"{market.base_url}/shop/mood", "https://evil.example", mood="lie"))[0] == 403
        assert (await send(f"{market.base_url}/shop/mood", market.base_url, mood="lie"))[0] == 303


async def test_a_removed_listing_has_no_page_any_more() -> None:
    async with rehearsal() as (market, hub):
        await hub.take_down(notice())
        assert "removed after notice AC-7K3Q9" in await text_of(f"{market.base_url}/item/L-1")
        assert "no such listing" in await text_of(f"{market.base_url}/item/L-9")


@pytest.mark.parametrize("path", ["/images/nothing.png", "/images/..%2Fpage.png", "/assets/..%2Fpage.py"])
async def test_only_known_files_are_served(path: str) -> None:
    async with (
        rehearsal() as (market, _),
        ClientSession() as session,
        session.get(market.base_url + path) as response,
    ):
        assert response.status == 404


def test_there_are_pictures() -> None:
    assert {"running-shoe", "headphones", "fountain-pen", "baby-bottle"} <= picture_names()
