"""The phased roll-out: what opens to whom, refused in words before, and the operator's hand on it."""

from datetime import date

import pytest

from aacabot.domain.alerts import NotOpenYet
from aacabot.domain.errors import FeatureNotOpen, FieldProblem, NeedsRole
from aacabot.domain.features import Feature, Opening
from aacabot.domain.viewers import EVERYONE
from aacabot.services import enforcement, phases, reshowing, second_person
from aacabot.services.hub import Hub
from aacabot.store.models import AuditEntryRow, Drain, Member, SlackMessageRow
from tests.journeys.alliance import ANN, BEN, OLA
from tests.services.casework import REX, Casework

FROM_TWO = Opening(feature=Feature.CONFIRM, phase=2)
DAY = date(2027, 3, 1)


async def member(work: Casework, key: str = "acme") -> Member:
    (row,) = await work.rows(Member, key=key)
    assert isinstance(row, Member)
    return row


async def revision(work: Casework, case_id: str) -> int:
    (card,) = await work.rows(SlackMessageRow, kind="case", subject=case_id)
    return int(card.wanted_rev)


async def test_a_confirm_before_its_phase_is_refused_with_the_day_and_the_card_says_so(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id, ola, ann = await work.suspect(), await work.person(OLA), await work.person(ANN)
    assert (await work.alert(case_id)).not_open is None
    await phases.name_phase(work.hub, ola, 2, "Everybody", DAY)
    await phases.open_feature(work.hub, ola, FROM_TWO)
    with pytest.raises(FeatureNotOpen) as refused:
        await enforcement.confirm(work.hub, ann, case_id)
    assert (refused.value.phase, refused.value.begins) == (2, DAY)
    assert (await work.alert(case_id, ann)).not_open == NotOpenYet(phase=2, begins=DAY)
    assert (await work.case(case_id)).state == "alerted"
    work.later(days=200)  # a day gone by would promise what has not come
    assert (await work.alert(case_id)).not_open == NotOpenYet(phase=2)


async def test_a_member_that_is_moved_into_the_phase_may_confirm(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id, ola = await work.suspect(), await work.person(OLA)
    await phases.open_feature(work.hub, ola, FROM_TWO)
    await phases.move_members(work.hub, ola, [(await member(work)).id], 2)
    await enforcement.confirm(work.hub, await work.person(ANN), case_id)
    assert (await work.case(case_id)).state == "confirmed"


async def test_a_second_person_cannot_approve_once_confirming_is_closed(hub: Hub) -> None:
    work = await Casework.begun(hub, brake_confirms=0)
    case_id = await work.suspect()
    await enforcement.confirm(work.hub, await work.person(ANN), case_id)
    await phases.open_feature(work.hub, await work.person(OLA), FROM_TWO)
    assert (await work.alert(case_id)).not_open == NotOpenYet(phase=2)
    with pytest.raises(FeatureNotOpen):
        await second_person.approve(work.hub, await work.person(BEN), case_id)
    await second_person.refuse(work.hub, await work.person(BEN), case_id)


async def test_features_open_for_all_by_phase_or_by_name(hub: Hub) -> None:
    work = await Casework.begun(hub)
    acme, beta = await member(work), await member(work, "beta")
    ola = await work.person(OLA)
    named = Opening(feature=Feature.SHARING, member_ids=frozenset({acme.id}))
    await phases.open_feature(work.hub, ola, named)
    async with work.hub.unit(EVERYONE) as unit:
        await phases.require_open(unit, Feature.SHARING, acme)
        await phases.require_open(unit, Feature.DIGESTS, beta)  # nobody has spoken of it
        with pytest.raises(FeatureNotOpen) as refused:
            await phases.require_open(unit, Feature.SHARING, beta)
    assert (refused.value.phase, refused.value.begins) == (None, None)
    (shown,) = [
        one
        for one in (await phases.roll_out(work.hub, ola)).features
        if one.opening.feature is Feature.SHARING
    ]
    assert [one.name for one in shown.members] == [acme.name]


async def test_waiting_cards_of_those_concerned_are_shown_anew_and_no_others(hub: Hub) -> None:
    work = await Casework.begun(hub)
    acme, beta, ola = await work.suspect("acme"), await work.suspect("beta"), await work.person(OLA)
    done = await work.suspect("acme")
    await enforcement.confirm(work.hub, await work.person(ANN), done)
    settled = await revision(work, done)
    await phases.open_feature(
        work.hub,
        ola,
        Opening(feature=Feature.CONFIRM, phase=2, member_ids=frozenset({(await member(work, "beta")).id})),
    )
    assert (await revision(work, acme), await revision(work, beta), await revision(work, done)) == (
        2,
        1,
        settled,
    )
    await phases.name_phase(work.hub, ola, 2, "Everybody", DAY)
    await phases.move_members(work.hub, ola, [(await member(work)).id], 2)
    assert (await revision(work, acme), await revision(work, beta)) == (4, 1)
    await phases.open_feature(work.hub, ola, Opening(feature=Feature.DIGESTS, phase=9))
    assert (await revision(work, acme), await revision(work, beta)) == (4, 1)


async def test_channels_beyond_the_first_are_woken_after_the_commit(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reshowing, "AT_ONCE", 1)
    work = await Casework.begun(hub)
    for brand in ("acme", "beta", "gamma"):
        await work.suspect(brand)
    async with work.hub.unit(EVERYONE) as unit:
        for drain in await work.rows(Drain, name="fill_channel"):
            (await unit.session.get_one(Drain, (drain.name, drain.key))).owed = False
    rest = await phases.open_feature(work.hub, await work.person(OLA), FROM_TWO)
    assert rest == ["T0OPS:C0BETA", "T0OPS:C0GAMMA"]
    await reshowing.wake(work.hub, rest)
    assert {drain.key for drain in await work.rows(Drain, name="fill_channel", owed=True)} == {
        "T0OPS:C0ACME",
        *rest,
    }


async def test_only_the_operators_admins_change_phases_and_each_change_is_written_down(hub: Hub) -> None:
    work = await Casework.begun(hub)
    acme, ola = (await member(work)).id, await work.person(OLA)
    for user in (ANN, REX):
        person = await work.person(user)
        for refused in (
            phases.roll_out(work.hub, person),
            phases.members_in(work.hub, person, 1),
            phases.name_phase(work.hub, person, 2, "x", None),
            phases.open_feature(work.hub, person, FROM_TWO),
            phases.move_members(work.hub, person, [acme], 2),
        ):
            with pytest.raises(NeedsRole):
                await refused
    assert await work.rows(AuditEntryRow, person_id=ola.id) == []
    await phases.name_phase(work.hub, ola, 2, "Everybody", DAY)
    await phases.open_feature(work.hub, ola, FROM_TWO)
    await phases.move_members(work.hub, ola, [acme], 2)
    await phases.move_members(work.hub, ola, [acme], 2)  # there already
    entries = await work.rows(AuditEntryRow, person_id=ola.id)
    assert [(one.action, one.member_id) for one in entries] == [
        ("phase.changed", None),
        ("feature.changed", None),
        ("phase.changed", acme),
    ]
    assert entries[2].details == {"from": 1, "to": 2}


async def test_what_cannot_be_meant_changes_nothing(hub: Hub) -> None:
    work = await Casework.begun(hub)
    acme, ola = (await member(work)).id, await work.person(OLA)
    await phases.name_phase(work.hub, ola, 2, "Everybody", None, is_new=True)
    unknown = Opening(feature=Feature.CONFIRM, member_ids=frozenset({"nobody"}))
    for field, refused in (
        ("phase_number", phases.name_phase(work.hub, ola, 0, "x", None)),
        ("phase_number", phases.name_phase(work.hub, ola, 2, "Again", None, is_new=True)),
        ("phase_name", phases.name_phase(work.hub, ola, 3, "  ", None)),
        ("phase_name", phases.name_phase(work.hub, ola, 3, "x" * 81, None)),
        ("feature_members", phases.open_feature(work.hub, ola, unknown)),
        ("moved_members", phases.move_members(work.hub, ola, [acme, "nobody"], 2)),
        ("moved_to", phases.move_members(work.hub, ola, [acme], 1_001)),
    ):
        with pytest.raises(FieldProblem) as problem:
            await refused
        assert problem.value.field == field
    assert (await member(work)).phase == 1


async def test_phases_count_their_members_and_list_them_by_page_and_name(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ola = await work.person(OLA)
    async with work.hub.unit(EVERYONE) as unit:
        for number in range(45):
            unit.session.add(
                Member(id=f"m{number:04}", key=f"m{number}", name=f"Member {number:02}", phase=3)
            )
    rolled = await phases.roll_out(work.hub, ola)
    assert [(one.number, one.members) for one in rolled.phases] == [(1, 3), (3, 45)]
    names = []
    for page in (1, 2, 3):
        found, total = await phases.members_in(work.hub, ola, 3, page=page)
        assert total == 45
        names += [one.name for one in found]
    assert names == [f"Member {number:02}" for number in range(45)]
    found, total = await phases.members_in(work.hub, ola, 3, "member 4")
    assert total == 9
