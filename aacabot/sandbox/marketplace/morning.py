"""A busy morning for one brand: forty alerts before lunch, as an enforcer meets them."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from aacabot.sandbox.marketplace.brands import BRANDS
from aacabot.sandbox.marketplace.stream import suspicious_listings

BRAND = "velmarro"
SIZE = 40
OF_ONE_SELLER = 14
COPIES = 8
AUTHORISED = 2
_ONE_SELLER = {"id": "s-4402", "name": "Kicks Factory Direct", "country": "CN"}
_COPIED = "Velmarro Corsa 2026 batch, all sizes EU 36-47, ships same day, wholesale price"


def busy_morning(seed: int, base_url: str, start: datetime) -> list[dict[str, Any]]:
    """Forty listings that name the brand: many of one seller, copies, two of authorised sellers, others.

    In the shape of contract 5.3; the same seed, base and start give the same morning. `start` is aware.
    """
    mixed = SIZE - OF_ONE_SELLER - COPIES - AUTHORISED
    found = _of_the_brand(suspicious_listings(seed, base_url, start, brand=BRAND))
    return [
        *(_frame(one, number, seller=_ONE_SELLER) for number, one in _numbered(found, OF_ONE_SELLER)),
        *(
            _frame(one, number, title=_COPIED, seller=_copier(number))
            for number, one in _numbered(found, COPIES)
        ),
        *(_frame(one, number, **_authorised(number)) for number, one in _numbered(found, AUTHORISED)),
        *(_frame(one, number, seller=_stranger(number)) for number, one in _numbered(found, mixed)),
    ]


def _of_the_brand(listings: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    return (listing for listing in listings if listing["suspicion"]["score"] >= 0.55)


def _numbered(listings: Iterator[dict[str, Any]], count: int) -> Iterator[tuple[int, dict[str, Any]]]:
    return enumerate(islice(listings, count), 1)


def _frame(listing: dict[str, Any], number: int, **changed: Any) -> dict[str, Any]:
    return {**listing, **changed, "brand": BRAND}


def _copier(number: int) -> dict[str, str]:
    return {"id": f"s-45{number:02}", "name": f"Street Heat {number}", "country": "CN"}


def _stranger(number: int) -> dict[str, str]:
    return {"id": f"s-46{number:02}", "name": f"Outlet Corner {number}", "country": "US"}


def _authorised(number: int) -> dict[str, Any]:
    brand = BRANDS[BRAND]
    ident, name, country = brand.authorised[number % len(brand.authorised)]
    title = f"{brand.mark} {brand.models[number]}, new in original box"
    return {"title": title, "seller": {"id": ident, "name": name, "country": country}}
