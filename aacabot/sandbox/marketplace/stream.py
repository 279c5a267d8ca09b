"""An endless, realistic stream of listings a marketplace would want a brand to look at (contract 5.3)."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from aacabot.sandbox.marketplace.brands import BRANDS, ExampleBrand
from aacabot.sandbox.marketplace.disguises import Disguise, disguised
from aacabot.sandbox.marketplace.offers import HARMLESS, SUSPICIOUS, Offer

START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
HARMLESS_SHARE = 1 / 6
AUTHORISED_SHARE = 1 / 25
BRAND_KNOWN_SHARE = 1 / 5
OLDEST_MINUTES = 9 * 24 * 60

MARKETS = {
    "en": ("USD", 1.08),
    "zh": ("CNY", 7.8),
    "ru": ("RUB", 98.0),
    "ja": ("JPY", 163.0),
    "ko": ("KRW", 1480.0),
    "ar": ("AED", 3.97),
    "es": ("EUR", 1.0),
}
"""Language: the currency its listings are priced in, and roughly how many of it make a euro."""
WHOLE_UNITS = frozenset({"JPY", "KRW", "RUB"})

SELLERS = {
    "en": (
        ("s-4471", "SneakerPlanet88", "CN"),
        ("s-5120", "best_deals_outlet", "US"),
        ("s-6003", "Luxe 4 Less", "GB"),
    ),
    "zh": (("s-7110", "潮流工厂店", "CN"), ("s-7204", "深圳数码批发", "CN"), ("s-7315", "莆田优选", "CN")),
    "ru": (("s-8102", "Склад-Кроссовки", "RU"), ("s-8240", "ТехноОпт 24", "KZ")),
    "ja": (("s-9011", "激安マート", "JP"), ("s-9127", "World Import TOKYO", "JP")),
    "ko": (("s-9305", "해외직구마켓", "KR"), ("s-9388", "미러샵", "KR")),
    "ar": (("s-9502", "متجر العروض", "AE"), ("s-9571", "سوق الجملة", "SA")),
    "es": (("s-9703", "Outlet Réplicas MX", "MX"), ("s-9766", "Todo Moda Mayoreo", "ES")),
}
HONEST_SELLERS = {
    "en": (("s-2044", "Green Jar Studio", "US"), ("s-2058", "Second Look Vintage", "GB")),
    "zh": (("s-2101", "素白手作", "CN"),),
    "ru": (("s-2122", "Мастерская Лён", "RU"),),
    "ja": (("s-2107", "木の工房", "JP"),),
    "ko": (("s-2133", "하루공방", "KR"),),
    "ar": (("s-2140", "بيت العود", "AE"),),
    "es": (("s-2151", "Taller La Rueda", "ES"),),
}

TRICKS = {
    Disguise.LOOK_ALIKE: "The title spells a brand name with letters of another alphabet",
    Disguise.LEET: "The title writes digits for letters of a brand name",
    Disguise.SPLIT: "The title takes a brand name apart",
    Disguise.ZERO_WIDTH: "The title hides invisible characters inside a brand name",
    Disguise.FULL_WIDTH: "The title writes a brand name in full-width letters",
}
GENERAL_REASONS = (
    "Price far below what this product usually costs",
    "Three buyers wrote that the item is not genuine",
    "The shop opened six days ago and listed 240 items",
    "Pictures match a listing removed last month",
    "The seller could not show where the goods come from",
)
HARMLESS_REASONS = (
    "New shop, checked at random",
    "Bulk upload by a new seller",
    "One buyer asked whether it is genuine",
)
SOURCES = ("platform", "platform", "platform", "proactive", "consumer", "member")


def suspicious_listings(
    seed: int,
    base_url: str = "https://market.example",
    start: datetime = START,
    *,
    brand: str | None = None,
) -> Iterator[dict[str, Any]]:
    """Listings in the shape of 5.3, without end; the same seed, base and start give the same stream.

    `base_url` is where the listings and their pictures live. Each was first seen within the nine days before
    `start` (aware). About one in six names nobody's mark, and a few come from authorised sellers; suspicious
    ones are of any brand, or all of one.
    """
    draw = Random(seed)
    number = 0
    while True:
        number += 1
        chance = draw.random()
        if chance < HARMLESS_SHARE:
            words = _harmless(draw)
        elif chance < HARMLESS_SHARE + AUTHORISED_SHARE:
            words = _authorised(draw)
        else:
            words = _suspicious(draw, brand)
        listing_id = f"L{seed}-{number:05}"
        yield {
            "listing_id": listing_id,
            "url": f"{base_url}/item/{listing_id}",
            **_framed(words, base_url, start, draw),
        }


def _framed(words: dict[str, Any], base_url: str, start: datetime, draw: Random) -> dict[str, Any]:
    """What every listing has, whatever it sells."""
    picture = words.pop("picture")
    seen = start - timedelta(minutes=draw.randint(10, OLDEST_MINUTES))
    return {
        **words,
        "images": [{"url": f"{base_url}/images/{picture}.png"}],
        "country": words["seller"]["country"],
        "units_sold": draw.choice((None, 0, 0, draw.randint(1, 40), draw.randint(41, 2_400))),
        "first_seen_at": seen.isoformat(),
        "source": draw.choice(SOURCES),
    }


def _suspicious(draw: Random, only: str | None) -> dict[str, Any]:
    offer = draw.choice([offer for offer in SUSPICIOUS if only in (None, offer.brand)])
    brand = _brand_of(offer)
    disguise = _disguise(offer, brand, draw)
    mark = brand.forms[offer.language] if disguise is Disguise.NATIVE else brand.mark
    euros = brand.usual_eur * draw.uniform(0.08, 0.45)
    listing = _worded(offer, disguised(mark, disguise, draw), euros, draw, SELLERS[offer.language], brand)
    reason = TRICKS.get(disguise) or draw.choice(GENERAL_REASONS)
    listing["suspicion"] = {"reason": reason, "score": round(draw.uniform(0.55, 0.97), 2)}
    if draw.random() < BRAND_KNOWN_SHARE:
        listing["brand"] = brand.key
    return listing


def _disguise(offer: Offer, brand: ExampleBrand, draw: Random) -> Disguise:
    """Sellers in another script mostly use the mark's form there; the rest write it plain or disguised."""
    if offer.language in brand.forms and draw.random() < 0.55:
        return Disguise.NATIVE
    return Disguise.PLAIN if draw.random() < 0.4 else draw.choice(tuple(TRICKS))


def _authorised(draw: Random) -> dict[str, Any]:
    brand = draw.choice(tuple(BRANDS.values()))
    offer = draw.choice(
        [offer for offer in SUSPICIOUS if offer.brand == brand.key and offer.language == "en"]
    )
    seller = draw.choice(brand.authorised)
    genuine = Offer(
        "en",
        brand.key,
        offer.picture,
        offer.category,
        "{mark} {model}, new in original box",
        "Sold and shipped by an authorised dealer, with the maker's warranty.",
    )
    listing = _worded(genuine, brand.mark, brand.usual_eur * draw.uniform(0.92, 1.05), draw, (seller,), brand)
    listing["suspicion"] = {
        "reason": "New listing of a watched brand",
        "score": round(draw.uniform(0.3, 0.5), 2),
    }
    return listing


def _harmless(draw: Random) -> dict[str, Any]:
    offer = draw.choice(HARMLESS)
    listing = _worded(offer, "", draw.uniform(12, 60), draw, HONEST_SELLERS[offer.language], None)
    listing["suspicion"] = {
        "reason": draw.choice(HARMLESS_REASONS),
        "score": round(draw.uniform(0.05, 0.3), 2),
    }
    return listing


def _brand_of(offer: Offer) -> ExampleBrand:
    if offer.brand is None:
        raise ValueError("A suspicious offer names a brand.")
    return BRANDS[offer.brand]


def _worded(
    offer: Offer,
    mark: str,
    euros: float,
    draw: Random,
    sellers: tuple[tuple[str, str, str], ...],
    brand: ExampleBrand | None,
) -> dict[str, Any]:
    model = draw.choice(brand.models) if brand else ""
    currency, rate = MARKETS[offer.language]
    amount = euros * rate
    seller_id, name, country = draw.choice(sellers)
    return {
        "title": offer.title.format(mark=mark, model=model),
        "description": offer.description.format(mark=mark, model=model),
        "seller": {"id": seller_id, "name": name, "country": country},
        "price": {
            "amount": f"{amount:.0f}" if currency in WHOLE_UNITS else f"{amount:.2f}",
            "currency": currency,
        },
        "category": offer.category,
        "picture": offer.picture,
    }
