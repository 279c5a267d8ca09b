"""The audit trail: what leaves an entry, who reads which, and that nobody changes one."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from aacabot.domain.audit_trail import TrailAsked
from aacabot.domain.cases import DeclineReason, DismissReason
from aacabot.domain.errors import AlreadyDecided, NeedsRole
from aacabot.domain.ids import new_id
from aacabot.domain.rights import ReasonCode
from aacabot.domain.viewers import EVERYONE
from aacabot.services import audit_trail, enforcement, lanes, retraction, reviews
from aacabot.services.audit_trail import NoSuchMember, begin_export, exported, may_audit, read_trail
from aacabot.services.hub import Hub
from aacabot.services.people import Reader, identify
from aacabot.store.models import AuditEntryRow, CaseEventRow, GrantRow, Member
from tests.journeys.alliance import ANN, BEA, BEN, GIL, OLA, OPS, RAY, VIC
from tests.services.casework import REX, Casework

ALL = TrailAsked()


async def reader(work: Casework, user: str) -> Reader:
    return await identify(work.hub, OPS, user)


async def make_admin(work: Casework, user: str) -> None:
    """The journeys' members have no admins of their own."""
    person = await work.person(user)
    async with work.hub.unit(EVERYONE) as unit:
        unit.session.add(GrantRow(id=new_id(), person_id=person.id, role="admin", member_id=person.of_member))


async def some_decisions(hub: Hub) -> Casework:
    work = await Casework.begun(hub)
    acme, beta = await work.suspect("acme"), await work.suspect("beta")
    await enforcement.confirm(work.hub, await work.person(ANN), acme)
    work.later(hours=14)
    await enforcement.dismiss(work.hub, await work.person(BEA), beta, DismissReason.GENUINE, "Names Zed.")
    await lanes.stop(work.hub, "Ola", by=await work.person(OLA))
    await lanes.reopen(work.hub, "acme", by="cli:root")
    return work


async def test_every_decision_leaves_one_entry_in_its_own_commit(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ann, ben, gil, rex = [await work.person(user) for user in (ANN, BEN, GIL, REX)]
    first, second = await work.suspect("acme"), await work.suspect("gamma")
    await enforcement.ask_info(work.hub, ann, first, "Who is Zed?")
    await reviews.answer_info(work.hub, rex, first, "Nobody.")
    await enforcement.confirm(work.hub, ben, first)
    with pytest.raises(AlreadyDecided):
        await enforcement.confirm(work.hub, ann, first)
    await retraction.retract(work.hub, ann, first, "Zed told me so")
    await enforcement.confirm(work.hub, gil, second)
    await reviews.decline(work.hub, rex, second, DeclineReason.WRONG_CLASS, "Ask Zed.")
    entries = await work.rows(AuditEntryRow, action="case.decided")
    assert [(one.person_id, one.details["event"], one.details.get("reason")) for one in entries] == [
        (ann.id, "asked_info", None),
        (rex.id, "info_given", None),
        (ben.id, "confirmed", ReasonCode.COUNTERFEIT),
        (ann.id, "retracted", None),
        (gil.id, "confirmed", ReasonCode.COUNTERFEIT),
        (rex.id, "review_declined", DeclineReason.WRONG_CLASS.value),
    ]
    case = await work.case(first)
    assert {one.details["number"] for one in entries[:4]} == {case.number}
    assert {(one.member_id, one.subject_id, one.team_id) for one in entries[:4]} == {
        (case.member_id, case.id, OPS)
    }
    assert "Zed" not in str([one.details for one in entries])


async def test_lanes_leave_entries_by_person_and_command_line(hub: Hub) -> None:
    work = await some_decisions(hub)
    stopped, opened = await work.rows(AuditEntryRow, action="lane.changed")
    assert (stopped.actor, stopped.member_id, stopped.details) == ("person", None, {"to": "stopped"})
    assert (opened.actor, opened.person_id, opened.details) == ("cli:root", None, {"to": "opened"})
    assert opened.member_id is not None


async def test_a_members_admin_reads_their_own_member_and_the_operator_all(hub: Hub) -> None:
    work = await some_decisions(hub)
    await make_admin(work, BEA)
    seen = {}
    for user in (BEA, ANN, OLA):
        lines, total = await read_trail(work.hub, await reader(work, user), ALL)
        assert total == len(lines)
        seen[user] = [(line.action, line.member) for line in lines]
    assert seen[BEA] == [("case.decided", "Quorvane Group")]
    assert seen[ANN] == [("lane.changed", "Zephyrine Group"), ("case.decided", "Zephyrine Group")]
    assert set(seen[OLA]) >= {*seen[BEA], *seen[ANN], ("alliance.applied", None), ("lane.changed", None)}


async def test_who_may_not_audit_is_refused_and_sees_no_tab(hub: Hub) -> None:
    work = await some_decisions(hub)
    for user in (VIC, GIL, RAY, REX):
        found = await reader(work, user)
        assert not may_audit(found.person)
        with pytest.raises(NeedsRole) as refused:
            await read_trail(work.hub, found, ALL)
        assert refused.value.organisation == found.home_name
    assert audit_trail.audits((await reader(work, OLA)).person) is None


async def test_the_trail_is_narrowed_down_by_kind_day_and_person(hub: Hub) -> None:
    work = await some_decisions(hub)
    ola = await reader(work, OLA)

    async def actions(words: str, timezone: str = "UTC") -> list[str]:
        asked = TrailAsked.of(words)
        lines, _ = await read_trail(work.hub, Reader(ola.person, "en", timezone), asked)
        return [line.action for line in lines]

    assert await actions("case") == ["case.decided", "case.decided"]
    assert await actions("lane.changed") == ["lane.changed", "lane.changed"]
    assert await actions("bea") == ["case.decided"]
    assert await actions("case 2026-11-22") == ["case.decided"]
    assert await actions("case 2026-11-23") == ["case.decided"]
    assert await actions("case 2026-11-22", "Pacific/Honolulu") == ["case.decided"] * 2
    assert await actions("%") == await actions("2026-01-01") == []


async def test_a_long_trail_is_paged_without_losing_an_entry(hub: Hub) -> None:
    work = await some_decisions(hub)
    ola = await reader(work, OLA)
    whole, total = await read_trail(work.hub, ola, ALL, per_page=100)
    paged = []
    for page in range(1, total + 1):
        lines, _ = await read_trail(work.hub, ola, ALL, page=page, per_page=1)
        paged += lines
    assert [line.id for line in paged] == [line.id for line in whole]
    beyond, _ = await read_trail(work.hub, ola, ALL, page=999, per_page=4)
    assert beyond


async def test_an_export_has_every_entry_once_in_order_and_is_itself_written_down(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_trail, "_BATCH", 2)
    work = await some_decisions(hub)
    wanted = await begin_export(work.hub, "cli:root", form="csv", since=work.now - timedelta(days=3))
    lines = [line async for line in exported(work.hub, wanted)]
    rows = await work.rows(AuditEntryRow)
    assert sorted(line.id for line in lines) == [row.id for row in rows]
    assert [line.at for line in lines] == sorted(line.at for line in lines)
    assert lines[-1].action == "audit.exported"
    assert lines[-1].details["format"] == "csv"
    (member,) = await work.rows(Member, key="beta")
    wanted = await begin_export(work.hub, "cli:root", form="jsonl", member_key="beta")
    beta = [line async for line in exported(work.hub, wanted)]
    assert {line.member for line in beta} == {member.name}
    assert [line.person for line in beta] == ["Bea", None]
    count = len(await work.rows(AuditEntryRow))
    with pytest.raises(NoSuchMember):
        await begin_export(work.hub, "cli:root", form="csv", member_key="nobody")
    assert len(await work.rows(AuditEntryRow)) == count


async def test_entries_and_events_are_only_ever_added_on_both_databases(hub: Hub) -> None:
    work = await some_decisions(hub)
    before = len(await work.rows(AuditEntryRow))
    for table in (AuditEntryRow, CaseEventRow):
        for statement in (sa.update(table).values(member_id="another"), sa.delete(table)):
            with pytest.raises(DBAPIError, match=r"only ever added|permission denied"):
                async with work.hub.unit(EVERYONE) as unit:
                    await unit.session.execute(statement)
    assert len(await work.rows(AuditEntryRow)) == before
