"""What goes out, and what is held back: evidence, changed and vanished listings, the lane, decisions."""

import hashlib

import pytest
from standardwebhooks import Webhook

from aacabot.sandbox.marketplace import Behaviour
from aacabot.store.models import Evidence
from tests.journeys.markets import VERIFIED, Markets
from tests.journeys.running_hub import MARKET_SECRET

DECISIONS = "POST /decisions"

pytestmark = pytest.mark.asyncio(loop_scope="package")


async def test_what_changed_since_the_card_is_held_and_asked_about_again(markets: Markets) -> None:
    market = markets["sandbox"]
    card = await markets.alerted("sandbox", "EDITED")
    market.change("EDITED", title="Zephyrine slippers EDITED", price={"amount": "9.00", "currency": "EUR"})
    await markets.confirm(card)
    shown = await markets.shows(card, "Changed since you confirmed")
    assert "Zephyrine slippers EDITED" in shown
    assert "'action_id': 'case_confirm'" in shown
    assert not markets.notices("sandbox", "EDITED")

    await markets.confirm(card)
    await markets.shows(card, VERIFIED)
    assert len(markets.notices("sandbox", "EDITED")) == 1


async def test_a_listing_that_is_gone_before_gets_no_notice(markets: Markets) -> None:
    card = await markets.alerted("sandbox", "VANISHED")
    markets["sandbox"].set_status("VANISHED", "removed")
    await markets.confirm(card)
    await markets.shows(card, "Already removed when we looked")
    assert not markets.notices("sandbox", "VANISHED")


async def test_another_members_case_closes_without_saying_whose_work_it_was(markets: Markets) -> None:
    title = "Zephyrine and Quorvane pairs BOTH"
    await markets.send("sandbox", "BOTH", title=title)
    mine, theirs = await markets.card("BOTH"), await markets.card("BOTH", "Quorvane")
    await markets.confirm(mine)
    await markets.shows(mine, VERIFIED)
    closed = await markets.shows(theirs, "Already removed when we looked")
    number = markets.takedown("sandbox", "BOTH").case_number
    assert not [word for word in ("Ann", number, "Zephyrine Group") if word in closed]
    assert not markets.thread(theirs)
    assert len(markets.notices("sandbox", "BOTH")) == 1


async def test_evidence_is_kept_before_the_notice_goes_out(markets: Markets) -> None:
    market, running = markets["sandbox"], markets.running
    picture = f"{market.base_url}/images/handbag.png"
    inside = f"{running.url}/metrics"
    images = [{"url": picture}, {"url": inside}, {"url": "https://elsewhere.example/p.png"}]
    card = await markets.confirmed("sandbox", "PROOF", images=images, description="Boxed, with tags.")
    await markets.shows(card, VERIFIED)

    takedown = markets.takedown("sandbox", "PROOF")
    rows = await markets.rows(Evidence, takedown_id=takedown.takedown_id)
    files = {row.kind: (running.folder / "evidence" / row.path).read_bytes() for row in rows}
    assert sorted(row.kind for row in rows) == ["image", "listing_as_read", "listing_as_received", "notice"]
    for row in rows:
        assert hashlib.sha256(files[row.kind]).hexdigest() == row.sha256
        assert len(files[row.kind]) == row.size
        assert row.taken_at <= takedown.received_at
    assert files["image"].startswith(b"\x89PNG")
    assert [row.source_url for row in rows if row.kind == "image"] == [picture]
    assert b"Boxed, with tags." in files["listing_as_received"]
    assert b'"status": "live"' in files["listing_as_read"]

    (request,) = markets.notices("sandbox", "PROOF")
    # The signature covers every byte: what is kept is what was sent.
    assert Webhook(MARKET_SECRET).verify(files["notice"], request.headers) == request.json
    named = {(item["kind"], item["sha256"]) for item in request.json["evidence"]}
    assert named == {(row.kind, row.sha256) for row in rows if row.kind != "notice"}


async def test_decisions_go_back_in_batches_and_stop_where_they_are_not_wanted(markets: Markets) -> None:
    market, mute = markets["sandbox"], markets["mute"]
    mute.behave(Behaviour.UNSUPPORTED, path=DECISIONS)
    cards = [await markets.alerted("sandbox", f"TOLD{number}") for number in range(3)]
    silent = [await markets.alerted("mute", f"MUTE{number}", "Quorvane") for number in range(2)]
    market.behave(Behaviour.HANG, times=1, seconds=2, path=DECISIONS)
    for card in (*cards, silent[0]):
        await markets.confirm(card)

    def told() -> bool:
        return {"TOLD0", "TOLD1", "TOLD2"} <= {decision["listing_id"] for decision in market.decisions}

    await markets.running.until(told, 30)
    heard = [d for d in market.decisions if d["listing_id"].startswith("TOLD")]
    assert [decision["outcome"] for decision in heard] == ["confirmed"] * 3
    batches = [r for r in market.requests if r.path == "/decisions" and "TOLD" in str(r.json)]
    assert 1 <= len(batches) <= len(heard)
    assert all(request.signed for request in batches)

    await markets.running.until(lambda: markets.desk("A marketplace takes no decisions back"), 30)
    await markets.confirm(silent[1])
    for card in silent:
        await markets.shows(card, VERIFIED)
    assert len(markets.desk("A marketplace takes no decisions back")) == 1
    assert len([r for r in mute.requests if r.path == "/decisions"]) == 1


async def test_a_stopped_lane_lets_nothing_out_until_it_opens(markets: Markets) -> None:
    waits, edited = [await markets.alerted("sandbox", f"LANE{number}") for number in range(2)]
    await markets.command("lane", "stop")
    try:
        await markets.running.until(lambda: markets.desk("Takedowns are stopped"))
        await markets.confirm(waits)
        await markets.confirm(edited)
        for card in (waits, edited):
            await markets.shows(card, "Takedowns are paused by the desk")
        await markets.send("sandbox", "LANE1", title="Zephyrine sandals LANE1")
        await markets.running.until(lambda: "LANE1" in markets.now(edited))
        assert not [i for i in ("LANE0", "LANE1") if markets.notices("sandbox", i)]
    finally:
        await markets.command("lane", "open")
    await markets.shows(waits, VERIFIED)
    await markets.shows(edited, "Changed since you confirmed")
    assert len(markets.notices("sandbox", "LANE0")) == 1
    assert not markets.notices("sandbox", "LANE1")
