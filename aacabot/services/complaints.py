"""Starting a complaint: a list of listings, one right, one reason, one commit. The rest is owed.

Who may decide for the brand may file; the statement that goes with it is the confirmation of every case the
list opens, so that nobody is asked twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.exc import DBAPIError

from aacabot.domain.audit import Deed
from aacabot.domain.cases import CaseState
from aacabot.domain.complaints import (
    AGAIN_AFTER,
    MOST_NOTE,
    MOST_ROWS,
    Reported,
    RowProblem,
    RowResult,
    RowState,
    Via,
    digest_of,
)
from aacabot.domain.errors import FieldProblem, HoldingNotFound, NeedsRole
from aacabot.domain.features import Feature
from aacabot.domain.ids import is_id, new_id
from aacabot.domain.people import Person
from aacabot.domain.rights import REASONS_BY_RIGHT, ReasonCode
from aacabot.services import cases, messages, takedowns
from aacabot.services.audit import note_deed
from aacabot.services.complaint_ends import finish_if_done
from aacabot.services.complaint_placing import placed
from aacabot.services.hub import Hub, Unit
from aacabot.services.phases import require_open
from aacabot.store import complaints as store
from aacabot.store.database import have_collided
from aacabot.store.marketplaces import all_marketplaces
from aacabot.store.models import Brand, Complaint, ComplaintRow, Member
from aacabot.store.people import who_may_decide


@dataclass(frozen=True)
class Filed:
    """A complaint, and whether it was there already: the same list twice has one effect."""

    complaint: Complaint
    again: bool


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a complaint says. `rows` are in the order handed in; `bona_fide` is the statement's tick."""

    brand_id: str
    right_id: str
    reason: ReasonCode
    rows: Sequence[Reported]
    bona_fide: bool
    note: str | None = None


async def file_complaint(
    hub: Hub, filer: Person, asked: Asked, via: Via, *, token_id: str | None = None
) -> Filed:
    """Report listings under one right: rows that cannot be are settled at once, the others are owed.

    A member's own tool files as the person its token belongs to, with `token_id`. The same list within a day
    is the same complaint. Raises HoldingNotFound, NeedsRole, FeatureNotOpen, or FieldProblem for the
    statement, the right, the reason, the note or a list that is empty or too long.
    """
    try:
        return await _file(hub, filer, asked, via, token_id)
    except DBAPIError as error:
        if not have_collided(error):
            raise
        # The same form was sent twice at the same moment: now the other is there.
        return await _file(hub, filer, asked, via, token_id)


async def _file(hub: Hub, filer: Person, asked: Asked, via: Via, token_id: str | None) -> Filed:
    async with hub.unit(filer.viewer) as unit:
        brand, member = await _brand_to_report_for(unit, filer, asked.brand_id)
        await require_open(unit, Feature.CONFIRM, member)
        await _check(unit, asked)
        digest = digest_of(asked.brand_id, asked.right_id, asked.reason, asked.note, asked.rows)
        before, times = await store.same_before(unit.session, member.id, digest)
        if before is not None and (before.finished_at is None or unit.now < before.made_at + AGAIN_AFTER):
            return Filed(before, again=True)
        complaint = Complaint(
            id=new_id(), member_id=member.id, brand_id=brand.id, right_id=asked.right_id,
            reason_code=asked.reason.value, person_id=filer.id, token_id=token_id, via=via.value,
            note=asked.note, digest=f"{digest}.{times}" if times else digest, made_at=unit.now,
            total=len(asked.rows),
        )  # fmt: skip
        rows = placed(complaint, asked.rows, await all_marketplaces(unit.session), unit)
        await store.add(unit.session, complaint, rows)
        _note(unit, filer, complaint)
        for marketplace_id in {row.marketplace_id for row in rows if row.state == RowState.WAITING}:
            takedowns.wake(unit, str(marketplace_id))
        messages.show_complaint(unit, complaint)
        await finish_if_done(unit, complaint)
        return Filed(complaint, again=False)


def _note(unit: Unit, filer: Person, complaint: Complaint) -> None:
    note_deed(
        unit, Deed.COMPLAINT_FILED, "complaint", by=filer, member_id=complaint.member_id,
        subject_id=complaint.id,
        details={"listings": complaint.total, "reason": complaint.reason_code, "via": complaint.via},
    )  # fmt: skip


async def _brand_to_report_for(unit: Unit, filer: Person, brand_id: str) -> tuple[Brand, Member]:
    brand = await unit.session.get(Brand, brand_id) if is_id(brand_id) else None
    if brand is None or brand.withdrawn_at is not None:
        raise HoldingNotFound
    member = await unit.session.get_one(Member, brand.member_id)
    if not filer.may_see(member.id, brand.id) or member.withdrawn_at is not None:
        raise HoldingNotFound
    if not filer.may_decide(member.id, brand.id):
        who = await who_may_decide(unit.session, unit.viewer, member.id, brand.id, unit.now)
        raise NeedsRole("report", brand.name, who)
    return brand, member


async def _check(unit: Unit, asked: Asked) -> None:
    rights = {right.id: right for right in await cases.rights_of(unit, asked.brand_id)}
    right = rights.get(asked.right_id)
    if right is None or not right.in_force(unit.now.date()):
        raise FieldProblem("complaint_right", "not_in_force")
    if asked.reason not in REASONS_BY_RIGHT[right.kind]:
        raise FieldProblem("complaint_reason", "does_not_fit_right")
    if not asked.rows:
        raise FieldProblem("complaint_urls", "no_addresses")
    if len(asked.rows) > MOST_ROWS:
        raise FieldProblem("complaint_urls", "file_too_long")
    if asked.note and len(asked.note) > MOST_NOTE:
        raise FieldProblem("complaint_note", "too_long")
    if not asked.bona_fide:
        raise FieldProblem("complaint_statement", "required")


async def result_of(hub: Hub, viewer: Person, complaint_id: str) -> list[RowResult]:
    """How each address of a complaint came out, in order. Raises HoldingNotFound for who may not see it."""
    async with hub.database.read(viewer.viewer) as session:
        found = None
        if is_id(complaint_id):
            found = await store.get_complaint(session, viewer.viewer, complaint_id)
        if found is None or not viewer.may_see(found.member_id, found.brand_id):
            raise HoldingNotFound
        rows = await store.rows_with_cases(session, complaint_id)
    return [as_result(*row) for row in rows]


def as_result(
    row: ComplaintRow, number: str | None, case_state: str | None, marketplace: str | None
) -> RowResult:
    return RowResult(
        line=row.position,
        url=row.url,
        note=row.note,
        state=RowState(row.state),
        problem=RowProblem(row.problem) if row.problem else None,
        case_id=row.case_id,
        number=number,
        case_state=CaseState(case_state) if case_state else None,
        marketplace=marketplace,
    )
