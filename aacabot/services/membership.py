"""Who belongs to an organisation, and what they may do there. Each change is one commit, audited and told."""

from collections.abc import Sequence
from typing import Any

from aacabot.domain.audit import Deed
from aacabot.domain.errors import FieldProblem, LastAdmin, NeedsRole, NoSuchColleague
from aacabot.domain.ids import is_id
from aacabot.domain.membership import House, Newcomer, house_of
from aacabot.domain.notices import NoticeKind
from aacabot.domain.people import Person
from aacabot.domain.roles import Role
from aacabot.services import handover
from aacabot.services.admission import (
    AT_ONCE,
    admit,
    give,
    note_person,
    open_house,
    tell_colleague,
)
from aacabot.services.hub import Hub, Unit
from aacabot.store import membership as store
from aacabot.store.models import GrantRow, PersonRow
from aacabot.store.people import grants_in


async def add_person(
    hub: Hub, person: Person, newcomer: Newcomer, role: str, brand_ids: Sequence[str]
) -> str:
    """Take somebody in, known by their own Slack identity, with a first role; returns their id.

    Raises NeedsRole, NotGrantable, BelongsElsewhere, or FieldProblem.
    """
    house = house_of(person)
    async with hub.unit(AT_ONCE) as unit:
        await open_house(unit, person, house)
        row = await admit(unit, house, newcomer, person)
        await give(unit, house, row, role, brand_ids, person)
        return row.id


async def appoint_admin(hub: Hub, person: Person, member_id: str, newcomer: Newcomer) -> str:
    """The operator's admin makes somebody a member's admin, the first one or another."""
    if not person.is_operator_admin:
        raise NeedsRole("grant", "")
    house = House(member_id)
    async with hub.unit(AT_ONCE) as unit:
        if not is_id(member_id) or not await store.is_member(unit.session, member_id):
            raise FieldProblem("people_member", "unknown")
        await store.hold_house(unit.session, house)
        row = await admit(unit, house, newcomer, person)
        await give(unit, house, row, Role.ADMIN, (), person)
        return row.id


async def give_role(hub: Hub, person: Person, person_id: str, role: str, brand_ids: Sequence[str]) -> None:
    """Give a role for some brands, or for all where none is named. What they hold already stays as it is."""
    house = house_of(person)
    async with hub.unit(AT_ONCE) as unit:
        await open_house(unit, person, house)
        await give(unit, house, await _colleague(unit, house, person_id), role, brand_ids, person)


async def take_role(hub: Hub, person: Person, grant_id: str) -> str:
    """Take one role back; returns whose. Cases they may no longer decide go back to the brand."""
    house = house_of(person)
    async with hub.unit(AT_ONCE) as unit:
        name = await open_house(unit, person, house)
        grant = await unit.session.get(GrantRow, grant_id) if is_id(grant_id) else None
        if grant is None or grant.agency_id is not None or grant.member_id != house.member_id:
            raise NoSuchColleague
        row = await _colleague(unit, house, grant.person_id)
        if grant.role == house.admin_role and grant.brand_id is None:
            await _keep_an_admin(unit, house, row, name)
        await unit.session.delete(grant)
        note_person(unit, Deed.ROLE_REVOKED, house, row, person, role=grant.role, brand_id=grant.brand_id)
        values: dict[str, Any] = {"role": grant.role, "organisation": name, "by": person.name}
        if grant.brand_id and house.member_id:
            brands = await store.live_brands(unit.session, house.member_id, [grant.brand_id])
            values["brands"] = sorted(brands.values())
        await tell_colleague(unit, house, row, NoticeKind.ROLE_TAKEN, values)
        await handover.release_lapsed(unit)
        return row.id


async def remove_person(hub: Hub, person: Person, person_id: str) -> None:
    """The person leaves the organisation: roles, claimed cases and deadlines go, in this commit."""
    house = house_of(person)
    async with hub.unit(AT_ONCE) as unit:
        name = await open_house(unit, person, house)
        row = await _colleague(unit, house, person_id)
        await _keep_an_admin(unit, house, row, name)
        await tell_colleague(
            unit, house, row, NoticeKind.PERSON_REMOVED, {"organisation": name, "by": person.name}
        )
        await lose(unit, row)
        note_person(unit, Deed.PERSON_REMOVED, house, row, person)


async def lose(unit: Unit, row: PersonRow) -> None:
    """Take everything from a person at once, and hand what was theirs on. The caller notes the deed."""
    held = grants_in(await store.all_grants_of(unit.session, row.id))
    row.withdrawn_at = unit.now
    await store.strip(unit.session, row.id, unit.now)
    await handover.hand_over(unit, row, held)


async def _colleague(unit: Unit, house: House, person_id: str) -> PersonRow:
    row = await store.person_of(unit.session, house, person_id) if is_id(person_id) else None
    if row is None:
        raise NoSuchColleague
    return row


async def _keep_an_admin(unit: Unit, house: House, row: PersonRow, name: str) -> None:
    if await store.admins_of(unit.session, house, unit.now) == [row.id]:
        raise LastAdmin(name, row.name)
