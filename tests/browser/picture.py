"""The README's picture: one card before and after the click, from the running demo. `make picture`."""

import asyncio
import base64
import sys
from pathlib import Path

from playwright.async_api import Page, expect

from aacabot.config import project_root
from tests.browser.conftest import MISSING
from tests.browser.running_demo import CHROMIUM, RunningDemo, running_demo, visiting

PICTURE = project_root() / "docs" / "card.png"
LARGEST_BYTES = 250 * 1024
PATIENCE = 60_000
EDGE_PX = 8  # the page's rounded corner would show at the card's edge
CARD = '[data-ts]:has-text("Aero 3")'
LAYOUT = """<!doctype html><style>
body {{ margin: 0; background: #fff; }}
main {{ display: inline-block; padding: 4px; }}
img {{ display: block; width: {width}px; border: 1px solid #dcdfe3; border-radius: 10px; }}
img + img {{ margin-top: 14px; }}
</style><main><img src="data:image/png;base64,{before}"><img src="data:image/png;base64,{after}"></main>"""


async def take(demo: RunningDemo, path: Path) -> None:
    """Photograph the first alert, confirm it, and photograph it again once it is verified."""
    address = demo.page_of("T0VELMARRO", "U0ANNE", "C0VELSHOES")
    async with visiting(address, width=1200, height=1000, scale=1.25) as anne:
        page, card = anne.page, anne.page.locator(CARD).first
        picture = card.locator("img.block-image")
        await expect(picture).to_have_js_property("naturalWidth", 480, timeout=PATIENCE)
        await page.click("[aria-label='Close this hint']")
        before, width = await _photograph(page)
        await card.locator("[data-action-id=case_confirm]").click()
        await page.click("[data-dialog=confirm]")
        await expect(card).to_contain_text("Verified gone", timeout=PATIENCE)
        after, _ = await _photograph(page)
        await page.goto("about:blank")
        await page.set_content(LAYOUT.format(width=width, before=before, after=after))
        await page.locator("main").screenshot(path=path)


async def _photograph(page: Page) -> tuple[str, int]:
    """The card as base64 PNG, and its width in CSS pixels; its glow has faded and no pointer is on it."""
    await page.mouse.move(2, 2)
    await page.wait_for_timeout(3_000)
    card = page.locator(CARD).first
    box = await card.bounding_box()
    if box is None:
        raise RuntimeError("the card is not shown")
    width = int(box["width"]) - EDGE_PX
    await card.evaluate("(card, width) => { card.style.width = `${width}px`; }", width)
    return base64.b64encode(await card.screenshot(animations="disabled")).decode(), width


def main() -> int:
    if CHROMIUM is None:
        print(MISSING, file=sys.stderr)
        return 1
    PICTURE.parent.mkdir(exist_ok=True)
    with running_demo("--no-stream") as demo:
        asyncio.run(take(demo, PICTURE))
    size = PICTURE.stat().st_size
    print(f"{PICTURE}: {size // 1024} KB")
    return 0 if size <= LARGEST_BYTES else 1


if __name__ == "__main__":
    sys.exit(main())
