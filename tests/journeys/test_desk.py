"""The desk's part over HTTP: reviews, questions and the safety switches, with one hub for all of them."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from aacabot.sandbox.slack import SandboxMessage
from tests.journeys.acts import (
    PATIENCE,
    answered,
    card_of,
    command,
    form,
    hub_for_a_module,
    number_of,
    press_for_form,
    replies,
    said_to,
    stays,
    suspicious,
)
from tests.journeys.alliance import ANN, BEA, BEN, GIL, OLA
from tests.journeys.running_hub import RunningHub

# The hub starts once for the module, which on busy cores takes a while.
pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(300)]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def running(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[RunningHub]:
    async with hub_for_a_module(sqlite_template, tmp_path_factory.mktemp("desk")) as running:
        yield running


async def for_review(running: RunningHub, ident: str) -> tuple[SandboxMessage, SandboxMessage]:
    """Gil confirms for Gamma, which has no fast lane: the brand's card and the desk's."""
    card = await suspicious(running, ident, mark="Ostrelle", channel="C0GAMMA")
    await running.click(card, "case_confirm", GIL)
    review = await card_of(running, "C0OPS", number_of(card), "review_accept")
    await running.shows(card, "The desk is reviewing it", PATIENCE)
    return card, review


async def told_after(running: RunningHub, card: SandboxMessage, action: str, user: str) -> str:
    """Press a button, and return what only that person is told."""
    before = len(said_to(running, user))
    await running.click(card, action, user)
    return await answered(running, user, before)


async def test_what_the_desk_accepts_goes_out_as_reviewed(running: RunningHub) -> None:
    card, review = await for_review(running, "R1")
    await stays(running)
    assert running.takedowns_of("R1") == []
    assert number_of(card) in await command(running, OLA, "queue")
    for action in ("review_accept", "review_decline"):
        assert "You act for the member" in await told_after(running, review, action, GIL)
        assert "I find no case" in await told_after(running, review, action, ANN)
    await running.click(review, "review_accept", OLA)
    await running.until(lambda: running.takedowns_of("R1"), PATIENCE)
    assert running.takedowns_of("R1")[0].notice["programme"] == "reviewed"
    shown = await running.shows(card, "Taken down and verified gone", PATIENCE)
    assert "The desk accepted it" in str(shown.blocks)
    decided = await running.shows(review, "Accepted by Ola", PATIENCE)
    assert "review_accept" not in str(decided.blocks)


async def test_a_decline_needs_words_where_evidence_is_missing_and_the_brand_is_told(
    running: RunningHub,
) -> None:
    card, review = await for_review(running, "R2")
    view = await press_for_form(running, review, "review_decline", OLA)
    short = {"decline_reason": {"decline_reason": "EVIDENCE_INSUFFICIENT"}}
    for note in ({}, {"decline_note": {"decline_note": "   "}}):
        await running.slack.submit(view_id=view["id"], values={**short, **note})
        shown = form(running, OLA)
        assert shown is not None
        assert list(shown["errors"]) == ["decline_note"]
        assert shown["errors"]["decline_note"].startswith("Please")
    await running.slack.submit(
        view_id=view["id"], values={**short, "decline_note": {"decline_note": "A test purchase <!here>"}}
    )
    assert form(running, OLA) is None
    shown_card = await running.shows(card, "Declined by the desk", PATIENCE)
    assert "A test purchase <!here>" in str(shown_card.blocks)
    reply = await replies(running, card, "The takedown was declined")
    assert f"'user_id': '{GIL}'" in str(reply.blocks)
    assert "A test purchase" in str(reply.blocks)
    assert "<!here>" not in reply.text
    await running.shows(review, "Declined by Ola", PATIENCE)
    assert running.takedowns_of("R2") == []


async def test_a_form_of_the_desk_sent_too_late_says_what_happened(running: RunningHub) -> None:
    card, review = await for_review(running, "R3")
    view = await press_for_form(running, review, "review_decline", OLA)
    waiting = await card_of(running, "C0GAMMA", "runner R3", "case_retract")
    assert "is retracted" in await told_after(running, waiting, "case_retract", GIL)
    await running.slack.submit(
        view_id=view["id"], values={"decline_reason": {"decline_reason": "WRONG_CLASS"}}
    )
    late = form(running, OLA)
    assert late is not None
    assert "Gil was first" in str(late["blocks"])
    await running.slack.close(view_id=late["id"])
    await running.shows(review, "No review needed any more", PATIENCE)
    assert "Nothing was sent to the marketplace" in str(
        (await running.shows(card, "Gil retracted it", PATIENCE)).blocks
    )
    assert running.takedowns_of("R3") == []


async def test_a_question_stops_the_clock_until_the_desk_answers(running: RunningHub) -> None:
    card = await suspicious(running, "R4")
    view = await press_for_form(running, card, "case_ask_info", ANN)
    await running.slack.submit(
        view_id=view["id"], values={"question": {"question": "Who sells this? <!channel>"}}
    )
    assert form(running, ANN) is None
    paused = await running.shows(card, "The clock stands still: Ann asked the desk", PATIENCE)
    assert "case_confirm" in str(paused.blocks)
    question = await card_of(running, "C0OPS", number_of(card), "info_answer")
    assert "Who sells this? <!channel>" in str(question.blocks)
    assert "mrkdwn" not in str(question.blocks)
    assert "You act for the member" in await told_after(running, question, "info_answer", BEN)

    asked = await press_for_form(running, question, "info_answer", OLA)
    assert "Who sells this?" in str(asked["blocks"])
    await running.slack.submit(view_id=asked["id"], values={"answer": {"answer": "  \n "}})
    shown = form(running, OLA)
    assert shown is not None
    assert list(shown["errors"]) == ["answer"]
    await running.slack.submit(view_id=asked["id"], values={"answer": {"answer": "A new shop \0 in Lyon."}})
    assert form(running, OLA) is None
    answer = await running.shows(card, "A new shop in Lyon.", PATIENCE)
    assert "The clock stands still" not in str(answer.blocks)
    await running.shows(question, "Answered by Ola", PATIENCE)
    assert "Ola was first" in await forged_answer(running, question, card)


async def forged_answer(running: RunningHub, question: SandboxMessage, card: SandboxMessage) -> str:
    """Ola presses the answered question's button again, from a client that has not been updated."""
    other = await suspicious(running, "R4B")
    view = await press_for_form(running, other, "case_ask_info", ANN)
    await running.slack.submit(view_id=view["id"], values={})
    open_one = await card_of(running, "C0OPS", number_of(other), "info_answer")
    before = len(said_to(running, OLA))
    case_id = next(
        element["value"]
        for block in card.blocks
        for element in block.get("elements", [])
        if element.get("action_id") == "case_dismiss"
    )
    await running.click(open_one, "info_answer", OLA, forge_value=case_id)
    return await answered(running, OLA, before)


async def test_the_switches_stop_and_open_everything_and_only_the_desk_has_them(running: RunningHub) -> None:
    lane = await card_of(running, "C0OPS", "Takedowns are going out", "lane_stop")
    for user in (ANN, BEA):
        refused = await told_after(running, lane, "lane_stop", user)
        assert "you cannot do this: stop or open takedowns" in refused
        assert "you cannot do this" in await told_after(running, lane, "lane_stop_member", user)
    assert "All takedowns are stopped" in await told_after(running, lane, "lane_stop", OLA)
    stopped = await running.shows(lane, "Takedowns are stopped", PATIENCE)
    assert "Stopped by Ola" in str(stopped.blocks)

    kept, taken_back = await suspicious(running, "S1"), await suspicious(running, "S2")
    for card in (kept, taken_back):
        await running.click(card, "case_confirm", ANN)
        await running.shows(card, "Takedowns are paused by the desk", PATIENCE)
    waiting = await card_of(running, "C0ACME", "runner S2", "case_retract")
    assert "is retracted" in await told_after(running, waiting, "case_retract", ANN)
    await running.shows(taken_back, "Nothing was sent to the marketplace", PATIENCE)
    await stays(running)
    assert running.takedowns_of("S1") == running.takedowns_of("S2") == []

    now = await card_of(running, "C0OPS", "Takedowns are stopped", "lane_open")
    assert "Takedowns go out again" in await told_after(running, now, "lane_open", OLA)
    await running.shows(kept, "Taken down and verified gone", PATIENCE)
    assert len(running.takedowns_of("S1")) == 1
    assert running.takedowns_of("S2") == []
    await running.shows(lane, "Takedowns are going out", PATIENCE)


async def test_one_member_can_be_stopped_from_a_form_while_the_others_go_on(running: RunningHub) -> None:
    lane = await card_of(running, "C0OPS", "Takedowns are going out", "lane_stop_member")
    view = await press_for_form(running, lane, "lane_stop_member", OLA)
    await running.slack.submit(view_id=view["id"], values={"member": {"member": "acme"}})
    assert form(running, OLA) is None
    await running.shows(lane, "Members stopped", PATIENCE)
    assert "Zephyrine Group: stopped" in await running.run("lane", "status")

    held = await suspicious(running, "S3")
    free = await suspicious(running, "S4", mark="Quorvane", channel="C0BETA")
    await running.click(held, "case_confirm", ANN)
    await running.click(free, "case_confirm", BEA)
    await running.shows(free, "Taken down and verified gone", PATIENCE)
    await running.shows(held, "Takedowns are paused by the desk", PATIENCE)
    assert running.takedowns_of("S3") == []

    assert "flow again for acme" in await running.run("lane", "open", "--member", "acme")
    await running.shows(held, "Taken down and verified gone", PATIENCE)
    assert len(running.takedowns_of("S3")) == 1


async def test_nothing_here_was_our_mistake(running: RunningHub) -> None:
    await stays(running)
    assert "Traceback" not in running.log, running.log[-3_000:]


async def test_a_question_is_taken_given_back_and_becomes_a_test_purchase(running: RunningHub) -> None:
    card = await suspicious(running, "R9")
    view = await press_for_form(running, card, "case_ask_info", ANN)
    await running.slack.submit(view_id=view["id"], values={"question": {"question": "Is it genuine?"}})
    question = await card_of(running, "C0OPS", number_of(card), "info_answer")
    await running.click(question, "review_claim", OLA)
    await running.shows(question, "review_release", PATIENCE)
    await running.click(question, "review_release", OLA)
    await running.shows(question, "review_claim", PATIENCE)
    bought = await press_for_form(running, question, "test_buy", OLA)
    values = {
        "test_buy_words": {"test_buy_words": "One pair, size 42."},
        "test_buy_order": {"test_buy_order": "ORDER-77"},
    }
    assert (await running.slack.submit(view_id=bought["id"], values=values)).problem is None
    waits = await running.shows(card, "One pair, size 42.", PATIENCE)
    assert "The clock stands still" in str(waits.blocks)
    asked = await press_for_form(running, question, "info_answer", OLA)
    await running.slack.submit(view_id=asked["id"], values={"answer": {"answer": "It is a copy."}})
    told = await running.shows(card, "It is a copy.", PATIENCE)
    assert "The clock stands still" not in str(told.blocks)
