"""Random moves, legal and not, recorded on real cases, held against a plain reading of the table."""

import os
import random
from collections import Counter
from datetime import timedelta

import pytest

from aacabot.domain.cases import (
    CONFIRM_WITHIN,
    HANDLE_WITHIN,
    PEOPLES,
    SECOND_WITHIN,
    TABLE,
    CaseEventKind,
    CaseState,
    Clock,
)
from aacabot.domain.errors import IllegalMove
from aacabot.domain.viewers import EVERYONE
from aacabot.services import cases
from aacabot.services.hub import Hub
from aacabot.store.models import CaseRow
from tests.journeys.alliance import ANN
from tests.services.casework import Casework

MOVES = int(os.environ.get("AACABOT_CASE_MOVES", "400"))
RECORDABLE = [event for event in CaseEventKind if event is not CaseEventKind.OPENED]


def legal(state: str, event: CaseEventKind) -> list[str]:
    """Where the table's rows lead, read row by row: at most one place."""
    return [move.to or state for move in TABLE if move.event is event and state in move.origins]


async def tried(work: Casework, case_id: str, event: CaseEventKind, move_index: int) -> bool:
    """Record one event on the case; whether it was refused, and then nothing has changed."""
    ann = await work.person(ANN)
    before = await work.case(case_id)
    led = legal(before.state, event)
    assert len(led) <= 1
    due = work.now + timedelta(days=10)
    try:
        async with work.hub.unit(EVERYONE) as unit:
            case = await unit.session.get_one(CaseRow, case_id)
            await cases.record(unit, case, event, person=ann, data={"due": due.isoformat(), "n": move_index})
    except IllegalMove as refused:
        assert not led, (before.state, event)
        assert (refused.number, refused.state, refused.move) == (before.number, before.state, event)
        assert (await work.case(case_id)) == before
        return True
    after = await work.case(case_id)
    assert [after.state] == led, (before.state, event)
    assert after.event_count == before.event_count + 1
    hold_to_clocks(work, before, after, event)
    return False


def hold_to_clocks(work: Casework, before: CaseRow, after: CaseRow, event: CaseEventKind) -> None:
    """Each clock the row names has turned as docs/cases.md says."""
    (move,) = [move for move in TABLE if move.event is event and before.state in move.origins]
    if Clock.CONFIRM_STARTS in move.clocks:
        assert (after.decide_by, after.paused_at) == (work.now + CONFIRM_WITHIN, None)
    if Clock.CONFIRM_RESUMES in move.clocks and before.paused_at:
        assert after.decide_by == before.decide_by + (work.now - before.paused_at)
    if Clock.SECOND_STARTS in move.clocks:
        assert after.second_by == work.now + SECOND_WITHIN
    if Clock.SECOND_STOPS in move.clocks:
        assert after.second_by is None
    if Clock.HANDLE_STARTS in move.clocks:
        assert after.handle_by == (before.handle_by or work.now + HANDLE_WITHIN)
    if Clock.HANDLE_STOPS in move.clocks:
        assert (after.handle_by, after.paused_at) == (None, None)
    if Clock.ANSWER_STOPS in move.clocks:
        assert after.answer_by is None


async def test_random_moves_agree_with_the_table(hub: Hub) -> None:
    work = await Casework.begun(hub)
    seed = int(os.environ.get("AACABOT_CASE_SEED", random.randrange(10**6)))
    dice = random.Random(seed)
    print(f"seed {seed}")
    seen: Counter[str] = Counter()
    case_id = await work.suspect()
    for index in range(MOVES):
        state = (await work.case(case_id)).state
        if state == CaseState.ARCHIVED or dice.random() < 0.02:
            await work.events(case_id)
            case_id = await work.suspect()
            state = CaseState.ALERTED.value
        likely = [event for event in RECORDABLE if legal(state, event)]
        chosen = dice.choice(likely if dice.random() < 0.7 else RECORDABLE)
        work.later(minutes=dice.randrange(1, 300))
        refused = await tried(work, case_id, chosen, index)
        seen["refused" if refused else "made"] += 1
    await work.events(case_id)
    print(f"{seen['made']} moves made, {seen['refused']} refused")
    assert seen["made"] > MOVES // 3
    assert seen["refused"] > 0


async def test_what_only_people_do_is_not_recorded_without_one(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await work.suspect()
    peoples = {move.event for move in TABLE if PEOPLES.issuperset(move.who)}
    assert CaseEventKind.CONFIRMED in peoples
    async with work.hub.unit(EVERYONE) as unit:
        case = await unit.session.get_one(CaseRow, case_id)
        with pytest.raises(ValueError, match="confirmed"):
            await cases.record(unit, case, CaseEventKind.CONFIRMED)
    assert (await work.case(case_id)).state == CaseState.ALERTED
