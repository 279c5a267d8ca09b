"""Members in need are put before their account manager, without having asked: once for each cause."""

from collections.abc import Sequence

from aacabot.domain.help import reply_within
from aacabot.domain.ids import new_id
from aacabot.domain.outreach import (
    SETTLE_IN,
    UNDECIDED_FOR,
    UNSECONDED_FOR,
    Cause,
    run_of_declines,
    slow_start,
    stuck,
)
from aacabot.domain.viewers import EVERYONE
from aacabot.services import messages
from aacabot.services.hub import Hub, Unit
from aacabot.store import help as help_store
from aacabot.store import outreach as store

AT_ONCE = 200
"""Beginners looked at in one run; the rest follow an hour later."""
CASES_AT_ONCE = 5_000


async def reach_out(hub: Hub) -> int:
    """Open a conversation for every cause there is; returns how many were new.

    Made to run hourly: a cause is unique, so that several nodes, or several runs, open it once.
    """
    causes = await _causes(hub)
    opened = 0
    for start in range(0, len(causes), AT_ONCE):
        async with hub.unit(EVERYONE) as unit:
            opened += sum([await _open(unit, cause) for cause in causes[start : start + AT_ONCE]])
    return opened


async def _causes(hub: Hub) -> Sequence[Cause]:
    now = hub.clock()
    async with hub.database.read(EVERYONE) as session:
        found = [slow_start(one, now) for one in await store.beginners(session, now - SETTLE_IN, AT_ONCE)]
        for member_id in await store.declined_members(session):
            found.append(run_of_declines(member_id, await store.outcomes_of(session, member_id)))
        waiting = await store.waiting_longest(
            session, now - UNDECIDED_FOR, now - UNSECONDED_FOR, CASES_AT_ONCE
        )
    found += [stuck(member_id, cases, now) for member_id, cases in waiting.items()]
    return [cause for cause in found if cause is not None]


async def _open(unit: Unit, cause: Cause) -> bool:
    ident = await help_store.add_once(
        unit.session,
        id=new_id(),
        member_id=cause.member_id,
        kind=cause.kind.value,
        asked_by=None,
        case_id=cause.case_id,
        subject=cause.kind.value,
        text="",
        cause=cause.key,
        facts=dict(cause.facts),
        opened_at=unit.now,
        reply_by=unit.now + reply_within(cause.kind),
    )
    if ident is None:
        return False
    await messages.show_help(unit, ident)
    return True
