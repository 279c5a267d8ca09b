"""A case that is held is read as it is then, whatever its transaction had read before."""

import pytest
from sqlalchemy import update
from sqlmodel import col

from aacabot.domain.viewers import EVERYONE
from aacabot.services.hub import Hub
from aacabot.store import cases as store
from aacabot.store.models import CaseRow
from tests.services.casework import Casework


@pytest.mark.parametrize("by_listing", [True, False])
async def test_what_was_read_before_is_read_anew(hub: Hub, by_listing: bool) -> None:
    work = await Casework.begun(hub)
    case_id = await work.suspect()
    async with work.hub.unit(EVERYONE) as unit:
        known = await unit.session.get_one(CaseRow, case_id)
        # Past the session, as another transaction would.
        theirs = update(CaseRow).where(col(CaseRow.id) == case_id).values(event_count=7)
        await unit.session.execute(theirs.execution_options(synchronize_session=False))
        assert known.event_count == 1
        if by_listing:
            (held,) = await store.lock_by_listing(unit.session, known.listing_id)
        else:
            held = await store.lock_case(unit.session, EVERYONE, case_id) or known
        assert held.event_count == 7
