"""`aacabot demo` as its own process, and a browser to look at it with."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.async_api import Page, async_playwright

from aacabot.config import project_root

CHROMIUM = shutil.which("chromium")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
START_SECONDS = 90
_ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")


@dataclass
class RunningDemo:
    """`slack` and `marketplace` are the addresses of the two pages; it runs in `folder`."""

    slack: str
    marketplace: str
    folder: Path

    def page_of(self, team: str, user: str, channel: str) -> str:
        """The address that shows a channel through one person's eyes."""
        return f"{self.slack}/#{team}/{user}/{channel}"


@contextmanager
def running_demo(*arguments: str) -> Iterator[RunningDemo]:
    """The demo on free ports in a folder of its own, once it has said where it is."""
    with tempfile.TemporaryDirectory(prefix="aacabot-demo-") as folder:
        log = Path(folder) / "printed.txt"
        with log.open("wb") as printed:
            process = subprocess.Popen(
                [sys.executable, "-m", "aacabot", "demo", "--port", "0", *arguments],
                cwd=folder,
                env={**os.environ, "PYTHONPATH": str(project_root()), "COLUMNS": "120"},
                stdout=printed,
                stderr=printed,
            )
        try:
            slack, marketplace = _addresses(process, log)
            yield RunningDemo(slack, marketplace, Path(folder))
            process.terminate()
            process.wait(30)
        finally:
            process.kill()
            process.wait()


def _addresses(process: "subprocess.Popen[bytes]", log: Path) -> tuple[str, str]:
    """The addresses in the demo's welcome, which ends with how to stop."""
    end = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < end:
        words = log.read_text()
        if "Ctrl-C" in words:
            slack, marketplace = _ADDRESS.findall(words)[:2]
            return slack, marketplace
        time.sleep(0.1)
    raise AssertionError(f"the demo did not start: {log.read_text()[-3000:]}")


@dataclass
class Visitor:
    """A page, and what its console complained about."""

    page: Page
    complaints: list[str] = field(default_factory=list)


@asynccontextmanager
async def visiting(
    address: str, width: int = 1280, height: int = 860, scale: float = 1
) -> AsyncIterator[Visitor]:
    """The page at `address` in a browser of its own."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        context = await browser.new_context(
            viewport={"width": width, "height": height}, device_scale_factor=scale, color_scheme="light"
        )
        visitor = Visitor(await context.new_page())
        visitor.page.set_default_timeout(30_000)
        visitor.page.on(
            "console",
            lambda said: visitor.complaints.append(said.text) if said.type == "error" else None,
        )
        visitor.page.on("pageerror", lambda error: visitor.complaints.append(str(error)))
        visitor.page.on("dialog", lambda dialog: visitor.complaints.append(f"dialog: {dialog.message}"))
        await visitor.page.goto(address)
        yield visitor
        await browser.close()
