"""SIGTERM: what was acknowledged is finished, or taken up again at the next start, and the hub ends well."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from aacabot.sandbox.marketplace import Behaviour
from tests.journeys import alliance as journey
from tests.journeys.crashes import CrashingHub

CARDS = 5


@pytest.fixture
async def stopping(database_url: str, tmp_path: Path) -> AsyncIterator[CrashingHub]:
    running = CrashingHub(database_url, tmp_path)
    try:
        await running.start()
        yield running
    finally:
        await running.stop()


@pytest.mark.timeout(400)
async def test_a_hub_told_to_stop_ends_well_and_the_next_one_goes_on(stopping: CrashingHub) -> None:
    running = stopping
    await running.send("L0x", "Zephyrine L0x")
    card = await running.card("C0ACME", containing="L0x")
    running.market.behave(Behaviour.HANG, seconds=60, times=1)
    answer = await running.click(card, "case_confirm", journey.ANN)
    assert answer.succeeded
    await running.until(lambda: running.keys_sent("L0x"))
    for number in range(1, CARDS + 1):
        await running.send(f"L{number}x", f"Zephyrine L{number}x")
    await running.card("C0ACME", containing="L1x")

    # The marketplace hangs and the channel is being filled: neither keeps the hub.
    assert await running.terminate(30) == 0

    await running.start_hub()
    await running.taken_down_once("L0x")
    for number in range(1, CARDS + 1):
        case = await running.reaches(f"L{number}x", "alerted")
        await running.shows_once(case, f"L{number}x")
    assert "no dead letters" in await running.run("work", "list")


@pytest.mark.timeout(400)
async def test_a_click_that_meets_the_stop_is_acknowledged_and_done_or_has_done_nothing(
    stopping: CrashingHub,
) -> None:
    running = stopping
    listings = [f"L{number}x" for number in range(CARDS)]
    for listing in listings:
        await running.send(listing, f"Zephyrine {listing}")
    cards = {listing: await running.card("C0ACME", containing=listing) for listing in listings}

    clicks = [
        asyncio.create_task(running.click(cards[listing], "case_confirm", journey.ANN))
        for listing in listings
    ]
    await asyncio.sleep(0.02)
    assert await running.terminate(30) == 0
    acknowledged = [
        listing
        for listing, answer in zip(listings, await asyncio.gather(*clicks), strict=True)
        if answer.succeeded
    ]

    await running.start_hub()
    for listing in acknowledged:
        await running.taken_down_once(listing)
    for listing in set(listings) - set(acknowledged):
        case = await running.stored(listing)
        assert case is not None
        if case.state == "alerted":
            await running.click(cards[listing], "case_confirm", journey.BEN)
        await running.taken_down_once(listing)
