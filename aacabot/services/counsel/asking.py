"""What is asked to be exported, and whether whoever asks keeps that record."""

from datetime import date

from aacabot.domain.counsel import Scope, may_keep_record, period, records_kept_by
from aacabot.domain.errors import FieldProblem, NeedsRole
from aacabot.domain.ids import is_id
from aacabot.domain.people import Person
from aacabot.domain.viewers import EVERYONE
from aacabot.services import cases
from aacabot.services.discretion import require_known
from aacabot.services.hub import Hub, Unit
from aacabot.store import cases as case_store
from aacabot.store import counsel as store
from aacabot.store.models import Brand, Member

Asker = Person | str
"""A person, or the name of the command line's user, who may read everything."""
DEED = "keep_record"


class NoSuchRecord(Exception):
    """No case, member or brand is known by what was typed; the message says which."""


def require_keeper(person: Person, member: Member, brand_id: str | None = None) -> None:
    """Raise NeedsRole unless the person keeps this record: it names the member only to its own people."""
    if not may_keep_record(person, member.id, brand_id):
        raise NeedsRole(DEED, member.name if person.of_member == member.id else "")


async def case_scope(hub: Hub, by: Asker, case: str) -> Scope:
    """One case, by id for people and by number for the command line.

    Raises CaseNotFound or NeedsRole; NoSuchRecord on the command line.
    """
    if isinstance(by, str):
        async with hub.database.read(EVERYONE) as session:
            row = await case_store.find_by_number(session, EVERYONE, case.strip().upper())
        if row is None:
            raise NoSuchRecord(f"{case}: no case has this number")
        return Scope(member_id=row.member_id, case_id=row.id)
    async with hub.database.read(by.viewer) as session:
        file = await cases.open_file(Unit(session, by.viewer, hub.clock()), case)
    require_known(by, file)
    require_keeper(by, file.member, file.brand.id)
    return Scope(member_id=file.member.id, case_id=file.case.id)


async def member_scope(
    hub: Hub, by: Asker, member: str, brand: str | None, first: date | None, last: date | None
) -> Scope:
    """A member's cases, or a brand's, with an event between two UTC days.

    By ids for people, by keys for the command line. Raises FieldProblem or NeedsRole; NoSuchRecord on the
    command line.
    """
    since, until = period(first, last)
    if isinstance(by, str):
        member_id, brand_id = await _by_keys(hub, member, brand)
        return Scope(member_id=member_id, brand_id=brand_id, since=since, until=until)
    async with hub.database.read(by.viewer) as session:
        row = await session.get(Member, member) if is_id(member) and by.viewer.sees(member) else None
        found = await session.get(Brand, brand) if brand and is_id(brand) else None
    if row is None:
        raise NeedsRole(DEED, "")
    if brand and (found is None or found.member_id != row.id):
        raise FieldProblem("counsel_brand", "unknown")
    require_keeper(by, row, brand)
    return Scope(member_id=row.id, brand_id=brand, since=since, until=until)


async def _by_keys(hub: Hub, member: str, brand: str | None) -> tuple[str, str | None]:
    async with hub.database.read(EVERYONE) as session:
        row = await store.member_by_key(session, member)
        if row is None:
            raise NoSuchRecord(f"{member}: no member has this key")
        found = await store.brand_by_key(session, row.id, brand) if brand else None
    if brand and found is None:
        raise NoSuchRecord(f"{brand}: the member has no brand with this key")
    return row.id, found.id if found else None


async def brands_offered(hub: Hub, person: Person, typed: str, limit: int) -> list[tuple[str, str]]:
    """Brands whose record the person keeps, by a part of their name: (id, name and member)."""
    members = records_kept_by(person)
    async with hub.database.read(person.viewer) as session:
        rows = await store.brands_like(session, members, typed, limit)
    return [(brand.id, f"{brand.name} ({member})") for brand, member in rows]


def only_member(person: Person) -> str | None:
    """The member whose record a person keeps; None for who keeps all."""
    kept = records_kept_by(person)
    return next(iter(kept), None) if kept is not None else None
