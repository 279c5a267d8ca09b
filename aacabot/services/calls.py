"""Whom critical alerts should call by now: looked up for many cases at once, reckoned in memory."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlmodel import col

from aacabot.domain.duty import Away, Cover, Shift, due_steps, on_duty, on_shift, whom_to_wake
from aacabot.services.hub import Unit
from aacabot.store import duty as duties
from aacabot.store.models import Brand, CaseRow, Member

DESK = ""
"""The operator's channel: where the desk covers, the last to be told."""


@dataclass(frozen=True)
class Call:
    """One alert that is to be told to one person, or to the desk's channel (`DESK`), and why them."""

    case: CaseRow
    person_id: str
    role: str

    @property
    def member_id(self) -> str | None:
        """In whose language, and from whose workspace where need be; the desk's own people in theirs."""
        return None if self.role == "desk" else self.case.member_id

    @property
    def reached(self) -> tuple[str, str | None]:
        return self.person_id, self.member_id


@dataclass(frozen=True)
class Staff:
    """Who could be woken for some members: rotas, absences, and who may act for what."""

    members: dict[str, Member]
    brands: dict[str, Brand]
    rotas: dict[str | None, list[Shift]]
    absences: list[Away]
    deciders: dict[str, list[duties.Grantee]]
    desk: frozenset[str]


@dataclass(frozen=True)
class Turn:
    """Whose turn it is for a brand's alerts, step by step, and why theirs."""

    steps: tuple[tuple[str, ...], ...]
    present: frozenset[str]
    covering: frozenset[str]
    desk_covers: bool

    def role_of(self, person_id: str) -> str:
        if person_id in self.present:
            return "on_duty"
        return "covers" if person_id in self.covering else "stands_in"


async def staff_of(unit: Unit, cases: Sequence[CaseRow]) -> Staff:
    session, today = unit.session, unit.now.date()
    member_ids = sorted({case.member_id for case in cases})
    members = await session.execute(select(Member).where(col(Member.id).in_(member_ids)))
    brands = await session.execute(select(Brand).where(col(Brand.id).in_({case.brand_id for case in cases})))
    return Staff(
        members={row.id: row for row in members.scalars()},
        brands={row.id: row for row in brands.scalars()},
        rotas=await duties.shifts_of(session, [None, *member_ids]),
        absences=await duties.absences_at(session, unit.now),
        deciders=_by_member(await duties.deciders_of(session, member_ids, today)),
        desk=frozenset(one.person_id for one in await duties.desk_people(session, today)),
    )


def _by_member(grantees: Sequence[duties.Grantee]) -> dict[str, list[duties.Grantee]]:
    found: dict[str, list[duties.Grantee]] = defaultdict(list)
    for one in grantees:
        found[one.member_id or ""].append(one)
    return found


def calls_due(unit: Unit, staff: Staff, cases: Sequence[CaseRow], pause: timedelta) -> list[Call]:
    """Everybody who should have heard of these cases by now, whether told or not."""
    # Looking through rotas in their zones takes long: once for a brand, not for each of its cases.
    desk = whom_to_wake(staff.rotas[None], staff.absences, unit.now, may=staff.desk)
    turns: dict[str, Turn] = {}
    calls = []
    for case in cases:
        if case.brand_id not in turns:
            turns[case.brand_id] = _turn(unit, staff, case)
        calls += _due(case, turns[case.brand_id], desk, due_steps(case.opened_at, unit.now, pause))
    return calls


def _turn(unit: Unit, staff: Staff, case: CaseRow) -> Turn:
    member, now = staff.members[case.member_id], unit.now
    deciders = [one for one in staff.deciders[case.member_id] if one.brand_id in (None, case.brand_id)]
    may = frozenset(one.person_id for one in deciders)
    shifts, cover = staff.rotas[case.member_id], Cover(member.cover)
    agency = [one.person_id for one in deciders if one.agency_id and cover is Cover.AGENCY]
    return Turn(
        steps=whom_to_wake(shifts, staff.absences, now, may=may, cover=agency),
        present=frozenset(on_duty(shifts, staff.absences, now)),
        covering=frozenset(agency) - frozenset(on_shift(shifts, now)),
        desk_covers=cover is Cover.DESK,
    )


def _due(case: CaseRow, turn: Turn, desk: Sequence[tuple[str, ...]], due: int) -> list[Call]:
    calls = [Call(case, person, turn.role_of(person)) for step in turn.steps[:due] for person in step]
    if turn.desk_covers:
        left = max(due - len(turn.steps), 0)
        calls += [Call(case, person, "desk") for step in (*desk, (DESK,))[:left] for person in step]
    return calls
