"""First-reply clocks: the account manager is reminded, then the whole desk, each once."""

from aacabot.domain.help import LONGEST_CLOCK, WARNED_AT, ClockState, clock_state
from aacabot.domain.notices import Notice, NoticeKind
from aacabot.domain.viewers import EVERYONE
from aacabot.services import messages
from aacabot.services.conversations import manager_of
from aacabot.services.hub import Hub, Unit
from aacabot.store import help as store
from aacabot.store import messages as sent
from aacabot.store.marketplaces import get_alliance
from aacabot.store.models import Member

WATCHED = 500
"""Conversations whose clocks one tick looks at, the most urgent first."""


async def watch_clocks(hub: Hub) -> int:
    """Remind of first replies: at four fifths the account manager, at the end the whole desk.

    Made for a tick: each is said once, however many nodes run it. Returns how many were due and unsaid.
    """
    async with hub.database.read(EVERYONE) as session:
        soon = hub.clock() + (1 - WARNED_AT) * LONGEST_CLOCK
        rows = await store.unanswered(session, soon, WATCHED)
        due = {
            row.id: state
            for row in rows
            if (state := clock_state(row.opened_at, row.reply_by, hub.clock())) is not ClockState.RUNNING
        }
        subjects = [f"{NoticeKind.HELP_CLOCK}:{one}:{state}" for one, state in due.items()]
        said = {subject for _, subject in await sent.already_told(session, subjects)}
    unsaid = [one for one, state in due.items() if f"{NoticeKind.HELP_CLOCK}:{one}:{state}" not in said]
    if unsaid:
        async with hub.unit(EVERYONE) as unit:
            for request_id in unsaid:
                await _remind(unit, request_id)
    return len(unsaid)


async def _remind(unit: Unit, request_id: str) -> None:
    request = await store.get_request(unit.session, EVERYONE, request_id, lock=True)
    if request is None or request.first_reply_at is not None or request.closed_at is not None:
        return
    state = clock_state(request.opened_at, request.reply_by, unit.now)
    member = await unit.session.get_one(Member, request.member_id)
    manager = await manager_of(unit, member)
    values = {
        "request_id": request.id,
        "member": member.name,
        "reply_by": request.reply_by.isoformat(),
        "state": state.value,
        "manager": manager.slack,
    }
    notice = Notice(kind=NoticeKind.HELP_CLOCK, values=values)
    alliance = await get_alliance(unit.session)
    if state is ClockState.SHORT and manager.name and manager.slack and alliance:
        await messages.tell_channel(
            unit, alliance.operator_team_id, manager.slack, notice, f"{request.id}:{state}"
        )
    else:
        await messages.tell_desk(unit, notice, f"{request.id}:{state}")
