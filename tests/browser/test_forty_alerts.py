"""Forty mixed alerts before lunch, on a phone: what an enforcer and her second person press, counted."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.async_api import Locator, Page, expect

from aacabot.sandbox.marketplace.morning import AUTHORISED, SIZE
from tests.browser.conftest import require_chromium
from tests.browser.running_demo import RunningDemo, running_demo, visiting

pytestmark = pytest.mark.browser
ANNE, LUC = ("T0VELMARRO", "U0ANNE"), ("T0VELMARRO", "U0LUC")
PATIENCE = 60_000
ENOUGH_CLICKS = 20
"""Half a click an alert. Ten minutes are 600 seconds: 30 for each of these, reading included."""
FIRST_HANDFUL = 4
"""Alerts of the member that the demo begins with; one of them is of an authorised seller."""


@pytest.fixture
def busy() -> Iterator[RunningDemo]:
    """A demo of its own: all that waits in it is decided here."""
    require_chromium()
    with running_demo("--no-stream") as demo:
        yield demo


@dataclass
class Finger:
    """Somebody's finger on the page: every touch is counted."""

    page: Page
    touches: int = 0

    async def press(self, what: Locator) -> None:
        self.touches += 1
        await what.click()

    async def choose(self, menu: Locator, label: str) -> None:
        """Two touches: the menu, and the option."""
        self.touches += 2
        await menu.select_option(label=label)

    async def act_on_all(self, found: int, button: str) -> Locator:
        """Choose all that is found and press a button over the queue; returns the confirmation."""
        await self.choose(self.page.get_by_label("Which cases"), f"All found ({found})")
        await self.press(self.page.locator("button", has_text=button))
        modal = self.page.locator(".modal")
        await expect(modal).to_be_visible(timeout=PATIENCE)
        return modal


async def waiting(page: Page, count: int) -> None:
    """Open the home anew until so many cases wait."""
    label = page.locator("[data-action-id=waiting_all]")
    end = time.monotonic() + PATIENCE / 1_000
    while await label.count() == 0 or await label.inner_text() != f"All ({count})":
        assert time.monotonic() < end, await page.locator("body").inner_text()
        await page.reload()
        await page.wait_for_timeout(1_500)


async def test_forty_mixed_alerts_are_cleared_with_a_click_for_every_other(busy: RunningDemo) -> None:
    everything = SIZE + FIRST_HANDFUL
    left = AUTHORISED + 1
    async with visiting(busy.marketplace) as market:
        await market.page.click("[data-action=send-morning]")
        began = time.monotonic()
        async with visiting(busy.page_of(*ANNE, "home"), width=390, height=844) as anne:
            finger = Finger(anne.page)
            await waiting(anne.page, everything)
            asked = await finger.act_on_all(everything, "Confirm…")
            await expect(asked).to_contain_text(f"{everything - left} wait for a second person")
            await expect(asked).to_contain_text(f"{left} cases are not done")
            await finger.press(asked.locator("[data-modal=submit]"))

            await waiting(anne.page, left)
            asked = await finger.act_on_all(left, "Not infringing…")
            await finger.choose(asked.locator("select"), "authorised seller")
            await finger.press(asked.locator("[data-modal=submit]"))
            await waiting_for_none(anne.page)
            assert anne.complaints == []
        async with visiting(busy.page_of(*LUC, "home"), width=390, height=844) as luc:
            second = Finger(luc.page)
            await waiting(luc.page, everything - left)
            asked = await second.act_on_all(everything - left, "Approve…")
            await expect(asked).to_contain_text(f"{everything - left} go out at once")
            await second.press(asked.locator("[data-modal=submit]"))
            await waiting_for_none(luc.page)
            assert luc.complaints == []
        took = time.monotonic() - began
        gone = market.page.locator("article[data-status=removed]")
        await expect(gone).to_have_count(everything - left, timeout=PATIENCE)
    print(
        f"{everything} alerts: {finger.touches} touches by Anne, {second.touches} by Luc, "
        f"{took:.0f} s of the hub's and the browser's time"
    )
    assert finger.touches + second.touches <= ENOUGH_CLICKS


async def waiting_for_none(page: Page) -> None:
    """Open the home anew until nothing waits."""
    end = time.monotonic() + PATIENCE / 1_000
    while await page.get_by_text("Nothing waits for you").count() == 0:
        assert time.monotonic() < end, await page.locator("body").inner_text()
        await page.reload()
        await page.wait_for_timeout(1_500)
