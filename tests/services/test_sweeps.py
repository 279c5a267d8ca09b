"""What is due and fails holds up nothing that is due beside it, and is told at the end."""

from typing import Any

import pytest

from aacabot.domain.bulk_acts import BulkDeed
from aacabot.domain.cases import CaseState
from aacabot.services import cases
from aacabot.services.case_ends import expire_undecided
from aacabot.services.hub import Hub
from aacabot.services.second_clocks import expire_overdue
from tests.journeys.alliance import ANN
from tests.services.casework import Casework
from tests.services.test_bulk_acts import act, alerts, states


def broken(monkeypatch: pytest.MonkeyPatch, case_id: str) -> None:
    """Whatever is to be recorded of this case fails."""
    record = cases.record

    async def fail(unit: Any, case: Any, *said: Any, **more: Any) -> None:
        if case.id == case_id:
            raise RuntimeError(case_id)
        await record(unit, case, *said, **more)

    monkeypatch.setattr(cases, "record", fail)


async def test_cases_of_one_commit_are_tried_one_by_one_where_it_fails(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = await Casework.begun(hub)
    first, second, third = await alerts(work, 3)
    work.later(hours=72)
    broken(monkeypatch, first)
    with pytest.raises(ExceptionGroup) as failed:
        await expire_undecided(work.hub)
    assert len(failed.value.exceptions) == 1
    assert await states(work, [first, second, third]) == ["alerted", "expired", "expired"]
    monkeypatch.undo()
    assert await expire_undecided(work.hub) == 1


async def test_cases_with_a_commit_each_have_their_turn(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    work = await Casework.begun(hub)
    ids = await alerts(work, 11)
    await act(work, ANN, BulkDeed.CONFIRM, ids)
    work.later(hours=13)
    broken(monkeypatch, ids[0])
    with pytest.raises(ExceptionGroup):
        await expire_overdue(work.hub)
    assert await states(work, ids) == [CaseState.PENDING_SECOND, *["alerted"] * 10]
