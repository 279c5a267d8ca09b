"""Decisions as people make them: buttons and forms over HTTP, with one hub for all of them."""

import asyncio
import copy
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from aacabot.sandbox.slack.deliveries import Parcel
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
from tests.journeys.alliance import ANN, BEN, OLA, OPS
from tests.journeys.running_hub import RunningHub

# The hub starts once for the module, which on busy cores takes a while.
pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(300)]
HOSTILE = "<!channel> <https://evil.example|bank.com> \u202egnp.exe *b* `c` &amp; @here"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def running(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[RunningHub]:
    async with hub_for_a_module(sqlite_template, tmp_path_factory.mktemp("decisions")) as running:
        yield running


def told_of(running: RunningHub, ident: str) -> list[tuple[str, str]]:
    """What the marketplace was told about a listing: outcome and reason."""
    return [(d["outcome"], d["reason"]) for d in running.market.decisions if d["listing_id"] == ident]


async def again(running: RunningHub, payload: dict[str, Any]) -> Any:
    """Slack delivers an interaction as it is here, once more."""
    return await running.slack.deliver(Parcel("interactive", OPS, copy.deepcopy(payload)))


async def test_a_dismissal_is_asked_for_its_reason_and_told_to_the_marketplace(running: RunningHub) -> None:
    card = await suspicious(running, "D1")
    view = await press_for_form(running, card, "case_dismiss", BEN)
    answer = await running.slack.submit(
        view_id=view["id"],
        values={
            "dismiss_reason": {"dismiss_reason": "GENUINE"},
            "dismiss_note": {"dismiss_note": f"bought \0 there {HOSTILE}"},
        },
    )
    assert answer.problem is None
    assert form(running, BEN) is None
    done = await running.shows(card, "Not infringing. Nothing was sent", PATIENCE)
    assert "Ben" in str(done.blocks)
    assert "genuine goods" in str(done.blocks)
    assert "case_confirm" not in str(done.blocks)
    assert "mrkdwn" not in str(done.blocks)
    await running.until(lambda: told_of(running, "D1"), PATIENCE)
    assert told_of(running, "D1") == [("not_infringing", "GENUINE")]
    assert running.takedowns_of("D1") == []


async def test_what_a_form_cannot_use_is_said_at_its_field(running: RunningHub) -> None:
    card = await suspicious(running, "D2")
    view = await press_for_form(running, card, "case_dismiss", ANN)
    chosen = {"dismiss_reason": {"dismiss_reason": "GENUINE"}}
    # No client sends these; whoever holds the signing secret could.
    await running.slack.submit(view_id=view["id"], values=chosen)
    sent = running.slack.deliveries[-1].parcel
    assert sent is not None
    forged = copy.deepcopy(sent.payload)
    state = forged["view"]["state"]["values"]["dismiss_reason"]["dismiss_reason"]
    for value in ("NO_SUCH_REASON", "", "x" * 2_000):
        state["selected_option"]["value"] = value
        answer = await again(running, forged)
        assert answer.json["response_action"] == "errors"
        assert list(answer.json["errors"]) == ["dismiss_reason"]
    state["selected_option"] = None
    answer = await again(running, forged)
    assert answer.json["errors"] == {"dismiss_reason": "Please fill this in."}


async def test_a_form_sent_after_somebody_else_decided_says_who_was_first(running: RunningHub) -> None:
    card = await suspicious(running, "D3")
    view = await press_for_form(running, card, "case_dismiss", ANN)
    reported_as = await press_for_form(running, card, "case_report_as", BEN)
    await running.click(card, "case_confirm", BEN)
    await running.slack.submit(view_id=view["id"], values={"dismiss_reason": {"dismiss_reason": "GENUINE"}})
    shown = form(running, ANN)
    assert shown is not None
    assert "Ben was first" in str(shown["blocks"])
    assert shown.get("submit") is None
    await running.slack.close(view_id=shown["id"])

    design = right_named(reported_as, "009000001")
    await running.slack.click_in_view(view_id=reported_as["id"], action_id="report_right", value=design)
    late = form(running, BEN)
    assert late is not None
    assert "Ben was first" in str(late["blocks"])
    await running.slack.close(view_id=late["id"])
    await running.until(lambda: running.takedowns_of("D3"), PATIENCE)
    assert told_of(running, "D3") in ([], [("confirmed", "COUNTERFEIT")])


def right_named(view: dict[str, Any], number: str) -> str:
    """The value of the right with this number in the form's menu."""
    menu = next(block for block in view["blocks"] if block["block_id"] == "report_right")["element"]
    return str(next(o["value"] for o in menu["options"] if number in o["text"]["text"]))


async def test_of_two_clicks_at_once_one_wins_and_the_other_is_told_who(running: RunningHub) -> None:
    card = await suspicious(running, "D4")
    before = {user: len(said_to(running, user)) for user in (ANN, BEN)}
    await asyncio.gather(running.click(card, "case_confirm", ANN), running.click(card, "case_confirm", BEN))
    told = await running.until(
        lambda: {user: text for user in before for text in said_to(running, user)[before[user] :]}, PATIENCE
    )
    (loser,) = told
    winner = "Ann" if loser == BEN else "Ben"
    assert f"{winner} was first" in told[loser]
    await running.until(lambda: running.takedowns_of("D4"), PATIENCE)
    await running.shows(card, f"{winner} confirmed it", PATIENCE)
    assert len(running.takedowns_of("D4")) == 1


async def test_the_same_click_delivered_twice_has_one_effect(running: RunningHub) -> None:
    card = await suspicious(running, "D5")
    view = await press_for_form(running, card, "case_dismiss", ANN)
    clicked = running.slack.deliveries[-1].parcel
    assert clicked is not None
    before = len(said_to(running, ANN))
    await again(running, clicked.payload)
    assert len(running.slack.open_views(ANN)) == 1
    await running.slack.close(view_id=view["id"])

    confirmed = await running.click(card, "case_confirm", ANN)
    await again(running, confirmed.parcel.payload)
    await running.until(lambda: running.takedowns_of("D5"), PATIENCE)
    await running.shows(card, "Taken down and verified gone", PATIENCE)
    assert len(running.takedowns_of("D5")) == 1
    history = await command(running, ANN, f"case {number_of(card)}")
    assert history.count("case opened") == 1
    assert "Something went wrong" not in "".join(said_to(running, ANN)[before:])


async def test_another_right_and_reason_can_be_chosen_and_go_out_with_the_notice(running: RunningHub) -> None:
    card = await suspicious(running, "D6")
    view = await press_for_form(running, card, "case_report_as", ANN)
    assert "report_reason:trademark" in str(view["blocks"])
    design = right_named(view, "009000001")
    await running.slack.click_in_view(view_id=view["id"], action_id="report_right", value=design)
    changed = form(running, ANN)
    assert changed is not None
    assert "report_reason:design" in str(changed["blocks"])
    assert "search keyword" not in str(changed["blocks"])
    await running.slack.submit(
        view_id=view["id"], values={"report_reason:design": {"report_reason": "DESIGN"}}
    )
    assert form(running, ANN) is None
    await running.shows(card, "copied design", PATIENCE)
    await running.click(card, "case_confirm", ANN)
    await running.shows(card, "the desk has been asked", PATIENCE)
    asked = await card_of(running, "C0OPS", number_of(card), "case_approve")
    assert "has nobody else who may approve this takedown" in str(asked.blocks)
    await running.click(asked, "case_approve", OLA)
    await running.until(lambda: running.takedowns_of("D6"), PATIENCE)
    notice = running.takedowns_of("D6")[0].notice
    assert (notice["reason_code"], notice["rights"][0]["number"]) == ("DESIGN", "009000001")
    await running.until(lambda: told_of(running, "D6") == [("confirmed", "DESIGN")], PATIENCE)


async def test_an_authorised_seller_is_asked_about_a_second_time(running: RunningHub) -> None:
    card = await suspicious(running, "D7", seller={"id": "s-friend", "name": "Friend"})
    assert "authorised sellers" in str(card.blocks)
    view = await press_for_form(running, card, "case_confirm", ANN)
    assert "In good faith" in str(view["blocks"])
    assert view["submit"]["text"] == "Take down anyway"
    assert "case_confirm" in str(running.slack.message(card.channel, card.ts))
    assert running.takedowns_of("D7") == []
    await running.slack.submit(view_id=view["id"], values={})
    assert form(running, ANN) is None
    await running.until(lambda: running.takedowns_of("D7"), PATIENCE)


async def test_what_was_sent_can_be_taken_back_and_is_withdrawn(running: RunningHub) -> None:
    card = await suspicious(running, "D8")
    await running.click(card, "case_confirm", ANN)
    await running.shows(card, "Taken down and verified gone", PATIENCE)
    done = await card_of(running, "C0ACME", "runner D8", "case_retract")
    before = len(said_to(running, BEN))
    await running.click(done, "case_retract", BEN)
    assert "Ann can" in await answered(running, BEN, before)  # not an enforcer's, once it is carried out
    before = len(said_to(running, ANN))
    await running.click(done, "case_retract", ANN)
    assert "is retracted" in await answered(running, ANN, before)
    await running.until(lambda: not running.takedowns_of("D8")[0].in_force, PATIENCE)
    shown = await running.shows(card, "Withdrawn at the marketplace", PATIENCE)
    assert "Ann retracted it" in str(shown.blocks)
    assert "case_retract" not in str(shown.blocks)
    assert ("undecided", "retracted") in await running.until(lambda: told_of(running, "D8")[1:], PATIENCE)


async def test_a_counter_notice_reaches_the_card_the_decider_the_counsel_and_the_desk(
    running: RunningHub,
) -> None:
    card = await suspicious(running, "D14")
    await running.click(card, "case_confirm", BEN)
    await running.shows(card, "Taken down and verified gone", PATIENCE)
    takedown = running.takedowns_of("D14")[0]
    status, _ = await running.market.file_counter_notice(
        takedown.takedown_id, text=f"I am J. Doe, 1 Main St. {HOSTILE}", reason="authorised"
    )
    assert status == 202
    shown = await running.shows(card, "The seller objects. Answer by", PATIENCE)
    assert "case_retract" in str(shown.blocks)
    reply = await replies(running, card, "The seller objects to the takedown")
    assert f"'user_id': '{BEN}'" in str(reply.blocks)
    assert "Answer by" in str(reply.blocks)

    def elsewhere(words: str) -> set[str]:
        number = number_of(card)
        found = [
            one for one in running.slack.messages() if one.thread_ts is None and words in str(one.blocks)
        ]
        return {one.channel for one in found if number in str(one.blocks) and one.ts != card.ts}

    await running.until(lambda: elsewhere("A seller objects to a takedown") == {"C0OPS"}, PATIENCE)
    direct = await running.until(lambda: elsewhere("The seller objects to the takedown"), PATIENCE)
    (conversation,) = direct
    assert conversation.startswith("D")
    everything = "".join(f"{one.text}{one.blocks}" for one in running.slack.messages())
    assert "J. Doe" not in everything
    assert number_of(card) not in await command(running, OLA, "queue")


async def test_nothing_here_was_our_mistake(running: RunningHub) -> None:
    await stays(running)
    assert "Traceback" not in running.log, running.log[-3_000:]
