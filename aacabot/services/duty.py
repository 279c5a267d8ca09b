"""The duty rota: who is awake when, shown to everybody in their zone, and changed by admins."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from aacabot.domain.audit import Deed
from aacabot.domain.duty import EVERY_DAY, MINUTES_PER_DAY, Away, Cover, Shift, away_at, watches
from aacabot.domain.errors import FieldProblem, NeedsRole
from aacabot.domain.ids import new_id
from aacabot.domain.people import Person
from aacabot.domain.rotas import AwayShown, Rota
from aacabot.domain.viewers import EVERYONE, Viewer
from aacabot.domain.zones import is_zone
from aacabot.services.audit import note_deed
from aacabot.services.hub import Hub, Unit
from aacabot.store import duty as store
from aacabot.store import people
from aacabot.store.marketplaces import get_alliance
from aacabot.store.models import DutyShift, Member

SHOWN_DAYS = 7
_ANYBODYS = Viewer(None, waits=True)
"""The desk's rota is no member's row: who may change which is asked before."""


async def rota_of(hub: Hub, person: Person, zone: ZoneInfo) -> Rota:
    """The rota of the person's organisation for seven days from today's midnight in `zone`.

    A member's people see their member's, the operator's people the desk's; an agency's people have none and
    see their own shifts. Who may no longer serve counts as nobody, as when an alert wakes people.
    """
    async with hub.database.read(person.viewer) as session:
        unit = Unit(session, person.viewer, hub.clock())
        member = await _own_member(unit, person)
        if member is None and not person.is_operator:
            shifts, named, cover = await store.own_shifts(session, person.id), None, None
        else:
            owner = member.id if member else None
            shifts = (await store.shifts_of(session, [owner]))[owner]
            named, cover = (member.name, Cover(member.cover)) if member else (await _desk(unit), None)
        concerned = {person.id, *(shift.person_id for shift in shifts)}
        absences = [
            away for away in await store.absences_at(session, unit.now) if away.person_id in concerned
        ]
        names = await _names(unit, shifts, absences)
        able = await _candidates(unit, member) if named is not None else {}
        serving = [shift for shift in shifts if shift.person_id in able]
        begin = unit.now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
        return Rota(
            organisation=named,
            cover=cover,
            may_change=_may_change(person, member),
            shifts=tuple(shifts),
            week=watches(serving, absences, begin, begin + timedelta(days=SHOWN_DAYS)),
            names=names,
            away=_away(shifts, absences, names, unit.now),
            own_absence=_own_absence(person, absences, names, unit.now),
        )


async def _own_member(unit: Unit, person: Person) -> Member | None:
    """The member the person belongs to and still has a role for."""
    if person.of_member is None or person.of_member not in person.member_ids:
        return None
    return await unit.session.get(Member, person.of_member)


async def _desk(unit: Unit) -> str:
    alliance = await get_alliance(unit.session)
    return alliance.operator_name if alliance else ""


def _may_change(person: Person, member: Member | None) -> bool:
    return person.administers(member.id) if member else person.is_operator_admin


async def _names(unit: Unit, shifts: Sequence[Shift], absences: Sequence[Away]) -> dict[str, str]:
    ids = {shift.person_id for shift in shifts} | {away.person_id for away in absences}
    ids |= {away.deputy_id for away in absences if away.deputy_id}
    return await people.names(unit.session, ids)


def _away(
    shifts: Sequence[Shift], absences: Sequence[Away], names: dict[str, str], now: datetime
) -> tuple[AwayShown, ...]:
    on_rota = {shift.person_id for shift in shifts}
    return tuple(
        _shown(away, names) for person_id, away in away_at(absences, now).items() if person_id in on_rota
    )


def _own_absence(
    person: Person, absences: Sequence[Away], names: dict[str, str], now: datetime
) -> AwayShown | None:
    own = away_at(absences, now).get(person.id)
    return _shown(own, {person.id: person.name, **names}) if own else None


def _shown(away: Away, names: dict[str, str]) -> AwayShown:
    return AwayShown(
        person_id=away.person_id,
        person=names.get(away.person_id, ""),
        until=away.until,
        deputy=names.get(away.deputy_id or ""),
    )


async def candidates(hub: Hub, person: Person) -> dict[str, str]:
    """Whom the person may put on duty, names by id. Raises NeedsRole unless they may change the rota.

    For a member everybody who decides for a brand of it, its agencies' people included; for the desk its own.
    """
    async with hub.database.read(EVERYONE) as session:
        unit = Unit(session, EVERYONE, hub.clock())
        return await _candidates(unit, await _to_change(unit, person))


async def _to_change(unit: Unit, person: Person) -> Member | None:
    """Whose rota the person may change: their member's, or the desk's as None."""
    member = await _own_member(unit, person)
    if not _may_change(person, member):
        raise NeedsRole("duty", member.name if member else await _desk(unit))
    return member


async def _candidates(unit: Unit, member: Member | None) -> dict[str, str]:
    today = unit.now.date()
    found = (
        await store.deciders_of(unit.session, [member.id], today)
        if member
        else await store.desk_people(unit.session, today)
    )
    return {one.person_id: one.name for one in found}


async def add_shift(
    hub: Hub,
    person: Person,
    *,
    on_duty: str,
    weekdays: Sequence[int],
    from_minute: int,
    to_minute: int,
    timezone: str,
) -> str:
    """Put somebody on duty every week; returns the shift's id.

    Raises NeedsRole, or FieldProblem for a person who may not, no day, or a zone there is not.
    """
    if not weekdays or not set(weekdays) <= EVERY_DAY:
        raise FieldProblem("duty_weekdays", "required")
    for name, minute in (("duty_from", from_minute), ("duty_to", to_minute)):
        if not 0 <= minute < MINUTES_PER_DAY:
            raise FieldProblem(name, "required")
    if not is_zone(timezone):
        raise FieldProblem("duty_zone", "no_such_zone")
    async with hub.unit(_ANYBODYS) as unit:
        member = await _to_change(unit, person)
        if on_duty not in await _candidates(unit, member):
            raise FieldProblem("duty_person", "unknown")
        shift = DutyShift(
            id=new_id(),
            member_id=member.id if member else None,
            person_id=on_duty,
            weekdays=sorted(set(weekdays)),
            from_minute=from_minute,
            to_minute=to_minute,
            timezone=timezone,
        )
        unit.session.add(shift)
        _note(unit, person, shift, "added")
        return shift.id


async def remove_shift(hub: Hub, person: Person, shift_id: str) -> None:
    """Take a shift off the rota; one that is off already stays off. Raises NeedsRole."""
    async with hub.unit(_ANYBODYS) as unit:
        member = await _to_change(unit, person)
        shift = await store.get_shift(unit.session, shift_id)
        if shift is None:
            return
        if shift.member_id != (member.id if member else None):
            raise NeedsRole("duty", member.name if member else await _desk(unit))
        shift.withdrawn_at = unit.now
        _note(unit, person, shift, "removed")


def _note(unit: Unit, person: Person, shift: DutyShift, change: str) -> None:
    details = {
        "change": change,
        "on_duty": shift.person_id,
        "weekdays": shift.weekdays,
        "minutes": [shift.from_minute, shift.to_minute],
        "timezone": shift.timezone,
    }
    note_deed(
        unit,
        Deed.DUTY_CHANGED,
        "duty_shift",
        by=person,
        member_id=shift.member_id,
        subject_id=shift.id,
        details=details,
    )
