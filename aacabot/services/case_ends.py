"""Cases that end by themselves: expired when nobody decides, archived long after their end."""

from collections import defaultdict
from collections.abc import Sequence

from aacabot.domain.cases import (
    ARCHIVE_AFTER,
    CONFIRM_WITHIN,
    ENDED_STATES,
    EXPIRES_AFTER,
    OPEN_STATES,
    CaseEventKind,
    CaseState,
)
from aacabot.domain.notices import Notice, NoticeKind
from aacabot.domain.viewers import EVERYONE
from aacabot.services import cases, messages
from aacabot.services.hub import Hub, Unit
from aacabot.services.sweeps import together
from aacabot.store import case_ends as store
from aacabot.store.models import Brand, CaseRow, Member

AT_ONCE = 100
"""Cases moved in one commit; the rest follow a minute later."""
LISTED = 10
"""Cases the desk's note names; beyond them it counts."""
RUN_ON = EXPIRES_AFTER - CONFIRM_WITHIN
"""How long the confirm clock runs beyond its end: 72 hours in all, however long it stood still."""


async def expire_undecided(hub: Hub) -> int:
    """Cases nobody decided in 72 hours go back to the desk, which hears of them member by member."""
    async with hub.database.read(EVERYONE) as session:
        due = await store.overdue_cases(session, hub.clock() - RUN_ON, AT_ONCE)
    return await together(due, lambda case_ids: _expire(hub, case_ids))


async def _expire(hub: Hub, due: Sequence[str]) -> int:
    async with hub.unit(EVERYONE) as unit:
        expired = defaultdict(list)
        for case in await store.hold_cases(unit.session, due):
            if _is_overdue(unit, case):
                await cases.record(unit, case, CaseEventKind.EXPIRED)
                expired[case.member_id].append(case)
        for member_id, theirs in sorted(expired.items()):
            await _tell_desk(unit, member_id, theirs)
        return sum(map(len, expired.values()))


def _is_overdue(unit: Unit, case: CaseRow) -> bool:
    waits = CaseState(case.state) in OPEN_STATES and case.paused_at is None
    return waits and case.decide_by + RUN_ON <= unit.now


async def _tell_desk(unit: Unit, member_id: str, expired: Sequence[CaseRow]) -> None:
    member = await unit.session.get_one(Member, member_id)
    listed = []
    for case in expired[:LISTED]:
        brand = await unit.session.get_one(Brand, case.brand_id)
        listed.append({"id": case.id, "number": case.number, "brand": brand.name})
    values = {"member": member.name, "cases": listed, "total": len(expired)}
    subject = f"{member_id}:{expired[0].id}:{expired[0].event_count}"
    await messages.tell_desk(unit, Notice(kind=NoticeKind.CASES_EXPIRED, values=values), subject)


async def archive_ended(hub: Hub) -> int:
    """Cases that ended 180 days ago are frozen, unless a legal hold keeps them open to notes."""
    async with hub.database.read(EVERYONE) as session:
        due = await store.cases_to_archive(session, hub.clock() - ARCHIVE_AFTER, AT_ONCE)
    return await together(due, lambda case_ids: _archive(hub, case_ids))


async def _archive(hub: Hub, due: Sequence[str]) -> int:
    async with hub.unit(EVERYONE) as unit:
        held = await store.hold_cases(unit.session, due)
        # Asked once the cases are held: a legal hold set meanwhile counts.
        still = frozenset(await store.cases_to_archive(unit.session, unit.now - ARCHIVE_AFTER, AT_ONCE))
        done = 0
        for case in held:
            if case.id in still and CaseState(case.state) in ENDED_STATES:
                await cases.record(unit, case, CaseEventKind.ARCHIVED)
                done += 1
        return done
