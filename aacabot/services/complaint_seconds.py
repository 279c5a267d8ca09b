"""The second person of a whole complaint: one click for all of its cases that wait for one."""

from aacabot.domain.audit import Deed
from aacabot.domain.errors import HoldingNotFound, Refusal
from aacabot.domain.ids import is_id
from aacabot.domain.people import Person
from aacabot.domain.viewers import EVERYONE
from aacabot.logs import log
from aacabot.services import second_person
from aacabot.services.audit import note_deed
from aacabot.services.hub import Hub
from aacabot.store import complaints as store
from aacabot.store.models import Complaint
from aacabot.store.people import person_by_id

APPROVER = "approve_complaint"
"""The durable worker that approves the cases after the first."""


async def approve(hub: Hub, person: Person, complaint_id: str) -> int:
    """Approve all cases of a complaint that wait for a second person; returns how many those are.

    The first is approved at once, by the rules of one: what it raises is raised, and nothing is done. The
    others are owed. Raises HoldingNotFound where there is no such complaint, or nothing waits.
    """
    pending = await _pending(hub, person, complaint_id)
    await second_person.approve(hub, person, pending[0])
    async with hub.unit(person.viewer) as unit:
        complaint = await store.hold_complaint(unit.session, complaint_id)
        if complaint is not None and len(pending) > 1:
            complaint.approved_by, complaint.approved_at = person.id, unit.now
            note_deed(
                unit, Deed.COMPLAINT_APPROVED, "complaint", by=person, member_id=complaint.member_id,
                subject_id=complaint.id, details={"cases": len(pending)},
            )  # fmt: skip
            unit.wake(APPROVER, complaint.id)
    return len(pending)


async def _pending(hub: Hub, person: Person, complaint_id: str) -> list[str]:
    async with hub.database.read(person.viewer) as session:
        found = None
        if is_id(complaint_id):
            found = await store.get_complaint(session, person.viewer, complaint_id)
        if found is None or not person.may_see(found.member_id, found.brand_id):
            raise HoldingNotFound
        pending = await store.pending_second(session, complaint_id)
    if not pending or found.finished_at is None:
        raise HoldingNotFound
    return pending


async def approve_rest(hub: Hub, complaint_id: str) -> None:
    """Approve the cases that were pending when the second person clicked, as far as they still may.

    What is refused now waits on as it was. Done again after a crash, it goes on where it was.
    """
    async with hub.database.read(EVERYONE) as session:
        complaint = await session.get_one(Complaint, complaint_id)
        person = await person_by_id(session, complaint.approved_by or "", hub.clock())
        pending = await store.pending_second(session, complaint_id, complaint.approved_at)
    if person is None:
        return
    for case_id in pending:
        try:
            await second_person.approve(hub, person, case_id)
        except Refusal as refusal:
            log(__name__).info("not approved", case_id=case_id, why=type(refusal).__name__)
