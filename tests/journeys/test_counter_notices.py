"""Sellers answer over HTTP: rebutted by two people, accepted, and left unanswered."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import yaml

from aacabot.sandbox.slack import SandboxMessage
from tests.journeys.acts import PATIENCE, form, hub_for_a_module, press_for_form, suspicious
from tests.journeys.alliance import ANN, OLA
from tests.journeys.running_hub import RunningHub

# The hub starts once for the module, which on busy cores takes a while.
pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(300)]
TICK = 90.0
"""The hub looks at its clocks once a minute."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def running(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[RunningHub]:
    async with hub_for_a_module(sqlite_template, tmp_path_factory.mktemp("objections")) as running:
        yield running


async def gone(running: RunningHub, ident: str) -> SandboxMessage:
    """Ann confirmed, and the listing is gone."""
    card = await suspicious(running, ident)
    await running.click(card, "case_confirm", ANN)
    return await running.shows(card, "Taken down and verified gone", PATIENCE)


async def test_a_rebuttal_by_two_people_reaches_the_marketplace(running: RunningHub) -> None:
    card = await gone(running, "N1")
    takedown = running.takedowns_of("N1")[0]
    await running.market.file_counter_notice(takedown.takedown_id, text="I am J. Doe, these are mine.")
    await running.shows(card, "puts the listing back", PATIENCE)
    view = await press_for_form(running, card, "counter_rebut", ANN)
    assert "J. Doe" in str(view)
    said = {"rebuttal_text": {"rebuttal_text": "The stitching is wrong."}}
    assert (await running.slack.submit(view_id=view["id"], values=said)).problem is None
    asked = await running.shows(card, "Ann wrote a rebuttal", PATIENCE)
    assert "The stitching" not in str(asked.blocks)
    view = await press_for_form(running, card, "counter_approve", OLA)
    assert "The stitching is wrong." in str(view)
    assert (await running.slack.submit(view_id=view["id"], values={})).problem is None
    assert form(running, OLA) is None
    await running.until(lambda: takedown.rebuttal == "The stitching is wrong.", PATIENCE)
    shown = await running.shows(card, "The rebuttal was handed over", PATIENCE)
    assert "Taken down and verified gone" in str(shown.blocks)
    assert "J. Doe" not in "".join(str(one.blocks) for one in running.slack.messages())


async def test_an_objection_that_is_accepted_brings_the_listing_back(running: RunningHub) -> None:
    card = await gone(running, "N2")
    takedown = running.takedowns_of("N2")[0]
    await running.market.file_counter_notice(takedown.takedown_id, text="Genuine.")
    await running.shows(card, "counter_accept", PATIENCE)
    await running.click(card, "counter_accept", ANN)
    await running.shows(card, "Withdrawn at the marketplace", PATIENCE)
    assert not takedown.in_force
    assert running.market.listings["N2"].status.value == "live"


async def test_silence_is_followed_by_what_was_said_in_advance(running: RunningHub) -> None:
    card = await gone(running, "N3")
    takedown = running.takedowns_of("N3")[0]
    filed = datetime.now(UTC) - timedelta(days=16)
    status, _ = await running.market.send_event(
        "counter_notice.filed", takedown_id=takedown.takedown_id, text="Mine.", at=filed
    )
    assert status == 202
    await running.shows(card, "Nobody answered the seller in time", TICK)

    def told() -> set[str]:
        words = "did not answer a seller in time"
        return {one.channel for one in running.slack.messages() if words in str(one.blocks)}

    assert await running.until(told, PATIENCE) == {"C0OPS"}


async def test_a_rebuttal_that_is_refused_leaves_the_answer_open(running: RunningHub) -> None:
    card = await gone(running, "N4")
    takedown = running.takedowns_of("N4")[0]
    await running.market.file_counter_notice(takedown.takedown_id, text="Mine.")
    await running.shows(card, "counter_rebut", PATIENCE)
    view = await press_for_form(running, card, "counter_rebut", ANN)
    said = {"rebuttal_text": {"rebuttal_text": "Too harsh."}}
    assert (await running.slack.submit(view_id=view["id"], values=said)).problem is None
    await running.shows(card, "Ann wrote a rebuttal", PATIENCE)
    await running.click(card, "counter_refuse", OLA)
    await running.shows(card, "counter_rebut", PATIENCE)
    assert takedown.rebuttal is None


async def test_silence_keeps_it_down_where_the_marketplaces_rule_says_so(running: RunningHub) -> None:
    data: dict[str, Any] = yaml.safe_load((running.folder / "alliance.yaml").read_text())
    data["marketplaces"][0]["counter_notices"] = [{"procedure": "platform", "silence": "stands"}]
    file = running.folder / "stands.yaml"
    file.write_text(yaml.safe_dump({"marketplaces": data["marketplaces"]}))
    await running.run("alliance", "apply", str(file))
    card = await gone(running, "N5")
    takedown = running.takedowns_of("N5")[0]
    filed = datetime.now(UTC) - timedelta(days=16)
    await running.market.send_event(
        "counter_notice.filed", takedown_id=takedown.takedown_id, text="Mine.", at=filed
    )
    await running.shows(card, "counter_rebut", PATIENCE)
    shown = await running.shows(card, "Taken down and verified gone", TICK)
    assert "counter_rebut" not in str(shown.blocks)
    assert takedown.in_force


async def test_nothing_here_was_our_mistake(running: RunningHub) -> None:
    assert "Traceback" not in running.log, running.log[-3_000:]
