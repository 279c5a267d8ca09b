"""A brand's decisions: who may confirm, and that the first one wins."""

import asyncio
import sys
from asyncio.subprocess import PIPE
from datetime import timedelta
from pathlib import Path

import pytest

from aacabot.domain.cases import CaseState
from aacabot.domain.errors import (
    AlreadyDecided,
    CaseNotFound,
    NeedsSecondAnswer,
    NoRightInForce,
    NotAllowed,
    UnknownPerson,
)
from aacabot.services import enforcement
from aacabot.services.cases import CaseFile
from aacabot.services.hub import Hub
from aacabot.store.models import TakedownRow
from tests.journeys.alliance import ANN, BEA, BEN, GIL, OLA, RAY, VIC
from tests.services.casework import EVE, NOON, Casework
from tests.services.deciding import EVERY_DECISION, Decide, ask, dismiss, nothing_was_written, report_as

ROOT = Path(__file__).parents[2]


# -- confirm -------------------------------------------------------------------------------------------------


async def test_a_confirm_in_the_fast_lane_owes_the_takedown_and_the_news_at_once(hub: Hub) -> None:
    work = await Casework.begun(hub)
    seen = NOON - timedelta(days=3)
    case_id = await work.suspect(first_seen_at=seen.isoformat())
    work.later(minutes=5)
    ann = await work.person(ANN)

    file = await enforcement.confirm(work.hub, ann, case_id)

    assert file.state is CaseState.CONFIRMED
    opened, confirmed = await work.events(case_id)
    assert (opened.kind, opened.occurred_at, opened.recorded_at) == ("opened", seen, NOON)
    assert (confirmed.kind, confirmed.person_id, confirmed.reason) == ("confirmed", ann.id, "COUNTERFEIT")
    assert confirmed.occurred_at == confirmed.recorded_at == work.now
    case = await work.case(case_id)
    assert (case.decided_by, case.decided_at, case.decided_version) == (ann.id, work.now, 1)
    takedown = await work.takedown(case_id)
    assert takedown is not None
    assert (takedown.state, takedown.programme, takedown.attempt) == ("owed", "fast_lane", 1)
    assert takedown.due_at == work.now
    assert await work.told(case_id) == [("confirmed", "COUNTERFEIT")]


@pytest.mark.parametrize("decide", [enforcement.confirm, dismiss])
async def test_a_second_decision_names_the_first_decider_and_the_time(hub: Hub, decide: Decide) -> None:
    work = await Casework.begun(hub)
    case_id = await work.suspect()
    await decide(work.hub, await work.person(ANN), case_id)
    first = work.now
    work.later(minutes=1)

    for late in (enforcement.confirm, dismiss, ask, report_as):
        with pytest.raises(AlreadyDecided) as refused:
            await late(work.hub, await work.person(BEN), case_id)
        assert (refused.value.decider, refused.value.at) == ("Ann", first)
        assert refused.value.number == (await work.case(case_id)).number
    assert len(await work.events(case_id)) == 2
    assert len(await work.told(case_id)) == 1


async def test_of_two_confirms_at_once_one_wins_and_the_other_learns_who(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ann, ben = await work.person(ANN), await work.person(BEN)
    cases = [await work.suspect() for _ in range(4)]

    for case_id in cases:
        outcomes = await asyncio.gather(
            enforcement.confirm(work.hub, ann, case_id),
            enforcement.confirm(work.hub, ben, case_id),
            dismiss(work.hub, ben, case_id),
            return_exceptions=True,
        )
        lost = [outcome for outcome in outcomes if isinstance(outcome, AlreadyDecided)]
        won = [outcome for outcome in outcomes if isinstance(outcome, CaseFile)]
        assert (len(won), len(lost)) == (1, 2)
        winner = "Ann" if won[0].case.decided_by == ann.id else "Ben"
        assert {(refusal.decider, refusal.at) for refusal in lost} == {(winner, work.now)}
        assert len(await work.told(case_id)) == 1
        assert len(await work.events(case_id)) == 2
        assert len(await work.rows(TakedownRow, case_id=case_id)) <= 1


async def test_of_two_processes_one_wins_each_case_and_the_other_learns_who(
    hub: Hub, database_url: str
) -> None:
    work = await Casework.begun(hub)
    cases = [await work.suspect() for _ in range(6)]
    command = (sys.executable, "-m", "tests.services.confirming", database_url)
    others = {
        user: await asyncio.create_subprocess_exec(*command, user, *cases, cwd=ROOT, stdin=PIPE, stdout=PIPE)
        for user in (ANN, BEN)
    }
    for other in others.values():
        assert other.stdout is not None
        assert await other.stdout.readline() == b"ready\n"
    (anns, _), (bens, _) = await asyncio.gather(*(other.communicate(b"go\n") for other in others.values()))
    for case_id, ann, ben in zip(cases, anns.split(), bens.split(), strict=True):
        assert (ann, ben) in {(b"won", b"Ann"), (b"Ben", b"won")}
        assert len(await work.rows(TakedownRow, case_id=case_id)) == 1
        assert len(await work.told(case_id)) == 1
        assert len(await work.events(case_id)) == 2


async def test_an_authorised_seller_is_flagged_and_asked_about_twice(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await work.suspect(seller={"id": "s-friend", "name": "Friend"})
    ann = await work.person(ANN)
    assert (await work.alert(case_id)).authorised_seller

    with pytest.raises(NeedsSecondAnswer) as asked:
        await enforcement.confirm(work.hub, ann, case_id)
    assert asked.value.case_id == case_id
    await nothing_was_written(work, case_id)

    file = await enforcement.confirm(work.hub, ann, case_id, sure=True)
    assert file.state is CaseState.CONFIRMED


async def test_without_a_right_in_force_nothing_can_be_confirmed(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await work.suspect("beta")
    work.later(days=365 * 12)
    bea = await work.person(BEA)

    with pytest.raises(NoRightInForce) as refused:
        await enforcement.confirm(work.hub, bea, case_id)
    assert refused.value.brand_name == "Quorvane"
    await nothing_was_written(work, case_id)
    assert (await work.alert(case_id)).right is None
    assert (await dismiss(work.hub, bea, case_id)).state is CaseState.DISMISSED


# -- who may -------------------------------------------------------------------------------------------------


async def test_a_viewer_of_the_member_is_told_who_may(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await work.suspect()
    vic = await work.person(VIC)
    for decide in EVERY_DECISION:
        with pytest.raises(NotAllowed) as refused:
            await decide(work.hub, vic, case_id)
        assert (refused.value.brand_name, refused.value.who_may) == ("Zephyrine", ("Ann", "Ben"))
    await nothing_was_written(work, case_id)


async def test_another_members_case_is_not_found_and_nothing_of_it_leaks(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await work.suspect()
    for user in (BEA, GIL, RAY):
        person = await work.person(user)
        for decide in EVERY_DECISION:
            for ident in (case_id, "0" * 32):
                with pytest.raises(CaseNotFound) as refused:
                    await decide(work.hub, person, ident)
                assert vars(refused.value) == {"asked": ident, "nearest": None}
    await nothing_was_written(work, case_id)


async def test_a_role_for_one_brand_does_not_reach_the_members_other_brand(hub: Hub) -> None:
    work = await Casework.begun(hub)
    eve = await work.person(EVE)
    first, second = await work.suspect("acme"), await work.suspect("second")
    with pytest.raises(NotAllowed) as refused:
        await enforcement.confirm(work.hub, eve, first)
    assert refused.value.who_may == ("Ann", "Ben")
    assert (await enforcement.confirm(work.hub, eve, second)).state is CaseState.CONFIRMED


async def test_an_agency_decides_for_its_brand_until_its_grant_ends(hub: Hub) -> None:
    work = await Casework.begun(hub)
    first, second = await work.suspect("beta"), await work.suspect("beta")
    work.now = NOON.replace(month=12, day=31, hour=23)
    assert (await enforcement.confirm(work.hub, await work.person(RAY), first)).state is CaseState.CONFIRMED
    work.later(hours=2)
    with pytest.raises(CaseNotFound):
        await enforcement.confirm(work.hub, await work.person(RAY), second)
    with pytest.raises(NotAllowed) as refused:
        await enforcement.confirm(work.hub, await work.person(OLA), second)
    assert refused.value.who_may == ("Bea",)


async def test_the_desk_sees_every_case_but_decides_none(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await work.suspect()
    with pytest.raises(NotAllowed) as refused:
        await enforcement.confirm(work.hub, await work.person(OLA), case_id)
    assert refused.value.who_may == ("Ann", "Ben")


async def test_a_stranger_is_nobody(hub: Hub) -> None:
    work = await Casework.begun(hub)
    with pytest.raises(UnknownPerson) as refused:
        await work.person("U0MAL")
    assert refused.value.user_id == "U0MAL"


async def test_what_is_no_case_id_is_not_found(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ann = await work.person(ANN)
    for ident in ("", "x" * 2_000, "' OR 1=1 --", "\0", "\ud800", "AC-00000", "%", "💥"):
        for decide in EVERY_DECISION:
            with pytest.raises(CaseNotFound):
                await decide(work.hub, ann, ident)
