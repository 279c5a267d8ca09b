"""One click on an item: one word a member, exact counts, and a source that hears without learning who."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from aacabot.domain.errors import IntelNotFound, NeedsRole, OwnIntel
from aacabot.domain.intel import Draft, IntelKind, Label
from aacabot.domain.intel.verdicts import Verdict, told_of
from aacabot.domain.people import Grant, Person, Role
from aacabot.domain.viewers import EVERYONE
from aacabot.services.hub import Hub
from aacabot.services.intel.sharing import share
from aacabot.services.intel.showing import open_item
from aacabot.services.intel.telling import tell_sources
from aacabot.services.intel.verdicts import judge, judges_for
from aacabot.store.intel.figures import met_between
from aacabot.store.intel.items import lock_item
from aacabot.store.models import (
    AuditEntryRow,
    Brand,
    IntelItem,
    IntelMove,
    IntelVerdict,
    Member,
    SlackMessageRow,
)
from tests.journeys.alliance import ANN, BEA, BEN, GIL, OLA, RAY, VIC
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


async def test_an_agency_does_not_learn_by_a_word_which_client_is_the_source(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ray, bea, beta = await work.person(RAY), await work.person(BEA), await member(work, "beta")
    draft = Draft(kind=IntelKind.TITLE, value="last pairs", label=Label.AMBER)
    of_client = (await share(work.hub, bea, beta, draft)).item_id
    of_another = await shared(work, replace(draft, value="first pairs"))
    seen = []
    for item_id in (of_client, of_another):
        assert [one for one, _ in await judges_for(work.hub, ray, item_id)] == [beta]
        judged = await judge(work.hub, ray, beta, item_id, Verdict.WRONG)
        shown = await open_item(work.hub, ray, item_id)
        seen.append((judged.before, judged.doubted, shown.wrong, shown.own_said, shown.score))
    assert seen[0] == seen[1]
    assert [(await item(work, one)).wrong for one in (of_client, of_another)] == [0, 1]
    with pytest.raises(OwnIntel):
        await judge(work.hub, bea, beta, of_client, Verdict.WRONG)
    work.later(days=1)
    assert (await tell_sources(work.hub), await tell_sources(work.hub)) == (1, 0)
    (told,) = await work.rows(SlackMessageRow, kind="notice")
    assert told.values["values"]["item_id"] == of_another
    start, end = work.now - timedelta(days=9), work.now
    await judge(work.hub, ray, beta, of_client, Verdict.MET)
    await judge(work.hub, ray, beta, of_another, Verdict.MET)
    async with work.hub.database.read(EVERYONE) as session:
        met = await met_between(session, start, end + timedelta(days=1))
    assert met == {IntelKind.TITLE: {beta: 1}}


async def test_an_agency_does_not_judge_what_it_wrote_itself(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ray, beta = await work.person(RAY), await member(work, "beta")
    (brand,) = await work.rows(Brand, key="beta-brand")
    draft = Draft(kind=IntelKind.TITLE, value="last pairs", label=Label.AMBER, brand_id=brand.id)
    item_id = (await share(work.hub, ray, beta, draft)).item_id
    with pytest.raises(OwnIntel):
        await judge(work.hub, ray, beta, item_id, Verdict.MET)


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


async def test_others_see_a_number_from_three_on_and_their_own_word_at_once(hub: Hub) -> None:
    work = await Casework.begun(hub)
    item_id, gil = await shared(work), await work.person(GIL)
    people = await others(work, 3)
    fresh = (await open_item(work.hub, gil, item_id)).score
    for one in people[:2]:
        await judge(work.hub, one, str(one.of_member), item_id, Verdict.WRONG)
    assert (await open_item(work.hub, gil, item_id)).own_said == ()
    await said(work, gil, item_id, Verdict.MET)
    seen = await open_item(work.hub, gil, item_id)
    assert (seen.met, seen.wrong, seen.outdated, seen.own_said) == (0, 0, 0, (Verdict.MET,))
    assert seen.score == fresh
    await judge(work.hub, people[2], str(people[2].of_member), item_id, Verdict.WRONG)
    seen = await open_item(work.hub, gil, item_id)
    assert (seen.met, seen.wrong, seen.doubted) == (0, 3, True)
    assert seen.score < fresh


async def test_the_source_sees_on_the_item_what_it_was_told_and_nothing_sooner(hub: Hub) -> None:
    work = await Casework.begun(hub)
    item_id, ann = await shared(work), await work.person(ANN)
    people = await others(work, 5)
    before = await open_item(work.hub, ann, item_id)
    for one in people[:3]:
        await judge(work.hub, one, str(one.of_member), item_id, Verdict.WRONG)
    seen = await open_item(work.hub, ann, item_id)
    assert (seen.wrong, seen.doubted, seen.score, seen.some) == (0, False, before.score, ())
    work.later(days=1)
    await tell_sources(work.hub)
    seen = await open_item(work.hub, ann, item_id)
    assert (seen.wrong, seen.doubted) == (3, True)


async def test_a_source_few_could_have_answered_reads_no_number_on_the_item_either(hub: Hub) -> None:
    work = await Casework.begun(hub)
    item_id, ann = await shared(work), await work.person(ANN)
    await said(work, await work.person(BEA), item_id, Verdict.MET)
    work.later(days=1)
    await tell_sources(work.hub)
    seen = await open_item(work.hub, ann, item_id)
    assert (seen.met, seen.some) == (0, (Verdict.MET,))


async def test_an_agency_is_one_side_for_however_many_clients_it_speaks(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ray, ann = await work.person(RAY), await work.person(ANN)
    clients = [str(one.of_member) for one in await others(work, 5)]
    grants = tuple(Grant(role=Role.ENFORCER, member_id=one) for one in clients)
    ray = replace(ray, grants=grants)
    amber = await shared(work, Draft(kind=IntelKind.TITLE, value="last pairs", label=Label.AMBER))
    for client in clients[:3]:
        judged = await judge(work.hub, ray, client, amber, Verdict.WRONG)
    row = await item(work, amber)
    assert (row.wrong, row.doubted, judged.doubted) == (1, False, False)
    assert len(await work.rows(IntelVerdict)) == 3
    work.later(days=1)
    await tell_sources(work.hub)
    (told,) = await work.rows(SlackMessageRow, kind="notice")
    assert told.values["values"]["counts"] == {"wrong": 1}
    assert (await open_item(work.hub, ann, amber)).wrong == 1


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_what_another_node_tells_of_is_left_to_it_whole(hub: Hub) -> None:
    work = await Casework.begun(hub)
    first, second = await shared(work), await shared(work, replace(SHOP, value="another shop"))
    people = await others(work, 5)
    for item_id in (first, second):
        for one in people[:2]:
            await judge(work.hub, one, str(one.of_member), item_id, Verdict.WRONG)
    work.later(days=1)
    async with work.hub.unit(EVERYONE) as unit:
        await lock_item(unit.session, first)
        assert await tell_sources(work.hub) == 1
    assert await tell_sources(work.hub) == 1
    told = [row.values["values"]["counts"] for row in await work.rows(SlackMessageRow, kind="notice")]
    assert told == [{"wrong": 2}, {"wrong": 2}]
