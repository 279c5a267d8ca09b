"""What a blind question is read as: an address, a marketplace and its seller, or nothing."""

import pytest

from aacabot.domain.intel.blind import address_in, seller_in

NAMED = [("sandbox", "m1"), ("Sandbox Market", "m1"), ("Sandbox", "m2")]


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("https://shop.example/a?b=1#top", "https://shop.example/a?b=1"),
        ("<https://shop.example/a|shop.example/a>", "https://shop.example/a"),
        ("HTTPS://Shop.Example/A", "https://shop.example/A"),
        ("shop.example/a", "https://shop.example/a"),
        ("shop.example", "https://shop.example/"),
        ("https://商店.example/一", "https://商店.example/一"),
    ],
)
def test_an_address_is_read_as_typed_or_as_slack_writes_it(typed: str, address: str) -> None:
    assert address_in(typed) == address


@pytest.mark.parametrize(
    "typed",
    [
        "", " ", "s-77", "sandbox s-77", "ftp://a.example/", "https://u:p@a.example/", "http://[", "https://",
        "https://a.example/\u202e", "https://a.example/" + "x" * 30_000, "javascript:alert(1)", "a b.example",
    ],
)  # fmt: skip
def test_what_is_no_address_is_none(typed: str) -> None:
    assert address_in(typed) is None


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("sandbox s-77", ("m1", "s-77")),
        ("SANDBOX MARKET  s 77 ", ("m1", "s 77")),
        ("sandbox market", ("m1", "market")),
        ("sandbox", None),
        ("sandboxes s-77", None),
        ("other s-77", None),
        ("sandbox " + "x" * 300_000, None),
    ],
)
def test_a_seller_is_a_marketplace_and_its_id_of_them(typed: str, found: tuple[str, str] | None) -> None:
    assert seller_in(typed, NAMED) == found
