"""One click on an item: one word a member, exact counts, and a source that hears without learning who."""

import asyncio
from datetime import UTC, datetime

import pytest

from aacabot.domain.errors import IntelNotFound, NeedsRole, OwnIntel
from aacabot.domain.intel import Draft, IntelKind, Label
from aacabot.domain.intel.verdicts import Verdict, told_of
from aacabot.domain.people import Grant, Person, Role
from aacabot.domain.viewers import EVERYONE
from aacabot.services.hub import Hub
from aacabot.services.intel.sharing import share
from aacabot.services.intel.telling import tell_sources
from aacabot.services.intel.verdicts import judge, judges_for
from aacabot.store.intel.items import lock_item
from aacabot.store.models import AuditEntryRow, IntelItem, IntelMove, IntelVerdict, Member, SlackMessageRow
from tests.journeys.alliance import ANN, BEA, BEN, OLA, RAY, VIC
from tests.services.casework import Casework

SHOP = Draft(kind=IntelKind.STOREFRONT, value="https://market.example/shop/best-deals", text="Two towns")


async def member(work: Casework, key: str) -> str:
    (row,) = await work.rows(Member, key=key)
    return str(row.id)


async def shared(work: Casework, draft: Draft = SHOP) -> str:
    return (await share(work.hub, await work.person(ANN), await member(work, "acme"), draft)).item_id


async def said(work: Casework, person: Person, item_id: str, verdict: Verdict) -> None:
    ((member_id, _),) = await judges_for(work.hub, person, item_id)
    await judge(work.hub, person, member_id, item_id, verdict)


async def item(work: Casework, item_id: str) -> IntelItem:
    (row,) = await work.rows(IntelItem, id=item_id)
    assert isinstance(row, IntelItem)
    return row


async def others(work: Casework, count: int) -> list[Person]:
    """Members the alliance's file does not have, with one analyst each."""
    found = []
    async with work.hub.unit(EVERYONE) as unit:
        beta = await unit.session.get_one(Member, await member(work, "beta"))
        for number in range(count):
            values = beta.model_dump() | {"id": f"extra-{number}", "key": f"extra-{number}"}
            unit.session.add(Member(**values))
            grant = Grant(role=Role.ANALYST, member_id=f"extra-{number}")
            found.append(
                Person(
                    id=(await work.person(BEA)).id, name=f"P{number}", team_id="T", user_id="U",
                    grants=(grant,), of_member=f"extra-{number}",
                )
            )  # fmt: skip
    return found


async def test_the_last_word_of_a_member_counts_and_says_whose_was_the_one_before(hub: Hub) -> None:
    work = await Casework.begun(hub)
    bea, item_id = await work.person(BEA), await shared(work)
    work.later(days=3)
    beta = await member(work, "beta")
    first = await judge(work.hub, bea, beta, item_id, Verdict.MET)
    assert first.before is None
    row = await item(work, item_id)
    assert (row.met, row.wrong, (row.last_seen_on - row.shared_on).days) == (1, 0, 3)
    again = await judge(work.hub, bea, beta, item_id, Verdict.WRONG)
    assert again.before is not None
    assert (again.before.verdict, again.before.by_oneself) == (Verdict.MET, True)
    row = await item(work, item_id)
    assert (row.met, row.wrong, row.outdated) == (0, 1, 0)
    (kept,) = await work.rows(IntelVerdict)
    assert (kept.kind, kept.member_id, kept.told) == ("wrong", beta, False)


async def test_each_word_is_in_the_audit_trail_of_whoever_said_it(hub: Hub) -> None:
    work = await Casework.begun(hub)
    bea, item_id = await work.person(BEA), await shared(work)
    await said(work, bea, item_id, Verdict.OUTDATED)
    (entry,) = await work.rows(AuditEntryRow, action="intel.judged")
    assert (entry.member_id, entry.subject_id) == (await member(work, "beta"), item_id)
    assert entry.details == {"verdict": "outdated"}


async def test_only_readers_who_may_share_judge_and_never_their_own(hub: Hub) -> None:
    work = await Casework.begun(hub)
    item_id = await shared(work)
    ben, vic, ola, bea = [await work.person(who) for who in (BEN, VIC, OLA, BEA)]
    acme, beta = await member(work, "acme"), await member(work, "beta")
    with pytest.raises(OwnIntel):
        await judge(work.hub, ben, acme, item_id, Verdict.MET)
    for who, of in ((vic, acme), (ola, acme), (bea, acme), (ben, beta)):
        with pytest.raises(NeedsRole):
            await judge(work.hub, who, of, item_id, Verdict.WRONG)
    red = await shared(
        work, Draft(kind=IntelKind.NOTE, value="", text="x", label=Label.RED, named=frozenset({ben.id}))
    )
    for hidden in (red, "nothing"):
        with pytest.raises(IntelNotFound):
            await judge(work.hub, bea, beta, hidden, Verdict.WRONG)
    assert await work.rows(IntelVerdict) == []


async def test_an_agency_speaks_for_its_client_where_it_may_read(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ray, bea, beta = await work.person(RAY), await work.person(BEA), await member(work, "beta")
    with pytest.raises(IntelNotFound):
        await judges_for(work.hub, ray, await shared(work))
    amber = await shared(work, Draft(kind=IntelKind.TITLE, value="last pairs", label=Label.AMBER))
    assert [one for one, _ in await judges_for(work.hub, ray, amber)] == [beta]
    await judge(work.hub, ray, beta, amber, Verdict.MET)
    again = await judge(work.hub, bea, beta, amber, Verdict.MET)
    assert again.before is not None
    assert (again.before.name, again.before.by_oneself) == ("Ray", False)
    assert (await item(work, amber)).met == 1


async def test_members_at_once_are_counted_exactly(hub: Hub) -> None:
    work = await Casework.begun(hub)
    item_id = await shared(work)
    people = await others(work, 5)
    verdicts = [Verdict.WRONG, Verdict.MET, Verdict.WRONG, Verdict.WRONG, Verdict.OUTDATED]
    await asyncio.gather(
        *(
            judge(work.hub, one, str(one.of_member), item_id, verdict)
            for one, verdict in zip(people, verdicts, strict=True)
        )
    )
    row = await item(work, item_id)
    assert (row.met, row.wrong, row.outdated, row.doubted) == (1, 3, 1, True)


async def test_what_was_taken_back_while_a_click_waited_is_not_judged(hub: Hub) -> None:
    work = await Casework.begun(hub)
    item_id = await shared(work)
    async with work.hub.unit(EVERYONE) as unit:
        row = await lock_item(unit.session, item_id)
        assert row is not None
        row.state = "withdrawn"
    with pytest.raises(IntelNotFound):
        await judge(work.hub, await work.person(BEA), await member(work, "beta"), item_id, Verdict.MET)


async def test_the_source_is_told_once_when_the_day_is_over(hub: Hub) -> None:
    work = await Casework.begun(hub)
    item_id = await shared(work)
    people = await others(work, 5)
    for one in people[:3]:
        await judge(work.hub, one, str(one.of_member), item_id, Verdict.WRONG)
    await judge(work.hub, await work.person(BEA), await member(work, "beta"), item_id, Verdict.MET)
    assert await tell_sources(work.hub) == 0
    work.later(days=1)
    assert (await tell_sources(work.hub), await tell_sources(work.hub)) == (1, 0)
    (told,) = await work.rows(SlackMessageRow, kind="notice")
    assert told.channel.endswith(f":{ANN}")
    values = told.values["values"]
    assert values["counts"] == {"wrong": 3, "met": 1}
    assert values["doubted"] is True
    assert not any(one.id in str(told.values) or str(one.of_member) in str(told.values) for one in people)


async def test_where_few_could_be_meant_the_source_hears_no_number(hub: Hub) -> None:
    work = await Casework.begun(hub)
    item_id = await shared(work)
    await said(work, await work.person(BEA), item_id, Verdict.MET)
    work.later(days=1)
    await tell_sources(work.hub)
    (told,) = await work.rows(SlackMessageRow, kind="notice")
    assert (told.values["values"]["said"], told.values["values"]["counts"]) == (["met"], None)


async def test_an_author_who_left_is_told_nothing_and_red_repeats_nothing(hub: Hub) -> None:
    work = await Casework.begun(hub)
    bea = await work.person(BEA)
    red = await shared(
        work,
        Draft(kind=IntelKind.NOTE, value="", text="secret", label=Label.RED, named=frozenset({bea.id})),
    )
    await said(work, bea, red, Verdict.WRONG)
    work.later(days=1)
    assert await tell_sources(work.hub) == 1
    (told,) = await work.rows(SlackMessageRow, kind="notice")
    assert "secret" not in str(told.values)


async def test_meeting_it_is_news_to_followers(hub: Hub) -> None:
    work = await Casework.begun(hub)
    item_id = await shared(work)
    await said(work, await work.person(BEA), item_id, Verdict.MET)
    moves = {(one.what, one.moved_at.astimezone(UTC)) for one in await work.rows(IntelMove)}
    assert {what for what, _ in moves} == {"shared", "seen"}
    assert all(isinstance(at, datetime) for _, at in moves)


def test_a_number_is_told_only_where_it_counts_nobody_off() -> None:
    assert told_of({Verdict.MET: 2}, 5).counts == {Verdict.MET: 2}
    assert told_of({Verdict.MET: 2}, 4).counts is None
    assert told_of({Verdict.WRONG: 1, Verdict.MET: 1}, 0).said == (Verdict.MET, Verdict.WRONG)
