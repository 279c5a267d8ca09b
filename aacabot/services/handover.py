"""What a person who is lost leaves behind: their open cases and deadlines go to who remains.

For the hub's own units of work: the caller has checked who may, and takes the roles away itself.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from aacabot.domain.audit import Deed
from aacabot.domain.cases import CaseEventKind, CaseState
from aacabot.domain.messages import MessageKind
from aacabot.domain.notices import Notice, NoticeKind
from aacabot.domain.people import Grant, Person
from aacabot.domain.roles import Permission, Role
from aacabot.domain.viewers import EVERYONE
from aacabot.services import cases, messages
from aacabot.services.audit import note_deed
from aacabot.services.hub import Hub, Unit
from aacabot.store import assignments as store
from aacabot.store import membership, people
from aacabot.store.messages import find_message
from aacabot.store.models import Brand, CaseRow, Member, PersonRow

LISTED = 10
"""Cases a notice names; beyond them it counts, and the queue lists all."""


async def hand_over(unit: Unit, leaving: PersonRow, held: Sequence[Grant]) -> None:
    """Give the person's claimed cases to their deputy, or back to the brand, and tell who remains of the
    deadlines that were theirs. `held` are the grants they lose.
    """
    deputy = await _deputy(unit, leaving)
    released: list[tuple[CaseRow, str]] = []
    handed: dict[str, list[CaseRow]] = defaultdict(list)
    for case in await store.held_by(unit.session, leaving.id):
        if deputy and deputy.may_decide(case.member_id, case.brand_id):
            await _hand_on(unit, case, leaving.id, deputy)
            handed[case.member_id].append(case)
        else:
            released.append((case, leaving.id))
            await _release(unit, case)
    # Before nobody is on them any more: what was theirs is found by their name.
    await tell_of_deadlines(unit, leaving, held)
    await store.forget_settled(unit.session, leaving.id)
    await _tell_brands(unit, released)
    for member_id, theirs in handed.items():
        values = {"person": leaving.name, **await _listed(unit, theirs)}
        notice = Notice(kind=NoticeKind.CASES_HANDED_ON, values=values)
        if deputy:
            subject = f"{leaving.id}:{unit.now.isoformat()}"
            await messages.tell_person(unit, deputy.id, notice, subject, member_id=member_id)


async def _deputy(unit: Unit, leaving: PersonRow) -> Person | None:
    deputy_id = await membership.deputy_of(unit.session, leaving.id)
    return await people.person_by_id(unit.session, deputy_id, unit.now) if deputy_id else None


async def _hand_on(unit: Unit, case: CaseRow, leaving_id: str, deputy: Person) -> None:
    await _release(unit, case)
    case.assignee_id = deputy.id
    await cases.record(unit, case, CaseEventKind.CLAIMED, person=deputy, data={"for": leaving_id})
    details = {"from": leaving_id, "to": deputy.id}
    note_deed(
        unit, Deed.CASE_ASSIGNED, "case", by=None, member_id=case.member_id, subject_id=case.id,
        details=details,
    )  # fmt: skip


async def _release(unit: Unit, case: CaseRow) -> None:
    """Nobody is on the case any more; its history says who was."""
    was, case.assignee_id = case.assignee_id, None
    await cases.record(unit, case, CaseEventKind.RELEASED, data={"from": was})
    note_deed(
        unit, Deed.CASE_ASSIGNED, "case", by=None, member_id=case.member_id, subject_id=case.id,
        details={"from": was},
    )  # fmt: skip


async def release_the_lapsed(hub: Hub) -> None:
    """Cases of people who may no longer decide them go back to their brands, which are told.

    However the right was lost: a grant that expired or was taken, an agency withdrawn by the alliance file.
    """
    async with hub.database.read(EVERYONE) as session:
        lapsed = await store.any_lapsed(session, hub.clock())
        gone = await store.gone_with_deadlines(session)
        untold = [person for person in gone if not await _has_told(session, person)]
    if lapsed:
        async with hub.unit(EVERYONE) as unit:
            await release_lapsed(unit)
    for person in untold:
        async with hub.unit(EVERYONE) as unit:
            await tell_of_deadlines(unit, person, ())


async def _has_told(session: AsyncSession, person: PersonRow) -> bool:
    subject = f"{NoticeKind.DEADLINES_LEFT}:{_loss(person)}"
    return await find_message(session, MessageKind.NOTICE, subject) is not None


def _loss(person: PersonRow) -> str:
    """One loss of a person: they may come back and leave again."""
    return f"{person.id}:{person.withdrawn_at.isoformat() if person.withdrawn_at else ''}"


async def release_lapsed(unit: Unit) -> None:
    """Within a unit: release what lost its right by what the unit has done."""
    await unit.session.flush()
    released = [(case, case.assignee_id or "") for case in await store.lapsed(unit.session, unit.now)]
    for case, _ in released:
        await _release(unit, case)
    await _tell_brands(unit, released)


async def _tell_brands(unit: Unit, released: Sequence[tuple[CaseRow, str]]) -> None:
    """Tell each member which cases came back, and from whom."""
    if not released:
        return
    whence = await store.whence(unit.session, list({person_id for _, person_id in released}))
    by_source: dict[tuple[str, str, str], list[CaseRow]] = defaultdict(list)
    for case, person_id in released:
        by_source[case.member_id, *whence[person_id]].append(case)
    for (member_id, key, name), theirs in by_source.items():
        values = {"from": name, **await _listed(unit, theirs)}
        notice = Notice(kind=NoticeKind.CASES_CAME_BACK, values=values)
        member = await unit.session.get_one(Member, member_id)
        await messages.tell_member(unit, member, notice, f"{key}:{theirs[0].id}:{unit.now.isoformat()}")


async def _listed(unit: Unit, theirs: Sequence[CaseRow]) -> dict[str, Any]:
    lines = []
    for case in theirs[:LISTED]:
        brand = await unit.session.get_one(Brand, case.brand_id)
        lines.append({"case_id": case.id, "number": case.number, "brand": brand.name})
    return {"count": len(theirs), "cases": lines}


async def tell_of_deadlines(unit: Unit, leaving: PersonRow, held: Iterable[Grant]) -> None:
    """Tell who remains of confirms that wait for a second person, and of sellers who wait for an answer.

    Everybody hears of the brands they decide for only, and the member's channel of all; once per person lost.
    """
    counselled = [
        (grant.member_id, grant.brand_id) for grant in held if grant.role is Role.COUNSEL and grant.member_id
    ]
    found = await store.deadlines_of(unit.session, leaving.id, counselled)
    by_member: dict[str, list[tuple[CaseRow, Brand]]] = defaultdict(list)
    for case, brand in found:
        by_member[case.member_id].append((case, brand))
    for member_id, theirs in by_member.items():
        await _tell_remaining(unit, leaving, member_id, theirs)


async def _tell_remaining(
    unit: Unit, leaving: PersonRow, member_id: str, theirs: Sequence[tuple[CaseRow, Brand]]
) -> None:
    member = await unit.session.get_one(Member, member_id)
    lines = [await _deadline(unit, case, brand) for case, brand in theirs]
    await messages.tell_member(unit, member, _deadlines(leaving, lines), _loss(leaving))
    remaining = await people.deciders_of(unit.session, member_id, unit.now)
    for person_id, grants in remaining.items():
        if person_id == leaving.id:
            continue
        own = [
            line
            for line, (case, _) in zip(lines, theirs, strict=True)
            if any(grant.gives(Permission.DECIDE, member_id, case.brand_id) for grant in grants)
        ]
        if own:
            notice = _deadlines(leaving, own)
            await messages.tell_person(unit, person_id, notice, _loss(leaving), member_id=member_id)


def _deadlines(leaving: PersonRow, lines: Sequence[dict[str, Any]]) -> Notice:
    values = {"person": leaving.name, "count": len(lines), "cases": list(lines[:LISTED])}
    return Notice(kind=NoticeKind.DEADLINES_LEFT, values=values)


async def _deadline(unit: Unit, case: CaseRow, brand: Brand) -> dict[str, Any]:
    answers_seller = case.state == CaseState.COUNTER_NOTICED
    due = await store.answer_by(unit.session, case.id) if answers_seller else case.decide_by.isoformat()
    what = "counter_notice" if answers_seller else "second_person"
    return {"case_id": case.id, "number": case.number, "brand": brand.name, "what": what, "due": due}
