"""Announcements: to all, a region or members by name; answers kept per person, the last one counts."""

from datetime import timedelta

import pytest

from aacabot.domain.announcements import MemberAnswered, RsvpAnswer
from aacabot.domain.errors import FieldProblem, NeedsRole, NotInvited
from aacabot.domain.ids import new_id
from aacabot.domain.viewers import EVERYONE
from aacabot.services import announcements
from aacabot.services.hub import Hub
from aacabot.store.models import Announcement, AuditEntryRow, Drain, Member, Rsvp, SlackMessageRow
from tests.journeys.alliance import ANN, BEA, BEN, GIL, OLA, RAY
from tests.services.casework import REX, Casework

WORDS = ("Alliance day", "Come and meet the desk.")


async def announced(work: Casework, *, days: float | None = 30, **to: object) -> str:
    ident = new_id()
    at = work.now + timedelta(days=days) if days is not None else None
    await announcements.announce(
        work.hub, await work.person(OLA), ident, *WORDS, happens_at=at, **to  # type: ignore[arg-type]
    )  # fmt: skip
    await announcements.spread(work.hub, ident)
    return ident


async def told(work: Casework, ident: str) -> list[str]:
    rows = await work.rows(SlackMessageRow, kind="notice", subject=f"announcement:{ident}")
    return sorted(row.channel for row in rows)


async def member_id(work: Casework, key: str) -> str:
    (row,) = await work.rows(Member, key=key)
    return str(row.id)


async def test_all_members_are_told_once_each_in_their_channel(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ident = await announced(work)
    await announcements.spread(work.hub, ident)
    await announcements.spread_recent(work.hub)
    assert await told(work, ident) == ["T0OPS:C0ACME", "T0OPS:C0BETA", "T0OPS:C0GAMMA"]
    assert {drain.key for drain in await work.rows(Drain, owed=True)} >= set(await told(work, ident))
    (entry,) = await work.rows(AuditEntryRow, action="announcement.made")
    assert entry.details == {"members": 3, "event": True}


async def test_the_same_form_sent_twice_announces_once(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ident, ola = new_id(), await work.person(OLA)
    for _ in range(2):
        await announcements.announce(work.hub, ola, ident, *WORDS)
    assert len(await work.rows(Announcement)) == 1
    assert len(await work.rows(AuditEntryRow, action="announcement.made")) == 1


async def test_a_region_or_members_by_name_are_told_and_no_others(hub: Hub) -> None:
    work = await Casework.begun(hub)
    async with work.hub.unit(EVERYONE) as unit:
        (await unit.session.get_one(Member, await member_id(work, "gamma"))).region = "china"
    by_region = await announced(work, region="china")
    by_name = await announced(work, member_ids=[await member_id(work, "beta")], region="china")
    assert await told(work, by_region) == ["T0OPS:C0GAMMA"]
    assert await told(work, by_name) == ["T0OPS:C0BETA"]


async def test_a_thousand_members_are_told_in_batches_and_a_crash_is_made_up_for(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(announcements, "AT_ONCE", 4)
    work = await Casework.begun(hub)
    async with work.hub.unit(EVERYONE) as unit:
        for number in range(10):
            key = f"m{number}"
            unit.session.add(
                Member(id=f"zz{number}", key=key, name=key, team_id="T0OPS", channel_id=f"C0{number}")
            )
        # Two members in one channel: it is told once.
        unit.session.add(Member(id="zzz", key="twin", name="Twin", team_id="T0OPS", channel_id="C01"))
        unit.session.add(Member(id="zzzz", key="none", name="None"))
    ident = new_id()
    await announcements.announce(work.hub, await work.person(OLA), ident, *WORDS)
    assert await told(work, ident) == []  # the process ended here
    await announcements.spread_recent(work.hub)
    assert len(await told(work, ident)) == 13
    work.later(days=2)
    await announcements.spread_recent(work.hub)
    assert len(await told(work, ident)) == 13


async def test_the_last_answer_of_a_person_counts_and_the_operator_sees_whose(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ident = await announced(work)
    for user, given in (
        (ANN, RsvpAnswer.MAYBE),
        (ANN, RsvpAnswer.COMING),
        (BEN, RsvpAnswer.COMING),
        (RAY, RsvpAnswer.NOT),  # the agency answers for the member it acts for
    ):
        await announcements.answer(work.hub, await work.person(user), ident, given)
    ola = await work.person(OLA)
    ((listed,), total) = await announcements.list_announcements(work.hub, ola)
    assert (total, listed.members) == (1, 3)
    assert listed.answers == {RsvpAnswer.COMING: 2, RsvpAnswer.NOT: 1}
    lines, count = await announcements.answers(work.hub, ola, ident)
    assert count == 2
    assert lines == [
        MemberAnswered(member="Zephyrine Group", answer=RsvpAnswer.COMING, people=2),
        MemberAnswered(member="Quorvane Group", answer=RsvpAnswer.NOT, people=1),
    ]
    assert len(await work.rows(AuditEntryRow, action="rsvp.given")) == 4
    (beta,) = {row.member_id for row in await work.rows(Rsvp, answer="not")}
    assert beta == await member_id(work, "beta")


async def test_answers_to_what_is_not_addressed_or_no_event_are_refused(hub: Hub) -> None:
    work = await Casework.begun(hub)
    only_beta = await announced(work, member_ids=[await member_id(work, "beta")])
    no_event = await announced(work, days=None)
    for user, ident in ((ANN, only_beta), (BEA, no_event), (BEA, new_id()), (BEA, "'; --"), (REX, only_beta)):
        with pytest.raises(NotInvited):
            await announcements.answer(work.hub, await work.person(user), ident, RsvpAnswer.COMING)
    assert await work.rows(Rsvp) == []


async def test_only_the_operators_admins_announce_and_only_the_operator_sees_answers(hub: Hub) -> None:
    work = await Casework.begun(hub)
    for user in (ANN, REX):
        with pytest.raises(NeedsRole):
            await announcements.announce(work.hub, await work.person(user), new_id(), *WORDS)
    ident = await announced(work)
    for user in (ANN, GIL, RAY):
        with pytest.raises(NeedsRole):
            await announcements.answers(work.hub, await work.person(user), ident)
        with pytest.raises(NeedsRole):
            await announcements.list_announcements(work.hub, await work.person(user))


async def test_what_cannot_be_meant_announces_nothing(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ola, past = await work.person(OLA), work.now - timedelta(minutes=1)
    for field, title, text, more in (
        ("announce_title", " ", "x", {}),
        ("announce_title", "x" * 151, "x", {}),
        ("announce_text", "x", "x" * 2_501, {}),
        ("announce_date", "x", "x", {"happens_at": past}),
        ("announce_region", "x", "x", {"region": "americas"}),
        ("announce_members", "x", "x", {"member_ids": ["nobody"]}),
    ):
        with pytest.raises(FieldProblem) as problem:
            await announcements.announce(work.hub, ola, new_id(), title, text, **more)
        assert problem.value.field == field
    assert await work.rows(Announcement) == []
