"""Requests to pass an item on more widely, as the source's own people see them."""

from aacabot.domain.intel.labels import Label
from aacabot.domain.intel.passed_on import PassedAs
from aacabot.domain.intel.relabelling import REQUEST_LIVES, LabelRequestShown, RequestOutcome
from aacabot.domain.notices import Notice, NoticeKind
from aacabot.domain.people import Person
from aacabot.services import messages
from aacabot.services.hub import Unit
from aacabot.services.intel.readers import reader_of
from aacabot.services.intel.showing import show_items
from aacabot.store.intel import label_requests as store
from aacabot.store.intel.around import group_names
from aacabot.store.intel.items import read_item
from aacabot.store.models import IntelLabelRequest
from aacabot.store.people import names, person_by_id


async def request_shown(unit: Unit, request_id: str, person_id: str) -> LabelRequestShown | None:
    """A request for somebody who decides it, or None where it or they are gone.

    An item under RED is shown to nobody it is not for, whoever decides: they ask their colleague.
    """
    row = await unit.session.get(IntelLabelRequest, request_id)
    person = await person_by_id(unit.session, person_id, unit.now)
    if row is None or person is None or row.member_id not in person.member_ids:
        return None
    reader = await reader_of(unit, person)
    item = await read_item(unit.session, reader, row.item_id)
    shown = await show_items(unit, reader, [item]) if item else []
    groups = await group_names(unit.session, {one for one in (row.from_group, row.to_group) if one})
    known = await names(unit.session, {one for one in (row.asked_by, row.decided_by) if one})
    return LabelRequestShown(
        id=row.id,
        item=shown[0] if shown else None,
        from_label=Label(row.from_label),
        to_label=Label(row.to_label),
        from_group=groups.get(row.from_group or ""),
        to_group=groups.get(row.to_group or ""),
        named=len(row.to_named),
        asked_by=known.get(row.asked_by, ""),
        expires_at=row.asked_at + REQUEST_LIVES,
        outcome=RequestOutcome(row.outcome) if row.outcome else None,
        decided_by=known.get(row.decided_by or ""),
    )


async def replace_open(unit: Unit, item_id: str) -> None:
    """What is asked for an item is over: it is no longer the item that was put before the second person.

    The item must be held already; the messages that asked stand without buttons from then on.
    """
    for request in await store.open_requests(unit.session, item_id):
        await settle(unit, request, RequestOutcome.REPLACED, None)


async def settle(unit: Unit, request: IntelLabelRequest, outcome: RequestOutcome, by: Person | None) -> None:
    """A request, held by the caller, is over: its messages say so, and who asked is told what was decided."""
    request.outcome, request.decided_at = outcome.value, unit.now
    request.decided_by = by.id if by else None
    await unit.session.flush()
    await messages.show_intel_again(unit, [f"{PassedAs.REQUEST}:{request.id}"])
    if outcome is RequestOutcome.REPLACED:
        return
    values = {"outcome": outcome.value, "by": by.name if by else None, "label": request.to_label}
    notice = Notice(kind=NoticeKind.INTEL_LABEL_SETTLED, values=values)
    await messages.tell_person(unit, request.asked_by, notice, request.id, member_id=request.member_id)
