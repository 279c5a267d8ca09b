"""What marketplaces send is taken in once, whatever else stands in the batch and whoever sends it too."""

import asyncio
from itertools import count
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from aacabot.domain.listings import Listing
from aacabot.domain.viewers import EVERYONE
from aacabot.services.hub import Hub
from aacabot.services.intake import receive_listings
from aacabot.store.models import IntakeBatch, ListingRow, ListingVersion, SellerRow
from tests.conftest import _admin
from tests.services.casework import Casework

_webhooks = count()


@pytest.fixture
async def work(hub: Hub) -> Casework:
    return await Casework.begun(hub)


def row(ident: str, title: str = "Zephyrine runner", **more: Any) -> dict[str, Any]:
    return {"listing_id": ident, "url": f"https://market.example/item/{ident}", "title": title, **more}


async def send(work: Casework, *rows: Any, webhook: str | None = None) -> dict[str, Any]:
    answer = await receive_listings(
        work.hub, await work.marketplace(), webhook or f"w-{next(_webhooks)}", list(rows)
    )
    told: dict[str, Any] = orjson.loads(answer)
    return told


def counts(answer: dict[str, Any]) -> tuple[int, int, int, list[int]]:
    rejected = [each["index"] for each in answer["rejected"]]
    return answer["accepted"], answer["updated"], answer["duplicates"], rejected


async def versions(work: Casework, ident: str) -> list[str]:
    """The titles a listing has had, oldest first; the row stands at the last."""
    (listing,) = await work.rows(ListingRow, listing_id=ident)
    found = await work.rows(ListingVersion, listing_id=listing.id)
    assert [version.version for version in found] == list(range(1, len(found) + 1))
    assert listing.version == len(found)
    bodies = [Listing.model_validate_json(version.body) for version in found]
    assert listing.content_hash == bodies[-1].content_hash
    return [body.title for body in bodies]


async def owed_batches(work: Casework) -> int:
    """How many units of screening wait in the queue: one for each batch that brought something."""
    (depth,) = [each for each in await work.hub.engine.depths() if each.queue == "screening"]
    assert depth.waiting == len(await work.rows(IntakeBatch))
    return depth.waiting


async def test_new_changed_and_unchanged_listings_are_told_apart(work: Casework) -> None:
    assert counts(await send(work, row("1"), row("2"))) == (2, 0, 0, [])
    assert counts(await send(work, row("1"), row("2", "Other"), row("3"))) == (1, 1, 1, [])
    assert await versions(work, "2") == ["Zephyrine runner", "Other"]
    assert await versions(work, "1") == ["Zephyrine runner"]
    assert await owed_batches(work) == 2


async def test_nothing_new_owes_no_screening(work: Casework) -> None:
    await send(work, row("1"))
    assert counts(await send(work, row("1"), row("1"))) == (0, 0, 2, [])
    assert await owed_batches(work) == 1


async def test_a_listing_twice_in_a_batch_is_one_listing(work: Casework) -> None:
    answer = await send(work, row("1"), row("1"), row("1", "Other"), row("1", "Other"), row("1"))
    assert counts(answer) == (1, 2, 2, [])
    assert await versions(work, "1") == ["Zephyrine runner", "Other", "Zephyrine runner"]
    (batch,) = await work.rows(IntakeBatch)
    assert len(orjson.loads(batch.listing_ids)) == 1


async def test_a_replayed_webhook_gets_the_same_answer_and_no_second_effect(work: Casework) -> None:
    first = await send(work, row("1"), row("2", url="https://elsewhere.example/"), webhook="w")
    again = await send(work, row("3"), webhook="w")
    assert again == first and counts(first) == (1, 0, 0, [1])
    assert len(await work.rows(ListingRow)) == 1
    assert await owed_batches(work) == 1


async def test_sellers_are_kept_once_as_last_described(work: Casework) -> None:
    await send(work, row("1", seller={"id": "s", "name": "Old"}), row("2", seller={"id": "s", "name": "New"}))
    (seller,) = await work.rows(SellerRow)
    assert seller.name == "New"
    assert {listing.seller_row_id for listing in await work.rows(ListingRow)} == {seller.id}


async def test_a_row_of_the_longest_texts_and_every_script_is_kept_whole(work: Casework) -> None:
    title = ("\u202eZephyrine \u200b泽菲琳 😀\u0301" * 200)[:3_000]
    await send(work, row("1", title, description="d" * 50_000, images=[{"url": "x" * 3_000}] * 50))
    assert await versions(work, "1") == [title]


BAD: dict[str, Any] = {
    "no title": {"title": None},
    "title too long": {"title": "t" * 5_001},
    "foreign host": {"url": "https://evil.example/item"},
    "host as user": {"url": "https://market.example@evil.example/item"},
    "host after a backslash": {"url": "https://evil.example\\@market.example/item"},
    "user before the host": {"url": "https://evil.example@market.example/item"},
    "host with a longer name": {"url": "https://market.example.evil.example/item"},
    "line break in the address": {"url": "https://market.example/item\nhttps://evil.example"},
    "space in the address": {"url": "https://market.example/it em"},
    "no port": {"url": "https://market.example:port/item"},
    "broken address": {"url": "https://[market.example/item"},
    "another scheme": {"url": "javascript://market.example/%0aalert(1)"},
    "unknown brand": {"brand": "nobody"},
    "naive time": {"first_seen_at": "2026-11-22T10:00:00"},
    "end of the calendar": {"first_seen_at": "9999-12-31T23:59:59-14:00"},
    "price in words": {"price": {"amount": "cheap", "currency": "EUR"}},
    "price beyond counting": {"price": {"amount": 1e300, "currency": "EUR"}},
    "nested too deep": {"more": orjson.loads("[" * 600 + "]" * 600)},
}


async def test_bad_rows_are_refused_in_words_that_name_the_field(work: Casework) -> None:
    rows = [row(f"bad-{number}", **changes) for number, changes in enumerate(BAD.values())]
    answer = await send(work, row("first"), *rows, row("last"))
    assert counts(answer) == (2, 0, 0, list(range(1, len(BAD) + 1)))
    for (what, changes), rejected in zip(BAD.items(), answer["rejected"], strict=True):
        field = "row" if what == "nested too deep" else next(iter(changes))
        assert rejected["error"].startswith(field) and ": " in rejected["error"], (what, rejected)
        assert "Value error" not in rejected["error"], (what, rejected)
    assert sorted(each.listing_id for each in await work.rows(ListingRow)) == ["first", "last"]


kinds = st.sampled_from(["good", *BAD, "not an object", "null", "number"])
mixes = st.lists(st.tuples(kinds, st.integers(0, 4), st.sampled_from(["Zephyrine", "Quorvane"])), max_size=12)


@given(batches=st.lists(mixes, min_size=1, max_size=3))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_one_bad_row_never_costs_the_others(work: Casework, batches: list[Any]) -> None:
    """Any mix of good and bad rows, in any order, is counted as a plain dictionary would count it."""
    example = f"e{next(_webhooks)}"
    stands: dict[str, list[str]] = {}
    for batch in batches:
        rows, expected = [], [0, 0, 0]
        bad = []
        for index, (kind, number, title) in enumerate(batch):
            ident = f"{example}-{number}"
            if kind != "good":
                bad.append(index)
                odd: dict[str, Any] = {"not an object": [], "null": None, "number": 7}
                rows.append(odd[kind] if kind in odd else row(ident, **{"title": title, **BAD[kind]}))
                continue
            rows.append(row(ident, title))
            known = stands.setdefault(ident, [])
            expected[0 if not known else 2 if known[-1] == title else 1] += 1
            if not known or known[-1] != title:
                known.append(title)
        assert counts(await send(work, *rows)) == (*expected, bad)
    for ident, titles in stands.items():
        assert await versions(work, ident) == titles


# Each row takes its time, so that batches surely meet half-way.
_SLOW_INSERTS = (
    "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN PERFORM pg_sleep(0.005); RETURN NEW; END $$",
    "CREATE TRIGGER slow BEFORE INSERT ON listings FOR EACH ROW EXECUTE FUNCTION slow()",
)


async def test_concurrent_batches_with_the_same_new_listings_store_each_once(work: Casework) -> None:
    """However the batches are ordered and overlap, every one is answered and the counts add up."""
    if not work.hub.settings.is_sqlite:
        _admin(work.hub.settings.database_url, *_SLOW_INSERTS)
    idents = [f"L{number:02}" for number in range(20)]
    batches = []
    for turn in range(8):
        turned = idents[turn * 3 :] + idents[: turn * 3]
        chosen = turned[: 12 + turn % 5] if turn % 2 else list(reversed(turned))
        # Batches of one seller would wait for each other there, and never meet over a listing.
        batches.append([row(ident, seller={"id": f"s{turn}"}) for ident in chosen])
    answers = await asyncio.gather(*(send(work, *batch) for batch in batches))
    sent = sum(len(batch) for batch in batches)
    assert sum(sum(counts(answer)[:3]) for answer in answers) == sent
    assert sum(answer["accepted"] for answer in answers) == len(idents)
    stored = await work.rows(ListingRow)
    assert sorted(each.listing_id for each in stored) == sorted(idents)
    assert len(await work.rows(SellerRow)) == len(batches)


async def test_concurrent_deliveries_of_one_webhook_have_one_effect(work: Casework) -> None:
    rows = [row(f"L{number}") for number in range(20)]
    answers = await asyncio.gather(*(send(work, *rows, webhook="same") for _ in range(8)))
    assert all(counts(answer) == (20, 0, 0, []) for answer in answers)
    assert await owed_batches(work) == 1


async def test_a_batch_that_cannot_be_owed_leaves_nothing_behind(
    work: Casework, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Listings, answer and owed screening are one commit: without the last there is none of them."""

    async def full(*_: object, **__: object) -> None:
        raise OSError("no space left on device")

    with monkeypatch.context() as broken, pytest.raises(OSError):
        broken.setattr(work.hub.engine, "owe", full)
        await send(work, row("1"), webhook="w")
    assert await work.rows(ListingRow) == await work.rows(IntakeBatch) == []
    assert counts(await send(work, row("1"), webhook="w")) == (1, 0, 0, [])


async def test_a_settled_listing_sent_again_is_to_be_screened_again(work: Casework) -> None:
    await send(work, row("1"))
    async with work.hub.database.begin(EVERYONE) as session:
        await session.execute(
            text("UPDATE listings SET settled_at = received_at, screened_version = version")
        )
    assert counts(await send(work, row("1"), row("1"))) == (0, 0, 2, [])
    (listing,) = await work.rows(ListingRow)
    assert (listing.settled_at, listing.screened_version) == (None, 0)
    assert await owed_batches(work) == 2
    assert counts(await send(work, row("1"))) == (0, 0, 1, [])
    assert await owed_batches(work) == 2
