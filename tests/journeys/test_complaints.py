"""A brand reports what it found: a message's link, then a CSV file, each row answered."""

from typing import Any

from aacabot.sandbox.slack import SandboxMessage
from tests.journeys import acts
from tests.journeys import alliance as journey
from tests.journeys.running_hub import RunningHub

TICKED = {"complaint_statement": {"complaint_statement": ["agreed"]}}


async def test_a_link_in_a_message_and_a_file_of_links_become_takedowns(running: RunningHub) -> None:
    stock(running, "R1", "R2", "R3")
    message = running.slack.say(
        team=journey.OPS, user=journey.BEN, channel="C0ACME",
        text="look at <https://market.example/item/R1|this shop>",
    )  # fmt: skip
    answer = await running.slack.message_shortcut(
        team=journey.OPS, user=journey.ANN, channel="C0ACME", ts=message.ts, callback_id="report_listing"
    )
    assert answer.problem is None, answer.problem
    form = await running.until(lambda: acts.form(running, journey.ANN))
    assert "https://market.example/item/R1" in str(form["blocks"])
    await submit(running, form)
    assert "1 listing is looked up" in str(acts.form(running, journey.ANN))

    await running.until(lambda: running.takedowns_of("R1"))
    card = await complaint_card(running, "1 listing reported")
    await running.shows(card, "taken down")
    assert running.market.listings["R1"].status == "removed"

    await report_file(running)
    await running.until(lambda: running.takedowns_of("R2") and running.takedowns_of("R3"))
    told = await running.until(lambda: result_of(running, "R2"))
    assert "no_marketplace" in told
    assert told.count("reported") >= 2
    assert "'=cmd" in told, "no cell is a formula"
    cards = [one for one in running.slack.messages("C0ACME") if "case_confirm" in str(one.blocks)]
    assert [one.text for one in cards] == [], "no card for each"


async def report_file(running: RunningHub) -> None:
    """Ann opens the form from anywhere in Slack and adds a file of three listings, one of them elsewhere."""
    close_all = acts.form(running, journey.ANN)
    if close_all is not None:
        await running.slack.close(view_id=close_all["id"])
    await running.slack.shortcut(team=journey.OPS, user=journey.ANN, callback_id="report_listing_global")
    form = await running.until(lambda: acts.form(running, journey.ANN))
    rows = "url,note\nhttps://market.example/item/R2,=cmd|' /C calc'!A0\nhttps://market.example/item/R3\n"
    file_id = running.slack.upload(
        journey.OPS, journey.ANN, "found.csv", f"{rows}https://elsewhere.example/1\n".encode()
    )
    await submit(running, form, {"complaint_file": {"complaint_file": [file_id]}})


def stock(running: RunningHub, *idents: str) -> None:
    for ident in idents:
        running.market.stock(
            {
                "listing_id": ident,
                "url": f"https://market.example/item/{ident}",
                "title": f"Zephyrine runner {ident}",
            }
        )


async def submit(running: RunningHub, form: dict[str, Any], values: dict[str, Any] | None = None) -> None:
    answer = await running.slack.submit(view_id=form["id"], values={**TICKED, **(values or {})})
    assert answer.problem is None, answer.problem


async def complaint_card(running: RunningHub, words: str) -> SandboxMessage:
    return await running.until(
        lambda: next((one for one in running.slack.messages("C0ACME") if words in str(one.blocks)), None)
    )


def result_of(running: RunningHub, ident: str) -> str | None:
    """The result file Ann was sent that speaks of a listing."""
    for message in running.slack.messages():
        for file in message.files:
            kept = running.slack.state.files.get(file["id"])
            text = kept.content.decode("utf-8-sig") if kept and kept.content else ""
            if ident in text:
                return text
    return None
