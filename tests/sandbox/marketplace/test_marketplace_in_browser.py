"""The shop floor keeps itself fresh in a real browser, under its own content security policy."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Page, async_playwright, expect

from tests.sandbox.marketplace.signed_hub import listening_hub, notice, rehearsal

CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]
CARD = '[data-listing-id="L-1"]'


@asynccontextmanager
async def browsing(url: str) -> AsyncIterator[tuple[Page, list[str]]]:
    """A page at `url`, and what its console complained about."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = await browser.new_page()
        complaints: list[str] = []
        page.on(
            "console", lambda message: complaints.append(message.text) if message.type == "error" else None
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        await page.goto(url)
        yield page, complaints
        await browser.close()


async def test_a_takedown_a_counter_notice_and_a_restore_are_seen_without_a_reload() -> None:
    async with (
        listening_hub() as hub,
        rehearsal(hub.url) as (market, client),
        browsing(market.base_url) as (page, complaints),
    ):
        await expect(page.locator(CARD)).to_have_attribute("data-status", "live")
        await client.take_down(notice())
        await expect(page.locator(CARD)).to_have_attribute("data-status", "removed")
        await page.click(f'{CARD} [data-action="counter-notice"]')
        await expect(page.locator(CARD)).to_contain_text("Seller's answer")
        await page.click(f'{CARD} [data-action="restore"]')
        await expect(page.locator(CARD)).to_have_attribute("data-status", "live")
        await hub.hears(2)
        assert complaints == []


async def test_a_title_being_typed_survives_a_change_from_outside() -> None:
    async with (
        listening_hub() as hub,
        rehearsal(hub.url) as (market, _),
        browsing(market.base_url) as (page, _complaints),
    ):
        await page.click(f'{CARD} [data-action="edit-title"]')
        await page.fill(f"{CARD} input[name=title]", "Half a <b>title</b>")
        market.change("L-1", units_sold=5)
        async with page.expect_response("**/shop/state*"):
            pass
        await page.keyboard.press("Enter")
        await expect(page.locator(f"{CARD} h2")).to_have_text("Half a <b>title</b>")
        await hub.hears(1)
        assert market.listings["L-1"].listing["title"] == "Half a <b>title</b>"
