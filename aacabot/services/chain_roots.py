"""The daily root over the heads of all cases that had events: kept, posted to the operator, and proven."""

from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from aacabot.domain.chain_roots import leaf, proof_of, root_of
from aacabot.domain.notices import Notice, NoticeKind
from aacabot.domain.viewers import EVERYONE
from aacabot.services import messages
from aacabot.services.hub import Hub
from aacabot.store import chain_roots as store
from aacabot.store.models import ChainRoot

AFTER_MIDNIGHT = timedelta(minutes=10)
"""An event's moment is its transaction's first: what began before midnight is committed by then."""
DAYS_AT_ONCE = 10
"""Missed days made up for at one tick; the rest follow at the next."""


async def make_roots(hub: Hub) -> int:
    """Make the roots of the UTC days that are over and have none, oldest first; returns how many were new.

    Made to run every minute on every node: a day has one root, and the operator is told of it once.
    """
    over = (hub.clock() - AFTER_MIDNIGHT).astimezone(UTC).date()
    async with hub.database.read(EVERYONE) as session:
        first = await _first_day(session)
    if first is None:
        return 0
    days = [first + timedelta(days=n) for n in range(min((over - first).days, DAYS_AT_ONCE))]
    return sum([await _make(hub, day) for day in days])


async def _first_day(session: AsyncSession) -> date | None:
    """The first day that has no root yet; days without events have one too, so that no day is in doubt."""
    last = await store.last_root(session)
    if last is not None:
        return last.day + timedelta(days=1)
    begun = await store.first_chained(session)
    return begun.astimezone(UTC).date() if begun else None


async def _make(hub: Hub, day: date) -> int:
    async with hub.database.read(EVERYONE) as session:
        heads = await store.heads_of_day(session, day)
        events = await store.count_events(session, day)
    root = root_of([leaf(case_id, head) for case_id, _, head in heads])
    async with hub.unit(EVERYONE) as unit:
        row = {"day": day, "root": root, "events": events, "made_at": unit.now}
        if not await store.add_root(unit.session, row):
            return 0
        if not events:
            return 1
        values = {"day": day.isoformat(), "root": root, "events": events, "cases": len(heads)}
        await messages.tell_desk(unit, Notice(kind=NoticeKind.CHAIN_ROOT, values=values), day.isoformat())
    return 1


async def proofs_for(session: AsyncSession, wanted: Mapping[str, datetime]) -> dict[str, dict[str, Any]]:
    """What proves cases to be covered by the last root that can cover them, by case.

    `wanted` says when the last event before the newest root was recorded, by case. Each day's tree is built
    once, whatever the number of cases.
    """
    by_day: dict[date, set[str]] = {}
    for case_id, at in wanted.items():
        by_day.setdefault(at.astimezone(UTC).date(), set()).add(case_id)
    roots = await store.get_roots(session, sorted(by_day))
    found: dict[str, dict[str, Any]] = {}
    for day in sorted(roots):
        found |= await _proofs_of_day(session, roots[day], by_day[day])
    return found


async def _proofs_of_day(
    session: AsyncSession, root: ChainRoot, cases: Collection[str]
) -> dict[str, dict[str, Any]]:
    heads = await store.heads_of_day(session, root.day)
    leaves = [leaf(case_id, head) for case_id, _, head in heads]
    return {
        case_id: {"day": root.day.isoformat(), "seq": seq, "head": head, "proof": proof_of(leaves, place)}
        for place, (case_id, seq, head) in enumerate(heads)
        if case_id in cases
    }


async def next_roots(session: AsyncSession, after: date | None, limit: int) -> dict[date, bool]:
    """The next days with a root, in order, and whether their events still lead to it."""
    found = {}
    for row in await store.roots_after(session, after, limit):
        heads = await store.heads_of_day(session, row.day)
        found[row.day] = root_of([leaf(case_id, head) for case_id, _, head in heads]) == row.root
    return found
