"""Telling of changes: a member's admins with the cases that cost them, and the desk."""

from collections import defaultdict
from typing import Any

from aacabot.domain.good_faith import thresholds_of, window
from aacabot.domain.notices import Notice, NoticeKind
from aacabot.domain.portfolio import Reach
from aacabot.domain.viewers import EVERYONE
from aacabot.services import messages
from aacabot.services.good_faith.admins import tell_admins
from aacabot.services.good_faith.records import cost_case
from aacabot.services.hub import Hub, Unit
from aacabot.store import good_faith_costs as store
from aacabot.store.models import GoodFaith, Marketplace, Member

_AT_ONCE = 200
CASES_NAMED = 10


async def tell_changes(hub: Hub) -> int:
    """Tell of what changed since people were last told: once each, on any node; returns of how many.

    Made to run every minute. What changed and changed back meanwhile is told of nobody.
    """
    async with hub.database.read(EVERYONE) as session:
        if not await store.any_untold(session):
            return 0
    async with hub.unit(EVERYONE) as unit:
        changed: dict[tuple[str, str], list[GoodFaith]] = defaultdict(list)
        members: dict[str, Member] = {}
        for row, member in await store.hold_untold(unit.session, _AT_ONCE):
            if row.untold_from != row.status and member.withdrawn_at is None:
                changed[member.id, row.marketplace_id].append(row)
                members[member.id] = member
            else:
                row.untold_from = None
        for (member_id, marketplace_id), rows in changed.items():
            await _tell(unit, members[member_id], marketplace_id, rows)
        return len(changed)


async def _tell(unit: Unit, member: Member, marketplace_id: str, rows: list[GoodFaith]) -> None:
    marketplace = await unit.session.get_one(Marketplace, marketplace_id)
    values = {
        "member": member.name,
        "member_id": member.id,
        "marketplace": marketplace.name,
        "marketplace_id": marketplace.id,
        "changes": [_change(row) for row in rows],
        **await _costs(unit, member, marketplace),
    }
    subject = f"{member.id}:{marketplace_id}:{unit.now.isoformat()}"
    notice = Notice(kind=NoticeKind.GOOD_FAITH_CHANGED, values=values)
    await tell_admins(unit, member, notice, subject)
    for_desk = Notice(kind=NoticeKind.GOOD_FAITH_CHANGED, values=values | {"for_desk": True})
    await messages.tell_desk(unit, for_desk, f"{subject}:desk")
    for row in rows:
        row.untold_from = None


def _change(row: GoodFaith) -> dict[str, Any]:
    return {
        "reason_code": row.reason_code,
        "from": row.untold_from,
        "to": row.status,
        "taken_down": row.taken_down,
        "declined": row.declined,
        "restored": row.restored,
        "readmit_at": row.readmit_at.isoformat() if row.readmit_at else None,
    }


async def _costs(unit: Unit, member: Member, marketplace: Marketplace) -> dict[str, Any]:
    """The last cases that cost the record, by number, and how many there are."""
    days = window(unit.now.date(), thresholds_of(marketplace.good_faith).months)
    asked = (unit.session, member.id, marketplace.id, days, Reach(everything=True))
    found = [cost_case(*row) for row in await store.costs(*asked, limit=CASES_NAMED)]
    return {
        "cases": [{"number": one.number, "cost": one.cost.value} for one in found],
        "cases_in_all": await store.count_costs(*asked),
    }
