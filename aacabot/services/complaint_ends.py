"""The end of a complaint: its last row is settled, whoever made it is told, and the result file is owed."""

from aacabot.domain.complaints import RowState
from aacabot.domain.notices import Notice, NoticeKind
from aacabot.services import messages
from aacabot.services.hub import Unit
from aacabot.store import complaint_rows
from aacabot.store import complaints as store
from aacabot.store.models import Complaint

TELLER = "tell_complaint"
"""The durable worker that posts result files."""


async def finish_if_done(unit: Unit, complaint: Complaint) -> None:
    """Where no row waits any more: say so to whoever made it, and owe them the file. In the unit's commit."""
    if complaint.finished_at is not None or await complaint_rows.count_waiting(unit.session, complaint.id):
        return
    complaint.finished_at = unit.now
    await unit.session.flush()
    if complaint.person_id is None or complaint.token_id is not None:
        # A tool asks for its result itself.
        complaint.told_at = unit.now
        return
    notice = Notice(kind=NoticeKind.COMPLAINT_DONE, values=await _values(unit, complaint))
    await messages.tell_person(unit, complaint.person_id, notice, complaint.id, member_id=complaint.member_id)
    unit.wake(TELLER, complaint.id)


async def _values(unit: Unit, complaint: Complaint) -> dict[str, object]:
    counts = (await store.counts_of_rows(unit.session, [complaint.id]))[complaint.id]
    named = (await store.named(unit.session, [complaint.id]))[complaint.id]
    return {
        "brand": named.brand,
        "made_at": complaint.made_at.isoformat(),
        "total": complaint.total,
        "reported": sum(n for (state, _), n in counts.items() if state == RowState.REPORTED),
        "problems": {problem: n for (_, problem), n in counts.items() if problem},
    }
