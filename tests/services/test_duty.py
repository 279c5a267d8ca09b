"""The rota and absences: who may change them, who may be on them, and that each change is written down."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from aacabot.domain.duty import EVERY_DAY
from aacabot.domain.errors import FieldProblem, NeedsRole
from aacabot.domain.people import Person, Role
from aacabot.domain.viewers import EVERYONE
from aacabot.services import absences, duty
from aacabot.services.hub import Hub
from aacabot.store.models import Absence, AuditEntryRow, DutyShift, GrantRow, SlackMessageRow
from tests.journeys.alliance import ANN, BEA, BEN, GIL, OLA, RAY, VIC
from tests.services.casework import EVE, OTTO, Casework

UTC_ZONE = ZoneInfo("UTC")
ROUND_THE_CLOCK: dict[str, Any] = {
    "weekdays": sorted(EVERY_DAY), "from_minute": 0, "to_minute": 0, "timezone": "Europe/Paris",
}  # fmt: skip


async def made_admin(work: Casework, user: str) -> Person:
    """The person administers their own member from now on."""
    person = await work.person(user)
    async with work.hub.unit(EVERYONE) as unit:
        unit.session.add(
            GrantRow(id=f"g-{user}", person_id=person.id, role=Role.ADMIN.value, member_id=person.of_member)
        )
    return await work.person(user)


async def ids(work: Casework, *users: str) -> list[str]:
    return [(await work.person(user)).id for user in users]


async def test_an_admin_puts_deciders_of_the_member_on_duty_and_takes_them_off(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ann = await made_admin(work, ANN)
    (ben,) = await ids(work, BEN)
    shift = await duty.add_shift(work.hub, ann, on_duty=ben, **ROUND_THE_CLOCK)
    rota = await duty.rota_of(work.hub, await work.person(VIC), UTC_ZONE)
    assert (rota.organisation, rota.may_change) == ("Zephyrine Group", False)
    assert [one.people for one in rota.week] == [(ben,)]
    assert rota.names[ben] == "Ben"

    await duty.remove_shift(work.hub, ann, shift)
    await duty.remove_shift(work.hub, ann, shift)
    rota = await duty.rota_of(work.hub, ann, UTC_ZONE)
    assert (rota.shifts, [one.people for one in rota.week]) == ((), [()])
    entries = await work.rows(AuditEntryRow, action="duty.changed")
    assert [(one.details["change"], one.member_id) for one in entries] == [
        ("added", ann.of_member), ("removed", ann.of_member),
    ]  # fmt: skip


async def test_those_who_may_not_are_refused_and_nothing_changes(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ann, bea = await made_admin(work, ANN), await made_admin(work, BEA)
    ben, vic, gil, ray = await ids(work, BEN, VIC, GIL, RAY)
    shift = await duty.add_shift(work.hub, ann, on_duty=ben, **ROUND_THE_CLOCK)
    for user in (BEN, VIC, RAY, EVE):
        with pytest.raises(NeedsRole):
            await duty.add_shift(work.hub, await work.person(user), on_duty=ben, **ROUND_THE_CLOCK)
        with pytest.raises(NeedsRole):
            await duty.candidates(work.hub, await work.person(user))
    for person, other in ((ann, gil), (ann, vic), (ann, ray), (ann, "nobody")):
        with pytest.raises(FieldProblem):
            await duty.add_shift(work.hub, person, on_duty=other, **ROUND_THE_CLOCK)
    with pytest.raises(NeedsRole):
        await duty.remove_shift(work.hub, bea, shift)
    assert await duty.add_shift(work.hub, bea, on_duty=ray, **ROUND_THE_CLOCK)
    assert len(await work.rows(DutyShift, withdrawn_at=None)) == 2


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"weekdays": []}, "duty_weekdays"),
        ({"weekdays": [0]}, "duty_weekdays"),
        ({"from_minute": 1_440}, "duty_from"),
        ({"timezone": "Europe/Atlantis"}, "duty_zone"),
        ({"timezone": "../../etc/passwd"}, "duty_zone"),
    ],
)
async def test_a_shift_that_cannot_be_is_refused_at_its_field(
    hub: Hub, change: dict[str, object], field: str
) -> None:
    work = await Casework.begun(hub)
    ann = await made_admin(work, ANN)
    with pytest.raises(FieldProblem) as refused:
        await duty.add_shift(work.hub, ann, on_duty=ann.id, **{**ROUND_THE_CLOCK, **change})
    assert refused.value.field == field


async def test_the_desk_has_a_rota_of_its_own_that_members_do_not_see(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ola, otto = await work.person(OLA), await work.person(OTTO)
    assert set((await duty.candidates(work.hub, ola)).values()) == {"Ola", "Otto", "Rex"}
    await duty.add_shift(work.hub, ola, on_duty=otto.id, **ROUND_THE_CLOCK)
    with pytest.raises(NeedsRole):
        await duty.add_shift(work.hub, otto, on_duty=otto.id, **ROUND_THE_CLOCK)
    desk = await duty.rota_of(work.hub, otto, UTC_ZONE)
    assert (desk.organisation, desk.cover, desk.may_change) == ("IPR desk", None, False)
    assert [one.people for one in desk.week] == [(otto.id,)]
    assert (await duty.rota_of(work.hub, await work.person(ANN), UTC_ZONE)).shifts == ()


async def test_an_agencys_person_sees_their_own_shifts_whoever_they_are_for(hub: Hub) -> None:
    work = await Casework.begun(hub)
    bea, ray = await made_admin(work, BEA), await work.person(RAY)
    await duty.add_shift(work.hub, bea, on_duty=ray.id, **ROUND_THE_CLOCK)
    await duty.add_shift(work.hub, bea, on_duty=bea.id, **ROUND_THE_CLOCK)
    rota = await duty.rota_of(work.hub, ray, UTC_ZONE)
    assert (rota.organisation, [one.person_id for one in rota.shifts]) == (None, [ray.id])


async def test_who_may_no_longer_decide_leaves_a_gap(hub: Hub) -> None:
    work = await Casework.begun(hub)
    bea, ray = await made_admin(work, BEA), await work.person(RAY)
    await duty.add_shift(work.hub, bea, on_duty=ray.id, **ROUND_THE_CLOCK)
    assert [one.people for one in (await duty.rota_of(work.hub, bea, UTC_ZONE)).week] == [(ray.id,)]
    work.later(days=60)
    assert [one.people for one in (await duty.rota_of(work.hub, bea, UTC_ZONE)).week] == [()]


async def test_somebody_away_is_off_duty_and_their_deputy_is_told(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ann = await made_admin(work, ANN)
    ben = await work.person(BEN)
    await duty.add_shift(work.hub, ann, on_duty=ann.id, **ROUND_THE_CLOCK)
    until = work.now + timedelta(hours=3)
    await absences.go_away(work.hub, ann, until, ben.id)
    rota = await duty.rota_of(work.hub, ben, UTC_ZONE)
    assert [one.people for one in rota.week] == [(ann.id,), (), (ann.id,)]
    assert [(one.person, one.until, one.deputy) for one in rota.away] == [("Ann", until, "Ben")]
    (told,) = await work.rows(SlackMessageRow, kind="notice")
    assert (told.channel, told.values["kind"]) == (f"T0OPS:{BEN}", "stands_in")

    work.later(hours=3)
    assert (await duty.rota_of(work.hub, ann, UTC_ZONE)).own_absence is None
    assert not await absences.come_back(work.hub, ann)
    await absences.go_away(work.hub, ann, None, None)
    shown = (await duty.rota_of(work.hub, ann, UTC_ZONE)).own_absence
    assert shown is not None and (shown.until, shown.deputy) == (None, None)
    assert await absences.come_back(work.hub, ann)
    assert await work.rows(Absence) == []
    changes = [one.details["change"] for one in await work.rows(AuditEntryRow, action="absence.changed")]
    assert changes == ["away", "away", "back"]


async def test_only_a_colleague_who_decides_and_is_here_stands_in(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ann, ben, ray = [await work.person(user) for user in (ANN, BEN, RAY)]
    vic, bea, ola = await ids(work, VIC, BEA, OLA)
    for deputy, problem in ((ann.id, "oneself"), (vic, "unknown"), (bea, "unknown"), (ola, "unknown")):
        with pytest.raises(FieldProblem) as refused:
            await absences.go_away(work.hub, ann, None, deputy)
        assert refused.value.problem == problem
    with pytest.raises(FieldProblem):
        await absences.go_away(work.hub, ann, work.now, ben.id)
    assert set((await absences.deputies(work.hub, ann)).values()) == {"Ben", "Eve"}
    assert await absences.deputies(work.hub, ray) == {}
    assert set((await absences.deputies(work.hub, await work.person(OLA))).values()) == {"Otto", "Rex"}

    await absences.go_away(work.hub, ann, None, ben.id)
    assert set((await absences.deputies(work.hub, ben)).values()) == {"Eve"}
    with pytest.raises(FieldProblem) as circle:
        await absences.go_away(work.hub, ben, None, ann.id)
    assert circle.value.problem == "away_too"
    await absences.go_away(work.hub, ray, None, None)
    assert len(await work.rows(Absence)) == 2
