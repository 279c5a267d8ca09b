"""An alliance of 700 members, 1,000 brands and 5,000 people; one member has 200 brands and 5,000 marks."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa

from aacabot.app import make_hub
from aacabot.config import Settings
from aacabot.domain.ids import new_id
from aacabot.domain.viewers import EVERYONE
from aacabot.services import intake
from aacabot.services.hub import Hub
from aacabot.services.screening import Watcher, screen_batch
from aacabot.store.models import (
    Brand,
    GrantRow,
    IntakeBatch,
    Mark,
    Marketplace,
    Member,
    PersonRow,
    RegisteredRight,
    SlackIdentity,
)
from tests.conftest import SECRET_KEY
from tests.journeys import alliance as journey

MEMBERS, BRANDS, PEOPLE = 700, 1_000, 5_000
BRANDS_OF_ONE, MARKS_OF_ONE = 200, 5_000
ADMIN = "U0BIG"
"""The admin of the member with 200 brands."""
_SYLLABLES = ("ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "ri", "so", "tu", "va")


def word(number: int) -> str:
    """A made-up word, another for each number below 65,536 and in no dictionary."""
    return "Qx" + "".join(_SYLLABLES[number >> 4 * place & 15] for place in range(4))


def channel_of(brand: int) -> str:
    return f"C0BRAND{brand:04d}"


def user_of(person: int) -> str:
    return ADMIN if person == 0 else f"U0P{person:05d}"


def owner_of(brand: int) -> int:
    """The number of the member a brand belongs to: the first has many, then each at least one."""
    return 0 if brand < BRANDS_OF_ONE else 1 + (brand - BRANDS_OF_ONE) % (MEMBERS - 1)


@dataclass(frozen=True)
class _Rows:
    members: list[dict[str, Any]]
    brands: list[dict[str, Any]]
    people: list[dict[str, Any]]

    @classmethod
    def made(cls) -> "_Rows":
        members = [_member(number) for number in range(MEMBERS)]
        brands = [_brand(number, members[owner_of(number)]["id"]) for number in range(BRANDS)]
        people = [
            {"id": new_id(), "name": f"Person {number}", "member_id": members[number % MEMBERS]["id"]}
            for number in range(PEOPLE)
        ]
        return cls(members, brands, people)

    def all(self) -> Iterator[tuple[Any, list[dict[str, Any]]]]:
        yield Member, self.members
        yield Brand, self.brands
        yield Mark, list(self._marks())
        yield RegisteredRight, [_right(brand) for brand in self.brands]
        yield PersonRow, self.people
        yield (
            SlackIdentity,
            [
                {"team_id": journey.OPS, "user_id": user_of(number), "person_id": person["id"]}
                for number, person in enumerate(self.people)
            ],
        )
        yield GrantRow, [_grant(number, person) for number, person in enumerate(self.people)]

    def _marks(self) -> Iterator[dict[str, Any]]:
        for number, brand in enumerate(self.brands):
            many = MARKS_OF_ONE // BRANDS_OF_ONE if number < BRANDS_OF_ONE else 1
            for nth in range(many):
                text = word(number + nth * BRANDS)
                yield {"id": new_id(), "member_id": brand["member_id"], "brand_id": brand["id"], "text": text}


def _member(number: int) -> dict[str, Any]:
    return {
        "id": new_id(), "key": f"member-{number}", "name": f"Member {number}", "region": "europe",
        "contact_name": "Legal", "contact_email": "ip@member.example", "team_id": journey.OPS,
        "channel_id": f"C0MEMBER{number:03d}", "fast_lane": ["sandbox"], "joined_at": datetime.now(UTC),
    }  # fmt: skip


def _brand(number: int, member_id: str) -> dict[str, Any]:
    return {
        "id": new_id(), "key": f"brand-{number}", "name": word(number), "member_id": member_id,
        "category": "shoes", "channel_id": channel_of(number),
    }  # fmt: skip


def _right(brand: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": new_id(), "member_id": brand["member_id"], "brand_id": brand["id"], "kind": "trademark",
        "office": "EUIPO", "number": brand["key"], "classes": [25], "territories": ["EU"],
        "expires": date(2035, 1, 1),
    }  # fmt: skip


def _grant(number: int, person: dict[str, Any]) -> dict[str, Any]:
    role = "admin" if number < MEMBERS else "enforcer" if number < 3 * MEMBERS else "viewer"
    return {"id": new_id(), "person_id": person["id"], "role": role, "member_id": person["member_id"]}


def hub_of(url: str) -> Hub:
    """A hub that is not running, to fill its database."""
    return make_hub(
        Settings(
            _env_file=None, database_url=url, secret_key=SECRET_KEY, slack_signing_secret="s",
            slack_bot_token="xoxb-bench",
        )
    )  # fmt: skip


async def fill(hub: Hub) -> None:
    """Everybody and everything they own, beside the operator and the marketplace that are there."""
    async with hub.database.begin(EVERYONE) as session:
        for model, rows in _Rows.made().all():
            for start in range(0, len(rows), 500):
                await session.execute(sa.insert(model), rows[start : start + 500])


async def suspect(hub: Hub, brands: list[int]) -> None:
    """One listing for each brand named, screened: its card is wanted in the brand's channel."""
    async with hub.database.read(EVERYONE) as session:
        marketplace = (await session.execute(sa.select(Marketplace))).scalar_one()
    rows = [
        {
            "listing_id": f"L{n}", "url": f"https://market.example/item/L{n}", "brand": f"brand-{brand}",
            "title": f"{word(brand)} runner {n}, white, all sizes", "seller": {"id": "s1", "name": "Shop"},
        }
        for n, brand in enumerate(brands)
    ]  # fmt: skip
    watcher = Watcher()
    for start in range(0, len(rows), 500):
        await intake.receive_listings(hub, marketplace, f"webhook-{start}", rows[start : start + 500])
    async with hub.database.read(EVERYONE) as session:
        batches = list((await session.execute(sa.select(IntakeBatch.id))).scalars())  # type: ignore[call-overload]
    for batch in batches:
        await screen_batch(hub, watcher, batch)
