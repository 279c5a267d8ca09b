"""A patent case all the way: a second person, the desk's question, a decline, new evidence, sent again."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import yaml

from aacabot.app import now
from aacabot.domain.alliance_file import read_alliance_file
from aacabot.sandbox.slack import SandboxMessage
from aacabot.services import alliance
from aacabot.store.database import Database
from tests.domain.evidence_samples import PNG
from tests.journeys.acts import (
    PATIENCE,
    answered,
    card_of,
    form,
    hub_for_a_module,
    number_of,
    press_for_form,
    replies,
    said_to,
    suspicious,
)
from tests.journeys.alliance import GIL, OLA, OPS, RIGHT
from tests.journeys.running_hub import RunningHub

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(300)]
MAL = "U0MAL"
PATENT = {"kind": "patent", "office": "EPO", "number": "EP3000001", "territories": ["EU"]}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def running(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[RunningHub]:
    """Gamma also has a patent, and a counsel."""
    folder = tmp_path_factory.mktemp("resubmission")
    async with hub_for_a_module(sqlite_template, folder) as running:
        await apply_more(f"sqlite:///{folder / 'hub.db'}")
        yield running


async def apply_more(database_url: str) -> None:
    brand = {"key": "gamma-brand", "rights": [RIGHT, PATENT]}
    people = [{"slack": MAL, "name": "Mal", "roles": ["counsel"]}]
    gamma = {"key": "gamma", "brands": [brand], "people": people}
    database = Database(database_url)
    try:
        file = read_alliance_file(yaml.safe_dump({"members": [gamma]}), "more.yaml")
        await alliance.apply(database, now, file, False)
    finally:
        await database.dispose()


async def fill(running: RunningHub, view: dict[str, Any], **values: Any) -> dict[str, Any] | None:
    """Send a form; returns what it shows then, None where it has closed."""
    filled = {(block := name.partition("__"))[0] + (":" + block[2] if block[2] else ""): {block[0]: value}
              for name, value in values.items()}  # fmt: skip
    delivery = await running.slack.submit(view_id=view["id"], values=filled)
    assert delivery.problem is None, delivery.problem
    return form(running, GIL)


async def reported_under_the_patent(running: RunningHub, card: SandboxMessage) -> None:
    view = await press_for_form(running, card, "case_report_as", GIL)
    menu = next(block for block in view["blocks"] if block["block_id"] == "report_right")["element"]
    patent = next(o["value"] for o in menu["options"] if "EP3000001" in o["text"]["text"])
    await running.slack.click_in_view(view_id=view["id"], action_id="report_right", value=patent)
    await fill(running, view, report_reason__patent="PATENT")
    await running.shows(card, "patent infringement", PATIENCE)


async def seconded(running: RunningHub, card: SandboxMessage) -> None:
    """Mal approves what Gil may not."""
    shown = await running.shows(card, "Waiting for a second person", PATIENCE)
    assert "patent or a design right" in str(shown.blocks)
    assert "Missing: counsel or an admin. Mal can approve." in str(shown.blocks)
    before = len(said_to(running, GIL))
    await running.click(card, "case_approve", GIL)
    assert "confirmed" in await answered(running, GIL, before)
    await running.click(card, "case_approve", MAL)


async def test_a_patent_case_is_declined_mended_and_accepted(running: RunningHub) -> None:
    card = await suspicious(running, "P1", mark="Ostrelle", channel="C0GAMMA", country="FR")
    await reported_under_the_patent(running, card)
    await running.click(card, "case_confirm", GIL)
    await seconded(running, card)
    review = await card_of(running, "C0OPS", number_of(card), "review_accept")
    assert "For somebody who knows: patents" in str(review.blocks)

    await running.click(review, "review_claim", OLA)
    await running.shows(review, "Ola is on it since", PATIENCE)
    view = await press_for_form(running, review, "review_ask", OLA)
    await fill(running, view, desk_question="Which claim does it use?")
    asked = await running.shows(card, "The desk waits for your answer", PATIENCE)
    assert "Which claim does it use?" in str(asked.blocks)
    assert f"'user_id': '{GIL}'" in str((await replies(running, card, "The desk asks for more")).blocks)
    view = await press_for_form(running, card, "desk_answer", GIL)
    await fill(running, view, desk_answer="Claim 1: the sole.")
    await running.shows(review, "Claim 1: the sole.", PATIENCE)

    view = await press_for_form(running, review, "review_decline", OLA)
    await fill(running, view, decline_reason="DOCUMENT_ILLEGIBLE", decline_note="Send a claim chart.")
    declined = await running.shows(card, "Declined by the desk", PATIENCE)
    assert "send the document again" in str(declined.blocks)

    view = await press_for_form(running, card, "send_again", GIL)
    again = {"again_news": "The claim chart.", "again_reason__patent": "PATENT"}
    refused = await fill(running, view, **again)
    assert refused is not None
    assert "Nothing is new" in refused["errors"]["again_news"]
    await running.slack.close(view_id=view["id"])
    await handed_in(running, card)
    view = await press_for_form(running, card, "send_again", GIL)
    assert "1 file was added since." in str(view["blocks"])
    assert await fill(running, view, **again) is None

    await seconded(running, card)
    seen = await running.shows(review, "Sent again by Gil", PATIENCE)
    assert "Declined before by Ola" in str(seen.blocks)
    assert "What is new: 1 file." in str(seen.blocks)
    await running.click(review, "review_accept", OLA)
    (takedown,) = await running.until(lambda: running.takedowns_of("P1"), PATIENCE)
    assert (takedown.notice["programme"], takedown.notice["reason_code"]) == ("reviewed", "PATENT")


async def handed_in(running: RunningHub, card: SandboxMessage) -> None:
    view = await press_for_form(running, card, "case_evidence", GIL)
    file = running.slack.upload(OPS, GIL, "chart.png", PNG)
    await fill(
        running, view, evidence_kind="claim_chart", evidence_sentence="Claim 1.", evidence_files=[file]
    )

    def said() -> dict[str, Any] | None:
        shown = form(running, GIL)
        return shown if shown and "added to" in str(shown["blocks"]) else None

    shown = await running.until(said, PATIENCE)
    await running.slack.close(view_id=shown["id"])
