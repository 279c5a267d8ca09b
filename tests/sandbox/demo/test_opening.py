"""The first handful of listings: each reaches the brand it imitates, and shows another side of the hub."""

from datetime import UTC, datetime
from typing import Any

import pytest

from aacabot.domain.listings import Listing
from aacabot.sandbox.demo.opening import opening_listings
from aacabot.sandbox.demo.rehearsal import example_alliance
from aacabot.sandbox.marketplace.page import picture_names
from aacabot.screening import Subject, WatchedMark, Watchlist, screen

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
LISTINGS = opening_listings("http://127.0.0.1:9090", NOW, "1")


@pytest.fixture(scope="module")
def watchlist() -> Watchlist:
    brands = [brand for member in example_alliance().members for brand in member.brands]
    return Watchlist.build(
        WatchedMark(brand.key, mark.text, mark.forms or {}, brand.category, bool(mark.common))
        for brand in brands
        for mark in brand.marks
    )


@pytest.mark.parametrize("row", LISTINGS, ids=lambda row: str(row["listing_id"]))
def test_each_is_one_the_hub_takes_with_a_picture_the_marketplace_has(row: dict[str, Any]) -> None:
    listing = Listing.model_validate(row)
    assert listing.first_seen_at is not None
    assert listing.first_seen_at < NOW
    assert row["images"][0]["url"].rpartition("/")[2].removesuffix(".png") in picture_names()


def test_screening_finds_the_brand_of_each(watchlist: Watchlist) -> None:
    subjects = [Subject(row["title"], row["description"], row["category"], None, None) for row in LISTINGS]
    found = [{match.mark_id for match in matches} for matches in screen(watchlist, subjects, 0.85)]
    assert found == [
        {"kestavane"}, {"velmarro"}, {"velmarro"}, {"velmarro"}, {"qavelo"}, {"voltunqi"}, {"thistlequill"},
    ]  # fmt: skip


def test_one_comes_from_an_authorised_seller_and_one_is_outside_the_fast_lane() -> None:
    file = example_alliance()
    authorised = {one.seller_id for m in file.members for b in m.brands for one in b.authorised_sellers}
    assert [row["listing_id"] for row in LISTINGS if row["seller"]["id"] in authorised] == ["D1-2"]
    assert [member.key for member in file.members if not member.fast_lane] == ["thistlequill-co"]
