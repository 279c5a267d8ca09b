"""Saying that one is on a case, and giving it back. It locks nobody out: who may decide still may."""

from aacabot.domain.audit import Deed
from aacabot.domain.cases import CLAIMABLE_STATES, CaseEventKind
from aacabot.domain.errors import AlreadyClaimed, IllegalMove, NotOnIt
from aacabot.domain.people import Person
from aacabot.services import cases
from aacabot.services.audit import note_deed
from aacabot.services.cases import CaseFile
from aacabot.services.deciding import require_decider
from aacabot.services.hub import Hub, Unit
from aacabot.store import people


async def claim(hub: Hub, person: Person, case_id: str) -> CaseFile:
    """The person is on the case from now on; again has no second effect.

    Raises CaseNotFound, NotAllowed, AlreadyClaimed where somebody else is, or IllegalMove where nothing
    waits for the brand.
    """
    async with hub.unit(person.viewer) as unit:
        file = await _open(unit, person, case_id, CaseEventKind.CLAIMED)
        if file.case.assignee_id == person.id:
            return file
        if file.case.assignee_id is not None:
            raise AlreadyClaimed(file.case.number, await _name(unit, file.case.assignee_id))
        await _assign(unit, file, person, person.id, CaseEventKind.CLAIMED)
        return file


async def release(hub: Hub, person: Person, case_id: str) -> CaseFile:
    """Nobody is on the case any more. Raises NotOnIt for others than who is on it and the member's admins."""
    async with hub.unit(person.viewer) as unit:
        file = await _open(unit, person, case_id, CaseEventKind.RELEASED)
        holder = file.case.assignee_id
        if holder is None or (holder != person.id and not person.administers(file.member.id)):
            raise NotOnIt(file.case.number, await _name(unit, holder) if holder else None)
        await _assign(unit, file, person, None, CaseEventKind.RELEASED)
        return file


async def _open(unit: Unit, person: Person, case_id: str, event: CaseEventKind) -> CaseFile:
    file = await cases.open_file(unit, case_id, lock=True)
    await require_decider(unit, person, file, "case_claim")
    if file.state not in CLAIMABLE_STATES:
        raise IllegalMove(file.case.number, file.case.state, event)
    return file


async def _assign(
    unit: Unit, file: CaseFile, person: Person, assignee_id: str | None, event: CaseEventKind
) -> None:
    was, file.case.assignee_id = file.case.assignee_id, assignee_id
    await cases.record(unit, file.case, event, person=person)
    note_deed(
        unit,
        Deed.CASE_ASSIGNED,
        "case",
        by=person,
        member_id=file.member.id,
        subject_id=file.case.id,
        details={"from": was, "to": assignee_id},
    )


async def _name(unit: Unit, person_id: str) -> str:
    return (await people.names(unit.session, {person_id})).get(person_id, "")
