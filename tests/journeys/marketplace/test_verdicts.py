"""What a marketplace says of a takedown, at once and later, and what of it is believed."""

import pytest

from aacabot.sandbox.marketplace import Behaviour, TakedownStatus
from aacabot.store.models import TakedownRow
from tests.journeys import alliance as journey
from tests.journeys.markets import VERIFIED, Markets

pytestmark = pytest.mark.asyncio(loop_scope="package")


async def test_a_marketplace_that_hesitates_is_asked_and_is_heard(markets: Markets) -> None:
    market = markets["sandbox"]
    market.behave(Behaviour.HESITATE, times=2)
    removed = await markets.confirmed("sandbox", "THINKS-YES")
    declined = await markets.confirmed("sandbox", "THINKS-NO", "Quorvane")
    for card in (removed, declined):
        await markets.shows(card, "The marketplace is looking at it")
    market.behave(Behaviour.HESITATE, times=1, seconds=1)
    asked = await markets.confirmed("sandbox", "THINKS-LONG")

    takedown = markets.takedown("sandbox", "THINKS-YES")
    assert await market.settle(takedown.takedown_id, TakedownStatus.REMOVED) == (202, {"received": True})
    await markets.shows(removed, VERIFIED)
    no = markets.takedown("sandbox", "THINKS-NO")
    await market.settle(no.takedown_id, TakedownStatus.DECLINED, "WRONG_CLASS")
    assert "the right does not cover these goods" in await markets.shows(declined, "Declined by")
    note = await markets.told(declined, "The takedown was declined")
    assert f"'user_id': '{journey.BEA}'" in str(note.blocks)

    await markets.shows(asked, VERIFIED)
    assert market.takedowns[markets.takedown("sandbox", "THINKS-LONG").takedown_id].in_force
    assert len(markets.notices("sandbox", "THINKS-LONG")) == 1


async def test_a_declined_takedown_says_why_on_the_card_and_to_the_decider(markets: Markets) -> None:
    markets["sandbox"].behave(Behaviour.DECLINE, times=1, reason="WRONG_TERRITORY")
    card = await markets.confirmed("sandbox", "NO")
    shown = await markets.shows(card, "Declined by Sandbox Market")
    assert "the right does not cover the country of sale" in shown
    note = await markets.told(card, "The takedown was declined")
    assert f"'user_id': '{journey.ANN}'" in str(note.blocks)
    assert "the right does not cover the country of sale" in str(note.blocks)
    assert markets["sandbox"].listings["NO"].status == "live"


async def test_reported_removed_is_not_believed_until_the_listing_is_gone(markets: Markets) -> None:
    market = markets["sandbox"]
    market.behave(Behaviour.LIE, times=1)
    lied = await markets.confirmed("sandbox", "STILL-THERE")
    await markets.shows(lied, "Still live at")
    market.behave(Behaviour.PAUSE, times=1)
    paused = await markets.confirmed("sandbox", "ONLY-PAUSED", "Quorvane")
    await markets.shows(paused, "Paused at the marketplace, not yet removed")

    takedown = markets.takedown("sandbox", "STILL-THERE")
    await market.file_counter_notice(takedown.takedown_id, text="These are mine.", reason="GENUINE")
    await markets.shows(lied, "The seller objects")
    market.set_status("STILL-THERE", "removed")
    market.set_status("ONLY-PAUSED", "removed")
    await markets.shows(paused, VERIFIED)
    assert "The seller objects" in await markets.shows(lied, "Verified gone")
    assert len(markets.notices("sandbox", "STILL-THERE")) == 1
    assert len(markets.reads("sandbox", "ONLY-PAUSED")) >= 3


async def test_what_the_marketplace_tells_later_is_followed(markets: Markets) -> None:
    market, running = markets["sandbox"], markets.running
    card = await markets.confirmed("sandbox", "BACK")
    await markets.shows(card, VERIFIED)
    assert (await market.restore("BACK", "The seller showed an invoice."))[0] == 202
    assert "The seller showed an invoice." in await markets.shows(card, "The listing is back")
    await markets.told(card, "The listing is back on the marketplace")

    for _ in range(2):
        status, _answer = await market.send_event(
            "listing.relisted", listing_id="BACK", webhook_id="msg-relisted"
        )
        assert status == 202
    again = await markets.card("BACK")
    assert again.ts != card.ts
    assert "round 2" in str(again.blocks)

    market.change("BACK", title="Zephyrine wallets BACK")
    await market.send_event("listing.changed", listing_id="BACK")
    assert "Zephyrine wallets BACK" in await markets.shows(again, "Changed since this alert")
    await market.send_event("listing.removed", listing_id="BACK")
    await markets.shows(again, "Already removed when we looked")
    assert (
        len([m for m in running.slack.messages("C0ACME") if "BACK" in str(m.blocks) and not m.is_reply]) == 2
    )
    assert len(markets.thread(card)) == 1


async def test_an_event_is_heard_once_and_one_that_fits_no_case_is_logged(markets: Markets) -> None:
    market = markets["sandbox"]
    card = await markets.confirmed("sandbox", "TWICE")
    await markets.shows(card, VERIFIED)
    for _ in range(2):
        status, _answer = await market.send_event(
            "listing.restored", listing_id="TWICE", webhook_id="msg-restored-once"
        )
        assert status == 202
    await markets.told(card, "The listing is back on the marketplace")
    assert (await market.send_event("listing.restored", listing_id="NEVER-SEEN"))[0] == 202
    await markets.running.until(lambda: "NEVER-SEEN" in markets.running.log)
    assert "event fits no case" in markets.running.log
    assert len(markets.thread(card)) == 1
    (row,) = await markets.rows(TakedownRow, id=markets.takedown("sandbox", "TWICE").takedown_id)
    assert row.state == "verified"
