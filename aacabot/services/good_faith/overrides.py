"""Statuses set by hand: one of the operator's people asks, another approves, and they end by themselves."""

from datetime import UTC, date, datetime, time, timedelta

from aacabot.domain.audit import Deed
from aacabot.domain.errors import AnotherMustApprove, FieldProblem, NeedsRole, OverrideOver
from aacabot.domain.good_faith import GoodFaithStatus
from aacabot.domain.good_faith.shown import OverrideShown
from aacabot.domain.ids import is_id, new_id
from aacabot.domain.notices import Notice, NoticeKind
from aacabot.domain.people import Person
from aacabot.domain.viewers import EVERYONE
from aacabot.services import messages
from aacabot.services.audit import note_deed
from aacabot.services.good_faith.admins import tell_admins
from aacabot.services.hub import Hub, Unit
from aacabot.store import good_faith_overrides as store
from aacabot.store.models import GoodFaithOverride, Marketplace, Member
from aacabot.store.people import names

LONGEST = timedelta(days=30)
REASON = 500
BY_HAND = (GoodFaithStatus.GRANTED, GoodFaithStatus.REVOKED)
"""What can be set: out at once, or past the desk."""
_AT_ONCE = 50


def may_override(person: Person, member_id: str) -> bool:
    """The operator's admins and reviewers, unless they act for the member themselves."""
    return person.may_review(member_id)


async def ask(
    hub: Hub,
    person: Person,
    member_id: str,
    marketplace_id: str,
    status: GoodFaithStatus,
    reason: str,
    last_day: date,
) -> None:
    """Ask for a status until the end of a day (UTC) that is at most thirty days away; another approves it.

    Raises NeedsRole, or FieldProblem.
    """
    if status not in BY_HAND:
        raise FieldProblem("override_status", "unknown")
    if not reason.strip() or len(reason) > REASON:
        raise FieldProblem("override_reason", "too_long" if reason.strip() else "required")
    async with hub.unit(person.viewer) as unit:
        _require(person, member_id)
        member = await unit.session.get(Member, member_id)
        marketplace = await unit.session.get(Marketplace, marketplace_id)
        if member is None or marketplace is None:
            raise FieldProblem("override_status", "unknown")
        if not unit.now.date() <= last_day <= (unit.now + LONGEST).date() - timedelta(days=1):
            raise FieldProblem("override_until", "too_far" if last_day > unit.now.date() else "in_the_past")
        row = GoodFaithOverride(
            id=new_id(),
            member_id=member_id,
            marketplace_id=marketplace_id,
            status=status.value,
            reason=reason.strip(),
            asked_by=person.id,
            asked_at=unit.now,
            expires_at=datetime.combine(last_day + timedelta(days=1), time(), UTC),
        )
        unit.session.add(row)
        _note(unit, row, "asked", person)
        await _tell(unit, row, "asked", person, to_member=False)


def _require(person: Person, member_id: str) -> None:
    if not may_override(person, member_id):
        raise NeedsRole("override_good_faith", "")


async def approve(hub: Hub, person: Person, override_id: str) -> str:
    """The second person lets it decide from now on, in place of one that does already.

    Returns the member's id. Raises NeedsRole, AnotherMustApprove, or OverrideOver.
    """
    async with hub.unit(person.viewer) as unit:
        row = await _held(unit, override_id)
        _require(person, row.member_id)
        if row.approved_at is not None:
            raise OverrideOver
        if row.asked_by == person.id:
            raise AnotherMustApprove((await unit.session.get_one(Member, row.member_id)).name)
        before = await store.in_force(unit.session, row.member_id, row.marketplace_id, unit.now)
        if before is not None:
            before.ended_at = unit.now
            _note(unit, before, "replaced", person)
        row.approved_by, row.approved_at = person.id, unit.now
        _note(unit, row, "approved", person)
        await _tell(unit, row, "approved", person)
        return row.member_id


async def end(hub: Hub, person: Person, override_id: str) -> str:
    """Withdraw a request, or end a status set by hand: the record decides again.

    Returns the member's id. Raises NeedsRole or OverrideOver.
    """
    async with hub.unit(person.viewer) as unit:
        row = await _held(unit, override_id)
        _require(person, row.member_id)
        row.ended_at = unit.now
        _note(unit, row, "ended", person)
        await _tell(unit, row, "ended", person, to_member=row.approved_at is not None)
        return row.member_id


async def _held(unit: Unit, override_id: str) -> GoodFaithOverride:
    row = await store.hold_override(unit.session, override_id) if is_id(override_id) else None
    if row is None or row.ended_at is not None or row.expires_at <= unit.now:
        raise OverrideOver
    return row


async def end_expired(hub: Hub) -> int:
    """End what has run out, and tell so; made to run every minute on every node."""
    async with hub.database.read(EVERYONE) as session:
        if not await store.any_expired(session, hub.clock()):
            return 0
    async with hub.unit(EVERYONE) as unit:
        rows = await store.hold_expired(unit.session, unit.now, _AT_ONCE)
        for row in rows:
            row.ended_at = unit.now
            _note(unit, row, "expired", None)
            await _tell(unit, row, "expired", None, to_member=row.approved_at is not None)
        return len(rows)


def _note(unit: Unit, row: GoodFaithOverride, what: str, by: Person | None) -> None:
    note_deed(
        unit,
        Deed.GOOD_FAITH_OVERRIDDEN,
        "good_faith",
        by=by,
        member_id=row.member_id,
        subject_id=row.id,
        details={"what": what, "status": row.status, "expires_at": row.expires_at.isoformat()},
    )


async def _tell(
    unit: Unit, row: GoodFaithOverride, what: str, by: Person | None, *, to_member: bool = True
) -> None:
    member = await unit.session.get_one(Member, row.member_id)
    marketplace = await unit.session.get_one(Marketplace, row.marketplace_id)
    values = {
        "what": what,
        "member": member.name,
        "marketplace": marketplace.name,
        "status": row.status,
        "expires_at": row.expires_at.isoformat(),
        "member_id": member.id,
    }
    subject = f"{row.id}:{what}"
    for_desk = values | {"reason": row.reason, "by": by.name if by else None, "for_desk": True}
    notice = Notice(kind=NoticeKind.GOOD_FAITH_BY_HAND, values=for_desk)
    await messages.tell_desk(unit, notice, f"{subject}:desk")
    if to_member:
        notice = Notice(kind=NoticeKind.GOOD_FAITH_BY_HAND, values=values)
        await tell_admins(unit, member, notice, subject)


async def overrides_shown(
    unit: Unit, person: Person, member_id: str, marketplace_id: str
) -> tuple[OverrideShown, ...]:
    """Those in force, and to those who may settle them those that wait; reasons are the operator's own."""
    may = may_override(person, member_id)
    rows = [
        row
        for row in await store.not_ended(unit.session, member_id)
        if row.marketplace_id == marketplace_id and row.expires_at > unit.now
        if person.is_operator or row.approved_at is not None
    ]
    known = await names(unit.session, {one for row in rows for one in (row.asked_by, row.approved_by) if one})
    return tuple(
        OverrideShown(
            id=row.id,
            status=GoodFaithStatus(row.status),
            reason=row.reason if person.is_operator else "",
            asked_by=known.get(row.asked_by, ""),
            approved_by=known.get(row.approved_by) if row.approved_by else None,
            expires_at=row.expires_at,
            may_approve=may and row.approved_at is None and row.asked_by != person.id,
            may_end=may,
        )
        for row in rows
    )
