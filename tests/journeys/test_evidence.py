"""Evidence handed in by a form, and a title the marketplace edits: over HTTP, with one hub for both."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from aacabot.sandbox.marketplace import Behaviour
from aacabot.sandbox.slack import SandboxMessage
from tests.domain.evidence_samples import EICAR, PDF, PNG
from tests.journeys.acts import PATIENCE, form, hub_for_a_module, press_for_form, suspicious
from tests.journeys.alliance import ANN, OPS
from tests.journeys.running_hub import RunningHub

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(300)]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def running(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[RunningHub]:
    async with hub_for_a_module(sqlite_template, tmp_path_factory.mktemp("evidence")) as running:
        yield running


async def hand_in(running: RunningHub, card: SandboxMessage, kind: str, sentence: str, *files: str) -> str:
    """Fill the form in; returns what it says in the end."""
    view = await press_for_form(running, card, "case_evidence", ANN)
    values: dict[str, dict[str, Any]] = {
        "evidence_kind": {"evidence_kind": kind},
        "evidence_sentence": {"evidence_sentence": sentence},
    }
    if files:
        values["evidence_files"] = {"evidence_files": list(files)}
    delivery = await running.slack.submit(view_id=view["id"], values=values)
    assert delivery.problem is None, delivery.problem

    def said() -> str | None:
        shown = str((form(running, ANN) or {}).get("blocks"))
        return shown if "added to" in shown else None

    words = await running.until(said, PATIENCE)
    await running.slack.close(view_id=view["id"])
    return words


def upload(running: RunningHub, name: str, content: bytes, size: int | None = None) -> str:
    return running.slack.upload(OPS, ANN, name, content, size=size)


async def test_good_files_reach_the_marketplace_and_bad_ones_are_named(running: RunningHub) -> None:
    card = await suspicious(running, "L-evidence", country="FR")
    assert "the evidence is not enough" in str(card.blocks)
    said = await hand_in(
        running,
        card,
        "test_buy",
        "Bought on 3 November.",
        upload(running, "box.png", PNG),
        upload(running, "report.pdf", PDF),
        upload(running, "words.png", b"these are only words"),
        upload(running, "virus.pdf", EICAR),
        upload(running, "two.png", PNG + b"PK\x03\x04"),
        upload(running, "film.png", PNG, size=200 * 1024 * 1024),
        upload(running, "lie.png", PNG + b"\0" * (21 * 1024 * 1024), size=1_000),
    )
    assert "2 pieces of evidence were added" in said
    for name in ("words.png", "virus.pdf", "two.png", "film.png", "lie.png"):
        assert f"Not taken: “{name}”" in said

    await running.until(
        lambda: "not enough" not in str(running.slack.message(card.channel, card.ts)), PATIENCE
    )
    await running.click(card, "case_confirm", ANN)
    (takedown,) = await running.until(lambda: running.takedowns_of("L-evidence"), PATIENCE)
    kinds = [item["kind"] for item in takedown.notice["evidence"]]
    assert kinds.count("test_buy") == 2
    assert takedown.notice["explanation"] == "A test purchase shows: Bought on 3 November."


async def test_a_title_that_is_edited_upholds_a_complaint_of_keyword_misuse(running: RunningHub) -> None:
    card = await suspicious(running, "L-keyword", mark="Zephyrine-style")
    view = await press_for_form(running, card, "case_report_as", ANN)
    reason = next(block for block in view["blocks"] if block["block_id"].startswith("report_reason"))
    values = {reason["block_id"]: {"report_reason": "KEYWORD_MISUSE"}}
    assert (await running.slack.submit(view_id=view["id"], values=values)).problem is None
    card = await running.until(lambda: with_title(running, card), PATIENCE)

    running.market.behave(Behaviour.EDIT, times=1)
    await running.click(card, "case_confirm", ANN)
    (takedown,) = await running.until(lambda: running.takedowns_of("L-keyword"), PATIENCE)
    assert takedown.notice["span"]["text"] == "Zephyrine"
    done = await running.shows(card, "What the marketplace changed")
    assert "names the mark no more" in str(done.blocks)
    assert running.market.listings["L-keyword"].status == "live"
    assert "Zephyrine" not in running.market.listings["L-keyword"].listing["title"]


def with_title(running: RunningHub, card: SandboxMessage) -> SandboxMessage | None:
    """The card once it shows the mark in its title."""
    now = running.slack.message(card.channel, card.ts)
    return now if now is not None and "In the title:" in str(now.blocks) else None
