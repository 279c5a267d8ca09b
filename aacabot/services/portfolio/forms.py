"""What a form is opened with: as it stands now, for a person who may change it. Nothing is held."""

from dataclasses import dataclass
from typing import TypeVar

from aacabot.domain.errors import HoldingNotFound, NeedsRole
from aacabot.domain.ids import is_id
from aacabot.domain.people import Person
from aacabot.domain.portfolio import Holding
from aacabot.domain.roles import Permission
from aacabot.services.hub import Hub, Unit
from aacabot.services.portfolio.changes import DEED, brand_to_look_at
from aacabot.services.portfolio.showing import as_holding
from aacabot.store import keeping as store
from aacabot.store import portfolio
from aacabot.store.models import AuthorisedSeller, Brand, Mark, RegisteredRight

H = TypeVar("H", Mark, RegisteredRight, AuthorisedSeller)


@dataclass(frozen=True, kw_only=True)
class BrandForm:
    """A brand as its form begins with."""

    id: str
    member_id: str
    name: str
    category: str | None = None


@dataclass(frozen=True, kw_only=True)
class HoldingForm:
    """A mark, right or seller as its form begins with, and the brand it belongs to."""

    brand: BrandForm
    holding: Holding


async def brand_to_change(hub: Hub, person: Person, brand_id: str) -> BrandForm:
    """A brand to change or to add to. Raises HoldingNotFound or NeedsRole."""
    async with hub.database.read(person.viewer) as session:
        unit = Unit(session, person.viewer, hub.clock())
        return _as_form(await brand_to_look_at(unit, person, brand_id))


def _as_form(brand: Brand) -> BrandForm:
    return BrandForm(id=brand.id, member_id=brand.member_id, name=brand.name, category=brand.category)


async def holding_to_change(hub: Hub, person: Person, table: type[H], holding_id: str) -> HoldingForm:
    """A mark, right or seller to change. Raises HoldingNotFound or NeedsRole."""
    async with hub.database.read(person.viewer) as session:
        unit = Unit(session, person.viewer, hub.clock())
        row = await store.find_holding(session, table, holding_id) if is_id(holding_id) else None
        if row is None:
            raise HoldingNotFound
        brand = await brand_to_look_at(unit, person, row.brand_id)
        names: dict[str, str] = (
            dict(await portfolio.marketplaces(session)) if isinstance(row, AuthorisedSeller) else {}
        )
    return HoldingForm(brand=_as_form(brand), holding=as_holding(row, names, unit.now.date()))


async def mark_to_change(hub: Hub, person: Person, mark_id: str) -> HoldingForm:
    return await holding_to_change(hub, person, Mark, mark_id)


async def right_to_change(hub: Hub, person: Person, right_id: str) -> HoldingForm:
    return await holding_to_change(hub, person, RegisteredRight, right_id)


async def seller_to_change(hub: Hub, person: Person, seller_id: str) -> HoldingForm:
    return await holding_to_change(hub, person, AuthorisedSeller, seller_id)


async def marketplaces(hub: Hub, person: Person) -> list[tuple[str, str]]:
    """(key, name) of the marketplaces a seller can be at."""
    async with hub.database.read(person.viewer) as session:
        return await portfolio.marketplaces(session)


async def members_to_add_for(hub: Hub, person: Person) -> list[tuple[str, str]]:
    """(id, name) of the members the person may add brands to. Raises NeedsRole where there are none."""
    async with hub.database.read(person.viewer) as session:
        mine = [each for each in person.member_ids if person.may(Permission.KEEP, each)]
        found = await portfolio.member_names(session, mine)
    if not found:
        raise NeedsRole(DEED, "", ())
    return found
