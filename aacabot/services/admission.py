"""Taking people in and giving them roles, within a unit: who may was asked, each step is audited and told."""

from collections.abc import Sequence
from typing import Any

from aacabot.domain.audit import Deed
from aacabot.domain.errors import BelongsElsewhere, FieldProblem, NeedsRole, NotGrantable
from aacabot.domain.ids import new_id
from aacabot.domain.membership import House, Newcomer
from aacabot.domain.notices import Notice, NoticeKind
from aacabot.domain.people import Person
from aacabot.domain.viewers import Viewer
from aacabot.services import messages
from aacabot.services.audit import note_deed
from aacabot.services.hub import Unit
from aacabot.store import membership as store
from aacabot.store.models import GrantRow, PersonRow, SlackIdentity

AT_ONCE = Viewer(None, waits=True)
"""Other organisations' rows decide who may be added, so the unit is everyone's; who may is checked in it."""
NAME_LIMIT = 200


async def open_house(unit: Unit, person: Person, house: House) -> str:
    """Hold the organisation's people; returns its name. Raises NeedsRole unless the person manages them now.

    Asked again in the unit: two admins may be taking each other's role at the same moment.
    """
    name = await store.hold_house(unit.session, house)
    if person.id not in await store.admins_of(unit.session, house, unit.now):
        raise NeedsRole("grant", name)
    return name


async def admit(unit: Unit, house: House, newcomer: Newcomer, by: Person) -> PersonRow:
    """The newcomer as one of the organisation's people; those who had left start anew.

    Raises BelongsElsewhere for somebody who acts for another organisation.
    """
    name = newcomer.name.strip()[:NAME_LIMIT] or newcomer.user_id
    known = await store.known_by(unit.session, newcomer.team_id, newcomer.user_id)
    if known is not None and known.withdrawn_at is None:
        if (known.member_id, known.agency_id) != (house.member_id, None):
            raise BelongsElsewhere(name)
        return known
    returns = known is not None and known.erased_at is None
    if known and returns and (known.member_id, known.agency_id) == (house.member_id, None):
        known.withdrawn_at, known.name = None, name
        await store.strip(unit.session, known.id, unit.now)
        row = known
    else:
        row = PersonRow(id=new_id(), name=name, member_id=house.member_id)
        unit.session.add(row)
        await unit.session.flush()
        identity = await unit.session.get(SlackIdentity, (newcomer.team_id, newcomer.user_id))
        if identity is None:
            identity = SlackIdentity(team_id=newcomer.team_id, user_id=newcomer.user_id, person_id=row.id)
        # What they did for an organisation they have left stays with the person they were there.
        identity.person_id = row.id
        unit.session.add(identity)
        await unit.session.flush()
    note_person(unit, Deed.PERSON_ADDED, house, row, by)
    organisation = await store.name_of(unit.session, house)
    await tell_colleague(
        unit, house, row, NoticeKind.PERSON_ADDED, {"organisation": organisation, "by": by.name}
    )
    return row


async def give(
    unit: Unit, house: House, row: PersonRow, role: str, brand_ids: Sequence[str], by: Person
) -> None:
    """Give a role, where the organisation's admins can. Raises NotGrantable, or FieldProblem for a brand."""
    organisation = await store.name_of(unit.session, house)
    if role not in house.grantable:
        raise NotGrantable(role, organisation)
    role = str(role)
    brands = await require_brands(unit, house, brand_ids)
    held = {(grant.role, grant.brand_id) for grant, _ in await store.roles_of(unit.session, house, [row.id])}
    wanted: list[str | None] = [*brands] or [None]
    missing = [brand_id for brand_id in wanted if not held & {(role, brand_id), (role, None)}]
    for brand_id in missing:
        unit.session.add(
            GrantRow(
                id=new_id(), person_id=row.id, role=role, member_id=house.member_id, brand_id=brand_id,
                granted_by=by.id, granted_at=unit.now,
            )
        )  # fmt: skip
        note_person(unit, Deed.ROLE_GRANTED, house, row, by, role=role, brand_id=brand_id)
    if missing:
        named = sorted(brands[one] for one in missing if one)
        values = {"role": role, "brands": named, "organisation": organisation, "by": by.name}
        await tell_colleague(unit, house, row, NoticeKind.ROLE_GIVEN, values)


async def require_brands(unit: Unit, house: House, brand_ids: Sequence[str]) -> dict[str, str]:
    """The names of the brands. Raises FieldProblem where one is not the organisation's, or no longer."""
    if not brand_ids:
        return {}
    own = await store.live_brands(unit.session, house.member_id, brand_ids) if house.member_id else {}
    if set(own) != set(brand_ids):
        raise FieldProblem("people_brand", "unknown")
    return own


def note_person(
    unit: Unit, deed: Deed, house: House, row: PersonRow, by: Person | str | None, **details: Any
) -> None:
    note_deed(unit, deed, "person", by=by, member_id=house.member_id, subject_id=row.id, details=details)


async def tell_colleague(
    unit: Unit, house: House, row: PersonRow, kind: NoticeKind, values: dict[str, Any]
) -> None:
    subject = f"{row.id}:{values.get('role', '')}:{unit.now.isoformat()}"
    await messages.tell_person(
        unit, row.id, Notice(kind=kind, values=values), subject, member_id=house.member_id
    )
