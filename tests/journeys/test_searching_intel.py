"""Bea finds what Ann shared though she misspells it, saves the search, and runs it from her home."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from aacabot.app import make_hub
from aacabot.config import Settings
from aacabot.domain.intel import Draft, IntelKind
from aacabot.services.hub import Hub
from aacabot.services.intel.sharing import share
from aacabot.services.people import identify
from tests.conftest import SECRET_KEY
from tests.journeys import acts
from tests.journeys import alliance as journey
from tests.journeys.running_hub import RunningHub
from tests.journeys.test_sharing_intel import click_in_home, home_shows

OUTLET = Draft(kind=IntelKind.TITLE, value="Zephyrine outlet, last pairs")


@pytest.fixture
async def another(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Hub]:
    """Another node on the same database."""
    settings = Settings(
        _env_file=None, database_url=sqlite_url, evidence_url=f"file://{tmp_path}/evidence",
        secret_key=SECRET_KEY, slack_signing_secret="signing-secret", slack_bot_token="xoxb-test",
    )  # fmt: skip
    hub = make_hub(settings)
    yield hub
    await hub.engine.stop()
    await hub.database.dispose()


async def test_a_misspelt_search_finds_is_saved_and_runs_from_the_home(
    running: RunningHub, another: Hub
) -> None:
    ann = (await identify(another, journey.OPS, journey.ANN)).person
    await share(another, ann, str(ann.of_member), OUTLET)

    found = await acts.command(running, journey.BEA, "intel zephirine outlet")
    assert OUTLET.value in found and "TLP:AMBER+STRICT" in found and "Ann" not in found
    before = len(acts.said_to(running, journey.BEA))
    (reply,) = running.slack.ephemerals(journey.BEA)
    await running.click(reply, "intel_save_search", journey.BEA)
    assert "This search is saved" in await acts.answered(running, journey.BEA, before)
    assert OUTLET.value in await acts.command(running, journey.BEA, "intel")
    assert "Nothing shared with you" in await acts.command(running, journey.BEA, "intel quorvane")

    await running.slack.open_home(team=journey.OPS, user=journey.BEA)
    await home_shows(running, journey.BEA, "home_intel")
    await click_in_home(running, journey.BEA, "home_intel")
    await home_shows(running, journey.BEA, "intel_searches")
    await click_in_home(running, journey.BEA, "intel_searches")
    await home_shows(running, journey.BEA, "zephirine outlet")
    await click_in_home(running, journey.BEA, "intel_search_saved")
    await home_shows(running, journey.BEA, OUTLET.value)
    await click_in_home(running, journey.BEA, "intel_drop_search")
    await home_shows(running, journey.BEA, "Save this search")
    assert "Traceback" not in running.log, running.log[-3_000:]
