"""One demo for all tests of this folder, and a loud line where there is no browser to look at it."""

import os
from collections.abc import Iterator

import pytest

from tests.browser.running_demo import CHROMIUM, RunningDemo, running_demo

MISSING = "CHROMIUM IS MISSING: the browser tests did not run. Get it with: apt-get install chromium"


@pytest.fixture(scope="package")
def demo() -> Iterator[RunningDemo]:
    """One demo for all tests, with its first handful of listings and no more: each test takes its own."""
    require_chromium()
    with running_demo("--no-stream") as demo:
        yield demo


def require_chromium() -> None:
    """Skip without a browser; in CI that is a failure."""
    if CHROMIUM is None:
        if os.environ.get("CI") == "true":
            pytest.fail(MISSING)
        pytest.skip(MISSING)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if CHROMIUM is None:
        terminalreporter.write_line(MISSING, red=True, bold=True)
