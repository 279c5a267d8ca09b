"""The stream of listings for demos, benchmarks and tests."""

import unicodedata
from datetime import timedelta
from itertools import islice
from typing import Annotated, Literal
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from aacabot.sandbox.marketplace.brands import BRANDS
from aacabot.sandbox.marketplace.offers import HARMLESS, SUSPICIOUS
from aacabot.sandbox.marketplace.page import picture_names
from aacabot.sandbox.marketplace.stream import START, suspicious_listings

MANY = 1_200


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Seller(Strict):
    id: Annotated[str, Field(min_length=1)]
    name: Annotated[str, Field(min_length=1)]
    country: Annotated[str, Field(pattern="^[A-Z]{2}$")]


class Price(Strict):
    amount: Annotated[str, Field(pattern=r"^[1-9]\d*(\.\d\d)?$")]
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]


class Image(Strict):
    url: str
    pdq: str | None = None


class Suspicion(Strict):
    reason: Annotated[str, Field(min_length=1)]
    score: Annotated[float, Field(ge=0, le=1)]


class Row(Strict):
    """One listing of contract 5.3."""

    listing_id: Annotated[str, Field(min_length=1)]
    url: str
    title: Annotated[str, Field(min_length=1, max_length=300)]
    description: str = ""
    seller: Seller | None = None
    price: Price | None = None
    images: list[Image] = []
    category: str | None = None
    country: Annotated[str, Field(pattern="^[A-Z]{2}$")] | None = None
    units_sold: Annotated[int, Field(ge=0)] | None = None
    first_seen_at: AwareDatetime | None = None
    source: Literal["platform", "proactive", "consumer", "member"] = "platform"
    suspicion: Suspicion | None = None
    brand: str | None = None


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return [Row.model_validate(listing) for listing in islice(suspicious_listings(7), MANY)]


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(min_value=0, max_value=2**40))
def test_every_row_of_every_seed_is_a_listing_and_the_seed_decides_all(seed: int) -> None:
    first = list(islice(suspicious_listings(seed), 30))
    assert first == list(islice(suspicious_listings(seed), 30))
    for listing in first:
        row = Row.model_validate(listing)
        assert urlsplit(row.url).hostname == "market.example"
        assert row.brand is None or row.brand in BRANDS
        assert row.first_seen_at is not None
        assert timedelta() < START - row.first_seen_at < timedelta(days=10)


def test_ids_are_unique_within_and_between_seeds(rows: list[Row]) -> None:
    others = {listing["listing_id"] for listing in islice(suspicious_listings(8), MANY)}
    assert len({row.listing_id for row in rows}) == MANY
    assert not others & {row.listing_id for row in rows}


def test_about_one_in_six_names_nobodys_mark(rows: list[Row]) -> None:
    harmless = {offer.title for offer in HARMLESS}
    found = [row for row in rows if row.title in harmless]
    assert 0.12 < len(found) / MANY < 0.22
    forms = [form.casefold() for brand in BRANDS.values() for form in (brand.mark, *brand.forms.values())]
    assert not [row.title for row in found for form in forms if form in row.title.casefold()]
    assert all(row.brand is None for row in found)


def test_a_few_come_from_authorised_sellers_at_the_usual_price(rows: list[Row]) -> None:
    authorised = {seller[0] for brand in BRANDS.values() for seller in brand.authorised}
    found = [row for row in rows if row.seller and row.seller.id in authorised]
    assert 0.02 < len(found) / MANY < 0.08


def test_most_rows_leave_the_brand_to_screening(rows: list[Row]) -> None:
    known = [row for row in rows if row.brand]
    assert 0.08 < len(known) / MANY < 0.3


@pytest.mark.parametrize(
    "script",
    ["LATIN", "CJK UNIFIED", "CYRILLIC", "KATAKANA", "HANGUL", "ARABIC", "FULLWIDTH LATIN", "ZERO WIDTH"],
)
def test_titles_come_in_every_script_and_trick(rows: list[Row], script: str) -> None:
    found = [
        row for row in rows if any(unicodedata.name(letter, "").startswith(script) for letter in row.title)
    ]
    assert len(found) >= 10


def test_a_letter_of_another_alphabet_hides_in_some_latin_marks(rows: list[Row]) -> None:
    mixed = [
        word
        for row in rows
        for word in row.title.split()
        if {"LATIN", "CYRILLIC"} <= {unicodedata.name(letter, "?").split()[0] for letter in word}
    ]
    assert len(mixed) >= 20


def test_pictures_and_brands_named_by_the_offers_exist() -> None:
    assert {offer.picture for offer in (*SUSPICIOUS, *HARMLESS)} == picture_names()
    assert {offer.brand for offer in SUSPICIOUS} == BRANDS.keys()


def test_addresses_follow_the_base_url() -> None:
    listing = next(suspicious_listings(1, base_url="http://127.0.0.1:9090"))
    assert listing["url"].startswith("http://127.0.0.1:9090/item/")
    assert listing["images"][0]["url"].startswith("http://127.0.0.1:9090/images/")
