"""Kill -9 at each point of click, commit, marketplace and record: what was acknowledged is done once."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from sqlalchemy import make_url

from aacabot.sandbox.marketplace import Behaviour
from tests.journeys import alliance as journey
from tests.journeys.crashes import PATIENCE, TAKEN_DOWN, CrashingHub

Scenario = Callable[[CrashingHub, str, str], Awaitable[None]]


@pytest.fixture
async def crashing(database_url: str, tmp_path: Path) -> AsyncIterator[CrashingHub]:
    """A hub that starts under the same name each time, as one behind a process supervisor does."""
    running = CrashingHub(database_url, tmp_path, AACABOT_NODE="hub")
    try:
        await running.start()
        yield running
    finally:
        await running.stop()


async def unacknowledged(running: CrashingHub, point: str, listing: str) -> None:
    """Neither acknowledged nor committed: nothing happened, and a second click works."""
    await running.send(listing, f"Zephyrine {listing}")
    card = await running.card("C0ACME", containing=listing)
    await running.crash_at(point)
    answer = await running.click(card, "case_confirm", journey.ANN)
    assert not answer.succeeded
    await running.died()
    await running.revive()
    case = await running.reaches(listing, "alerted")
    assert case.events == ["opened"]
    assert not case.takedowns
    await running.click(card, "case_confirm", journey.BEN)
    await running.taken_down_once(listing)


async def clicked(running: CrashingHub, point: str, listing: str) -> None:
    """The decision was committed: the hub finishes it after the restart, without another click."""
    await running.send(listing, f"Zephyrine {listing}")
    card = await running.card("C0ACME", containing=listing)
    await running.crash_at(point)
    await running.click(card, "case_confirm", journey.ANN)
    await running.died()
    await running.revive()
    await running.taken_down_once(listing)


async def acknowledged(running: CrashingHub, point: str, listing: str) -> None:
    """The hub dies as soon as the click is acknowledged, wherever it has got to."""
    await running.send(listing, f"Zephyrine {listing}")
    card = await running.card("C0ACME", containing=listing)
    answer = await running.click(card, "case_confirm", journey.ANN)
    await running.kill()
    assert answer.succeeded
    await running.revive()
    await running.taken_down_once(listing)


async def unanswered(running: CrashingHub, point: str, listing: str) -> None:
    """The notice has gone out and was carried out, and the hub dies while it waits for the answer."""
    running.market.behave(Behaviour.HANG, seconds=3, times=1)
    await clicked(running, point, listing)


async def taken_in(running: CrashingHub, point: str, listing: str) -> None:
    """The hub dies between listing and card: the marketplace sends the same webhook again, one card comes."""
    await running.crash_at(point)
    sending = asyncio.create_task(running.send(listing, f"Zephyrine {listing}"))
    await running.died()
    await running.revive()
    await sending
    card = await running.card("C0ACME", containing=listing)
    case = await running.reaches(listing, "alerted")
    assert case.events == ["opened"]
    await running.shows_once(case, listing)
    await running.click(card, "case_confirm", journey.ANN)
    await running.taken_down_once(listing)


async def half_screened(running: CrashingHub, point: str, listing: str) -> None:
    """Of a batch, some listings have their cases and some have not: after the restart all have one."""
    rows = [
        {"listing_id": ident, "url": f"https://market.example/item/{ident}", "title": f"Zephyrine {ident}."}
        for ident in (f"{listing}-{number}" for number in range(3))
    ]
    await running.crash_at(point)
    status, _ = await running.market.send_listings(rows)
    assert status == 202
    await running.died()
    await running.revive()
    for row in rows:
        case = await running.reaches(row["listing_id"], "alerted")
        assert case.events == ["opened"]
        await running.shows_once(case, row["title"])


async def taken_back(running: CrashingHub, point: str, listing: str) -> None:
    """The hub dies while a notice is withdrawn: it is withdrawn once, and the card says so."""
    await running.send(listing, f"Zephyrine {listing}")
    card = await running.card("C0ACME", containing=listing)
    await running.click(card, "case_confirm", journey.ANN)
    case = await running.reaches(listing, "taken_down")
    card = await running.shows_once(case, "Verified gone")
    await running.crash_at(point)
    await running.click(card, "case_retract", journey.ANN)
    await running.died()
    await running.revive()
    await running.shows_once(case, "Withdrawn at the marketplace")
    case = await running.reaches(listing, "retracted")
    assert case.events == [*TAKEN_DOWN, "retracted", "withdrawn"]
    assert [takedown.state for takedown in case.takedowns] == ["withdrawn"]
    [takedown] = running.takedowns_of(listing)
    assert not takedown.in_force
    outcomes = ["confirmed", "undecided"]
    await running.until(lambda: len(running.told(listing)) >= len(outcomes), PATIENCE)
    assert [one["outcome"] for one in running.told(listing)] == outcomes


SCENARIOS: dict[str, Scenario] = {
    "before_the_decision_commits": unacknowledged,
    "decision_committed": clicked,
    "notice_committed": clicked,
    "request_sent": unanswered,
    "answer_not_recorded": clicked,
    "intake_not_answered": taken_in,
    "card_not_recorded": taken_in,
    "withdrawal_not_recorded": taken_back,
    "acknowledged": acknowledged,
    "worker_started": clicked,
    "listing_read": clicked,
    "evidence_kept": clicked,
    "answer_recorded": clicked,
    "before_the_proof_is_recorded": clicked,
    "proof_recorded": clicked,
    "feedback_not_marked_told": clicked,
    "between_screening_commits": half_screened,
    "card_not_posted": taken_in,
    "card_recorded": taken_in,
    "withdrawal_not_sent": taken_back,
    "withdrawal_recorded": taken_back,
}
VALUED = {
    "sqlite": ("decision_committed", "request_sent", "intake_not_answered", "withdrawal_not_recorded"),
    "postgresql": (
        "before_the_decision_commits", "decision_committed", "notice_committed", "answer_not_recorded",
        "card_not_recorded",
    ),
}  # fmt: skip
"""What every change must pass on each database: between them every point where most would be lost."""


@pytest.mark.timeout(900)
@pytest.mark.parametrize(
    "valued", [pytest.param(True, id="valued"), pytest.param(False, id="others", marks=pytest.mark.soak)]
)
async def test_what_was_acknowledged_is_done_once_wherever_the_hub_is_killed(
    crashing: CrashingHub, database_url: str, valued: bool
) -> None:
    of_this = VALUED[make_url(database_url).get_backend_name()]
    rounds = of_this if valued else [point for point in SCENARIOS if point not in of_this]
    for number, point in enumerate(rounds):
        try:
            await SCENARIOS[point](crashing, point, f"L{number}x")
        except Exception as error:
            error.add_note(f"killed at {point}")
            raise
    assert "no dead letters" in await crashing.run("work", "list")
