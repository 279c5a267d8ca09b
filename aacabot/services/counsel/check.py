"""Checking every chain and root of the live database, a page at a time."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date

from aacabot.domain.chain import break_in
from aacabot.domain.viewers import EVERYONE
from aacabot.services.case_events import chained
from aacabot.services.chain_roots import next_roots
from aacabot.services.hub import Hub
from aacabot.store import cases as case_store
from aacabot.store import counsel as store

AT_ONCE = 200
ROOTS_AT_ONCE = 20


@dataclass(frozen=True, kw_only=True)
class ChainProblem:
    """A case's chain, or a day's root, that is not as it was recorded."""

    subject: str
    what: str


@dataclass
class Checked:
    """How much was looked at."""

    cases: int = 0
    events: int = 0
    roots: int = 0


async def check_chains(hub: Hub, checked: Checked) -> AsyncIterator[ChainProblem]:
    """Every problem there is, case by case and then day by day; `checked` counts on the way."""
    after: str | None = None
    while True:
        async with hub.database.read(EVERYONE) as session:
            rows = await store.any_cases_after(session, after, AT_ONCE)
            events = await case_store.events_of_cases(session, [case.id for case in rows])
        for case in rows:
            # What came while it was read is checked with the next run.
            own = [one for one in events[case.id] if one.seq <= case.event_count]
            broken = break_in(
                [(chained(one), one.previous, one.hash) for one in own], case.chain_head, case.event_count
            )
            if broken:
                yield ChainProblem(subject=case.number, what=broken)
            checked.events += len(own)
        checked.cases += len(rows)
        if len(rows) < AT_ONCE:
            break
        after = rows[-1].id
    async for problem in _roots(hub, checked):
        yield problem


async def _roots(hub: Hub, checked: Checked) -> AsyncIterator[ChainProblem]:
    after: date | None = None
    while True:
        async with hub.database.read(EVERYONE) as session:
            found = await next_roots(session, after, ROOTS_AT_ONCE)
        if not found:
            return
        checked.roots += len(found)
        for day, as_recorded in found.items():
            if not as_recorded:
                yield ChainProblem(
                    subject=day.isoformat(), what="the day's events no longer lead to its root"
                )
        after = max(found)
