"""A database with as many cases as an alliance has after years: written in bulk, most of them ended."""

import os
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import sqlalchemy as sa
import yaml
from sqlalchemy import select
from sqlmodel import col

from aacabot.app import migrate, now
from aacabot.domain.alliance_file import read_alliance_file
from aacabot.domain.ids import new_id
from aacabot.domain.viewers import EVERYONE
from aacabot.services import alliance
from aacabot.services.hub import Hub
from aacabot.store.models import (
    Brand,
    CaseRow,
    ListingRow,
    ListingVersion,
    Marketplace,
    RegisteredRight,
    SellerRow,
)
from tests.benchmarks.big_alliance import fill, hub_of
from tests.journeys import alliance as journey

CASES = int(os.environ.get("AACABOT_BENCH_CASES", "1000000"))
_LISTINGS, _SELLERS, _AT_ONCE = 1_000, 200, 5_000
_ENDED = ("taken_down", "dismissed", "declined", "expired", "archived", "retracted")
_WAITING = ("alerted", "alerted", "alerted", "needs_info", "pending_second", "platform_review")
_SHARE_WAITING = 0.06


async def hub_with_cases(url: str, cases: int = CASES) -> Hub:
    """The big alliance (`big_alliance`) with its operator, a marketplace, and so many cases."""
    hub = hub_of(url)
    migrate(hub.settings)
    file = yaml.safe_dump({**journey.alliance("http://127.0.0.1:9"), "members": [], "agencies": []})
    await alliance.apply(hub.database, now, read_alliance_file(file, "alliance.yaml"), False)
    await fill(hub)
    async with hub.database.begin(EVERYONE) as session:
        marketplace = (await session.execute(select(col(Marketplace.id)))).scalar_one()
        brands = [
            tuple(row)
            for row in await session.execute(
                select(col(Brand.id), col(Brand.member_id), col(RegisteredRight.id)).join(
                    RegisteredRight, col(RegisteredRight.brand_id) == col(Brand.id)
                )
            )
        ]
        sellers, listings = _sellers(marketplace), _listings(marketplace)
        for model, rows in ((SellerRow, sellers), (ListingRow, listings)):
            await session.execute(sa.insert(model), rows)
        await session.execute(sa.insert(ListingVersion), list(_versions(listings)))
    await _write_cases(hub, cases, marketplace, brands, [row["id"] for row in listings], sellers)
    return hub


def _sellers(marketplace: str) -> list[dict[str, Any]]:
    return [
        {"id": new_id(), "marketplace_id": marketplace, "seller_id": f"s-{n}", "name": f"Shop {n}"}
        for n in range(_SELLERS)
    ]


def _listings(marketplace: str) -> list[dict[str, Any]]:
    moment = datetime.now(UTC)
    return [
        {"id": new_id(), "marketplace_id": marketplace, "listing_id": f"L{n}", "version": 1,
         "url": f"https://market.example/item/L{n}", "content_hash": "0", "received_at": moment}
        for n in range(_LISTINGS)
    ]  # fmt: skip


def _versions(listings: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for listing in listings:
        body = orjson.dumps(
            {"listing_id": listing["listing_id"], "url": listing["url"], "title": "Runner, last pairs"}
        )
        yield {"listing_id": listing["id"], "version": 1, "body": body, "received_at": listing["received_at"]}


async def _write_cases(
    hub: Hub, count: int, marketplace: str, brands: list[Any], listings: list[str], sellers: list[Any]
) -> None:
    chance, moment = random.Random(4), datetime.now(UTC)
    for start in range(0, count, _AT_ONCE):
        rows = [
            _case(number, chance, moment, marketplace, brands, listings, sellers)
            for number in range(start, min(start + _AT_ONCE, count))
        ]
        async with hub.database.begin(EVERYONE) as session:
            await session.execute(sa.insert(CaseRow), rows)
    async with hub.database.begin(EVERYONE) as session:
        await session.execute(sa.text("ANALYZE"))


def _case(
    number: int,
    chance: random.Random,
    moment: datetime,
    marketplace: str,
    brands: list[Any],
    listings: list[str],
    sellers: list[Any],
) -> dict[str, Any]:
    """One case: its listing's round is its number, so that few listings carry many cases."""
    brand_id, member_id, right_id = brands[number % len(brands)]
    waits = chance.random() < _SHARE_WAITING
    state = chance.choice(_WAITING if waits else _ENDED)
    opened = moment - timedelta(hours=chance.uniform(0, 40) if waits else chance.uniform(100, 20_000))
    return {
        "id": new_id(), "number": f"B-{number:08}", "listing_id": listings[number % len(listings)],
        "brand_id": brand_id, "member_id": member_id, "marketplace_id": marketplace, "round": number + 1,
        "state": state, "version": 1, "right_id": right_id, "reason_code": "counterfeit", "matches": [],
        "opened_at": opened, "decide_by": opened + timedelta(hours=24), "routed": {}, "second_why": [],
        "paused_at": moment if state == "needs_info" else None,
        "seller_row_id": sellers[chance.randrange(len(sellers))]["id"],
        "severity": "critical" if chance.random() < 0.05 else "normal",
        "ended_at": None if waits else opened + timedelta(hours=24),
    }  # fmt: skip
