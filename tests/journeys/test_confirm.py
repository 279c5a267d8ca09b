"""The main journey: a suspicious listing becomes a card, one click takes it down, and the hub proves it."""

from tests.journeys import alliance as journey
from tests.journeys.running_hub import RunningHub


async def test_one_click_takes_a_listing_down_and_the_card_says_it_is_gone(
    typed_on_both: RunningHub,
) -> None:
    running = typed_on_both
    await running.send("L1", "Zephyrine runner, last pairs", seller={"id": "s1", "name": "Nice Shop"})
    card = await running.card("C0ACME", containing="last pairs")

    answer = await running.click(card, "case_confirm", journey.ANN)
    assert answer.status == 200

    await running.until(lambda: running.takedowns_of("L1"))
    done = await running.shows(card, "Ann")
    await running.shows(card, "case_retract")
    assert len(running.takedowns_of("L1")) == 1
    assert "case_confirm" not in str(done.blocks)
    assert running.market.listings["L1"].status == "removed"
