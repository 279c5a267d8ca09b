"""A brand loses its fast lane by restores, sees why, and its next confirm goes past the desk."""

from pathlib import Path
from typing import Any

import yaml

from aacabot.app import now
from aacabot.domain.alliance_file import read_alliance_file
from aacabot.services import alliance
from aacabot.store.database import Database
from tests.journeys import alliance as journey
from tests.journeys.acts import PATIENCE, card_of, form, number_of, suspicious
from tests.journeys.running_hub import RunningHub

ANN, OPS = journey.ANN, journey.OPS


async def asked_at_once(running: RunningHub, database_url: str) -> None:
    """The marketplace asks for one decision, not for twenty."""
    more = yaml.safe_dump({"marketplaces": [{"key": "sandbox", "good_faith": {"minimum": 1}}]})
    database = Database(database_url)
    try:
        await alliance.apply(database, now, read_alliance_file(more, "more.yaml"), False)
    finally:
        await database.dispose()


async def at_home(running: RunningHub, action: str, words: str) -> str:
    """Press a button of Ann's home and wait until it shows these words."""
    await running.slack.click_in_home(team=OPS, user=ANN, action_id=action)
    return await running.until(
        lambda: shown if words in (shown := str(running.slack.home(OPS, ANN))) else None, PATIENCE
    )


async def test_restores_cost_the_fast_lane(tmp_path: Path, sqlite_url: str) -> None:
    running = RunningHub(sqlite_url, tmp_path)
    try:
        await running.start()
        await asked_at_once(running, sqlite_url)
        await the_walk(running)
    finally:
        await running.stop()


async def the_walk(running: RunningHub) -> None:
    slack = running.slack
    card = await suspicious(running, "G1")
    await running.click(card, "case_confirm", ANN)
    await running.shows(card, "Taken down and verified gone", PATIENCE)
    await slack.open_home(team=OPS, user=ANN)
    await running.until(lambda: slack.home(OPS, ANN), PATIENCE)
    await at_home(running, "home_good_faith", "100% taken down and not restored (1 of 1)")
    answer = await what_if(running, declines="1")
    assert "Then: 50% taken down" in answer and "revoked" in answer
    await at_home(running, "good_faith_export", "The record is in your messages with the app.")

    assert (await running.market.restore("G1", "The seller showed an invoice."))[0] == 202
    await running.shows(card, "The listing is back", PATIENCE)
    lost = await at_home(running, "home_good_faith", "revoked: the desk looks at each confirm first")
    assert "0% taken down and not restored (0 of 1)" in lost
    await at_home(running, "good_faith_costs", number_of(card))

    second = await suspicious(running, "G2")
    await running.click(second, "case_confirm", ANN)
    await card_of(running, "C0OPS", number_of(second), "review_accept")
    assert running.takedowns_of("G2") == []


async def what_if(running: RunningHub, **numbers: str) -> str:
    await running.slack.click_in_home(team=OPS, user=ANN, action_id="good_faith_what_if")
    view = await running.until(lambda: form(running, ANN), PATIENCE)
    assert view is not None
    given: dict[str, dict[str, Any]] = {
        f"what_if_{name}": {f"what_if_{name}": number} for name, number in numbers.items()
    }
    answer = await running.slack.submit(view_id=view["id"], values=given)
    return str(answer.json)
