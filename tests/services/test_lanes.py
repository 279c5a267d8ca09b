"""The safety switches: nothing more goes out, nothing is lost, and the cards say so."""

import pytest
from sqlalchemy import select

from aacabot.domain.cases import CaseState
from aacabot.domain.viewers import EVERYONE
from aacabot.services import enforcement, lanes, orders, retraction, takedowns
from aacabot.services.hub import Hub
from aacabot.store.models import Drain, SlackMessageRow, TakedownRow
from tests.journeys.alliance import ANN, BEA
from tests.services import steps
from tests.services.casework import Casework


async def confirmed(work: Casework, brand: str, user: str) -> str:
    case_id = await work.suspect(brand)
    await enforcement.confirm(work.hub, await work.person(user), case_id)
    return case_id


async def look(work: Casework, case_id: str) -> orders.Order | None:
    """What the marketplace's worker does first with what is due."""
    takedown = await work.takedown(case_id)
    assert takedown is not None
    return await steps.open_order(work.hub, takedown.id)


async def due(work: Casework) -> set[str]:
    """The cases whose takedown is due now."""
    return {row.case_id for row in await work.rows(TakedownRow) if row.due_at and row.due_at <= work.now}


async def marketplace_worker_is_owed(work: Casework) -> bool:
    async with work.hub.database.read(EVERYONE) as session:
        found = await session.execute(select(Drain).where(Drain.name == takedowns.WORKER))  # type: ignore[arg-type]
        return any(drain.owed for drain in found.scalars())


async def test_stopping_everything_holds_what_is_owed_and_the_cards_say_so(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await confirmed(work, "acme", ANN)
    await lanes.stop(work.hub, "Ola")
    later = await confirmed(work, "beta", BEA)

    for held in (case_id, later):
        assert await look(work, held) is None
        takedown = await work.takedown(held)
        assert takedown is not None
        assert (takedown.state, takedown.due_at, takedown.problem) == ("owed", None, "lane_stopped")
        shown = await work.alert(held)
        assert shown.state is CaseState.CONFIRMED
        assert shown.takedown is not None
        assert shown.takedown.paused_by_lane
    assert await due(work) == set()
    switches = await lanes.shown(work.hub)
    assert (switches.stopped_by, switches.stopped_at, switches.stopped_members) == ("Ola", work.now, ())


async def test_opening_again_makes_what_waited_due_and_wakes_the_marketplaces_worker(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await confirmed(work, "acme", ANN)
    await lanes.stop(work.hub, "Ola")
    await look(work, case_id)
    work.later(hours=1)
    await lanes.reopen(work.hub)
    assert await due(work) == {case_id}
    assert await marketplace_worker_is_owed(work)
    shown = await work.alert(case_id)
    assert shown.takedown is not None
    assert not shown.takedown.paused_by_lane
    assert await look(work, case_id) is not None
    assert (await lanes.shown(work.hub)).stopped_at is None


async def test_one_member_can_be_stopped_while_the_others_go_on(hub: Hub) -> None:
    work = await Casework.begun(hub)
    await lanes.stop(work.hub, "Ola", "acme")
    acme, beta = await confirmed(work, "acme", ANN), await confirmed(work, "beta", BEA)
    assert await look(work, acme) is None
    assert await look(work, beta) is not None
    assert await due(work) == {beta}
    assert (await lanes.shown(work.hub)).stopped_members == ("Zephyrine Group",)
    assert set(await lanes.flowing_members(work.hub)) == {"beta", "gamma"}
    await lanes.reopen(work.hub, "acme")
    assert await look(work, acme) is not None


async def test_opening_for_all_does_not_open_a_stopped_member_unless_everything_is_opened(hub: Hub) -> None:
    work = await Casework.begun(hub)
    await lanes.stop(work.hub, "Ola")
    await lanes.stop(work.hub, "Ola", "acme")
    acme = await confirmed(work, "acme", ANN)
    await look(work, acme)
    await lanes.reopen(work.hub)
    assert await look(work, acme) is None
    await lanes.reopen_everything(work.hub)
    assert await look(work, acme) is not None
    switches = await lanes.shown(work.hub)
    assert (switches.stopped_at, switches.stopped_members) == (None, ())


async def test_a_notice_is_not_written_once_the_lane_was_stopped(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await confirmed(work, "acme", ANN)
    order = await look(work, case_id)
    assert order is not None
    await lanes.stop(work.hub, "Ola", "acme")
    assert await steps.write_notice(work.hub, order, []) is None
    takedown = await work.takedown(case_id)
    assert takedown is not None
    assert (takedown.state, takedown.notice) == ("owed", None)


async def test_what_may_already_be_at_the_marketplace_is_followed_up_although_the_lane_is_stopped(
    hub: Hub,
) -> None:
    work = await Casework.begun(hub)
    case_id = await confirmed(work, "acme", ANN)
    await work.send(case_id)
    await lanes.stop(work.hub, "Ola")
    assert await look(work, case_id) is not None


async def test_a_held_takedown_can_be_taken_back_and_stays_back(hub: Hub) -> None:
    work = await Casework.begun(hub)
    await lanes.stop(work.hub, "Ola")
    case_id = await confirmed(work, "acme", ANN)
    await look(work, case_id)
    await retraction.retract(work.hub, await work.person(ANN), case_id)
    await lanes.reopen(work.hub)
    assert await due(work) == set()
    assert await look(work, case_id) is None
    assert (await work.case(case_id)).state == CaseState.RETRACTED


async def test_the_control_card_is_one_message_and_wanted_at_each_turn(hub: Hub) -> None:
    work = await Casework.begun(hub)
    await lanes.stop(work.hub, "Ola")
    await lanes.stop(work.hub, "Rex")
    await lanes.reopen(work.hub)
    (card,) = await work.rows(SlackMessageRow, kind="lane")
    assert (card.channel, card.wanted_rev, card.unsent) == ("T0OPS:C0OPS", 3, True)


async def test_a_member_nobody_knows_cannot_be_stopped(hub: Hub) -> None:
    work = await Casework.begun(hub)
    for key in ("nobody", "", "x" * 2_000):
        with pytest.raises(lanes.NoSuchMember):
            await lanes.stop(work.hub, "Ola", key)
        with pytest.raises(lanes.NoSuchMember):
            await lanes.reopen(work.hub, key)
    assert (await lanes.shown(work.hub)).stopped_at is None
