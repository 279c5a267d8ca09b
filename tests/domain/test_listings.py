"""Listings are checked at the door, and compared by what they offer."""

from datetime import UTC, datetime
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from aacabot.domain.listings import (
    Image,
    Listing,
    MarketplaceEvent,
    PartialListing,
    Price,
    Seller,
    differences,
    merge,
    without_nul,
)

ROW: dict[str, Any] = {
    "listing_id": "L-1",
    "url": "https://market.example/item/L-1",
    "title": "Zephyrine runner",
    "description": "Last pairs",
    "seller": {"id": "s-1", "name": "Best Shop", "country": "CN"},
    "price": {"amount": "19.90", "currency": "EUR"},
    "images": [{"url": "https://market.example/1.jpg"}],
    "category": "shoes",
    "units_sold": 4,
}


def listing(**changes: Any) -> Listing:
    return Listing.model_validate({**ROW, **changes})


def refused(**changes: Any) -> str:
    with pytest.raises(ValidationError) as caught:
        listing(**changes)
    first = caught.value.errors()[0]
    return ".".join(map(str, first["loc"]))


def test_three_fields_are_enough() -> None:
    bare = Listing.model_validate({"listing_id": "1", "url": "https://market.example/1", "title": "x"})
    assert (bare.description, bare.seller, bare.images, bare.source) == ("", None, (), "platform")


@pytest.mark.parametrize("field", ["listing_id", "url", "title"])
def test_without_one_of_the_three_it_is_refused(field: str) -> None:
    nothings: tuple[object, ...] = (None, "", 7, [], {})
    for nothing in nothings:
        assert refused(**{field: nothing}) == field


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "t" * 5_001),
        ("description", "d" * 50_001),
        ("listing_id", "x" * 201),
        ("seller.id", {"name": "no id"}),
        ("seller.country", {"id": "1", "country": "CHN"}),
        ("price", {"amount": "19,90", "currency": "EUR"}),
        ("price", {"amount": "-1", "currency": "EUR"}),
        ("price", {"amount": "1", "currency": "ZZZ"}),
        ("price.amount", {"amount": True, "currency": "EUR"}),
        ("images", [{"url": "https://market.example/1.jpg"}] * 51),
        ("units_sold", -1),
        ("units_sold", "many"),
        ("first_seen_at", "2026-11-22T10:00:00"),
        ("first_seen_at", "yesterday"),
        ("source", "gossip"),
        ("suspicion.score", {"score": "high"}),
    ],
)
def test_a_wrong_value_is_refused_by_the_name_of_its_field(field: str, value: object) -> None:
    assert refused(**{field.partition(".")[0]: value}) == field


@pytest.mark.parametrize(
    "moment", ["9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "1969-12-31T23:59:59Z"]
)
def test_times_no_clock_has_shown_are_refused(moment: str) -> None:
    """They would overflow later, in UTC or as a deadline, and cost the whole batch."""
    assert refused(first_seen_at=moment) == "first_seen_at"
    with pytest.raises(ValidationError):
        MarketplaceEvent.model_validate({"type": "listing.removed", "listing_id": "1", "at": moment})


def test_a_3000_character_title_and_right_to_left_overrides_are_kept_as_written() -> None:
    title = "\u202e" + "x" * 2_999
    assert listing(title=title).title == title


def test_nul_characters_are_dropped_because_postgres_stores_none() -> None:
    sent = {**ROW, "title": "Zeph\0yrine", "description": "\0", "seller": {"id": "s\0-1", "na\0me": "\0"}}
    odd = Listing.model_validate(without_nul(sent))
    assert (odd.title, odd.description) == ("Zephyrine", "")
    assert odd.seller == Seller(id="s-1", name="")
    read = PartialListing.model_validate({"title": "Zeph\0yrine", "images": [{"url": "h\0ttps://x"}]})
    assert (read.title, read.images) == ("Zephyrine", (Image(url="https://x"),))


def test_what_we_do_not_know_is_ignored() -> None:
    assert listing(colour="red").content_hash == listing().content_hash


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "Zephyrine runners"),
        ("description", ""),
        ("seller", {"id": "s-2"}),
        ("price", {"amount": "19.91", "currency": "EUR"}),
        ("price", None),
        ("images", []),
        ("category", None),
    ],
)
def test_what_is_offered_makes_another_version(field: str, value: object) -> None:
    assert listing(**{field: value}).content_hash != listing().content_hash


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("units_sold", 5),
        ("first_seen_at", "2026-11-22T10:00:00Z"),
        ("url", "https://market.example/other"),
        ("seller", {"id": "s-1", "name": "Renamed Shop"}),
        ("suspicion", {"reason": "keyword", "score": 0.4}),
    ],
)
def test_counters_times_and_names_make_no_other_version(field: str, value: object) -> None:
    assert listing(**{field: value}).content_hash == listing().content_hash


def test_what_the_marketplace_does_not_say_is_no_difference() -> None:
    assert differences(listing(), PartialListing()) == ()
    assert merge(listing(), PartialListing()) == listing()


def test_each_difference_names_its_field_before_and_after() -> None:
    read = PartialListing(title="Quiet runner", price=Price(amount="9.90", currency="EUR"))
    changes = [(change.field, change.before, change.after) for change in differences(listing(), read)]
    assert changes == [
        ("title", "Zephyrine runner", "Quiet runner"),
        ("price", "19.90 EUR", "9.90 EUR"),
    ]


texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)
partials = st.builds(
    PartialListing,
    title=st.none() | texts,
    description=st.none() | texts,
    seller=st.none() | st.builds(Seller, id=st.sampled_from(["s-1", "s-2"])),
    price=st.none() | st.just(Price(amount="9.90", currency="EUR")),
    images=st.none() | st.lists(st.builds(Image, url=texts), max_size=2).map(tuple),
    category=st.none() | texts,
)


@given(partials)
def test_after_merging_nothing_differs_any_more(read: PartialListing) -> None:
    merged = merge(listing(), read)
    assert differences(merged, read) == ()
    assert bool(differences(listing(), read)) is (merged.content_hash != listing().content_hash)
    assert (merged.listing_id, merged.url, merged.units_sold) == ("L-1", ROW["url"], 4)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, width=32) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
rows = st.builds(
    lambda changes: {**ROW, **changes},
    st.dictionaries(st.sampled_from([*ROW, "first_seen_at", "suspicion", "brand", "source"]), json_values),
)


@given(rows)
def test_a_row_taken_in_reads_the_same_from_what_is_stored(row: dict[str, Any]) -> None:
    """Screening reads the listing back from its stored JSON: it must be the listing that was checked."""
    row = orjson.loads(orjson.dumps(row))
    try:
        received = Listing.model_validate(row)
    except ValidationError:
        return
    stored = Listing.model_validate_json(orjson.dumps(row))
    assert stored == received and stored.content_hash == received.content_hash


def test_an_event_says_when_it_happened_at_the_marketplace() -> None:
    event = MarketplaceEvent.model_validate(
        {"type": "listing.restored", "listing_id": "L-1", "at": "2026-11-22T13:00:00+01:00"}
    )
    assert event.occurred_at == datetime(2026, 11, 22, 12, tzinfo=UTC)
