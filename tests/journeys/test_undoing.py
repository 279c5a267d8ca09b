"""Second thoughts and ends over HTTP: undone, retracted with a reason, opened again, run out, archived."""

import sqlite3
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from tests.journeys.acts import (
    PATIENCE,
    card_of,
    case_of,
    hub_for_a_module,
    number_of,
    press_for_form,
    replies,
    suspicious,
)
from tests.journeys.alliance import ANN, GIL, OLA
from tests.journeys.running_hub import RunningHub

# The hub starts once for the module, which on busy cores takes a while.
pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(300)]
TICK = 100.0
"""The hub looks at its clocks once a minute."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def running(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[RunningHub]:
    async with hub_for_a_module(sqlite_template, tmp_path_factory.mktemp("undoing")) as running:
        yield running


def let_time_pass(running: RunningHub, case_id: str, column: str, **ago: float) -> None:
    """The end of one of a case's clocks lies so far back: nobody can wait for days here."""
    moment = (datetime.now(UTC) - timedelta(**ago)).replace(tzinfo=None).isoformat(sep=" ")
    with sqlite3.connect(running.folder / "hub.db", timeout=30) as database:
        done = database.execute(f"UPDATE cases SET {column} = ? WHERE id = ?", (moment, case_id))
        assert done.rowcount == 1


async def test_who_confirmed_can_undo_it_while_nothing_has_gone_out(running: RunningHub) -> None:
    card = await suspicious(running, "U1", mark="Ostrelle", channel="C0GAMMA")
    await running.click(card, "case_confirm", GIL)
    await running.shows(card, "case_undo", PATIENCE)
    await running.click(card, "case_undo", GIL)
    await running.shows(card, "case_confirm", PATIENCE)
    assert running.takedowns_of("U1") == []


async def test_a_retraction_says_why_and_the_marketplace_hears_it(running: RunningHub) -> None:
    card = await suspicious(running, "U2")
    await running.click(card, "case_confirm", ANN)
    await running.shows(card, "Taken down and verified gone", PATIENCE)
    view = await press_for_form(running, card, "case_retract_why", ANN)
    said = {"retract_reason": {"retract_reason": "We mistook the batch."}}
    assert (await running.slack.submit(view_id=view["id"], values=said)).problem is None
    await running.shows(card, "Withdrawn at the marketplace", PATIENCE)
    assert running.market.listings["U2"].status.value == "live"


async def test_what_was_found_not_infringing_can_be_opened_again_with_a_reason(running: RunningHub) -> None:
    card = await suspicious(running, "U3")
    view = await press_for_form(running, card, "case_dismiss", ANN)
    values = {"dismiss_reason": {"dismiss_reason": "GENUINE"}}
    assert (await running.slack.submit(view_id=view["id"], values=values)).problem is None
    await running.shows(card, "case_reopen", PATIENCE)
    view = await press_for_form(running, card, "case_reopen", ANN)
    again = {"reopen_reason": {"reopen_reason": "The test purchase came."}}
    assert (await running.slack.submit(view_id=view["id"], values=again)).problem is None
    shown = await running.shows(card, "case_confirm", PATIENCE)
    await running.click(shown, "case_confirm", ANN)
    await running.shows(card, "Taken down and verified gone", PATIENCE)


async def test_clocks_that_run_out_end_in_words(running: RunningHub) -> None:
    undecided = await suspicious(running, "U4")
    alone = await suspicious(running, "U5")
    ended = await suspicious(running, "U6")
    view = await press_for_form(running, ended, "case_dismiss", ANN)
    values = {"dismiss_reason": {"dismiss_reason": "GENUINE"}}
    await running.slack.submit(view_id=view["id"], values=values)
    await running.shows(ended, "case_reopen", PATIENCE)
    view = await press_for_form(running, alone, "case_report_as", ANN)
    menu = next(block for block in view["blocks"] if block["block_id"] == "report_right")["element"]
    design = next(one["value"] for one in menu["options"] if "009000001" in one["text"]["text"])
    await running.slack.click_in_view(view_id=view["id"], action_id="report_right", value=design)
    chosen = {"report_reason:design": {"report_reason": "DESIGN"}}
    await running.slack.submit(view_id=view["id"], values=chosen)
    await running.shows(alone, "copied design", PATIENCE)
    await running.click(alone, "case_confirm", ANN)
    await running.shows(alone, "the desk has been asked", PATIENCE)

    let_time_pass(running, case_of(undecided), "decide_by", hours=49)
    let_time_pass(running, case_of(alone), "second_by", minutes=1)
    let_time_pass(running, case_of(ended), "ended_at", days=181)
    await running.shows(undecided, "Nobody decided in time", TICK)
    await running.shows(alone, "case_confirm", TICK)
    await running.shows(ended, "Archived", TICK)
    await replies(running, alone, "in time")


async def test_the_desk_writes_in_what_a_seller_answered_by_letter(running: RunningHub) -> None:
    card = await suspicious(running, "U7", mark="Ostrelle", channel="C0GAMMA")
    await running.click(card, "case_confirm", GIL)
    asked = await card_of(running, "C0OPS", number_of(card), "review_accept")
    await running.click(asked, "review_accept", OLA)
    await running.shows(card, "Taken down and verified gone", PATIENCE)
    await running.shows(asked, "counter_enter", PATIENCE)
    view = await press_for_form(running, asked, "counter_enter", OLA)
    said = {"counter_text": {"counter_text": "By letter: these are genuine."}}
    assert (await running.slack.submit(view_id=view["id"], values=said)).problem is None
    await running.shows(card, "The seller objects", PATIENCE)
    assert "By letter" not in "".join(str(one.blocks) for one in running.slack.messages())


async def test_nothing_here_was_our_mistake(running: RunningHub) -> None:
    assert "Traceback" not in running.log, running.log[-3_000:]
