"""An act whose case meets somebody else's transaction: done once more, and not told as broken."""

from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from aacabot.domain.bulk_acts import BulkDeed, ItemProblem
from aacabot.services import enforcement
from aacabot.services.hub import Hub
from tests.journeys.alliance import ANN
from tests.services.casework import Casework
from tests.services.test_bulk_acts import act, alerts, states


@pytest.mark.parametrize(
    ("times", "problems", "state"),
    [(1, {}, "confirmed"), (2, {ItemProblem.BROKEN: 1}, "alerted")],
)
async def test_a_case_that_collides_once_is_done_at_the_second_try(
    hub: Hub, monkeypatch: pytest.MonkeyPatch, times: int, problems: dict[ItemProblem, int], state: str
) -> None:
    work = await Casework.begun(hub)
    first, second = await alerts(work, 2)
    confirm, left = enforcement.confirm, [first] * times

    async def collide(hub: Hub, person: Any, case_id: str, **more: Any) -> Any:
        if case_id in left:
            left.remove(case_id)
            raise IntegrityError("INSERT", {}, Exception("taken"))
        return await confirm(hub, person, case_id, **more)

    monkeypatch.setattr(enforcement, "confirm", collide)
    found = await act(work, ANN, BulkDeed.CONFIRM, [first, second])
    assert found.problems == problems
    assert await states(work, [first, second]) == [state, "confirmed"]
