"""From `aacabot demo` to the first card on its page, and the memory of a hub that has nothing to do.

`python -m tests.benchmarks.bench_demo`. The first start of the two is not counted: it compiles the code.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from aacabot.config import project_root
from tests.benchmarks.figures import Figure, report
from tests.conftest import SECRET_KEY
from tests.journeys.running_hub import free_port

STARTS = 3
IDLE_SECONDS = 10
LONGEST_SECONDS = 120


def first_card_seconds(folder: Path, environment: dict[str, str]) -> float:
    """Seconds from the command until a card waits for a decision."""
    port, begun = free_port(), time.perf_counter()
    with command(["demo", "--no-stream", "--port", str(port)], folder, environment):
        until(lambda: "case_confirm" in answer(f"http://127.0.0.1:{port}/sandbox/state"))
        return time.perf_counter() - begun


def idle_megabytes(folder: Path, environment: dict[str, str]) -> float:
    """The resident memory of `aacabot serve` after a while without work, on a fresh SQLite file."""
    port = free_port()
    settings = {
        **environment,
        "AACABOT_DATABASE_URL": f"sqlite:///{folder}/idle.db",
        "AACABOT_EVIDENCE_URL": f"file://{folder}/evidence",
        "AACABOT_PORT": str(port),
        "AACABOT_SECRET_KEY": SECRET_KEY,
        "SLACK_SIGNING_SECRET": "idle",
        "SLACK_CLIENT_ID": "idle",
        "SLACK_CLIENT_SECRET": "idle",
    }
    with command(["migrate"], folder, settings) as migrating:
        migrating.wait(LONGEST_SECONDS)
    with command(["serve"], folder, settings) as hub:
        until(lambda: bool(answer(f"http://127.0.0.1:{port}/readyz")))
        time.sleep(IDLE_SECONDS)
        found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{hub.pid}/status").read_text())
    if found is None:
        raise RuntimeError("this system does not say how much memory a process uses")
    return int(found[1]) / 1024


@contextmanager
def command(
    arguments: list[str], folder: Path, environment: dict[str, str]
) -> "Iterator[subprocess.Popen[bytes]]":
    """An `aacabot` command in a folder of its own, stopped at the end of the block."""
    with (folder / "printed.txt").open("ab") as printed:
        process = subprocess.Popen(
            [sys.executable, "-m", "aacabot", *arguments],
            cwd=folder, env=environment, stdout=printed, stderr=printed,
        )  # fmt: skip
    try:
        yield process
    finally:
        process.terminate()
        process.wait(LONGEST_SECONDS)


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + LONGEST_SECONDS
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError("the program did not come up")
        time.sleep(0.02)


def answer(url: str) -> str:
    """What is answered there with 200, or nothing."""
    try:
        with urllib.request.urlopen(url, timeout=5) as response:
            text: str = response.read().decode()
            return text
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return ""


def imports_share(folder: Path, environment: dict[str, str]) -> float:
    """Seconds that loading the program's code takes before anything is done."""
    begun = time.perf_counter()
    loading = "import aacabot.cli, aacabot.sandbox.demo"
    subprocess.run([sys.executable, "-c", loading], cwd=folder, env=environment, check=True)
    return time.perf_counter() - begun


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="aacabot-bench-") as name:
        folder = Path(name)
        environment = {**os.environ, "PYTHONPATH": str(project_root()), "PYTHONPYCACHEPREFIX": f"{name}/code"}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        first_card_seconds(folder, environment)
        starts = sorted(first_card_seconds(folder, environment) for _ in range(STARTS))
        loading = imports_share(folder, environment)
        memory = idle_megabytes(folder, environment)
    median = starts[len(starts) // 2]
    figures = [
        Figure("demo_first_card_s", median, 5, "lower", "sqlite"),
        Figure("idle_hub_rss_mb", memory, 200, "lower", "sqlite"),
    ]
    shown = ", ".join(f"{one:.1f}" for one in starts)
    report(figures, [f"starts: {shown} s; loading the code alone: {loading:.1f} s ({loading / median:.0%})"])


if __name__ == "__main__":
    main()
