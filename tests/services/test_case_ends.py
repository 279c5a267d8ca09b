"""Cases that end by themselves: expired undecided, archived long after, kept by a legal hold."""

import asyncio

from aacabot.domain.cases import CaseState, DismissReason
from aacabot.domain.ids import new_id
from aacabot.domain.viewers import EVERYONE
from aacabot.services import enforcement
from aacabot.services.case_ends import archive_ended, expire_undecided
from aacabot.services.hub import Hub
from aacabot.services.reopening import reopen
from aacabot.store.models import LegalHold, SlackMessageRow
from tests.journeys.alliance import ANN
from tests.services.casework import REX, Casework


async def test_a_case_nobody_decided_in_72_hours_goes_back_to_the_desk(hub: Hub) -> None:
    work = await Casework.begun(hub)
    first, second = await work.suspect(), await work.suspect()
    work.later(hours=71)
    assert await expire_undecided(work.hub) == 0
    work.later(hours=1)
    expired = await asyncio.gather(expire_undecided(work.hub), expire_undecided(work.hub))
    assert sum(expired) == 2
    for case_id in (first, second):
        assert (await work.case(case_id)).state == CaseState.EXPIRED
        assert [one.kind for one in await work.events(case_id)].count("expired") == 1
    (card,) = [
        row
        for row in await work.rows(SlackMessageRow, kind="notice")
        if row.values["kind"] == "cases_expired"
    ]
    assert card.channel == "T0OPS:C0OPS"
    assert {case["id"] for case in card.values["values"]["cases"]} == {first, second}
    await reopen(work.hub, await work.person(REX), first, "The brand was on holiday.")
    assert (await work.case(first)).state == CaseState.ALERTED


async def test_the_clock_that_stands_still_expires_nothing(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await work.suspect()
    work.later(hours=20)
    await enforcement.ask_info(work.hub, await work.person(ANN), case_id, "Whose shop is it?")
    work.later(days=10)
    assert await expire_undecided(work.hub) == 0
    assert (await work.case(case_id)).state == CaseState.NEEDS_INFO


async def ended(work: Casework) -> str:
    case_id = await work.suspect()
    await enforcement.dismiss(work.hub, await work.person(ANN), case_id, DismissReason.GENUINE)
    return case_id


async def test_a_case_is_frozen_180_days_after_its_end_and_not_before(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await ended(work)
    work.later(days=179)
    assert await archive_ended(work.hub) == 0
    work.later(days=1)
    assert sum(await asyncio.gather(archive_ended(work.hub), archive_ended(work.hub))) == 1
    case = await work.case(case_id)
    assert (case.state, case.ended_as) == (CaseState.ARCHIVED, CaseState.DISMISSED)
    assert await archive_ended(work.hub) == 0


async def test_a_legal_hold_keeps_a_case_or_all_of_a_members_from_the_archive(hub: Hub) -> None:
    work = await Casework.begun(hub)
    held, free = await ended(work), await ended(work)
    member_id = (await work.case(held)).member_id
    async with work.hub.unit(EVERYONE) as unit:
        unit.session.add(
            LegalHold(id=new_id(), member_id=member_id, case_id=held, reason="Suit", set_at=unit.now)
        )
    work.later(days=200)
    await archive_ended(work.hub)
    assert (await work.case(held)).state == CaseState.DISMISSED
    assert (await work.case(free)).state == CaseState.ARCHIVED
    async with work.hub.unit(EVERYONE) as unit:
        (hold,) = await work.rows(LegalHold)
        row = await unit.session.get_one(LegalHold, hold.id)
        row.released_at = unit.now
    assert await archive_ended(work.hub) == 1
