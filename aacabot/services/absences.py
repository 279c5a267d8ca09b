"""Being away, with somebody to stand in, and being back."""

from datetime import datetime

from aacabot.domain.audit import Deed
from aacabot.domain.duty import away_at
from aacabot.domain.errors import FieldProblem
from aacabot.domain.notices import Notice, NoticeKind
from aacabot.domain.people import Person
from aacabot.domain.viewers import EVERYONE, Viewer
from aacabot.services import messages
from aacabot.services.audit import note_deed
from aacabot.services.hub import Hub, Unit
from aacabot.store import duty as store
from aacabot.store.models import Absence


async def deputies(hub: Hub, person: Person) -> dict[str, str]:
    """Who can stand in for the person, names by id: colleagues who may decide and are not away."""
    async with hub.database.read(EVERYONE) as session:
        return await _present_colleagues(Unit(session, EVERYONE, hub.clock()), person)


async def _present_colleagues(unit: Unit, person: Person) -> dict[str, str]:
    away = away_at(await store.absences_at(unit.session, unit.now), unit.now)
    return {one: name for one, name in (await colleagues(unit, person)).items() if one not in away}


async def colleagues(unit: Unit, person: Person) -> dict[str, str]:
    """The others of the person's own organisation who may decide, or serve at the desk; names by id."""
    today = unit.now.date()
    if person.is_operator:
        found = await store.desk_people(unit.session, today)
    else:
        decide = await store.deciders_of(unit.session, sorted(person.member_ids), today)
        found = [one for one in decide if one.agency_id == person.of_agency]
    return {one.person_id: one.name for one in found if one.person_id != person.id}


async def go_away(hub: Hub, person: Person, until: datetime | None, deputy_id: str | None) -> None:
    """The person is away from now, with a deputy or without; said again, the new word counts.

    Raises FieldProblem for an end that is past, or a deputy who cannot stand in: oneself, somebody away (so
    that deputies never lead in a circle), or nobody of one's own organisation who may decide.
    """
    async with hub.unit(Viewer(None, waits=True)) as unit:
        if until is not None and until <= unit.now:
            raise FieldProblem("away_until", "in_the_past")
        if deputy_id is not None:
            await _require_deputy(unit, person, deputy_id)
        absence = await unit.session.get(Absence, person.id, with_for_update=True)
        if absence is None:
            absence = Absence(person_id=person.id, since=unit.now)
            unit.session.add(absence)
        absence.since, absence.until, absence.deputy_id = unit.now, until, deputy_id
        _note(unit, person, "away", deputy_id, until)
        if deputy_id is not None:
            await _tell_deputy(unit, person, deputy_id, until)


async def _require_deputy(unit: Unit, person: Person, deputy_id: str) -> None:
    if deputy_id == person.id:
        raise FieldProblem("away_deputy", "oneself")
    if deputy_id not in await colleagues(unit, person):
        raise FieldProblem("away_deputy", "unknown")
    if deputy_id not in await _present_colleagues(unit, person):
        raise FieldProblem("away_deputy", "away_too")


async def _tell_deputy(unit: Unit, person: Person, deputy_id: str, until: datetime | None) -> None:
    values = {"person": person.name, "until": until.isoformat() if until else None}
    await messages.tell_person(
        unit,
        deputy_id,
        Notice(kind=NoticeKind.STANDS_IN, values=values),
        f"{person.id}:{int(unit.now.timestamp())}",
        member_id=person.of_member,
    )


async def come_back(hub: Hub, person: Person) -> bool:
    """The person is back; False where they were not away."""
    async with hub.unit(Viewer(None, waits=True)) as unit:
        absence = await unit.session.get(Absence, person.id, with_for_update=True)
        if absence is None or not store.as_away(absence).holds(unit.now):
            return False
        await unit.session.delete(absence)
        _note(unit, person, "back", None, None)
        return True


def _note(unit: Unit, person: Person, change: str, deputy: str | None, until: datetime | None) -> None:
    note_deed(
        unit,
        Deed.ABSENCE_CHANGED,
        "absence",
        by=person,
        member_id=person.of_member,
        subject_id=person.id,
        details={"change": change, "deputy": deputy, "until": until.isoformat() if until else None},
    )
