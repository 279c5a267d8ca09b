"""The first handful of listings: one of each kind a newcomer should meet."""

from datetime import datetime, timedelta
from typing import Any


def opening_listings(base_url: str, now: datetime, stamp: str) -> list[dict[str, Any]]:
    """Seven listings in the shape of contract 5.3, for the brands of `alliance.example.yaml`.

    In the order they should appear: what is to be pressed first comes last, where a channel is read. `stamp`
    keeps their ids apart from those of an earlier demo on the same database.
    """
    return [
        _framed(listing, base_url, now - timedelta(minutes=number * 37 + 4), f"D{stamp}-{number}")
        for number, listing in enumerate(_LISTINGS, start=1)
    ]


def _framed(listing: dict[str, Any], base_url: str, seen: datetime, ident: str) -> dict[str, Any]:
    picture, reason, score = listing["picture"], listing["reason"], listing["score"]
    about = {name: value for name, value in listing.items() if name not in {"picture", "reason", "score"}}
    return {
        "listing_id": ident,
        "url": f"{base_url}/item/{ident}",
        **about,
        "images": [{"url": f"{base_url}/images/{picture}.png"}],
        "country": listing["seller"]["country"],
        "first_seen_at": seen.isoformat(),
        "suspicion": {"reason": reason, "score": score},
    }


_RUSSIAN = {
    "title": "Куртка Кеставан Fjord 24 мембрана, реплика, фабрика напрямую",
    "description": "Реплика люкс, бирки и пакеты в комплекте. Опт от 10 штук, отправка в день заказа.",
    "seller": {"id": "s-8102", "name": "Склад-Кроссовки", "country": "RU"},
    "price": {"amount": "3490", "currency": "RUB"},
    "units_sold": 86,
    "category": "Верхняя одежда",
    "source": "platform",
    "picture": "jacket",
    "reason": "Pictures match a listing removed last month",
    "score": 0.88,
}
_FROM_AN_AUTHORISED_SELLER = {
    "title": "Velmarro Ventoux 2, new in original box",
    "description": "Sold and shipped by an authorised dealer, with the maker's warranty.",
    "seller": {"id": "s-runhaus", "name": "Runhaus Berlin", "country": "DE"},
    "price": {"amount": "129.00", "currency": "EUR"},
    "units_sold": 12,
    "category": "shoes",
    "source": "platform",
    "picture": "running-shoe",
    "reason": "New listing of a watched brand",
    "score": 0.41,
}
_DISGUISED = {
    "title": "VеIm4rro C0rsa high top sneakers 1:1 top quality, all sizes",
    "description": "Factory batch, ask for more photos. We do not show the logo in pictures.",
    "seller": {"id": "s-5120", "name": "best_deals_outlet", "country": "US"},
    "price": {"amount": "41.90", "currency": "USD"},
    "units_sold": 233,
    "category": "shoes",
    "source": "proactive",
    "picture": "high-top",
    "reason": "The title spells a brand name with letters of another alphabet",
    "score": 0.93,
}
_PLAIN = {
    "title": "Velmarro Aero 3 running shoes, factory outlet, free shipping",
    "description": "Same factory as the original. Box on request. No returns.",
    "seller": {"id": "s-4471", "name": "SneakerPlanet88", "country": "CN"},
    "price": {"amount": "29.90", "currency": "USD"},
    "units_sold": 412,
    "category": "shoes",
    "source": "consumer",
    "picture": "running-shoe",
    "reason": "Three buyers wrote that the item is not genuine",
    "score": 0.91,
}
_CHINESE = {
    "title": "夸维洛 H7 Pro 头戴式降噪耳机 工厂直销 一比一复刻",
    "description": "原厂同款模具，音质一致，包装说明书齐全。批发联系客服。",
    "seller": {"id": "s-7204", "name": "深圳数码批发", "country": "CN"},
    "price": {"amount": "168.00", "currency": "CNY"},
    "units_sold": 1_280,
    "category": "数码",
    "source": "platform",
    "picture": "headphones",
    "reason": "价格远低于正品的通常售价",
    "score": 0.95,
}
_ARABIC = {
    "title": "شاحن فولتونكي GaN 65W سريع بسعر الجملة",
    "description": "نفس المواصفات، بدون ضمان الوكيل. الشحن من المستودع.",
    "seller": {"id": "s-9571", "name": "سوق الجملة", "country": "SA"},
    "price": {"amount": "34.50", "currency": "AED"},
    "units_sold": 57,
    "category": "إلكترونيات",
    "source": "platform",
    "picture": "charger",
    "reason": "The shop opened six days ago and listed 240 items",
    "score": 0.79,
}
_OUTSIDE_THE_FAST_LANE = {
    "title": "Thistlequill No. 8 fountain pen gold nib, replica engraving, gift box",
    "description": "Looks and writes like the real one. Engraved on the band. Gift box with papers.",
    "seller": {"id": "s-6003", "name": "Luxe 4 Less", "country": "GB"},
    "price": {"amount": "38.00", "currency": "USD"},
    "units_sold": 64,
    "category": "stationery",
    "source": "member",
    "picture": "fountain-pen",
    "reason": "The seller could not show where the goods come from",
    "score": 0.84,
}
_LISTINGS = (
    _RUSSIAN, _FROM_AN_AUTHORISED_SELLER, _DISGUISED, _PLAIN, _CHINESE, _ARABIC, _OUTSIDE_THE_FAST_LANE,
)  # fmt: skip
