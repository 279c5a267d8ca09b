"""Addresses as people paste them: each is reported, or answered; none leads elsewhere than it reads."""

from urllib.parse import quote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aacabot.domain.complaints.addresses import (
    checked_address,
    host_of,
    is_listing_pattern,
    links_in,
    listing_id_of,
    read_pasted,
)

IDENT = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Z")), min_size=1, max_size=40)


@pytest.mark.parametrize(
    ("pasted", "urls"),
    [
        ("https://m.example/item/1 https://m.example/item/2", ["/1", "/2"]),
        ("https://m.example/item/1,\nhttps://m.example/item/2;", ["/1", "/2"]),
        ("<https://m.example/item/1|the shop>\n<https://m.example/item/2>", ["/1", "/2"]),
        ("(https://m.example/item/1)", ["/1"]),
        ("", []),
    ],
)
def test_pasted_lists_are_taken_apart(pasted: str, urls: list[str]) -> None:
    assert [row.url for row in read_pasted(pasted)] == [f"https://m.example/item{end}" for end in urls]


def test_every_pasted_word_is_answered_and_numbered() -> None:
    rows = read_pasted("https://m.example/1 rubbish\nm.example/2")
    assert [(row.line, row.url) for row in rows] == [
        (1, "https://m.example/1"),
        (2, "rubbish"),
        (3, "m.example/2"),
    ]


def test_only_links_are_taken_from_a_message() -> None:
    said = (
        "have a look <https://m.example/a?x=1&amp;y=2|here>, <mailto:ann@acme.example|ann>, "
        "or https://m.example/b. <@U0ANN> <#C0ACME|acme> <https://m.example/a?x=1&amp;y=2>"
    )
    assert [row.url for row in links_in(said)] == ["https://m.example/a?x=1&y=2", "https://m.example/b"]


@pytest.mark.parametrize(
    ("written", "checked"),
    [
        ("https://M.Example/Item/1#reviews", "https://m.example/Item/1"),
        ("http://m.example/item/1?ref=2", "http://m.example/item/1?ref=2"),
        ("m.example/item/1", "https://m.example/item/1"),
    ],
)
def test_an_address_has_one_form(written: str, checked: str) -> None:
    assert checked_address(written) == checked


@pytest.mark.parametrize(
    "written",
    [
        "rubbish",
        "javascript:alert(1)",
        "mailto:ann@acme.example",
        "ftp://m.example/1",
        "https://m.example@evil.example/item/1",
        "https://m.example\\@evil.example/item/1",
        "https://evil.example\\.m.example/item/1",
        "https://m.example:99999/1",
        "https://[::1/1",
        "https:///item/1",
        "https://m.example/a b",
        "https://m.example/" + "x" * 3_000,
        "m.example",
        "AC-7K3Q9",
    ],
)
def test_what_is_no_address_or_leads_astray_is_none(written: str) -> None:
    assert checked_address(written) is None


@given(st.text(max_size=200))
def test_whatever_is_pasted_never_fails_and_checking_twice_changes_nothing(text: str) -> None:
    for row in [*read_pasted(text), *links_in(text)]:
        assert row.url
        checked = checked_address(row.url)
        if checked is not None:
            assert checked_address(checked) == checked
            assert host_of(checked) == urlsplit(checked).hostname


@given(IDENT)
def test_the_last_part_of_the_path_is_the_id(ident: str) -> None:
    url = f"https://m.example/item/{quote(ident, safe='')}/?from=mail"
    assert listing_id_of(url, None) == ident.strip()


@pytest.mark.parametrize(
    ("url", "pattern", "ident"),
    [
        ("https://m.example/shoes-i.42.1907?sp=1", r"-i\.\d+\.(?P<id>\d+)", "1907"),
        ("https://m.example/item?id=77", r"[?&]id=(?P<id>\d+)", "77"),
        ("https://m.example/about", r"/item/(?P<id>\d+)", None),
        ("https://m.example/", None, None),
        ("https://m.example", None, None),
        ("https://m.example/" + "x" * 201, None, None),
        ("https://m.example/%00", None, None),
    ],
)
def test_a_marketplaces_pattern_finds_the_id(url: str, pattern: str | None, ident: str | None) -> None:
    assert listing_id_of(url, pattern) == ident


@pytest.mark.parametrize(("pattern", "usable"), [("(?P<id>x)", True), ("(x)", False), ("(?P<id>", False)])
def test_a_pattern_needs_a_group_id(pattern: str, usable: bool) -> None:
    assert is_listing_pattern(pattern) is usable
