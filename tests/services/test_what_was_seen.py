"""A click confirms what its card showed, and no word of a marketplace is lost."""

import pytest

from aacabot.domain.errors import CardOutdated
from aacabot.domain.listings import MarketplaceEventType
from aacabot.domain.takedowns import TakedownState
from aacabot.domain.viewers import EVERYONE
from aacabot.marketplaces.connector import TakedownStatus
from aacabot.services import enforcement, failures
from aacabot.services.hub import Hub
from aacabot.store.models import RegisteredRight
from tests.journeys.alliance import ANN
from tests.services.casework import Casework
from tests.services.confirmed import confirmed, event, latest, submitted, thread_notes

_E = MarketplaceEventType


@pytest.fixture
async def work(hub: Hub) -> Casework:
    return await Casework.begun(hub)


async def test_a_click_on_a_card_that_showed_something_else_confirms_nothing(work: Casework) -> None:
    case_id = await work.suspect(listing_id="L1")
    seen = (await work.alert(case_id)).affirmation
    await work.receive(listing_id="L1", title="Zephyrine runner, now with another picture")
    ann = await work.person(ANN)
    with pytest.raises(CardOutdated):
        await enforcement.confirm(work.hub, ann, case_id, seen=seen)
    assert (await work.case(case_id)).state == "alerted"
    await enforcement.confirm(work.hub, ann, case_id, seen=(await work.alert(case_id)).affirmation)
    assert (await work.case(case_id)).state == "confirmed"


async def test_a_case_whose_right_lapsed_is_offered_and_confirmed_under_another(work: Casework) -> None:
    case_id = await work.suspect()
    first = (await work.alert(case_id)).right
    assert first is not None
    async with work.hub.database.begin(EVERYONE) as session:
        row = await session.get_one(RegisteredRight, first.id)
        row.withdrawn_at = work.now
    offered = (await work.alert(case_id)).right
    assert offered is not None and offered.id != first.id
    await enforcement.confirm(work.hub, await work.person(ANN), case_id)
    case = await work.case(case_id)
    assert case.right_id == offered.id
    assert case.reason_code == (await work.alert(case_id)).reason_code


@pytest.mark.parametrize("far", ["sending", "failed"])
async def test_a_counter_notice_is_never_dropped(work: Casework, far: str) -> None:
    case_id = await confirmed(work)
    await work.send(case_id)
    row = await latest(work, case_id)
    if far == "failed":
        await failures.refused(work.hub, row.id, 422, "no such listing")
    await event(work, _E.COUNTER_NOTICE_FILED, takedown_id=row.id, reason="An invoice", text="I sell genuine")
    assert (await work.case(case_id)).state == "counter_noticed"
    assert "counter_noticed" in await thread_notes(work, case_id)
    await work.answer(case_id, TakedownStatus.REMOVED)
    assert (await work.events(case_id))[-1].to_state == "counter_noticed"


async def test_a_takedown_given_up_is_taken_up_again_by_the_marketplaces_word(work: Casework) -> None:
    case_id = await submitted(work, TakedownStatus.PENDING)
    row = await latest(work, case_id)
    await failures.refused(work.hub, row.id, 410, "gone for good")
    assert (await work.case(case_id)).state == "failed"
    await event(work, _E.TAKEDOWN_REMOVED, takedown_id=row.id)
    assert (await work.case(case_id)).state == "submitted"
    assert (await latest(work, case_id)).state == TakedownState.REMOVED
