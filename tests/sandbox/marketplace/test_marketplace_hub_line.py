"""What the marketplace sends to the hub (contract 5.3), and how it insists."""

import json
from datetime import UTC, datetime

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from aacabot.sandbox.marketplace import Behaviour, HubUnreachable, TakedownStatus
from tests.sandbox.marketplace.signed_hub import OTHER_SECRET, SECRET, SHOE, listening_hub, notice, rehearsal


async def test_listings_arrive_signed_at_the_marketplaces_own_address() -> None:
    async with listening_hub() as hub, rehearsal(hub.url) as (market, _):
        row = SHOE | {"title": "维玛罗 Aero 3"}
        assert await market.send_listings([row]) == (202, {"accepted": 1})
        path, headers, body = hub.received[0]
        assert path == "/api/v1/marketplaces/sandbox/listings"
        assert Webhook(SECRET).verify(body, headers) == {"listings": [row]}


async def test_a_forged_secret_or_time_does_not_verify() -> None:
    async with listening_hub() as hub, rehearsal(hub.url) as (market, _):
        await market.send_listings([SHOE], secret=OTHER_SECRET)
        await market.send_listings([SHOE], skew=-600)
        for _, headers, body in hub.received:
            with pytest.raises(WebhookVerificationError):
                Webhook(SECRET).verify(body, headers)


async def test_it_repeats_under_the_same_webhook_id_until_taken() -> None:
    async with listening_hub() as hub, rehearsal(hub.url) as (market, _):
        hub.answers = [(503, {}), (429, {"Retry-After": "0"})]
        status, _ = await market.send_listings([SHOE], webhook_id="msg_one")
        assert status == 202
        assert [headers["webhook-id"] for _, headers, _ in hub.received] == ["msg_one"] * 3


@pytest.mark.parametrize("status", [400, 401, 404, 413])
async def test_a_refusal_is_final(status: int) -> None:
    async with listening_hub() as hub, rehearsal(hub.url) as (market, _):
        hub.answers = [(status, {})]
        assert (await market.send_listings([SHOE]))[0] == status
        assert len(hub.received) == 1


async def test_when_patience_ends_the_last_answer_is_returned() -> None:
    async with listening_hub() as hub, rehearsal(hub.url) as (market, _):
        hub.answers = [(429, {"Retry-After": "60"})]
        assert (await market.send_listings([SHOE]))[0] == 429
        assert len(hub.received) == 1


async def test_a_silent_hub_is_unreachable() -> None:
    async with rehearsal() as (market, _):
        with pytest.raises(HubUnreachable):
            await market.send_event("listing.changed", listing_id="L-1")


async def test_what_happens_at_the_marketplace_becomes_events() -> None:
    async with listening_hub() as hub, rehearsal(hub.url) as (market, client):
        await client.take_down(notice())
        await market.file_counter_notice("td-1", text="They are genuine", reason="GENUINE")
        await market.restore("L-1", reason="Counter-notice upheld")
        assert market.listings["L-1"].status == "live"
        market.set_status("L-1", "removed")
        await market.relist("L-1")
        sent = [json.loads(body) for _, _, body in hub.received]
        assert [event["type"] for event in sent] == [
            "counter_notice.filed",
            "listing.restored",
            "listing.relisted",
        ]
        assert sent[0]["takedown_id"] == "td-1"
        assert sent[0]["text"] == "They are genuine"
        assert all(event["listing_id"] == "L-1" for event in sent)
        assert all(datetime.fromisoformat(event["at"]).tzinfo is not None for event in sent)


async def test_settling_a_pending_notice_tells_the_hub() -> None:
    async with listening_hub() as hub, rehearsal(hub.url) as (market, client):
        market.behave(Behaviour.HESITATE)
        await client.take_down(notice())
        await market.settle("td-1", TakedownStatus.DECLINED, "EVIDENCE_INSUFFICIENT")
        event = json.loads(hub.received[-1][2])
        assert (event["type"], event["reason"]) == ("takedown.declined", "EVIDENCE_INSUFFICIENT")
        assert (await client.get("/takedowns/td-1"))[1]["status"] == "declined"


async def test_an_event_can_carry_its_own_time() -> None:
    async with listening_hub() as hub, rehearsal(hub.url) as (market, _):
        at = datetime(2026, 2, 3, 4, 5, tzinfo=UTC)
        await market.send_event("listing.removed", listing_id="L-1", at=at, webhook_id="msg_ev")
        path, headers, body = hub.received[0]
        assert (path, headers["webhook-id"]) == ("/api/v1/marketplaces/sandbox/events", "msg_ev")
        assert json.loads(body)["at"] == "2026-02-03T04:05:00+00:00"
