"""One hub for all these journeys, among marketplaces that each have their own troubles."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.journeys.markets import Markets
from tests.journeys.running_hub import RunningHub


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def markets(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Markets]:
    """One hub for all these journeys, among marketplaces that each have their own troubles."""
    folder = tmp_path_factory.mktemp("markets")
    (folder / "hub.db").write_bytes(sqlite_template.read_bytes())
    running = RunningHub(f"sqlite:///{folder}/hub.db", folder)
    running.slack.state.updating.per_second = 0
    markets = Markets(running)
    try:
        await running.start()
        await markets.open(
            "fails", "forgets", "drops", "limits", "hangs", "down", "mute", "paced",
            paced={"requests_per_second": 5, "concurrency": 2},
        )  # fmt: skip
        yield markets
    finally:
        await markets.close()
        await running.stop()
