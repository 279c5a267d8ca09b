"""What people type and press that is not theirs, not there or too late, with one hub for all of it."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.journeys.acts import (
    PATIENCE,
    answered,
    case_of,
    command,
    form,
    hub_for_a_module,
    number_of,
    press_for_form,
    said_to,
    stays,
    suspicious,
)
from tests.journeys.alliance import ANN, BEA, VIC
from tests.journeys.running_hub import RunningHub

# The hub starts once for the module, which on busy cores takes a while.
pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(300)]
MAL = "U0MAL"
HOSTILE = "<!channel> <https://evil.example|bank.com> \u202egnp.exe *b* `c` &amp; @here"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def running(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[RunningHub]:
    async with hub_for_a_module(sqlite_template, tmp_path_factory.mktemp("lookups")) as running:
        yield running


async def test_forged_buttons_and_other_peoples_cases_are_refused_with_words(running: RunningHub) -> None:
    card = await suspicious(running, "D9")
    theirs = await suspicious(running, "D9B", mark="Quorvane", channel="C0BETA")
    garbage = ["", "nonsense", "x" * 2_000, "'; DROP TABLE cases; --", "\0", "\ud800", "{}", case_of(theirs)]
    for action in ("case_confirm", "case_dismiss", "case_ask_info", "case_report_as"):
        for value in garbage:
            before = len(said_to(running, ANN))
            await running.click(card, action, ANN, forge_value=value)
            reply = await answered(running, ANN, before)
            assert "I find no case" in reply, (action, value, reply)
            assert "D9B" not in reply
    for user, words in ((BEA, "I find no case"), (VIC, "Ann and Ben can"), (MAL, "I do not know you yet")):
        for action in ("case_confirm", "case_dismiss"):
            before = len(said_to(running, user))
            await running.click(card, action, user)
            assert words in await answered(running, user, before)
    assert form(running, ANN) is None
    for untouched in (card, theirs):
        await running.shows(untouched, "case_confirm", PATIENCE)
    assert running.takedowns_of("D9") == running.takedowns_of("D9B") == []


async def test_a_form_that_comes_too_late_for_slack_is_said_in_words(running: RunningHub) -> None:
    card = await suspicious(running, "D10")
    before = len(said_to(running, ANN))
    click = asyncio.create_task(running.click(card, "case_dismiss", ANN))
    await asyncio.sleep(0)  # the trigger is made as the click sets out
    running.slack.advance(10)
    await click
    reply = await answered(running, ANN, before)
    assert "came too late" in reply
    assert form(running, ANN) is None
    view = await press_for_form(running, card, "case_dismiss", ANN)
    await running.slack.close(view_id=view["id"])


async def test_a_case_is_found_by_what_people_type(running: RunningHub) -> None:
    card = await suspicious(running, "D11", seller={"id": "s1", "name": HOSTILE})
    number = number_of(card)
    bare = number.removeprefix("AC-")
    for asked in (number, number.lower(), f"AC{bare}", f"  {bare} ", "https://market.example/item/D11"):
        assert "runner D11" in await command(running, ANN, f"case {asked}"), asked
    assert "runner D11" in await command(running, ANN, "case <https://market.example/item/D11|market>")
    typo = f"{number}Z"
    assert f"Did you mean {number}?" in await command(running, ANN, f"case {typo}")
    for asked in (number, typo, "https://market.example/item/D11"):
        reply = await command(running, BEA, f"case {asked}")
        assert "I find no case" in reply
        assert "Did you mean" not in reply
    assert "I do not know you yet" in await command(running, MAL, f"case {number}")


async def test_the_queue_help_and_anything_else_is_answered(running: RunningHub) -> None:
    card = await suspicious(running, "D12")
    queue = await command(running, ANN, "queue")
    assert number_of(card) in queue
    assert number_of(card) not in await command(running, BEA, "QUEUE")
    assert "/aaca queue" in await command(running, ANN, "help")
    assert "/aaca queue" in await command(running, ANN, "")
    odd = ["\0", "case \0", "case ://", "case http://[", "case https://market.example/\0", "queue '; DROP"]
    for text in (HOSTILE, "x" * 3_000, "case " + "9" * 3_000, *odd):
        reply = await command(running, ANN, text)
        assert "Something went wrong" not in reply, text
        assert "'mrkdwn'" not in reply
        assert "<!channel>" not in reply.partition("\n")[0]


async def test_a_description_is_shown_as_it_was_written_and_does_nothing(running: RunningHub) -> None:
    text = f"Line one {HOSTILE}\nLine two\u200b " + "long " * 2_000
    card = await suspicious(running, "D13", description=text)
    assert "Line one" not in str(card.blocks)
    view = await press_for_form(running, card, "case_description", VIC)
    assert "Line one <!channel> <https://evil.example|bank.com>" in str(view["blocks"])
    assert "'mrkdwn'" not in str(view["blocks"])
    assert "\u202e" not in str(view["blocks"])
    await running.slack.close(view_id=view["id"])
    before = len(said_to(running, BEA))
    await running.click(card, "case_description", BEA)
    assert "I find no case" in await answered(running, BEA, before)


async def test_nothing_here_was_our_mistake(running: RunningHub) -> None:
    await stays(running)
    assert "Traceback" not in running.log, running.log[-3_000:]
