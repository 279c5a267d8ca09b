"""Critical alerts wake whoever is on duty, then deputies, then the cover; nobody twice or who may not see."""

from typing import Any

import pytest
from sqlalchemy import update
from sqlmodel import col

from aacabot.domain.cases import DismissReason
from aacabot.domain.duty import EVERY_DAY
from aacabot.domain.viewers import EVERYONE
from aacabot.services import absences, assignments, duty, enforcement, waking
from aacabot.services.hub import Hub
from aacabot.services.waking import TOLD_SINGLY, wake_for_critical
from aacabot.store.models import DutyShift, Member, SlackIdentity, SlackMessageRow
from tests.journeys.alliance import ANN, BEA, BEN, OLA, OPS, RAY
from tests.services.casework import BRANDS, EVE, OTTO, Casework

TOY = {"category": "baby toys"}


async def on_duty(work: Casework, user: str, member: str | None) -> None:
    """The person is on duty round the clock, for a member (by key) or for the desk."""
    person = await work.person(user)
    member_id = (await work.rows(Member, key=member))[0].id if member else None
    async with work.hub.unit(EVERYONE) as unit:
        unit.session.add(
            DutyShift(
                id=f"shift-{user}-{member}",
                member_id=member_id,
                person_id=person.id,
                weekdays=sorted(EVERY_DAY),
                from_minute=0,
                to_minute=0,
                timezone="UTC",
            )
        )


async def covered_by(work: Casework, member: str, cover: str) -> None:
    async with work.hub.unit(EVERYONE) as unit:
        await unit.session.execute(update(Member).where(col(Member.key) == member).values(cover=cover))


async def told(work: Casework) -> list[tuple[str, str]]:
    """(channel, role) of everybody who was called, in order."""
    rows = await work.rows(SlackMessageRow, kind="notice")
    return [(row.channel.split(":")[1], row.values["values"].get("role", row.values["kind"])) for row in rows]


async def test_whoever_is_on_duty_hears_of_a_critical_case_with_its_card_and_no_seller_text(hub: Hub) -> None:
    work = await Casework.begun(hub)
    await on_duty(work, BEN, "acme")
    await work.suspect()
    assert await told(work) == []
    case_id = await work.suspect(title="Zephyrine rattle, mega cheap", **TOY)
    assert await told(work) == [(BEN, "on_duty")]
    (notice,) = await work.rows(SlackMessageRow, kind="notice")
    case = await work.case(case_id)
    assert notice.values["values"] == {
        "case_id": case_id,
        "number": case.number,
        "brand": "Zephyrine",
        "member": "Zephyrine Group",
        "decide_by": case.decide_by.isoformat(),
        "role": "on_duty",
        "card_url": None,
    }


async def test_unanswered_it_goes_on_to_the_desk_and_at_last_to_its_channel(hub: Hub) -> None:
    work = await Casework.begun(hub, wake_minutes=15)
    await on_duty(work, BEN, "acme")
    await on_duty(work, OTTO, None)
    await work.suspect(**TOY)
    work.later(minutes=14)
    assert await wake_for_critical(work.hub) == 0
    work.later(minutes=1)
    assert await wake_for_critical(work.hub) == 1
    assert await wake_for_critical(work.hub) == 0
    assert await told(work) == [(BEN, "on_duty"), (OTTO, "desk")]
    work.later(minutes=15)
    await wake_for_critical(work.hub)
    work.later(hours=3)
    assert await wake_for_critical(work.hub) == 0
    assert await told(work) == [(BEN, "on_duty"), (OTTO, "desk"), ("C0OPS", "desk")]


async def test_an_answer_ends_the_calls(hub: Hub) -> None:
    work = await Casework.begun(hub)
    await on_duty(work, BEN, "acme")
    case_id = await work.suspect(**TOY)
    await enforcement.dismiss(work.hub, await work.person(ANN), case_id, DismissReason.GENUINE)
    work.later(hours=2)
    claimed = await work.suspect(**TOY)
    await assignments.claim(work.hub, await work.person(ANN), claimed)
    work.later(hours=2)
    assert await wake_for_critical(work.hub) == 0
    assert await told(work) == [(BEN, "on_duty"), (BEN, "on_duty")]


async def test_a_deputy_stands_in_at_once_and_whoever_comes_on_duty_later_hears_of_it_too(hub: Hub) -> None:
    work = await Casework.begun(hub)
    await covered_by(work, "acme", "nobody")
    await on_duty(work, BEN, "acme")
    ann, ben = await work.person(ANN), await work.person(BEN)
    await absences.go_away(work.hub, ben, None, ann.id)
    await work.suspect(**TOY)
    assert (await told(work))[1:] == [(ANN, "stands_in")]
    work.later(minutes=5)
    await absences.come_back(work.hub, ben)
    await wake_for_critical(work.hub)
    assert (await told(work))[1:] == [(ANN, "stands_in"), (BEN, "on_duty")]
    work.later(hours=5)
    assert await wake_for_critical(work.hub) == 0


async def test_nobody_hears_of_a_brand_they_may_not_see(hub: Hub) -> None:
    work = await Casework.begun(hub)
    await on_duty(work, EVE, "acme")
    await on_duty(work, BEA, "acme")
    await work.suspect(**TOY)
    assert await told(work) == [("C0OPS", "desk")]
    await work.suspect("second", **TOY)
    assert await told(work) == [("C0OPS", "desk"), (EVE, "on_duty")]


async def test_the_member_chooses_who_covers(hub: Hub) -> None:
    work = await Casework.begun(hub)
    await on_duty(work, OLA, None)
    await covered_by(work, "beta", "agency")
    await work.suspect("beta", **TOY)
    assert await told(work) == [(RAY, "covers")]
    await covered_by(work, "acme", "agency")
    await work.suspect("acme", **TOY)
    await covered_by(work, "acme", "nobody")
    await work.suspect("acme", **TOY)
    work.later(hours=2)
    await wake_for_critical(work.hub)
    assert await told(work) == [(RAY, "covers")]
    await covered_by(work, "acme", "desk")
    await wake_for_critical(work.hub)
    assert sorted(await told(work))[:2] == [("C0OPS", "desk"), ("C0OPS", "desk")]


async def test_a_flood_does_not_ring_all_night(hub: Hub) -> None:
    work = await Casework.begun(hub)
    await covered_by(work, "acme", "nobody")
    await on_duty(work, BEN, "acme")
    rows: list[dict[str, Any]] = [
        {
            "listing_id": f"F{n}",
            "url": f"https://market.example/item/F{n}",
            "title": f"{BRANDS['acme']} rattle {n}",
            **TOY,
        }
        for n in range(TOLD_SINGLY + 15)
    ]
    await work.receive_all(rows)
    assert await told(work) == [*[(BEN, "on_duty")] * TOLD_SINGLY, (BEN, "critical_many")]
    work.later(minutes=20)
    await wake_for_critical(work.hub)
    assert len(await told(work)) == TOLD_SINGLY + 1
    work.later(minutes=41)
    await wake_for_critical(work.hub)
    assert len(await told(work)) == 2 * (TOLD_SINGLY + 1)


async def test_those_behind_many_others_are_not_forgotten(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    work = await Casework.begun(hub)
    monkeypatch.setattr(waking, "AT_ONCE", 2)
    await on_duty(work, BEN, "acme")
    for _ in range(4):
        await work.suspect(**TOY)
    work.later(hours=1)
    assert [await wake_for_critical(work.hub) for _ in range(2)] == [4, 0]
    assert (await told(work))[4:] == [("C0OPS", "desk")] * 4


async def test_the_rota_of_the_services_is_the_one_that_wakes(hub: Hub) -> None:
    """Through the service a member's people use, not a row of the test's own."""
    work = await Casework.begun(hub)
    ola = await work.person(OLA)
    await duty.add_shift(
        work.hub, ola, on_duty=ola.id, weekdays=[1, 2, 3, 4, 5], from_minute=0, to_minute=0, timezone="UTC"
    )
    await work.suspect(**TOY)  # a Sunday: nobody of the desk is on duty
    assert await told(work) == [("C0OPS", "desk")]
    work.later(hours=12)
    await wake_for_critical(work.hub)
    assert (OLA, "desk") in await told(work)


async def test_somebody_whose_own_workspace_has_no_app_is_woken_from_the_members(hub: Hub) -> None:
    work = await Casework.begun(hub)
    await on_duty(work, BEN, "acme")
    async with work.hub.unit(EVERYONE) as unit:
        elsewhere = update(SlackIdentity).where(col(SlackIdentity.user_id) == BEN).values(team_id="T0FAR")
        await unit.session.execute(elsewhere)
    await work.suspect(**TOY)
    (notice,) = await work.rows(SlackMessageRow, kind="notice")
    assert notice.channel == f"{OPS}:{BEN}"
    work.later(minutes=1)
    assert await wake_for_critical(work.hub) == 0
