"""Every way a marketplace can fail its callers, over real HTTP."""

import asyncio
import time
from typing import Any

import pytest
from aiohttp import ClientConnectionError

from aacabot.sandbox.marketplace import Behaviour, TakedownStatus
from tests.sandbox.marketplace.signed_hub import notice, rehearsal


async def test_hesitating_it_answers_pending_and_removes_later() -> None:
    async with rehearsal() as (market, hub):
        market.behave(Behaviour.HESITATE, seconds=0.1)
        status, answer = await hub.take_down(notice())
        assert (status, answer["status"]) == (202, "pending")
        assert (await hub.get("/listings/L-1"))[1]["status"] == "live"
        await asyncio.sleep(0.2)
        assert (await hub.get("/takedowns/td-1"))[1]["status"] == "removed"
        assert (await hub.get("/listings/L-1"))[1]["status"] == "removed"


async def test_a_notice_withdrawn_while_pending_never_removes() -> None:
    async with rehearsal() as (market, hub):
        market.behave(Behaviour.HESITATE, seconds=0.1)
        await hub.take_down(notice())
        await hub.post("/takedowns/td-1/withdraw", {"takedown_id": "td-1", "reason": "r"})
        await asyncio.sleep(0.2)
        assert market.listings["L-1"].status == "live"
        assert await market.settle("td-1", TakedownStatus.REMOVED) is None


async def test_declining_it_gives_the_reason() -> None:
    async with rehearsal() as (market, hub):
        market.behave(Behaviour.DECLINE, reason="LISTING_IP_MISMATCH")
        _, answer = await hub.take_down(notice())
        assert (answer["status"], answer["reason"]) == ("declined", "LISTING_IP_MISMATCH")
        assert market.listings["L-1"].status == "live"


async def test_failing_before_the_effect_leaves_no_trace() -> None:
    async with rehearsal() as (market, hub):
        market.behave(Behaviour.FAIL, times=2)
        assert [(await hub.take_down(notice()))[0] for _ in range(3)] == [500, 500, 201]
        assert [request.status for request in market.requests] == [500, 500, 201]


async def test_failing_after_the_effect_the_repeat_learns_what_was_done() -> None:
    async with rehearsal() as (market, hub):
        market.behave(Behaviour.FAIL_AFTER_EFFECT, times=1)
        assert (await hub.take_down(notice()))[0] == 500
        assert market.listings["L-1"].status == "removed"
        status, answer = await hub.take_down(notice())
        assert (status, answer["receipt"], answer["status"]) == (409, "SANDBOX-000001", "removed")


async def test_limiting_it_says_when_to_come_back() -> None:
    async with rehearsal() as (market, hub):
        market.behave(Behaviour.LIMIT, seconds=7, times=1, path="GET /listings/{id}")
        status, headers = await hub.headers_of("/listings/L-1")
        assert (status, headers["Retry-After"]) == (429, "7")
        assert (await hub.get("/listings/L-1"))[0] == 200


async def test_hanging_it_does_the_work_first_and_answers_late() -> None:
    async with rehearsal() as (market, hub):
        market.behave(Behaviour.HANG, seconds=0.3)
        began = time.monotonic()
        waiting = asyncio.create_task(hub.take_down(notice()))
        await asyncio.sleep(0.15)
        assert market.listings["L-1"].status == "removed"
        assert (await waiting)[0] == 201
        assert time.monotonic() - began >= 0.3


async def test_dropping_it_closes_the_connection_and_does_nothing() -> None:
    async with rehearsal() as (market, hub):
        market.behave(Behaviour.DROP, times=1)
        with pytest.raises(ClientConnectionError):
            await hub.take_down(notice())
        assert market.requests[-1].status is None
        assert not market.takedowns


@pytest.mark.parametrize(("behaviour", "listing"), [(Behaviour.PAUSE, "paused"), (Behaviour.LIE, "live")])
async def test_it_can_say_removed_when_it_is_not(behaviour: Behaviour, listing: str) -> None:
    async with rehearsal() as (market, hub):
        market.behave(behaviour)
        assert (await hub.take_down(notice()))[1]["status"] == "removed"
        assert (await hub.get("/listings/L-1"))[1]["status"] == listing


async def test_decisions_can_be_unsupported() -> None:
    async with rehearsal() as (market, hub):
        market.behave(Behaviour.UNSUPPORTED, path="POST /decisions")
        assert (await hub.post("/decisions", {"decisions": []}))[0] == 501


async def test_a_standing_mood_clears_what_was_queued() -> None:
    async with rehearsal() as (market, hub):
        market.behave(Behaviour.FAIL, times=5)
        market.behave(Behaviour.INSTANT)
        assert (await hub.take_down(notice()))[0] == 201


async def test_unknown_paths_and_misplaced_moods_are_refused() -> None:
    async with rehearsal() as (market, _):
        with pytest.raises(ValueError, match="Unknown path"):
            market.behave(Behaviour.FAIL, path="POST /elsewhere")
        with pytest.raises(ValueError, match="LIE is a way to treat a notice"):
            market.behave(Behaviour.LIE, path="GET /listings/{listing_id}")


async def test_editing_it_takes_the_mark_out_of_the_title_and_puts_it_back_when_withdrawn() -> None:
    async with rehearsal() as (market, hub):
        market.change("L-1", title="New Acme-style runner")
        market.behave(Behaviour.EDIT)
        span = {"field": "title", "start": 4, "end": 8, "text": "Acme"}
        _, answer = await hub.take_down(notice(reason_code="KEYWORD_MISUSE", span=span))
        assert answer["status"] == "removed"
        assert market.listings["L-1"].status == "live"
        assert market.listings["L-1"].listing["title"] == "New -style runner"
        await hub.post("/takedowns/td-1/withdraw", {"takedown_id": "td-1", "reason": "r"})
        assert market.listings["L-1"].listing["title"] == "New Acme-style runner"


@pytest.mark.parametrize(
    "more",
    [
        {"reason_code": "COUNTERFEIT", "span": {"field": "title", "start": 0, "end": 3, "text": "New"}},
        {"reason_code": "KEYWORD_MISUSE"},
        {"reason_code": "KEYWORD_MISUSE", "span": {"field": "title", "start": 0, "end": 3, "text": "Old"}},
    ],
    ids=["another reason", "nothing pointed to", "pointed elsewhere"],
)
async def test_editing_it_removes_where_there_is_nothing_to_edit(more: dict[str, Any]) -> None:
    async with rehearsal() as (market, hub):
        market.change("L-1", title="New Acme-style runner")
        market.behave(Behaviour.EDIT)
        await hub.take_down(notice(**more))
        assert market.listings["L-1"].status == "removed"
