"""The lists of the home's people tab: who belongs to an organisation, and which agencies act for it."""

from collections import defaultdict

from aacabot.domain.errors import NoSuchColleague
from aacabot.domain.ids import is_id
from aacabot.domain.membership import (
    AgencyGrant,
    AgencyLine,
    AgencyPage,
    Choice,
    Colleague,
    House,
    PersonPage,
    RoleHeld,
    Roster,
    house_of,
)
from aacabot.domain.people import Person
from aacabot.services.hub import Hub
from aacabot.store import agencies, assignments
from aacabot.store import membership as store
from aacabot.store.models import GrantRow

PEOPLE_A_PAGE = 20
ROLES_A_PAGE = 20
CHOICES = 100
"""Slack takes so many options (block-kit/composition-objects/option-object)."""


async def roster(hub: Hub, person: Person, words: str, page: int) -> Roster:
    """A page of the people the person manages, by name. Raises NeedsRole."""
    house = house_of(person)
    async with hub.database.read(person.viewer) as session:
        _, total = await store.roster(session, house, words, 0, 0)
        first = _first(page, total, PEOPLE_A_PAGE)
        rows, _ = await store.roster(session, house, words, PEOPLE_A_PAGE, first)
        held: dict[str, list[RoleHeld]] = defaultdict(list)
        for grant, brand in await store.roles_of(session, house, [row.id for row in rows]):
            held[grant.person_id].append(_role(grant, brand))
        _, known = await agencies.agencies(session, 0, 0)
        return Roster(
            organisation=await store.name_of(session, house),
            is_operator=house.member_id is None,
            people=[Colleague(person_id=row.id, name=row.name, roles=tuple(held[row.id])) for row in rows],
            total=total,
            agencies=known if house.member_id else 0,
        )


def _first(page: int, total: int, per_page: int) -> int:
    """The offset of a page, the last one where there are fewer."""
    return (min(page, max(-(-total // per_page), 1)) - 1) * per_page


def _role(grant: GrantRow, brand: str | None) -> RoleHeld:
    return RoleHeld(grant_id=grant.id, role=grant.role, brand=brand, expires=grant.expires)


async def person_page(hub: Hub, person: Person, person_id: str, page: int) -> PersonPage:
    """One of the people the person manages, with a page of their roles. Raises NoSuchColleague."""
    house = house_of(person)
    async with hub.database.read(person.viewer) as session:
        row = await store.person_of(session, house, person_id) if is_id(person_id) else None
        if row is None:
            raise NoSuchColleague
        held = [_role(*each) for each in await store.roles_of(session, house, [row.id])]
        first = _first(page, len(held), ROLES_A_PAGE)
        return PersonPage(
            person_id=row.id,
            name=row.name,
            organisation=await store.name_of(session, house),
            roles=held[first : first + ROLES_A_PAGE],
            total=len(held),
            claimed=await assignments.count_held(session, row.id),
        )


def _member(person: Person) -> tuple[House, str]:
    house = house_of(person)
    if house.member_id is None:
        raise NoSuchColleague
    return house, house.member_id


async def agency_lines(hub: Hub, person: Person, page: int) -> tuple[list[AgencyLine], int]:
    """A page of the alliance's agencies, with what they do for the member; and how many there are."""
    _, member_id = _member(person)
    async with hub.database.read(person.viewer) as session:
        _, total = await agencies.agencies(session, 0, 0)
        found, _ = await agencies.agencies(session, PEOPLE_A_PAGE, _first(page, total, PEOPLE_A_PAGE))
        ids = [one.id for one in found]
        counts = await agencies.brands_granted(session, member_id, ids, hub.clock().date())
    lines = [AgencyLine(agency_id=one.id, name=one.name, brands=counts.get(one.id, 0)) for one in found]
    return lines, total


async def agency_page(hub: Hub, person: Person, agency_id: str, page: int) -> AgencyPage:
    """One agency with a page of what the member granted it. Raises NoSuchColleague.

    Its people are named as far as they act for the member, or have.
    """
    _, member_id = _member(person)
    async with hub.database.read(person.viewer) as session:
        agency = await agencies.agency_of(session, agency_id) if is_id(agency_id) else None
        if agency is None:
            raise NoSuchColleague
        held = await agencies.granted_to(session, member_id, agency.id)
        people = await agencies.people_of_agency(session, agency.id) if held else []
    first = _first(page, len(held), ROLES_A_PAGE)
    grants = [
        AgencyGrant(brand_id=brand_id, brand=brand, role=role, expires=expires)
        for brand_id, brand, role, expires in held[first : first + ROLES_A_PAGE]
    ]
    names = tuple(one.name for one in people)
    return AgencyPage(agency_id=agency.id, name=agency.name, people=names, grants=grants, total=len(held))


async def brands_to_choose(hub: Hub, person: Person, words: str) -> list[Choice]:
    """The member's brands for a menu, as its admin types."""
    _, member_id = _member(person)
    async with hub.database.read(person.viewer) as session:
        return [Choice(*row) for row in await store.brands_like(session, member_id, words, CHOICES)]
