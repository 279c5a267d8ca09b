"""Daily roots: one for each day that is over, told once, made up for, and checked."""

from datetime import date

import sqlalchemy as sa
from sqlmodel import col

from aacabot.domain.viewers import EVERYONE
from aacabot.services.chain_roots import DAYS_AT_ONCE, make_roots
from aacabot.services.counsel.check import Checked, check_chains
from aacabot.services.hub import Hub
from aacabot.store.models import CaseRow, ChainRoot, SlackMessageRow
from tests.services.casework import Casework


async def told(work: Casework) -> list[str]:
    rows = await work.rows(SlackMessageRow, kind="notice")
    return sorted(row.values["values"]["day"] for row in rows if row.values["kind"] == "chain_root")


async def test_a_day_has_a_root_once_it_is_over_and_the_operator_is_told_once(hub: Hub) -> None:
    work = await Casework.begun(hub)
    assert await make_roots(work.hub) == 0
    await work.suspect()
    work.later(hours=12, minutes=5)
    assert await make_roots(work.hub) == 0, "what began before midnight may still be committed"
    work.later(minutes=6)
    assert [await make_roots(work.hub), await make_roots(work.hub)] == [1, 0]
    (root,) = await work.rows(ChainRoot)
    assert (root.day, root.events, len(root.root)) == (date(2026, 11, 22), 1, 64)
    assert await told(work) == ["2026-11-22"]


async def test_missed_days_are_made_up_for_a_few_at_a_time_and_empty_ones_are_not_told(hub: Hub) -> None:
    work = await Casework.begun(hub)
    await work.suspect()
    work.later(days=DAYS_AT_ONCE + 3)
    assert [await make_roots(work.hub) for _ in range(3)] == [DAYS_AT_ONCE, 3, 0]
    assert await told(work) == ["2026-11-22"]


async def test_the_check_names_a_case_and_a_day_that_are_not_as_they_were_recorded(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await work.suspect()
    work.later(days=1)
    await make_roots(work.hub)
    async with work.hub.unit(EVERYONE) as unit:
        change = {"chain_head": "0" * 64}
        await unit.session.execute(sa.update(CaseRow).where(col(CaseRow.id) == case_id).values(change))
        await unit.session.execute(sa.update(ChainRoot).values(root="1" * 64))
    problems = [problem async for problem in check_chains(work.hub, Checked())]
    assert [one.subject for one in problems] == [(await work.case(case_id)).number, "2026-11-22"]
