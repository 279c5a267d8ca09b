"""Members in need are put before their account manager: once for each cause, whoever looks."""

import asyncio
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlmodel import col

from aacabot.domain.cases import DeclineReason, DismissReason
from aacabot.domain.viewers import EVERYONE
from aacabot.services import conversations, enforcement, reviews
from aacabot.services import help as desk
from aacabot.services.hub import Hub
from aacabot.services.outreach import reach_out
from aacabot.store.models import HelpRequest, Member, SlackMessageRow
from tests.journeys.alliance import ANN, GIL, OLA
from tests.services.casework import Casework


async def joined(work: Casework, at: datetime | None, *keys: str, **changes: object) -> None:
    """These members joined at a moment, all others never."""
    async with work.hub.unit(EVERYONE) as unit:
        await unit.session.execute(update(Member).values(joined_at=None))
        await unit.session.execute(
            update(Member).where(col(Member.key).in_(keys)).values(joined_at=at, **changes)
        )


async def causes(work: Casework) -> list[tuple[str, dict[str, str]]]:
    """(kind, facts) of what the hub has opened, in order."""
    return [(row.kind, row.facts) for row in await work.rows(HelpRequest) if row.cause]


async def test_a_member_that_has_not_begun_a_week_after_joining_is_put_before_its_manager(hub: Hub) -> None:
    work = await Casework.begun(hub)
    await joined(work, work.now, "acme", "beta")
    await joined(work, work.now, "acme", "beta", channel_id=None)
    work.later(days=6, hours=23)
    assert await reach_out(work.hub) == 0
    work.later(hours=1)
    assert [await reach_out(work.hub) for _ in range(2)] == [2, 0]
    assert await causes(work) == [("outreach_new", {"missing": "channel"})] * 2
    cards = await work.rows(SlackMessageRow, kind="help")
    assert {card.channel for card in cards} == {"T0OPS:C0OPS"}


async def test_a_member_with_a_channel_and_a_decision_has_begun(hub: Hub) -> None:
    work = await Casework.begun(hub)
    await joined(work, work.now, "acme", "beta")
    case_id = await work.suspect()
    await enforcement.dismiss(work.hub, await work.person(ANN), case_id, DismissReason.GENUINE)
    work.later(days=8)
    await reach_out(work.hub)
    assert await causes(work) == [("outreach_new", {"missing": "decision"})]


async def declined(work: Casework) -> None:
    """Gil confirms for Gamma, and the desk declines."""
    case_id = await work.suspect("gamma")
    await enforcement.confirm(work.hub, await work.person(GIL), case_id)
    await reviews.decline(work.hub, await work.person(OLA), case_id, DeclineReason.WRONG_CLASS, None)
    work.later(minutes=1)


async def test_three_declines_in_a_row_are_one_cause_however_long_the_run(hub: Hub) -> None:
    work = await Casework.begun(hub)
    await joined(work, None)
    for _ in range(2):
        await declined(work)
    assert await reach_out(work.hub) == 0
    await declined(work)
    assert await reach_out(work.hub) == 1
    await declined(work)
    assert await reach_out(work.hub) == 0
    assert await causes(work) == [("outreach_declines", {"count": "3"})]


async def test_stuck_cases_are_told_once_and_again_only_when_closed_and_others_are_stuck(hub: Hub) -> None:
    work = await Casework.begun(hub)
    await joined(work, None)
    first = await work.suspect()
    work.later(hours=47)
    second = await work.suspect()
    assert await reach_out(work.hub) == 0
    work.later(hours=2)
    assert [await reach_out(work.hub) for _ in range(2)] == [1, 0]
    assert await causes(work) == [("outreach_stuck", {"count": "1"})]
    (request,) = await work.rows(HelpRequest)
    assert request.case_id == first

    work.later(hours=48)
    await enforcement.dismiss(work.hub, await work.person(ANN), first, DismissReason.GENUINE)
    assert await reach_out(work.hub) == 0
    await desk.close(work.hub, await work.person(OLA), request.id)
    assert await reach_out(work.hub) == 1
    assert {row.case_id for row in await work.rows(HelpRequest)} == {first, second}


async def test_a_second_person_is_waited_for_twelve_hours(hub: Hub) -> None:
    work = await Casework.begun(hub, brake_confirms=1)
    await joined(work, None)
    ann = await work.person(ANN)
    for _ in range(2):
        await enforcement.confirm(work.hub, ann, await work.suspect())
    work.later(hours=12)
    assert await reach_out(work.hub) == 0
    work.later(minutes=1)
    assert await reach_out(work.hub) == 1


async def test_two_nodes_open_a_cause_once(hub: Hub) -> None:
    work = await Casework.begun(hub)
    await joined(work, None)
    await work.suspect()
    await work.suspect("beta")
    work.later(hours=49)
    assert sum(await asyncio.gather(*(reach_out(work.hub) for _ in range(3)))) == 2
    assert len(await causes(work)) == 2


async def test_the_member_sees_nothing_of_it_until_the_desk_has_written(hub: Hub) -> None:
    work = await Casework.begun(hub)
    await joined(work, None)
    await work.suspect()
    work.later(hours=49)
    await reach_out(work.hub)
    (request,) = await work.rows(HelpRequest)
    assert request.reply_by == work.now + timedelta(hours=72)
    ann, ola = await work.person(ANN), await work.person(OLA)
    assert await conversations.read(work.hub, ann, request.id) is None
    shown = await conversations.read(work.hub, ola, request.id)
    assert shown is not None
    assert (shown.asked_by, shown.fact("count")) == (None, "1")
    await desk.say(work.hub, ola, request.id, "Shall I help with these?")
    told = [
        row.channel
        for row in await work.rows(SlackMessageRow, kind="notice")
        if "help_answered" in row.subject
    ]
    assert told == ["T0OPS:C0ACME"]  # nobody administers this member
