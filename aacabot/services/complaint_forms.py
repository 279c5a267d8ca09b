"""What the form of a complaint offers: brands a person may report for, and a brand's rights in force."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import col, select

from aacabot.domain.errors import NeedsRole
from aacabot.domain.finding import found_among
from aacabot.domain.people import Person
from aacabot.domain.rights import Right
from aacabot.services import cases
from aacabot.services.hub import Hub, Unit
from aacabot.store.models import Brand

BRANDS_OFFERED = 100
"""As many options as a menu of Slack's takes; typing narrows them down."""


@dataclass(frozen=True, kw_only=True)
class Offered:
    """A brand to report for, and its rights in force, the one to propose first."""

    brand_id: str
    brand_name: str
    rights: Sequence[Right]


async def offered(hub: Hub, person: Person, home_name: str, brand_id: str | None = None) -> Offered:
    """What the form offers for a brand, the person's first one by name unless one is chosen.

    Trade marks come first, as on a card. Raises NeedsRole for somebody who may report for no brand.
    """
    async with hub.database.read(person.viewer) as session:
        unit = Unit(session, person.viewer, hub.clock())
        brands = await _brands(unit, person)
        if not brands:
            raise NeedsRole("report", home_name)
        brand = next((one for one in brands if one[0] == brand_id), brands[0])
        today = unit.now.date()
        rights = [right for right in await cases.rights_of(unit, brand[0]) if right.in_force(today)]
        rights.sort(key=_proposed)
    return Offered(brand_id=brand[0], brand_name=brand[1], rights=rights)


def _proposed(right: Right) -> tuple[bool, str, str]:
    return (right.kind != "trademark", right.office, right.number)


async def brands_offered(hub: Hub, person: Person, typed: str) -> list[tuple[str, str]]:
    """(id, name) of up to a hundred brands the person may report for and that are named so."""
    async with hub.database.read(person.viewer) as session:
        named = await _brands(Unit(session, person.viewer, hub.clock()), person)
    if typed.strip():
        named = found_among(typed, [((brand_id, name), [name]) for brand_id, name in named])
    return named[:BRANDS_OFFERED]


async def _brands(unit: Unit, person: Person) -> list[tuple[str, str]]:
    rows = await unit.session.execute(
        select(Brand)
        .where(col(Brand.member_id).in_(sorted(person.member_ids)), col(Brand.withdrawn_at).is_(None))
        .order_by(col(Brand.name), col(Brand.id))
    )
    return [(row.id, row.name) for row in rows.scalars() if person.may_decide(row.member_id, row.id)]


def may_report(person: Person) -> bool:
    """Whether the person decides for any brand."""
    return any(
        grant.member_id and person.may_decide(grant.member_id, grant.brand_id or "")
        for grant in person.grants
    )
