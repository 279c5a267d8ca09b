"""What marketplaces may send, and what they are told when they send something else (contract 5.3)."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest
from sqlalchemy import text

from aacabot.domain.listings import Listing
from aacabot.domain.viewers import EVERYONE
from aacabot.store.models import CaseEventRow, ListingRow, ListingVersion, SeenWebhook
from tests.services.casework import Casework
from tests.web.market import Answer, Market

# What is no matter of the database is shown on one.
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def test_a_batch_is_answered_with_what_became_of_each_row(work: Casework, market: Market) -> None:
    answer = await market.send(market.row("1"), market.row("2"), market.row("3", url="https://evil.example/"))
    assert answer.status == 202
    (rejected,) = answer.body.pop("rejected")
    assert answer.body == {"accepted": 2, "updated": 0, "duplicates": 0}
    assert rejected["index"] == 2 and rejected["error"].startswith("url: ")
    changed = await market.send(market.row("1", "Another title"), market.row("2"))
    assert changed.body == {"accepted": 0, "updated": 1, "duplicates": 1, "rejected": []}
    assert (await market.send()).body == {"accepted": 0, "updated": 0, "duplicates": 0, "rejected": []}
    assert len(await work.rows(ListingRow)) == 2


async def test_a_replayed_webhook_is_answered_alike_and_has_no_second_effect(
    work: Casework, market: Market
) -> None:
    body = orjson.dumps({"listings": [market.row("1")]})
    headers = market.signed(body, "msg-same")
    first, again = await market.post(body, headers=headers), await market.post(body, headers=headers)
    assert (first.status, first.body) == (again.status, again.body) == (202, first.body)
    assert first.body["accepted"] == 1
    other = await market.send(market.row("2"), webhook_id="msg-same")
    assert other.body == first.body
    assert [row.listing_id for row in await work.rows(ListingRow)] == ["1"]


async def test_a_thousand_rows_are_taken_and_one_more_is_refused(work: Casework, market: Market) -> None:
    rows = [market.row(f"L{number}", f"Thing {number}") for number in range(1_001)]
    refused = await market.send(*rows)
    assert (refused.status, refused.code) == (413, "too_many")
    assert await work.rows(ListingRow) == []
    taken = await market.send(*rows[:1_000])
    assert (taken.status, taken.body["accepted"]) == (202, 1_000)
    assert (await market.send(*rows[:1_000])).body["duplicates"] == 1_000


MALFORMED: dict[str, bytes] = {
    "empty": b"",
    "not JSON": b"listings=1",
    "cut short": b'{"listings": [{"listing_id": "1"',
    "not UTF-8 inside": b'{"listings": ["\\ud800"]}',
    "beyond any number": b'{"listings": [], "n": 1e400}',
    "not a number": b'{"listings": [], "n": NaN}',
    "a list": b"[]",
    "null": b"null",
    "a number": b"1",
    "without listings": b"{}",
    "listings in words": b'{"listings": "all"}',
    "listings as an object": b'{"listings": {"listing_id": "1"}}',
    "listings null": b'{"listings": null}',
    "endless nesting": b'{"listings": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
}


@on_sqlite
async def test_malformed_bodies_are_400_and_say_what_is_expected(work: Casework, market: Market) -> None:
    for what, body in MALFORMED.items():
        for path in ("listings", "events"):
            answer = await market.post(body, path)
            assert (answer.status, answer.code) == (400, "malformed"), (what, path, answer)
    assert await work.rows(ListingRow) == await work.rows(SeenWebhook) == []


@on_sqlite
async def test_rows_of_wrong_types_are_refused_one_by_one(work: Casework, market: Market) -> None:
    odd: list[Any] = [None, 1, "text", [], {}, True, {"listing_id": 1, "url": 2, "title": 3}]
    answer = await market.send(*odd, market.row("good"))
    assert (answer.status, answer.body["accepted"]) == (202, 1)
    assert [each["index"] for each in answer.body["rejected"]] == list(range(len(odd)))


@on_sqlite
async def test_a_row_nested_too_deep_costs_only_itself(market: Market) -> None:
    depth = 900
    rows = b",".join(orjson.dumps(row) for row in (market.row("a"), market.row("b", "Zeph\0yrine")))
    nested = orjson.dumps(market.row("deep"))[:-1] + b',"more":' + b"[" * depth + b"]" * depth + b"}"
    answer = await market.post(b'{"listings": [' + rows + b"," + nested + b"]}")
    assert (answer.status, answer.body["accepted"]) == (202, 2), answer
    assert [each["index"] for each in answer.body["rejected"]] == [2]


async def test_hostile_text_is_kept_as_evidence_and_breaks_nothing(work: Casework, market: Market) -> None:
    titles = {
        "long": "x" * 3_000,
        "rtl": "\u202eenirhypeZ runner",
        "ping": "<!channel> <http://evil|bank.com> Zephyrine",
        "nul": "Zeph\0yrine\0",
        "no-nul": "Zeph\\u0000yrine \\\0 \\",
        "control": "Zephyrine\x07\x1b[31m\r\n",
        "emoji": "👩‍👩‍👧 Zephyrine " + "\u0301" * 50,
    }
    answer = await market.send(*(market.row(ident, title) for ident, title in titles.items()))
    assert (answer.status, answer.body["accepted"]) == (202, len(titles)), answer
    names = {row.id: row.listing_id for row in await work.rows(ListingRow)}
    for version in await work.rows(ListingVersion):
        ident = names[version.listing_id]
        assert Listing.model_validate_json(version.body).title == titles[ident].replace("\0", "")


@on_sqlite
async def test_bodies_over_eight_mebibytes_are_413(work: Casework, market: Market) -> None:
    body = b'{"listings": [], "pad": "' + b"x" * (10 * 10**6) + b'"}'
    for path in ("listings", "events"):
        answer = await market.post(body, path)
        assert (answer.status, answer.code) == (413, "too_large")
    unsigned = await market.post(body, headers={})
    assert unsigned.status == 413


async def test_an_unknown_marketplace_is_404(market: Market) -> None:
    for key in ("nowhere", "sandbox%00", "..%2fsandbox", "SANDBOX", "x" * 3_000):
        for path in ("listings", "events"):
            answer = await market.post(b'{"listings": []}', path, key=key)
            assert answer.status == 404 and answer.code in {"unknown_marketplace", "not_found"}, (key, answer)


def _without(headers: dict[str, str], name: str) -> dict[str, str]:
    return {key: value for key, value in headers.items() if key != name}


@on_sqlite
async def test_only_a_fresh_signature_of_the_marketplace_is_believed(work: Casework, market: Market) -> None:
    body = orjson.dumps({"listings": [market.row("1")]})
    good = market.signed(body, "msg")
    now = datetime.now(UTC)
    signature = good["webhook-signature"]
    stranger = Market(market.session, market.url, secret="whsec_" + "QUJD" * 8)
    forged: dict[str, dict[str, str]] = {
        "none": {},
        **{f"no {name}": _without(good, name) for name in good},
        **{f"empty {name}": {**good, name: ""} for name in good},
        "another secret": stranger.signed(body, "msg"),
        "another body": market.signed(body + b" ", "msg"),
        "another id": {**good, "webhook-id": "msg-2"},
        "another time": {**good, "webhook-timestamp": str(int(now.timestamp()) - 1)},
        "stale": market.signed(body, "msg", now - timedelta(minutes=5, seconds=2)),
        "from the future": market.signed(body, "msg", now + timedelta(minutes=5, seconds=30)),
        "an endless id": market.signed(body, "m" * 257),
        "an id that is not text": {**good, "webhook-id": "\udcff\udcfe"},
        "not base64": {**good, "webhook-signature": "v1,%%%"},
        "not ASCII": {**good, "webhook-signature": "v1,ünï"},
        "no version": {**good, "webhook-signature": signature.partition(",")[2]},
        "wrong version": {**good, "webhook-signature": signature.replace("v1,", "v2,")},
        "no comma": {**good, "webhook-signature": "v1"},
        "many commas": {**good, "webhook-signature": f"{signature},v1,"},
        "cut": {**good, "webhook-signature": signature[:-4]},
        "empty one": {**good, "webhook-signature": "v1,"},
        **{
            f"time {text}": {**good, "webhook-timestamp": text}
            for text in ("nan", "inf", "-inf", "1e400", "-1e400", "now", "0x10", "9" * 400, "-1", "١٢٣")
        },
    }
    for what, headers in forged.items():
        for path in ("listings", "events"):
            answer = await market.post(body, path, headers=headers)
            assert (answer.status, answer.code) == (401, "signature"), (what, path, answer)
    assert await work.rows(ListingRow) == await work.rows(SeenWebhook) == []
    several = {**good, "webhook-signature": f"v1a,AAAA {signature}"}
    assert (await market.post(body, headers=several)).status == 202


@on_sqlite
async def test_a_body_that_is_not_text_is_401(market: Market) -> None:
    answer = await market.post(b"\xff\xfe", headers=market.signed(b"{}", "msg"))
    assert (answer.status, answer.code) == (401, "signature")


@on_sqlite
async def test_a_marketplace_whose_secret_is_not_set_up_is_503(
    market: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is the operator's to mend: the marketplace is not told that its signature is wrong."""
    monkeypatch.delenv("SANDBOX_SECRET")
    answer = await market.send(market.row("1"))
    assert (answer.status, answer.code) == (503, "not_ready")
    for unusable in ("", "whsec_", "whsec_%", "whsec_a"):
        monkeypatch.setenv("SANDBOX_SECRET", unusable)
        answer = await market.send(market.row("1"))
        assert (answer.status, answer.code) == (503, "not_ready"), unusable


async def test_concurrent_batches_with_the_same_new_listings_are_all_taken(
    work: Casework, market: Market
) -> None:
    rows = [market.row(f"L{number}") for number in range(200)]
    answers = await asyncio.gather(market.send(*rows), market.send(*reversed(rows)), market.send(*rows[50:]))
    assert [answer.status for answer in answers] == [202, 202, 202]
    assert sum(answer.body["accepted"] for answer in answers) == 200
    assert sum(answer.body["duplicates"] for answer in answers) == 350
    assert len(await work.rows(ListingRow)) == 200


async def test_when_too_many_batches_wait_the_next_is_asked_to_come_back(
    work: Casework, market: Market
) -> None:
    async with work.hub.database.begin(EVERYONE) as session:
        if not work.hub.settings.is_sqlite:  # SQLite's one writer is this transaction already
            await session.execute(text("LOCK TABLE seen_webhooks IN EXCLUSIVE MODE"))
        waiting = [asyncio.create_task(market.send(market.row(f"L{number}"))) for number in range(17)]
        done, pending = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        (refused,) = [task.result() for task in done]
        assert (refused.status, refused.code, refused.headers["Retry-After"]) == (429, "busy", "1")
    answers: list[Answer] = await asyncio.gather(*pending)
    assert [answer.status for answer in answers] == [202] * 16


BAD_EVENTS: dict[str, dict[str, Any]] = {
    "type": {"type": "listing.exploded"},
    "at": {"at": "2026-11-22T10:00:00"},
    "listing_id": {"listing_id": None},
    "reason": {"reason": "r" * 2_001},
    "text": {"text": ["a", "b"]},
    "takedown_id": {"takedown_id": 5},
}
EVENT = {"type": "listing.removed", "listing_id": "1", "at": "2026-11-22T10:00:00Z"}


async def test_an_event_of_another_form_is_400_and_names_the_field(work: Casework, market: Market) -> None:
    for field, changes in BAD_EVENTS.items():
        answer = await market.tell(**{**EVENT, **changes})
        assert (answer.status, answer.code) == (400, "malformed"), (field, answer)
        assert set(answer.body["error"]["fields"]) == {field}
    odd: list[Any] = ["9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", 1e300, True]
    for at in odd:
        assert (await market.tell(type="listing.removed", listing_id="1", at=at)).status == 400
    assert await work.rows(SeenWebhook) == []


async def test_an_event_that_fits_nothing_is_taken_note_of(market: Market) -> None:
    for type_ in ("takedown.removed", "counter_notice.filed", "listing.relisted", "listing.changed"):
        answer = await market.tell(type=type_, takedown_id="nobody's", at=EVENT["at"])
        assert (answer.status, answer.body) == (202, {"received": True})
        assert (await market.tell(**{**EVENT, "type": type_, "listing_id": "no\0ne"})).status == 202


async def test_a_replayed_event_has_no_second_effect(work: Casework, market: Market) -> None:
    case_id = await work.suspect(listing_id="1")
    for _ in range(3):
        answer = await market.tell(webhook_id="event-1", **EVENT)
        assert (answer.status, answer.body) == (202, {"received": True})
    assert (await work.case(case_id)).state == "closed"
    assert len(await work.rows(CaseEventRow, case_id=case_id)) == 2


async def test_a_listings_webhook_id_says_nothing_of_an_event(work: Casework, market: Market) -> None:
    """One id space per marketplace: an id used for a batch does not swallow the event that follows it."""
    await market.send(market.row("1"), webhook_id="same")
    assert (await market.tell(webhook_id="same", **EVENT)).body == {"received": True}
    assert sorted(row.webhook_id for row in await work.rows(SeenWebhook)) == ["event:same", "listings:same"]


async def test_an_id_made_to_look_like_an_event_is_answered_as_the_batch_it_is(
    work: Casework, market: Market
) -> None:
    await market.tell(webhook_id="7", **EVENT)
    answer = await market.send(market.row("1"), webhook_id="event:7")
    assert answer.status == 202 and answer.body.get("accepted") == 1, answer
