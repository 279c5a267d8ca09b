"""Bea met what Ann shared: Ann hears it without learning who, and Gil, who watches it, hears it moved."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from aacabot.app import make_hub, now
from aacabot.config import Settings
from aacabot.sandbox.slack import SandboxMessage
from aacabot.services.hub import Hub
from aacabot.services.intel.following import tell_followers
from aacabot.services.intel.telling import tell_sources
from tests.conftest import SECRET_KEY
from tests.journeys import acts
from tests.journeys import alliance as journey
from tests.journeys.running_hub import RunningHub
from tests.journeys.test_sharing_intel import click_in_home, home_shows, intel_tab, press_in_home, submit

SELLER = {"seller": {"id": "s-1", "name": "Best Deals"}}


@pytest.fixture
async def ahead(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Hub]:
    """Another node on the same database, a day ahead: the running one sends what it owes."""
    settings = Settings(
        _env_file=None,
        database_url=sqlite_url,
        evidence_url=f"file://{tmp_path}/evidence",
        secret_key=SECRET_KEY,
        slack_signing_secret="signing-secret",
        slack_bot_token="xoxb-test",
    )
    hub = make_hub(settings)
    yield replace(hub, clock=lambda: now() + timedelta(days=1))
    await hub.engine.stop()
    await hub.database.dispose()


async def test_a_source_hears_what_others_made_of_it_and_a_watcher_that_it_moved(
    running: RunningHub, ahead: Hub
) -> None:
    await running.send("S1", "Zephyrine runner S1", **SELLER)
    card = await running.card("C0ACME", containing="runner S1")
    await running.click(card, "case_confirm", journey.ANN)
    await running.shows(card, "intel_share_case")
    form = await acts.press_for_form(running, card, "intel_share_case", journey.ANN)
    await submit(running, form, journey.ANN)

    await intel_tab(running, journey.GIL, "Best Deals")
    cluster = await press_in_home(running, journey.GIL, "intel_cluster")
    assert "Nothing you may read ties it to another seller." in str(cluster)
    await running.slack.click_in_view(view_id=cluster["id"], action_id="intel_watch")
    await running.until(lambda: "Stop watching" in str(acts.form(running, journey.GIL)))
    await running.slack.close(view_id=cluster["id"])
    assert await tell_followers(replace(ahead, clock=now)) == 0, "what was shared before is no news"

    await intel_tab(running, journey.BEA, "Best Deals")
    noted = await press_in_home(running, journey.BEA, "intel_met")
    assert "Noted: you met it too" in str(noted)
    await tell_followers(replace(ahead, clock=now))
    assert await tell_sources(ahead) == 1
    assert await tell_followers(ahead) == 1

    to_ann = await said_to(running, journey.ANN, "What others made of what you shared")
    assert "Met by others too" in str(to_ann.blocks)
    assert "Bea" not in str(to_ann.blocks) and "Quorvane" not in str(to_ann.blocks)
    to_gil = await said_to(running, journey.GIL, "News of a seller you watch")
    assert "Seller · met again · TLP:AMBER+STRICT" in str(to_gil.blocks)
    assert "Bea" not in str(to_gil.blocks)

    await click_in_home(running, journey.GIL, "intel_watches")
    await home_shows(running, journey.GIL, "Best Deals, since")
    await click_in_home(running, journey.GIL, "intel_unwatch")
    await home_shows(running, journey.GIL, "You watch no seller yet")
    assert "Traceback" not in running.log, running.log[-3_000:]


async def said_to(running: RunningHub, user: str, words: str) -> SandboxMessage:
    """The direct message to somebody that says so, once it is there."""
    return await running.until(
        lambda: next(
            (
                one
                for one in running.slack.messages()
                if not one.channel.startswith("C0")
                and user in running.slack.channel(one.channel).members
                and words in str(one.blocks)
            ),
            None,
        ),
        acts.PATIENCE,
    )
