"""Legal holds: what must be kept, set and released by whoever keeps the record."""

from datetime import datetime

from aacabot.domain.audit import Deed
from aacabot.domain.cases import CaseEventKind
from aacabot.domain.counsel import REASON_LIMIT, HoldShown, RecordOfCase, may_keep_record, records_kept_by
from aacabot.domain.errors import FieldProblem, HoldSettled, NeedsRole
from aacabot.domain.ids import is_id, new_id
from aacabot.domain.people import Person
from aacabot.services import cases
from aacabot.services.audit import note_deed
from aacabot.services.counsel.asking import DEED, require_keeper
from aacabot.services.discretion import require_known
from aacabot.services.hub import Hub, Unit
from aacabot.store import legal_holds as store
from aacabot.store.models import CaseRow, LegalHold, Member

PER_PAGE = 10


async def hold_case(hub: Hub, person: Person, case_id: str, reason: str) -> None:
    """Keep one case until it is released. Raises CaseNotFound, NeedsRole, HoldSettled or FieldProblem."""
    _require_words(reason, "hold_reason")
    async with hub.unit(person.viewer) as unit:
        file = await cases.open_file(unit, case_id, lock=True)
        require_known(person, file)
        require_keeper(person, file.member, file.brand.id)
        held = await store.hold_on_case(unit.session, file.case.id)
        if held is not None:
            raise HoldSettled(held.set_at, is_held=True)
        _set(unit, person, file.member.id, file.case.id, reason)
        await cases.record(
            unit, file.case, CaseEventKind.LEGAL_HOLD_SET, person=person, data={"reason": reason}
        )


async def hold_member(hub: Hub, person: Person, member_id: str, reason: str) -> None:
    """Keep all of a member's cases, those to come included. Raises NeedsRole, HoldSettled or FieldProblem."""
    _require_words(reason, "hold_reason")
    async with hub.unit(person.viewer) as unit:
        member = await store.lock_member(unit.session, member_id) if is_id(member_id) else None
        if member is None or not person.viewer.sees(member_id):
            raise NeedsRole(DEED, "")
        require_keeper(person, member)
        held = await store.hold_on_member(unit.session, member.id)
        if held is not None:
            raise HoldSettled(held.set_at, is_held=True)
        _set(unit, person, member.id, None, reason)


def _require_words(reason: str, field: str) -> None:
    if not reason.strip():
        raise FieldProblem(field, "required")
    if len(reason) > REASON_LIMIT:
        raise FieldProblem(field, "too_long")


def _set(unit: Unit, person: Person, member_id: str, case_id: str | None, reason: str) -> None:
    row = LegalHold(
        id=new_id(), member_id=member_id, case_id=case_id, reason=reason, set_by=person.id, set_at=unit.now
    )
    unit.session.add(row)
    _note(unit, Deed.HOLD_SET, person, row)


def _note(unit: Unit, deed: Deed, person: Person, row: LegalHold) -> None:
    details = {"of": "case" if row.case_id else "member", "case_id": row.case_id}
    note_deed(unit, deed, "hold", by=person, member_id=row.member_id, subject_id=row.id, details=details)


async def release_hold(hub: Hub, person: Person, hold_id: str, reason: str) -> None:
    """End a hold, saying why. Raises NeedsRole, FieldProblem, or HoldSettled where it was released."""
    _require_words(reason, "release_reason")
    async with hub.unit(person.viewer) as unit:
        row = await store.get_hold(unit.session, hold_id, lock=True) if is_id(hold_id) else None
        if row is None or not person.viewer.sees(row.member_id):
            raise NeedsRole(DEED, "")
        member = await unit.session.get_one(Member, row.member_id)
        case = await unit.session.get(CaseRow, row.case_id, with_for_update=True) if row.case_id else None
        require_keeper(person, member, case.brand_id if case else None)
        if row.released_at is not None:
            raise HoldSettled(row.released_at, is_held=False)
        row.released_by, row.released_at, row.release_reason = person.id, unit.now, reason
        _note(unit, Deed.HOLD_RELEASED, person, row)
        if case is not None:
            await cases.record(
                unit, case, CaseEventKind.LEGAL_HOLD_RELEASED, person=person, data={"reason": reason}
            )


async def holds_in_force(hub: Hub, person: Person, page: int = 1) -> tuple[list[HoldShown], int]:
    """A page of the holds on what the person keeps, the newest first, and how many there are.

    Raises NeedsRole.
    """
    members = records_kept_by(person)
    if members == frozenset():
        raise NeedsRole(DEED, "")
    async with hub.database.read(person.viewer) as session:
        return await store.holds_in_force(session, members, PER_PAGE, (page - 1) * PER_PAGE)


async def record_of_case(hub: Hub, person: Person, case_id: str) -> RecordOfCase:
    """What the look-up of a case says and offers: since when it is held, and whether the person keeps it."""
    async with hub.database.read(person.viewer) as session:
        case = await session.get(CaseRow, case_id)
        if case is None:
            return RecordOfCase(case_id=case_id, may_keep=False)
        own, of_member = await store.holds_over(session, case)
    since: list[datetime] = [row.set_at for row in (own, of_member) if row is not None]
    return RecordOfCase(
        case_id=case_id,
        may_keep=may_keep_record(person, case.member_id, case.brand_id),
        held_since=min(since, default=None),
        hold_id=own.id if own else None,
    )
