"""The record decides what goes out at once; two of the operator's people can, for a while."""

import asyncio
from datetime import date

import pytest

from aacabot.domain.cases import CaseEventKind
from aacabot.domain.errors import AnotherMustApprove, FieldProblem, NeedsRole, OverrideOver
from aacabot.domain.good_faith import GoodFaithStatus
from aacabot.domain.people import Person
from aacabot.domain.viewers import EVERYONE
from aacabot.services import enforcement
from aacabot.services.good_faith import has_fast_lane, overrides
from aacabot.services.good_faith.telling import tell_changes
from aacabot.services.hub import Hub, Unit
from aacabot.store.models import AuditEntryRow, GoodFaithOverride, Marketplace, Member, SlackMessageRow
from tests.journeys import alliance as journey
from tests.services.casework import REX, Casework
from tests.services.records import happen, sent_cases

E, S = CaseEventKind, GoodFaithStatus
LAST = date(2026, 12, 1)


async def is_fast(work: Casework, reason_code: str = "COUNTERFEIT") -> bool:
    (member,) = await work.rows(Member, key="acme")
    (marketplace,) = await work.rows(Marketplace)
    async with work.hub.database.read(EVERYONE) as session:
        unit = Unit(session, EVERYONE, work.hub.clock())
        return await has_fast_lane(unit, member, marketplace, reason_code)


async def without_file_lane(work: Casework) -> None:
    (member,) = await work.rows(Member, key="acme")
    async with work.hub.unit(EVERYONE) as unit:
        (await unit.session.get_one(Member, member.id)).fast_lane = []


async def at(work: Casework) -> tuple[str, str]:
    (member,) = await work.rows(Member, key="acme")
    return member.id, (await work.marketplace()).id


async def told(work: Casework, kind: str) -> list[SlackMessageRow]:
    rows = await work.rows(SlackMessageRow, kind="notice")
    return [row for row in rows if row.values["kind"] == kind]


async def asked_for(work: Casework, by: Person, status: GoodFaithStatus = S.GRANTED) -> str:
    await overrides.ask(work.hub, by, *await at(work), status, "Court order 12/26", LAST)
    return str((await work.rows(GoodFaithOverride))[-1].id)


async def test_while_provisional_the_alliance_file_decides(hub: Hub) -> None:
    work = await Casework.begun(hub)
    assert await is_fast(work)
    await without_file_lane(work)
    assert not await is_fast(work)


async def test_a_granted_record_goes_out_at_once_without_the_file(hub: Hub) -> None:
    work = await Casework.begun(hub)
    await without_file_lane(work)
    await happen(work, E.VERIFIED, await sent_cases(work, 20))
    assert await is_fast(work)
    case_id = await work.suspect()
    file = await enforcement.confirm(work.hub, await work.person(journey.ANN), case_id)
    assert file.state == "confirmed"


async def test_a_revoked_record_goes_past_the_desk_whatever_the_file_says(hub: Hub) -> None:
    work = await Casework.begun(hub)
    sent = await sent_cases(work, 20)
    await happen(work, E.VERIFIED, sent)
    await happen(work, E.RESTORED, sent[:3])
    assert not await is_fast(work)
    case_id = await work.suspect()
    file = await enforcement.confirm(work.hub, await work.person(journey.ANN), case_id)
    assert file.state == "platform_review"


async def test_a_reason_code_that_failed_goes_past_the_desk_alone(hub: Hub) -> None:
    work = await Casework.begun(hub)
    await happen(work, E.VERIFIED, await sent_cases(work, 300))
    bad = await sent_cases(work, 20, ["TRADEMARK_USE"])
    await happen(work, E.VERIFIED, bad[:15])
    await happen(work, E.DECLINED, bad[15:])
    assert await is_fast(work)
    assert not await is_fast(work, "TRADEMARK_USE")
    assert await is_fast(work, "DESIGN"), "few decisions: the overall record stands"


async def test_the_admins_and_the_desk_are_told_once_with_the_cases(hub: Hub) -> None:
    work = await Casework.begun(hub)
    sent = await sent_cases(work, 20)
    await happen(work, E.VERIFIED, sent)
    assert await tell_changes(work.hub) == 1
    assert await tell_changes(work.hub) == 0
    work.later(minutes=1)
    await happen(work, E.RESTORED, sent[:2])
    await tell_changes(work.hub)
    notices = await told(work, "good_faith_changed")
    lost = [row.values["values"] for row in notices if row.values["values"]["changes"][0]["to"] == "revoked"]
    assert sorted(bool(one.get("for_desk")) for one in lost) == [False, True]
    numbers = {(await work.case(case_id)).number for case_id in sent[:2]}
    assert {one["number"] for one in lost[0]["cases"]} == numbers
    assert {(one["from"], one["to"]) for one in lost[0]["changes"]} == {("granted", "revoked")}


async def test_what_changed_and_changed_back_is_told_of_nobody(hub: Hub) -> None:
    work = await Casework.begun(hub)
    sent = await sent_cases(work, 140)
    await happen(work, E.VERIFIED, sent[:20])
    await tell_changes(work.hub)
    before = len(await told(work, "good_faith_changed"))
    await happen(work, E.RESTORED, sent[:1])
    await happen(work, E.VERIFIED, sent[20:])
    assert await tell_changes(work.hub) == 0
    assert len(await told(work, "good_faith_changed")) == before


async def test_an_override_decides_once_another_has_approved_it(hub: Hub) -> None:
    work = await Casework.begun(hub)
    await without_file_lane(work)
    rex, otto = await work.person(REX), await work.person("U0OTTO")
    ident = await asked_for(work, rex)
    assert not await is_fast(work)
    with pytest.raises(AnotherMustApprove):
        await overrides.approve(work.hub, rex, ident)
    await overrides.approve(work.hub, otto, ident)
    assert await is_fast(work)
    with pytest.raises(OverrideOver):
        await overrides.approve(work.hub, otto, ident)
    work.later(days=10)
    assert not await is_fast(work), "the last day is over"
    assert await overrides.end_expired(work.hub) == 1
    assert await overrides.end_expired(work.hub) == 0
    entries = await work.rows(AuditEntryRow, action="good_faith.overridden")
    assert sorted(one.details["what"] for one in entries) == ["approved", "asked", "expired"]
    whats = sorted(
        row.values["values"]["what"]
        for row in await told(work, "good_faith_by_hand")
        if row.values["values"].get("for_desk")
    )
    assert whats == ["approved", "asked", "expired"]


async def test_an_override_can_take_the_lane_away_and_be_ended(hub: Hub) -> None:
    work = await Casework.begun(hub)
    rex, otto = await work.person(REX), await work.person("U0OTTO")
    ident = await asked_for(work, rex, S.REVOKED)
    await overrides.approve(work.hub, otto, ident)
    assert not await is_fast(work)
    await overrides.end(work.hub, rex, ident)
    assert await is_fast(work)
    with pytest.raises(OverrideOver):
        await overrides.end(work.hub, rex, ident)


async def test_of_two_who_approve_at_once_one_does(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ola, rex, otto = [await work.person(one) for one in (journey.OLA, REX, "U0OTTO")]
    ident = await asked_for(work, ola)
    done = await asyncio.gather(
        *(overrides.approve(work.hub, one, ident) for one in (rex, otto)), return_exceptions=True
    )
    assert sum(isinstance(one, OverrideOver) for one in done) == 1


async def test_only_the_operators_people_set_it_by_hand_and_not_for_long(hub: Hub) -> None:
    work = await Casework.begun(hub)
    rex = await work.person(REX)
    pair = await at(work)
    with pytest.raises(NeedsRole):
        await overrides.ask(work.hub, await work.person(journey.ANN), *pair, S.GRANTED, "Please", LAST)
    for last, status, reason in (
        (date(2026, 12, 22), S.GRANTED, "Too long"),
        (date(2026, 11, 21), S.GRANTED, "Over"),
        (LAST, S.WATCH, "Not by hand"),
        (LAST, S.GRANTED, "  "),
    ):
        with pytest.raises(FieldProblem):
            await overrides.ask(work.hub, rex, *pair, status, reason, last)
    await overrides.ask(work.hub, rex, *pair, S.GRANTED, "As long as it can be", date(2026, 12, 21))
    assert len(await work.rows(GoodFaithOverride)) == 1
