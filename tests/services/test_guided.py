"""Guided members: the next first step, and what would go to counsel goes to admins."""

from sqlalchemy import update

from aacabot.domain.cases import DismissReason
from aacabot.domain.guided import FirstStep
from aacabot.domain.listings import MarketplaceEventType
from aacabot.domain.people import Role
from aacabot.domain.viewers import EVERYONE
from aacabot.services import enforcement
from aacabot.services.guided import welcome
from aacabot.services.hub import Hub
from aacabot.store.models import GrantRow, Mark, Member, RegisteredRight, SlackMessageRow
from tests.journeys.alliance import ANN, BEA, OLA, RAY
from tests.services.casework import EVE, OTTO, Casework
from tests.services.confirmed import confirmed, event, latest


async def changed(
    work: Casework, table: type[Mark] | type[RegisteredRight] | type[Member], **values: object
) -> None:
    async with work.hub.unit(EVERYONE) as unit:
        await unit.session.execute(update(table).values(**values))


async def next_step(work: Casework) -> FirstStep | None:
    shown = await welcome(work.hub, await work.person(ANN))
    assert shown.steps is not None
    return shown.steps.next


async def test_a_guided_member_is_led_from_step_to_step(hub: Hub) -> None:
    work = await Casework.begun(hub)
    await changed(work, Member, guided=True, account_manager=OTTO, channel_id=None)
    await changed(work, Mark, withdrawn_at=work.now)
    await changed(work, RegisteredRight, withdrawn_at=work.now)
    assert await next_step(work) is FirstStep.CHANNEL
    await changed(work, Member, channel_id="C0ACME")
    assert await next_step(work) is FirstStep.MARK
    await changed(work, Mark, withdrawn_at=None)
    assert await next_step(work) is FirstStep.RIGHT
    await changed(work, RegisteredRight, withdrawn_at=None)
    assert await next_step(work) is FirstStep.DECISION
    case_id = await work.suspect()
    assert (await work.alert(case_id)).guided
    await enforcement.dismiss(work.hub, await work.person(ANN), case_id, DismissReason.GENUINE)
    assert await next_step(work) is None
    assert (await welcome(work.hub, await work.person(EVE))).manager == "Otto"


async def test_others_have_no_steps_and_an_agencys_person_no_manager(hub: Hub) -> None:
    work = await Casework.begun(hub)
    await changed(work, Member, account_manager=OTTO)
    ann, ray, ola = [await welcome(work.hub, await work.person(user)) for user in (ANN, RAY, OLA)]
    assert (ann.manager, ann.steps) == ("Otto", None)
    assert (ray.manager, ray.steps) == (ola.manager, ola.steps) == (None, None)
    assert not (await work.alert(await work.suspect())).guided
    await changed(work, Member, account_manager="U0NOBODY")
    assert (await welcome(work.hub, await work.person(ANN))).manager is None


async def test_without_counsel_the_admins_hear_what_counsel_would(hub: Hub) -> None:
    work = await Casework.begun(hub)
    bea = await work.person(BEA)
    async with work.hub.unit(EVERYONE) as unit:
        unit.session.add(GrantRow(id="g", person_id=bea.id, role=Role.ADMIN.value, member_id=bea.of_member))
    for brand in ("acme", "beta"):
        case_id = await confirmed(work, brand)
        ident = (await latest(work, case_id)).id
        await event(work, MarketplaceEventType.COUNTER_NOTICE_FILED, takedown_id=ident)
    direct = [row.channel for row in await work.rows(SlackMessageRow, kind="note") if ":U0" in row.channel]
    assert sorted(direct) == [f"T0OPS:{ANN}", f"T0OPS:{BEA}"]
