"""A newcomer joins the demo with the code its welcome prints, and gets a first card."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.running_demo import RunningDemo, visiting

pytestmark = pytest.mark.browser
TEAM, NIA, CHANNEL = "T0BRINDLE", "U0NIA", "C0BRINDLE"
PATIENCE = 40_000
CODE = re.compile(r"\b(?:[0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]{4}\b")


def printed_code(demo: RunningDemo) -> str:
    (code,) = CODE.findall((demo.folder / "printed.txt").read_text())
    return str(code)


async def send_code(page: Page, code: str) -> None:
    await page.locator(".modal [data-action-id=join_code]").fill(code)
    await page.click("[data-modal=submit]")


async def test_from_the_printed_code_to_the_first_card(demo: RunningDemo) -> None:
    async with visiting(demo.page_of(TEAM, NIA, "home")) as nia:
        page = nia.page
        await page.locator("[data-action-id=join_enter]").click(timeout=PATIENCE)
        await send_code(page, "7K3Q-9MWD-0101-ABCD-EFGH")
        await expect(page.locator(".field-error:visible")).to_contain_text("cannot be used", timeout=PATIENCE)
        await send_code(page, printed_code(demo).lower())

        await expect(page.locator(".modal h2")).to_have_text("Set up", timeout=PATIENCE)
        await page.locator(".modal [data-action-id=alert_channel]").select_option(label="#brand-alerts")
        await page.locator(".modal [data-search-of=time_zone]").fill("london")
        zones = page.locator(".modal [data-action-id=time_zone]")
        await expect(zones.locator("option[value='Europe/London']")).to_have_count(1, timeout=PATIENCE)
        await zones.select_option(value="Europe/London")
        await page.click("[data-modal=submit]")
        await expect(page.locator(".modal")).to_have_count(0, timeout=PATIENCE)
        await expect(page.locator("body")).to_contain_text("Europe/London", timeout=PATIENCE)
        assert nia.complaints == []

    async with visiting(demo.page_of(TEAM, NIA, CHANNEL)) as nia:
        card = nia.page.locator("[data-ts]", has_text="Harbour tote").first
        await expect(card.locator("[data-action-id=case_confirm]")).to_be_visible(timeout=PATIENCE)
        await expect(nia.page.locator("body")).to_contain_text("will arrive here")
        assert nia.complaints == []
