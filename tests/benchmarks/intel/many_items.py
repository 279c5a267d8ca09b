"""An alliance of 700 members that have shared a million items on 100,000 sellers, written in bulk."""

import os
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
import sqlalchemy as sa
import yaml
from sqlalchemy import select
from sqlmodel import col

from aacabot.app import migrate, now
from aacabot.domain.alliance_file import read_alliance_file
from aacabot.domain.ids import new_id
from aacabot.domain.intel.keys import seller_text
from aacabot.domain.intel.kinds import TRAITS, IntelKind
from aacabot.domain.listings import Listing
from aacabot.domain.viewers import EVERYONE
from aacabot.services import alliance
from aacabot.services.hub import Hub
from aacabot.services.intel.encounters import rows_of
from aacabot.services.intel.matching import Matcher, matcher
from aacabot.store.bulk import insert_rows
from aacabot.store.intel import encounters as store
from aacabot.store.models import (
    Brand,
    CaseRow,
    Encounter,
    IntelGroup,
    IntelGroupMember,
    IntelItem,
    IntelOrigin,
    IntelSeller,
    ListingRow,
    ListingVersion,
    Marketplace,
    Member,
    RegisteredRight,
    SellerRow,
)
from tests.benchmarks.big_alliance import fill, hub_of
from tests.journeys import alliance as journey

ITEMS = int(os.environ.get("AACABOT_BENCH_ITEMS", "1000000"))
SELLERS = max(ITEMS // 10, 1_000)
CASES = max(ITEMS // 50, 1_000)
"""Cases that wait, each on a listing of its own: they met one of few images, so that some were met often."""
IMAGES, GROUPS, IN_GROUP = 500, 20, 12
_AT_ONCE = 10_000
CATEGORIES = ("shoes", "bags", "watches", "cosmetics", "toys", "wine", "")
_WORDS = (
    "runner", "leather", "classic", "new", "original", "outlet", "shop", "best", "deals", "vintage",
    "limited", "store", "official", "sale", "gold", "black", "white", "premium", "express", "factory",
    "direct", "global",
)  # fmt: skip
_KINDS = (
    *(IntelKind.SELLER,) * 4, *(IntelKind.STOREFRONT,) * 5, *(IntelKind.TITLE,) * 4, *(IntelKind.IMAGE,) * 3,
    IntelKind.KEYWORD, IntelKind.LISTING, IntelKind.PAYMENT, IntelKind.NOTE,
)  # fmt: skip
_LABELS = (*("amber+strict",) * 6, "amber", "amber", "green", "clear")


@dataclass(frozen=True)
class Filled:
    """A hub that is not running, and what is in its database."""

    hub: Hub
    marketplace_id: str
    member_ids: tuple[str, ...]
    seller_ids: tuple[str, ...]
    case_ids: tuple[str, ...]
    items: int = ITEMS


async def hub_with_items(url: str, items: int = ITEMS) -> Filled:
    """The big alliance (`big_alliance`) with its sellers, items, waiting cases, and what these met."""
    hub = hub_of(url)
    migrate(hub.settings)
    file = yaml.safe_dump({**journey.alliance("http://127.0.0.1:9"), "members": [], "agencies": []})
    await alliance.apply(hub.database, now, read_alliance_file(file, "alliance.yaml"), False)
    await fill(hub)
    chance, matching = random.Random(8), await matcher(hub)
    marketplace, members = await _spread_over_categories(hub)
    sellers = [new_id() for _ in range(SELLERS)]
    await _write(hub, SellerRow, (
        (ident, marketplace, f"s-{n}", f"{_text(chance, 2)} {n}") for n, ident in enumerate(sellers)
    ), ("id", "marketplace_id", "seller_id", "name"))  # fmt: skip
    groups = await _write_groups(hub, chance, members)
    await _write_items(hub, chance, matching, marketplace, members, sellers, groups, items)
    cases = await _write_cases(hub, chance, matching, marketplace, sellers)
    await _write_encounters(hub, chance, matching, marketplace, members)
    async with hub.database.begin(EVERYONE) as session:
        await session.execute(sa.text("ANALYZE"))
    return Filled(hub, marketplace, tuple(members), tuple(sellers), tuple(cases), items)


async def _spread_over_categories(hub: Hub) -> tuple[str, list[str]]:
    """The marketplace, and the members, whose brands are of all categories now."""
    async with hub.database.begin(EVERYONE) as session:
        marketplace = (await session.execute(select(col(Marketplace.id)))).scalar_one()
        members = list((await session.execute(select(col(Member.id)).order_by(col(Member.id)))).scalars())
        brands = (await session.execute(select(Brand).order_by(col(Brand.id)))).scalars()
        for number, brand in enumerate(brands):
            brand.category = CATEGORIES[number % len(CATEGORIES)] or None
    return marketplace, members


async def _write_groups(hub: Hub, chance: random.Random, members: Sequence[str]) -> list[str]:
    groups, moment = [f"g{n}" for n in range(GROUPS)], datetime.now(UTC)
    async with hub.database.begin(EVERYONE) as session:
        await session.execute(
            sa.insert(IntelGroup),
            [{"id": ident, "name": ident, "purpose": "", "made_at": moment} for ident in groups],
        )
        await session.execute(
            sa.insert(IntelGroupMember),
            [
                {"group_id": ident, "member_id": member, "invited_at": moment, "joined_at": moment}
                for ident in groups
                for member in chance.sample(members, IN_GROUP)
            ],
        )
    return groups


async def _write_items(
    hub: Hub, chance: random.Random, matching: Matcher, marketplace: str, members: Sequence[str],
    sellers: Sequence[str], groups: Sequence[str], count: int,
) -> None:  # fmt: skip
    """Each item with whose it is, and the seller it is about: three tables, ten thousand at once."""
    moment, today = datetime.now(UTC), datetime.now(UTC).date()
    for start in range(0, count, _AT_ONCE):
        items: list[tuple[Any, ...]] = []
        origins: list[tuple[Any, ...]] = []
        about: list[tuple[Any, ...]] = []
        for number in range(start, min(start + _AT_ONCE, count)):
            row = _item(chance, matching, marketplace, groups, today, number)
            items.append(row)
            origins.append((row[0], chance.choice(members), "form", moment, []))
            about.append((row[0], sellers[number % len(sellers)]))
        await _write(hub, IntelItem, items, _ITEM)
        await _write(hub, IntelOrigin, origins, ("item_id", "member_id", "origin", "shared_at", "evidence"))
        await _write(hub, IntelSeller, about, ("item_id", "seller_row_id"))


_ITEM = (
    "id", "kind", "value", "text", "key", "label", "group_id", "reliability", "confidence", "category",
    "marketplace_id", "state", "shared_on", "last_seen_on", "met", "wrong", "outdated", "doubted", "rev",
)  # fmt: skip


def _item(
    chance: random.Random,
    matching: Matcher,
    marketplace: str,
    groups: Sequence[str],
    today: date,
    number: int,
) -> tuple[Any, ...]:
    kind = chance.choice(_KINDS)
    value = _value(chance, kind, marketplace, number)
    shared = today - timedelta(days=chance.randrange(400))
    in_group = chance.random() < 0.03
    traits = TRAITS[kind]
    return (
        UUID(int=chance.getrandbits(128), version=4).hex, kind.value, None if traits.hashed else value,
        _text(chance, 8), matching.key(kind, value) if traits.matches else None,
        "amber+strict" if in_group else chance.choice(_LABELS), chance.choice(groups) if in_group else None,
        "b", chance.choice((50, 85)), chance.choice(CATEGORIES) or None, marketplace, "shared",
        shared.isoformat(), shared.isoformat(), 0, 0, 0, False, 1,
    )  # fmt: skip


def _value(chance: random.Random, kind: IntelKind, marketplace: str, number: int) -> str:
    makes: dict[IntelKind, Callable[[], str]] = {
        IntelKind.SELLER: lambda: seller_text(marketplace, f"s-{chance.randrange(SELLERS)}"),
        IntelKind.STOREFRONT: lambda: f"https://market.example/shop/{_text(chance, 2, '-')}-{number}",
        IntelKind.TITLE: lambda: title_of(chance.randrange(CASES)),
        IntelKind.IMAGE: lambda: image_of(chance.randrange(IMAGES * 50)),
        IntelKind.LISTING: lambda: f"{marketplace}:L{chance.randrange(CASES)}",
    }
    return makes[kind]() if kind in makes else _text(chance, 3) + f" {number}"


def title_of(case: int) -> str:
    return f"{_WORDS[case % 22]} {_WORDS[case // 22 % 22]} runner {case % 5_000}"


def image_of(number: int) -> str:
    return f"{number:064x}"


def _text(chance: random.Random, count: int, between: str = " ") -> str:
    return between.join(chance.choice(_WORDS) for _ in range(count))


async def _write_cases(
    hub: Hub, chance: random.Random, matching: Matcher, marketplace: str, sellers: Sequence[str]
) -> list[str]:
    async with hub.database.read(EVERYONE) as session:
        brands = (
            await session.execute(
                select(Brand, col(RegisteredRight.id))
                .join(RegisteredRight, col(RegisteredRight.brand_id) == col(Brand.id))
                .order_by(col(Brand.id))
            )
        ).all()
    moment, ids = datetime.now(UTC), []
    for start in range(0, CASES, _AT_ONCE):
        listings, versions, cases, met = [], [], [], []
        for number in range(start, min(start + _AT_ONCE, CASES)):
            brand, right = brands[number % len(brands)]
            listing = _listing(chance, number)
            body = orjson.dumps(listing.model_dump(mode="json", exclude_none=True))
            case = _case(number, moment, marketplace, brand, right, sellers[_seller_of(number)])
            listings.append(
                {"id": case.listing_id, "marketplace_id": marketplace, "listing_id": listing.listing_id,
                 "url": listing.url, "version": 1, "content_hash": "0", "received_at": moment}
            )  # fmt: skip
            versions.append((case.listing_id, 1, body, moment))
            cases.append(case.model_dump())
            met += rows_of(case, brand.category, listing, matching)
            ids.append(case.id)
        async with hub.database.begin(EVERYONE) as session:
            await session.execute(sa.insert(ListingRow), listings)
        await _write(hub, ListingVersion, versions, ("listing_id", "version", "body", "received_at"))
        async with hub.database.begin(EVERYONE) as session:
            await session.execute(sa.insert(CaseRow), cases)
            await store.add_met(session, met)
    async with hub.database.begin(EVERYONE) as session:
        await store.add_up_all(session)
    return ids


def _seller_of(case: int) -> int:
    """A tenth of the cases are on ten sellers, whom everybody meets."""
    return case % 10 if case % 10 == 0 else case % SELLERS


def _listing(chance: random.Random, number: int) -> Listing:
    images = [
        {
            "url": f"https://market.example/{number}-{n}.jpg",
            "pdq": image_of(int(IMAGES * chance.random() ** 3)),
        }
        for n in range(3)
    ]
    return Listing.model_validate(
        {
            "listing_id": f"L{number}", "url": f"https://market.example/item/L{number}",
            "title": title_of(number), "images": images,
            "seller": {"id": f"s-{_seller_of(number)}", "name": "Shop"},
        }
    )  # fmt: skip


def _case(number: int, moment: datetime, marketplace: str, brand: Brand, right: str, seller: str) -> CaseRow:
    return CaseRow(
        id=new_id(), number=f"I-{number:08}", listing_id=new_id(), brand_id=brand.id,
        member_id=brand.member_id, marketplace_id=marketplace, state="alerted", version=1, right_id=right,
        reason_code="counterfeit",
        opened_at=moment - timedelta(days=number % 90), decide_by=moment + timedelta(hours=20),
        seller_row_id=seller,
    )  # fmt: skip


async def _write_encounters(
    hub: Hub, chance: random.Random, matching: Matcher, marketplace: str, members: Sequence[str]
) -> None:
    """What others met of the sellers in cases that are not here: up to twelve members of each."""
    today = datetime.now(UTC).date()

    def rows() -> Iterator[tuple[Any, ...]]:
        for number in range(SELLERS):
            key = matching.key(IntelKind.SELLER, seller_text(marketplace, f"s-{number}"))
            for member in chance.sample(members, min(int(chance.expovariate(0.3)), 12)):
                last = (today - timedelta(days=chance.randrange(300))).isoformat()
                cases = chance.randrange(1, 20)
                yield key, member, chance.choice(CATEGORIES), "seller", last, cases, chance.randrange(cases)

    names = ("key", "member_id", "category", "kind", "last_on", "cases", "upheld")
    await _write(hub, Encounter, rows(), names, "ON CONFLICT DO NOTHING")


async def _write(hub: Hub, model: Any, rows: Any, names: Sequence[str], then: str = "") -> None:
    """Rows as tuples, a commit for ten thousand."""
    waiting: list[tuple[Any, ...]] = []
    for row in rows:
        waiting.append(row)
        if len(waiting) == _AT_ONCE:
            await _commit(hub, model, names, waiting, then)
            waiting = []
    await _commit(hub, model, names, waiting, then)


async def _commit(hub: Hub, model: Any, names: Sequence[str], rows: list[tuple[Any, ...]], then: str) -> None:
    async with hub.database.begin(EVERYONE) as session:
        if session.get_bind().dialect.name == "sqlite":
            rows = [
                tuple(orjson.dumps(v).decode() if isinstance(v, list) else v for v in row) for row in rows
            ]
        await insert_rows(session, model.__table__, names, rows, then)
