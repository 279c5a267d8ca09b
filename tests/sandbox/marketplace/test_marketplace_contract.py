"""The marketplace speaks contract 5.4 over real HTTP."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sandbox.marketplace.signed_hub import OTHER_SECRET, SHOE, notice, rehearsal


async def test_a_complete_notice_removes_the_listing_at_once() -> None:
    async with rehearsal() as (market, hub):
        assert await hub.get("/listings/L-1") == (200, {"status": "live", "listing": SHOE})
        status, answer = await hub.take_down(notice())
        assert (status, answer) == (201, {"receipt": "SANDBOX-000001", "status": "removed", "reason": None})
        assert (await hub.get("/listings/L-1"))[1]["status"] == "removed"
        assert await hub.get("/takedowns/td-1") == (200, answer)
        assert market.listings["L-1"].case_number == "AC-7K3Q9"


@pytest.mark.parametrize("skew", [timedelta(minutes=-6), timedelta(minutes=6)])
async def test_a_stale_or_early_signature_is_refused(skew: timedelta) -> None:
    async with rehearsal() as (market, hub):
        status, answer = await hub.post("/takedowns", notice(), key="td-1", skew=skew)
        assert (status, answer["error"]["code"]) == (401, "bad_signature")
        assert not market.takedowns


async def test_a_signature_by_another_secret_is_refused_and_recorded_as_unsigned() -> None:
    async with rehearsal() as (market, hub):
        status, _ = await hub.post("/takedowns", notice(), key="td-1", secret=OTHER_SECRET)
        assert status == 401
        received = market.requests[-1]
        assert (received.signed, received.status, received.json["takedown_id"]) == (False, 401, "td-1")
        assert received.headers["idempotency-key"] == "td-1"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"webhook-id": "m", "webhook-timestamp": "soon", "webhook-signature": "v1,AAAA"},
        {"webhook-id": "m", "webhook-timestamp": "1", "webhook-signature": "no comma"},
    ],
)
async def test_malformed_signature_headers_and_bytes_are_refused(headers: dict[str, str]) -> None:
    async with rehearsal() as (_, hub):
        for path in ("/takedowns", "/takedowns/td-1/withdraw", "/decisions"):
            assert (await hub.raw("POST", path, b"\xff\xfe{}", headers))[0] == 401


@pytest.mark.parametrize("body", ["not json", "[1, 2]"])
async def test_a_signed_body_that_is_not_an_object_is_malformed(body: str) -> None:
    async with rehearsal() as (_, hub):
        status, answer = await hub.post("/takedowns", body)
        assert (status, answer["error"]["code"]) == (400, "malformed")


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"rights": None}, "rights", "Name at least one registered right"),
        ({"rights": []}, "rights", "Name at least one registered right"),
        ({"complainant": None}, "complainant", "Say who complains"),
        (
            {"complainant": {"organisation": "A", "name": "B", "email": "no"}},
            "complainant.email",
            "Say who complains",
        ),
        ({"statement": None}, "statement", "good-faith statement"),
        (
            {"statement": {"version": "1", "text": "t", "bona_fide": False}},
            "statement.bona_fide",
            "good-faith statement",
        ),
        ({"programme": "express"}, "programme", "fast_lane"),
    ],
)
async def test_an_incomplete_notice_is_refused_in_words(
    changes: dict[str, Any], field: str, words: str
) -> None:
    async with rehearsal() as (market, hub):
        status, answer = await hub.take_down(notice(**changes))
        assert status == 422
        assert words in answer["error"]["message"]
        assert words in answer["error"]["fields"][field]
        assert not market.takedowns
        assert market.listings["L-1"].status == "live"


async def test_the_idempotency_key_must_be_the_takedown_id() -> None:
    async with rehearsal() as (_, hub):
        for key in (None, "another"):
            status, answer = await hub.post("/takedowns", notice(), key=key)
            assert (status, answer["error"]["code"]) == (422, "idempotency_key")


async def test_a_notice_on_expired_rights_alone_is_declined() -> None:
    async with rehearsal() as (market, hub):
        expired = [{"kind": "trademark", "office": "CNIPA", "number": "99000002", "expires": "2024-06-30"}]
        _, answer = await hub.take_down(notice(rights=expired))
        assert (answer["status"], answer["reason"]) == ("declined", "IP_EXPIRED")
        assert market.listings["L-1"].status == "live"


async def test_an_unknown_listing_is_not_found() -> None:
    async with rehearsal() as (_, hub):
        assert (await hub.get("/listings/L-none"))[0] == 404
        assert (await hub.take_down(notice(listing_id="L-none")))[0] == 404
        assert (await hub.get("/takedowns/td-none"))[0] == 404


@settings(max_examples=12, deadline=None)
@given(sent=st.lists(st.sampled_from(["td-a", "td-b", "td-c"]), min_size=1, max_size=12))
async def test_a_repeated_notice_gets_409_and_the_first_body_however_they_mix(sent: list[str]) -> None:
    async with rehearsal() as (market, hub):
        first: dict[str, object] = {}
        for takedown_id in sent:
            status, answer = await hub.take_down(notice(takedown_id))
            assert (status, answer) == ((409, first[takedown_id]) if takedown_id in first else (201, answer))
            first[takedown_id] = answer
        assert market.takedowns.keys() == set(sent)
        assert len({takedown.receipt for takedown in market.takedowns.values()}) == len(set(sent))


async def test_a_withdrawn_notice_brings_the_listing_back_and_can_be_withdrawn_again() -> None:
    async with rehearsal() as (market, hub):
        await hub.take_down(notice())
        withdrawal = {"takedown_id": "td-1", "reason": "An authorised dealer after all"}
        first = await hub.post("/takedowns/td-1/withdraw", withdrawal)
        assert first == (200, {"receipt": "SANDBOX-000001", "status": "declined", "reason": "WITHDRAWN"})
        assert market.listings["L-1"].status == "live"
        assert await hub.post("/takedowns/td-1/withdraw", withdrawal) == first


async def test_a_listing_stays_down_while_another_notice_holds_it() -> None:
    async with rehearsal() as (market, hub):
        await hub.take_down(notice("td-1"))
        await hub.take_down(notice("td-2"))
        await hub.post("/takedowns/td-1/withdraw", {"takedown_id": "td-1", "reason": "r"})
        assert market.listings["L-1"].status == "removed"
        await hub.post("/takedowns/td-2/withdraw", {"takedown_id": "td-2", "reason": "r"})
        assert market.listings["L-1"].status == "live"


async def test_a_withdrawal_must_name_its_own_notice() -> None:
    async with rehearsal() as (_, hub):
        assert (await hub.post("/takedowns/td-1/withdraw", {"takedown_id": "td-2"}))[0] == 422
        assert (await hub.post("/takedowns/td-1/withdraw", {"takedown_id": "td-1"}))[0] == 404


async def test_decisions_are_kept_once_per_webhook_id() -> None:
    decision = {
        "listing_id": "L-1",
        "case_number": "AC-7K3Q9",
        "outcome": "confirmed",
        "reason": None,
        "decided_at": "2026-03-01T10:00:00+00:00",
    }
    async with rehearsal() as (market, hub):
        for _ in range(2):
            answer = await hub.post("/decisions", {"decisions": [decision]}, webhook_id="msg_batch")
            assert answer == (202, {"accepted": 1})
        assert market.decisions == [decision]
        status, refused = await hub.post("/decisions", {"decisions": [decision | {"outcome": "maybe"}]})
        assert (status, refused["error"]["code"]) == (422, "decisions_incomplete")


async def test_an_edited_listing_reads_as_edited() -> None:
    async with rehearsal() as (market, hub):
        market.change("L-1", title="Plain shoe")
        market.set_status("L-1", "paused")
        status, answer = await hub.get("/listings/L-1")
        assert (status, answer["status"], answer["listing"]["title"]) == (200, "paused", "Plain shoe")
