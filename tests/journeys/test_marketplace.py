"""Journeys at the wire: whatever a marketplace does, one takedown, and a card that tells the truth."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from standardwebhooks import Webhook

from aacabot.sandbox.marketplace import Behaviour, TakedownStatus
from aacabot.sandbox.slack import SandboxMessage
from aacabot.store.models import Evidence, TakedownRow
from tests.journeys import alliance as journey
from tests.journeys.markets import VERIFIED, Markets
from tests.journeys.running_hub import MARKET_SECRET, RunningHub

pytestmark = pytest.mark.asyncio(loop_scope="module")
READING = "GET /listings/{id}"
DECISIONS = "POST /decisions"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def markets(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Markets]:
    """One hub for all these journeys, among marketplaces that each have their own troubles."""
    folder = tmp_path_factory.mktemp("markets")
    (folder / "hub.db").write_bytes(sqlite_template.read_bytes())
    running = RunningHub(f"sqlite:///{folder}/hub.db", folder)
    running.slack.state.updating.per_second = 0
    markets = Markets(running)
    try:
        await running.start()
        await markets.open(
            "fails", "forgets", "drops", "limits", "hangs", "down", "mute", "paced",
            paced={"requests_per_second": 5, "concurrency": 2},
        )  # fmt: skip
        yield markets
    finally:
        await markets.close()
        await running.stop()


async def one_takedown(markets: Markets, key: str, ident: str, brand: str) -> SandboxMessage:
    """The story of a first try that goes wrong, whatever way: one takedown, one key, the right card."""
    card = await markets.confirmed(key, ident, brand)
    await markets.shows(card, VERIFIED, 60)
    notices = markets.notices(key, ident)
    takedown = markets.takedown(key, ident)
    assert len(notices) >= 2
    assert {notice.headers["idempotency-key"] for notice in notices} == {takedown.takedown_id}
    assert {notice.headers["webhook-id"] for notice in notices} == {takedown.takedown_id}
    assert all(notice.json == notices[0].json and notice.signed for notice in notices)
    assert markets[key].listings[ident].status == "removed"
    return card


async def goes_down_and_comes_back(markets: Markets) -> None:
    """The story of the circuit breaker: five failures in a row, and nothing more is tried for a while."""
    markets["down"].behave(Behaviour.FAIL)
    idents = [f"DOWN{number}" for number in range(5)]
    cards = [
        await markets.alerted("down", ident, "Quorvane" if number % 2 else "Zephyrine")
        for number, ident in enumerate(idents)
    ]
    for card in cards:
        await markets.confirm(card)
    for card in cards:
        assert "Next try at" in await markets.shows(card, "The marketplace is not answering")
    await markets.running.until(lambda: sum(len(markets.notices("down", i)) for i in idents) >= 5, 40)
    markets["down"].behave(Behaviour.INSTANT)
    for card, ident in zip(cards, idents, strict=True):
        await markets.shows(card, VERIFIED, 60)
        assert markets.takedown("down", ident).status is TakedownStatus.REMOVED
        assert len({notice.headers["idempotency-key"] for notice in markets.notices("down", ident)}) == 1


async def is_not_held_up(markets: Markets) -> None:
    """While one marketplace keeps the hub waiting, another's takedown is sent, proved and shown."""
    await markets.running.until(lambda: markets.notices("hangs", "HANGS"), 60)
    card = await markets.confirmed("sandbox", "QUICK")
    await markets.shows(card, VERIFIED)
    assert markets.notices("hangs", "HANGS")[0].status is None, "the slow marketplace had answered already"


async def test_exactly_one_takedown_however_a_marketplace_fails(markets: Markets) -> None:
    moods = {
        "hangs": (Behaviour.HANG, 25.0),
        "fails": (Behaviour.FAIL, None),
        "forgets": (Behaviour.FAIL_AFTER_EFFECT, None),
        "drops": (Behaviour.DROP, None),
        "limits": (Behaviour.LIMIT, 3.0),
    }
    for key, (behaviour, seconds) in moods.items():
        markets[key].behave(behaviour, times=1, seconds=seconds)
    brands = ("Zephyrine", "Quorvane", "Quorvane", "Zephyrine", "Quorvane")
    await asyncio.gather(
        *(one_takedown(markets, key, key.upper(), brand) for key, brand in zip(moods, brands, strict=True)),
        is_not_held_up(markets),
        goes_down_and_comes_back(markets),
    )
    assert markets.notices("forgets", "FORGETS")[-1].status == 409
    first, second, *_ = markets.notices("limits", "LIMITS")
    assert first.status == 429
    assert second.monotonic - first.monotonic >= 3


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


async def test_a_refused_notice_is_a_dead_letter_that_can_be_sent_again(markets: Markets) -> None:
    market = markets["sandbox"]
    card = await markets.alerted("sandbox", "REFUSED")
    market.behave(Behaviour.HANG, times=1, seconds=1, path=READING)
    await markets.confirm(card)
    await markets.running.until(lambda: markets.reads("sandbox", "REFUSED"))
    kept = market.listings.pop("REFUSED")

    await markets.shows(card, "The takedown did not get through")
    await markets.told(card, "The takedown did not get through")
    await markets.running.until(lambda: markets.desk("The hub gave up on a piece of work"))
    (notice,) = markets.notices("sandbox", "REFUSED")
    assert notice.status == 404
    ident = notice.headers["idempotency-key"]
    assert ident in await markets.command("work", "list")

    market.listings["REFUSED"] = kept
    await markets.command("work", "retry", ident)
    await markets.shows(card, VERIFIED)
    assert markets.takedown("sandbox", "REFUSED").takedown_id == ident
    assert ident not in await markets.command("work", "list")
    assert "no dead letter" in await markets.command("work", "retry", ident, ok=False)


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
    assert len(batches) == 2
    assert all(request.signed for request in batches)

    await markets.running.until(lambda: markets.desk("A marketplace takes no decisions back"), 30)
    await markets.confirm(silent[1])
    for card in silent:
        await markets.shows(card, VERIFIED)
    assert len(markets.desk("A marketplace takes no decisions back")) == 1
    assert len([r for r in mute.requests if r.path == "/decisions"]) == 1


async def test_the_rate_counts_every_request_at_the_wire(markets: Markets) -> None:
    paced = markets["paced"]
    paced.behave(Behaviour.LIE, times=2)
    cards = [
        await markets.alerted("paced", f"PACE{number}", "Quorvane" if number % 2 else "Zephyrine")
        for number in range(4)
    ]
    for card in cards:
        await markets.confirm(card)
    await markets.running.until(
        lambda: sum(len(markets.reads("paced", f"PACE{n}")) for n in range(4)) >= 10, 40
    )
    for number in range(4):
        paced.set_status(f"PACE{number}", "removed")
    for card in cards:
        await markets.shows(card, VERIFIED)
    times = [request.monotonic for request in paced.requests]
    assert {request.method for request in paced.requests} == {"GET", "POST"}
    for start in times:
        # Five a second, the one at each end, and one that the network held up.
        assert len([at for at in times if start <= at <= start + 2]) <= 12


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
