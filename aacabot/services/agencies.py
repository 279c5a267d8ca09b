"""What brands grant agencies, until when, and that everybody concerned hears of its end in time."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from aacabot.domain.audit import Deed
from aacabot.domain.errors import AgencyWithoutPeople, FieldProblem, NoSuchColleague, NotGrantable
from aacabot.domain.ids import is_id, new_id
from aacabot.domain.membership import House, house_of
from aacabot.domain.messages import MessageKind
from aacabot.domain.notices import Notice, NoticeKind
from aacabot.domain.people import Person
from aacabot.domain.roles import AGENCY_ROLES
from aacabot.domain.viewers import EVERYONE
from aacabot.services import handover, messages
from aacabot.services.admission import AT_ONCE, open_house, require_brands
from aacabot.services.audit import note_deed
from aacabot.services.hub import Hub, Unit
from aacabot.store import agencies as store
from aacabot.store import membership
from aacabot.store.messages import find_message
from aacabot.store.models import Agency, Brand, GrantRow

ANNOUNCED = timedelta(days=7)
"""How long before its last day the end of a grant is announced."""
LOOKED_BACK = timedelta(days=30)
"""Ends a hub that stood still has missed are told when it is back, not those of last year."""


async def grant_agency(
    hub: Hub, person: Person, agency_id: str, role: str, brand_ids: Sequence[str], expires: date | None
) -> None:
    """Let an agency act for brands, or move the end of what it was granted.

    `expires` is the last day, in UTC. Raises NeedsRole, NotGrantable, AgencyWithoutPeople, NoSuchColleague,
    or FieldProblem for a brand that is not theirs and a day that is over.
    """
    house = _member_house(person)
    async with hub.unit(AT_ONCE) as unit:
        name = await open_house(unit, person, house)
        if role not in AGENCY_ROLES:
            raise NotGrantable(role, name)
        agency = await _agency(unit, agency_id)
        if not brand_ids:
            raise FieldProblem("people_brand", "required")
        brands = await require_brands(unit, house, brand_ids)
        if expires is not None and expires < unit.now.date():
            raise FieldProblem("people_expires", "in_the_past")
        await _hold(unit, house, agency, str(role), brands, expires, person)
        values = {
            "agency": agency.name,
            "organisation": name,
            "role": str(role),
            "brands": sorted(brands.values()),
            "expires": expires.isoformat() if expires else None,
            "by": person.name,
        }
        await _tell_agency(unit, agency, NoticeKind.AGENCY_GRANTED, values, house)


def _member_house(person: Person) -> House:
    house = house_of(person)
    if house.member_id is None:
        raise NoSuchColleague  # the operator has no brands to grant
    return house


async def _agency(unit: Unit, agency_id: str) -> Agency:
    agency = await store.agency_of(unit.session, agency_id) if is_id(agency_id) else None
    if agency is None:
        raise NoSuchColleague
    return agency


async def _hold(
    unit: Unit, house: House, agency: Agency, role: str, brands: dict[str, str], expires: date | None,
    by: Person,
) -> None:  # fmt: skip
    people = await store.people_of_agency(unit.session, agency.id)
    if not people:
        raise AgencyWithoutPeople(agency.name)
    held = await store.grants_for(unit.session, agency.id, list(brands), role)
    for brand_id in brands:
        for one in people:
            grant = held.get((one.id, brand_id)) or GrantRow(
                id=new_id(), person_id=one.id, role=role, member_id=house.member_id, brand_id=brand_id,
                agency_id=agency.id,
            )  # fmt: skip
            grant.expires, grant.granted_by, grant.granted_at = expires, by.id, unit.now
            unit.session.add(grant)
        until = expires.isoformat() if expires else None
        _note(unit, Deed.AGENCY_GRANTED, house, agency, by, role=role, brand_id=brand_id, expires=until)


async def end_agency_grant(hub: Hub, person: Person, agency_id: str, brand_id: str, role: str) -> None:
    """Take a role for a brand back from an agency now: cases its people are on go back to the brand."""
    house = _member_house(person)
    async with hub.unit(AT_ONCE) as unit:
        name = await open_house(unit, person, house)
        agency = await _agency(unit, agency_id)
        if not await store.end_grants(unit.session, house.member_id or "", agency.id, brand_id, role):
            raise NoSuchColleague
        brand = await unit.session.get_one(Brand, brand_id)
        _note(unit, Deed.AGENCY_ENDED, house, agency, person, role=role, brand_id=brand_id)
        values = {"agency": agency.name, "organisation": name, "role": role, "brands": [brand.name]}
        await _tell_agency(unit, agency, NoticeKind.AGENCY_ENDED, {**values, "by": person.name}, house)
        await handover.release_lapsed(unit)


def _note(unit: Unit, deed: Deed, house: House, agency: Agency, by: Person, **details: Any) -> None:
    note_deed(unit, deed, "agency", by=by, member_id=house.member_id, subject_id=agency.id, details=details)


async def _tell_agency(
    unit: Unit, agency: Agency, kind: NoticeKind, values: dict[str, Any], house: House
) -> None:
    subject = f"{agency.id}:{house.member_id}:{values['role']}:{unit.now.isoformat()}"
    for one in await store.people_of_agency(unit.session, agency.id):
        notice = Notice(kind=kind, values=values)
        await messages.tell_person(unit, one.id, notice, subject, member_id=house.member_id)


async def announce_expiring(hub: Hub) -> None:
    """Tell an agency's people and the member's admins of a grant's end: a week before, and when it is over.

    Once each, however often it is called and on however many nodes.
    """
    today = hub.clock().date()
    for kind, since, until in (
        (NoticeKind.AGENCY_ENDING, today, today + ANNOUNCED),
        (NoticeKind.AGENCY_ENDED, today - LOOKED_BACK, today - timedelta(days=1)),
    ):
        async with hub.database.read(EVERYONE) as session:
            rows = await store.expiring(session, since, until)
            ends: dict[str, list[tuple[GrantRow, Agency, Brand]]] = defaultdict(list)
            for row in rows:
                ends[_subject(row[0])].append(row)
            untold = [
                subject
                for subject in ends
                if await find_message(session, MessageKind.NOTICE, f"{kind}:{subject}") is None
            ]
        for subject in untold:
            async with hub.unit(EVERYONE) as unit:
                await store.hold_agency(unit.session, ends[subject][0][1].id)
                # Another node may have told it meanwhile.
                if await find_message(unit.session, MessageKind.NOTICE, f"{kind}:{subject}") is None:
                    await _announce(unit, kind, subject, ends[subject])


def _subject(grant: GrantRow) -> str:
    """One end: another day is another end."""
    return f"{grant.agency_id}:{grant.brand_id}:{grant.role}:{grant.expires}"


async def _announce(
    unit: Unit, kind: NoticeKind, subject: str, ends: Sequence[tuple[GrantRow, Agency, Brand]]
) -> None:
    grant, agency, brand = ends[0]
    house = House(brand.member_id)
    values = {
        "agency": agency.name,
        "organisation": await membership.name_of(unit.session, house),
        "role": grant.role,
        "brands": [brand.name],
        "expires": grant.expires.isoformat() if grant.expires else None,
    }
    concerned = [row.person_id for row, _, _ in ends]
    concerned += await membership.admins_of(unit.session, house, unit.now)
    for person_id in dict.fromkeys(concerned):
        notice = Notice(kind=kind, values=values)
        await messages.tell_person(unit, person_id, notice, subject, member_id=brand.member_id)
    if kind is NoticeKind.AGENCY_ENDED:
        note_deed(
            unit, Deed.AGENCY_ENDED, "agency", by=None, member_id=brand.member_id, subject_id=agency.id,
            details={"role": grant.role, "brand_id": brand.id, "expires": str(grant.expires)},
        )  # fmt: skip
