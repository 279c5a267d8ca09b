"""What a newcomer does in the demo, in a real browser."""

import re

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.running_demo import RunningDemo, Visitor, visiting

pytestmark = pytest.mark.browser
ANNE, INES = ("T0VELMARRO", "U0ANNE"), ("T0VELMARRO", "U0INES")
SHOES = "C0VELSHOES"
DISGUISED = "top quality"
PATIENCE = 40_000
PNG = b"\x89PNG"
HOSTILE = "Kestavane <script>alert(1)</script> <!channel> <http://evil.example|bank.com> \u202etxt.exe"


def card(page: Page, words: str) -> Locator:
    return page.locator("[data-ts]", has_text=words).first


async def confirm(page: Page, shown: Locator) -> str:
    """Press Confirm and agree; returns what the dialog asked."""
    await shown.locator("[data-action-id=case_confirm]").click()
    asked = await page.locator(".dialog").inner_text()
    await page.click("[data-dialog=confirm]")
    return asked


async def test_one_click_takes_a_listing_down_and_the_card_says_it_is_verified_gone(
    demo: RunningDemo,
) -> None:
    async with visiting(demo.page_of(*ANNE, SHOES)) as anne:
        alert = card(anne.page, "Aero 3")
        await expect(alert.locator("[data-action-id=case_confirm]")).to_be_visible(timeout=PATIENCE)
        number = re.findall(r"AC-\w{5}", await alert.inner_text())[0]
        picture = alert.locator("img.block-image")
        await expect(picture).to_have_js_property("naturalWidth", 480, timeout=PATIENCE)

        asked = await confirm(anne.page, alert)
        assert number in asked
        assert "SneakerPlanet88" in asked
        assert "CNIPA 99000001" in asked
        assert "good faith" in asked

        await expect(alert).to_contain_text("Taken down and verified gone", timeout=PATIENCE)
        await expect(alert).to_contain_text("Anne Morvan confirmed it")
        await expect(alert.locator("[data-action-id=case_confirm]")).to_have_count(0)
        await expect(alert.locator("[data-action-id=case_retract]")).to_be_visible()
        assert anne.complaints == []
    kept = [path for path in (demo.folder / ".demo" / "evidence").rglob("*") if path.is_file()]
    assert any(path.read_bytes().startswith(PNG) for path in kept)

    async with visiting(demo.marketplace) as shopper:
        gone = shopper.page.locator("article", has_text="Aero 3")
        await expect(gone).to_have_attribute("data-status", "removed")
        await expect(gone).to_contain_text(number)
        assert shopper.complaints == []


async def test_a_colleague_sees_who_decided(demo: RunningDemo) -> None:
    async with (
        visiting(demo.page_of(*ANNE, SHOES)) as anne,
        visiting(demo.page_of(*INES, SHOES)) as ines,
    ):
        await expect(card(ines.page, DISGUISED)).to_be_visible(timeout=PATIENCE)
        await confirm(anne.page, card(anne.page, DISGUISED))
        await expect(card(ines.page, DISGUISED)).to_contain_text("Anne Morvan confirmed it", timeout=PATIENCE)


async def test_not_infringing_asks_for_a_reason_and_closes_the_case(demo: RunningDemo) -> None:
    async with visiting(demo.page_of(*ANNE, SHOES)) as anne:
        page, alert = anne.page, card(anne.page, "Ventoux 2")
        await alert.locator("[data-action-id=case_dismiss]").click()
        await page.click("[data-modal=submit]")
        await expect(page.locator(".field-error:visible")).to_have_count(1)
        await page.locator(".modal select").select_option(label="authorised seller")
        await page.click("[data-modal=submit]")
        await expect(page.locator(".modal")).to_have_count(0)
        await expect(alert).to_contain_text("authorised seller", timeout=PATIENCE)
        await expect(alert.locator("[data-action-id=case_confirm]")).to_have_count(0)
        assert anne.complaints == []


async def test_a_hostile_title_is_only_text(demo: RunningDemo) -> None:
    async with (
        visiting(demo.marketplace) as seller,
        visiting(demo.page_of(*ANNE, "C0VELALERTS")) as anne,
    ):
        await expect(card(anne.page, "Fjord 24")).to_be_visible(timeout=PATIENCE)
        await _retitle(seller, "Fjord 24", HOSTILE)
        alert = card(anne.page, "<script>alert(1)</script>")
        await expect(alert).to_be_visible(timeout=PATIENCE)
        shown = await alert.inner_text()
        assert "<!channel>" in shown
        assert "\u202e" not in shown
        assert await alert.locator("a[href*='evil']").count() == 0
        assert anne.complaints == []


async def test_a_phone_shows_a_card_in_the_members_language_and_takes_it_down(demo: RunningDemo) -> None:
    async with visiting(demo.page_of("T0QAVELO", "U0WEI", "C0QAVALERTS"), width=390, height=844) as wei:
        alert = card(wei.page, "夸维洛 H7 Pro")
        button = alert.locator("[data-action-id=case_confirm]")
        await expect(button).to_have_text("确认并下架", timeout=PATIENCE)
        await button.scroll_into_view_if_needed()
        assert await wei.page.evaluate("document.documentElement.scrollWidth") <= 390
        await confirm(wei.page, alert)
        await expect(alert).to_contain_text("已下架", timeout=PATIENCE)
        await expect(button).to_have_count(0)


async def _retitle(seller: Visitor, old: str, new: str) -> None:
    listing = seller.page.locator("article", has_text=old)
    ident = await listing.get_attribute("data-listing-id")
    there = seller.page.locator(f'article[data-listing-id="{ident}"]')
    await there.locator("[data-action=edit-title]").click()
    await there.locator("input[name=title]").fill(new)
    await there.get_by_role("button", name="Save").click()
