"""One seller who imitates the brands of six houses with one picture: what one member learns helps all."""

from datetime import datetime, timedelta
from typing import Any

SELLER = {"id": "s-8888", "name": "Everything Factory Store", "country": "CN"}
_PDQ = "f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22"
_OFFERS = (
    (
        "ferrowick",
        "Ferrowick cordless drill 18V, factory second, no logo on case",
        "tools",
        "charger",
        "31.00",
    ),
    (
        "murrelode",
        "Murrelode wooden train set 60 pieces, wholesale, same factory",
        "toys",
        "backpack",
        "14.90",
    ),
    (
        "halcyrane",
        "Halcyrane night cream 50 ml, original formula, refill pack",
        "cosmetics",
        "face-cream",
        "6.50",
    ),
    ("nuzzlewell", "Nuzzlewell Calm 240 ml baby bottle 3-pack, unbranded box", "baby", "baby-bottle", "7.20"),
    ("qavelo", "Qavelo H7 Pro headphones 1:1, works with the app", "electronics", "headphones", "26.00"),
    ("voltunqi", "Voltunqi GaN 100W charger, same chips, bulk packed", "electronics", "charger", "9.90"),
    ("velmarro", "Velmarro Pista Mid trainers, same factory, all sizes", "shoes", "high-top", "33.00"),
)


def one_seller(base_url: str, start: datetime, stamp: str) -> list[dict[str, Any]]:
    """Seven listings in the shape of contract 5.3, the last of them for the brand a newcomer looks at."""
    return [
        {
            "listing_id": f"W{stamp}-{number}",
            "url": f"{base_url}/item/W{stamp}-{number}",
            "title": title,
            "description": "Ask for the full price list. We ship from two towns.",
            "seller": SELLER,
            "price": {"amount": amount, "currency": "USD"},
            "images": [{"url": f"{base_url}/images/{picture}.png", "pdq": _PDQ}],
            "category": category,
            "country": "CN",
            "brand": brand,
            "units_sold": 17 * number,
            "source": "platform",
            "first_seen_at": (start - timedelta(hours=number)).isoformat(),
            "suspicion": {"reason": "The shop lists many brands under one price list", "score": 0.86},
        }
        for number, (brand, title, category, picture, amount) in enumerate(_OFFERS, start=1)
    ]
