"""The card of a case tells what others met of the same, to its own member alone."""

from typing import Any

import pytest
from sqlalchemy import event

from aacabot.domain.alerts import Alert
from aacabot.domain.features import Feature, Opening
from aacabot.domain.intel import Draft, IntelKind, Label
from aacabot.domain.intel.keys import seller_text
from aacabot.domain.intel.met import LastSeen, Told
from aacabot.domain.listings import Listing
from aacabot.domain.viewers import EVERYONE
from aacabot.services import alerts, cases
from aacabot.services.hub import Hub, Unit
from aacabot.services.intel import encounters
from aacabot.services.intel.matching import matcher_in
from aacabot.services.intel.sharing import share
from aacabot.store.models import Brand, CaseRow, GrantRow, Member
from aacabot.store.phases import save_opening
from tests.journeys.alliance import ANN, BEA, GIL, RAY
from tests.services.casework import Casework

SELLER = {"id": "s-bad", "name": "Nice Shop"}
IMAGE = [{"url": "https://market.example/1.jpg", "pdq": "a" * 64}]
KINDS = (IntelKind.SELLER, IntelKind.LISTING, IntelKind.TITLE, IntelKind.IMAGE)


async def alliance(hub: Hub, others: int = 6, category: str = "shoes") -> Casework:
    """Acme, and so many others with one brand each in the category; the journeys' other members are apart."""
    work = await Casework.begun(hub)
    async with work.hub.unit(EVERYONE) as unit:
        for row in await work.rows(Brand):
            (await unit.session.get_one(Brand, row.id)).category = (
                category if row.key in {"acme-brand", "second-brand"} else "tea"
            )
        for number in range(others):
            unit.session.add(Member(id=f"m{number}", key=f"m{number}", name=f"Member {number}"))
        await unit.session.flush()
        for number in range(others):
            unit.session.add(
                Brand(id=f"b{number}", key=f"b{number}", member_id=f"m{number}", name="B", category=category)
            )
    return work


async def also_met(work: Casework, case_id: str, *numbers: int) -> None:
    """Others' cases on the same listing are opened, as screening does."""
    async with work.hub.unit(EVERYONE) as unit:
        file = (await cases.open_files(unit, [case_id]))[case_id]
        matching = await matcher_in(work.hub, unit)
        for number in numbers:
            values = file.case.model_dump() | {
                "id": f"c{number}", "number": f"X-{number}", "brand_id": f"b{number}",
                "member_id": f"m{number}", "event_count": 0, "chain_head": None, "right_id": None,
                "group_id": None,
            }  # fmt: skip
            case = CaseRow(**values)
            unit.session.add(case)
            await unit.session.flush()
            listing = Listing.model_validate_json(file.body)
            encounters.meet(unit, case, "shoes", listing, matching, is_new=True)


async def card(work: Casework, case_id: str) -> Alert:
    async with work.hub.database.read(EVERYONE) as session:
        unit = Unit(session, EVERYONE, work.now)
        return (await alerts.read_alerts(unit, [case_id], with_met=True))[case_id]


async def told(work: Casework, case_id: str) -> dict[IntelKind, Told]:
    return {one.kind: one for one in (await card(work, case_id)).met.told}


async def change(work: Casework, member_id: str, **values: Any) -> None:
    async with work.hub.unit(EVERYONE) as unit:
        row = await unit.session.get_one(Member, member_id)
        for name, value in values.items():
            setattr(row, name, value)


async def test_three_others_are_told_and_two_are_not(hub: Hub) -> None:
    work = await alliance(hub)
    case_id = await work.suspect(seller=SELLER, images=IMAGE)
    await also_met(work, case_id, 0, 1)
    assert not (await card(work, case_id)).met
    await also_met(work, case_id, 2)
    found = await told(work, case_id)
    assert tuple(found) == KINDS
    assert {(one.met_by, one.last_seen, one.held) for one in found.values()} == {
        (3, LastSeen.THIS_MONTH, False)
    }
    assert found[IntelKind.IMAGE].image_in is None


async def test_nothing_is_told_where_four_others_could_be_meant(hub: Hub) -> None:
    work = await alliance(hub, others=4)
    case_id = await work.suspect(seller=SELLER)
    await also_met(work, case_id, 0, 1, 2, 3)
    assert not (await card(work, case_id)).met


async def test_who_does_not_share_neither_counts_nor_is_told(hub: Hub) -> None:
    work = await alliance(hub)
    case_id = await work.suspect(seller=SELLER)
    await also_met(work, case_id, 0, 1, 2)
    assert (await card(work, case_id)).met
    await change(work, "m2", shares_encounters=False)
    assert not (await card(work, case_id)).met
    await change(work, "m2", shares_encounters=True)
    acme = (await work.case(case_id)).member_id
    await change(work, acme, shares_encounters=False)
    assert not (await card(work, case_id)).met
    await change(work, acme, shares_encounters=True)
    assert (await card(work, case_id)).met
    await change(work, "m1", withdrawn_at=work.now)
    assert not (await card(work, case_id)).met


async def test_members_sharing_is_not_open_to_are_left_out(hub: Hub) -> None:
    work = await alliance(hub)
    case_id = await work.suspect(seller=SELLER)
    await also_met(work, case_id, 0, 1, 2)
    opened = Opening(feature=Feature.SHARING, for_all=False, member_ids=frozenset(f"m{n}" for n in range(6)))
    async with work.hub.unit(EVERYONE) as unit:
        await save_opening(unit.session, opened)
    assert not (await card(work, case_id)).met


async def test_what_another_shared_is_held_and_ones_own_is_not(hub: Hub) -> None:
    work = await alliance(hub)
    case_id = await work.suspect(seller=SELLER)
    marketplace = await work.marketplace()
    draft = Draft(kind=IntelKind.SELLER, value=seller_text(marketplace.id, "s-bad"), label=Label.AMBER_STRICT)
    ann, bea = await work.person(ANN), await work.person(BEA)
    assert ann.of_member is not None and bea.of_member is not None
    await share(work.hub, ann, ann.of_member, draft)
    assert not (await card(work, case_id)).met
    await share(work.hub, bea, bea.of_member, draft)
    assert list((await told(work, case_id)).values()) == [
        Told(kind=IntelKind.SELLER, held=True, last_seen=LastSeen.THIS_MONTH)
    ]
    work.later(days=12)
    assert (await told(work, case_id))[IntelKind.SELLER].last_seen is LastSeen.LAST_MONTH
    work.later(days=30)
    assert not (await card(work, case_id)).met


async def test_a_member_an_agency_acts_for_is_told_of_no_item_the_agency_may_not_read(hub: Hub) -> None:
    work = await alliance(hub)
    case_id = await work.suspect(seller=SELLER)
    ann, ray = await work.person(ANN), await work.person(RAY)
    assert ann.of_member is not None and ray.of_agency is not None

    async def shared_by(who: str, label: Label) -> None:
        person = await work.person(who)
        value = seller_text((await work.marketplace()).id, "s-bad")
        assert person.of_member is not None
        await share(
            work.hub, person, person.of_member, Draft(kind=IntelKind.SELLER, value=value, label=label)
        )

    await shared_by(BEA, Label.AMBER_STRICT)
    assert IntelKind.SELLER in await told(work, case_id)
    async with work.hub.unit(EVERYONE) as unit:
        unit.session.add(GrantRow(id="g-ray", person_id=ray.id, role="enforcer", member_id=ann.of_member))
    assert not (await card(work, case_id)).met
    await shared_by(GIL, Label.AMBER)
    assert (await told(work, case_id))[IntelKind.SELLER].held
    async with work.hub.unit(EVERYONE) as unit:
        await unit.session.delete(await unit.session.get_one(GrantRow, "g-ray"))
    assert (await told(work, case_id))[IntelKind.SELLER].held


async def test_an_image_on_many_listings_of_others_is_told_in_buckets(hub: Hub) -> None:
    work = await alliance(hub)
    case_id = await work.suspect(images=IMAGE, title="Zephyrine, first")
    for number in range(4):
        await work.suspect("beta", images=IMAGE, title=f"Quorvane {number}")
    await work.suspect(images=IMAGE, title="Zephyrine, our own second")
    assert not (await card(work, case_id)).met
    await work.suspect("beta", images=IMAGE, title="Quorvane again")
    assert list((await told(work, case_id)).values()) == [Told(kind=IntelKind.IMAGE, image_in=5)]


async def test_the_desk_and_whoever_looks_up_are_told_nothing(hub: Hub) -> None:
    work = await alliance(hub)
    case_id = await work.suspect(seller=SELLER)
    await also_met(work, case_id, 0, 1, 2)
    assert not (await work.alert(case_id)).met
    assert not (await work.alert(case_id, await work.person(ANN))).met


@pytest.mark.parametrize("count", [8])
async def test_many_cards_are_told_with_no_more_statements_than_one(hub: Hub, count: int) -> None:
    work = await alliance(hub)
    ids = [await work.suspect(seller=SELLER, images=IMAGE) for _ in range(count)]
    await also_met(work, ids[0], 0, 1, 2)
    one, many = await statements(work, ids[:1]), await statements(work, ids)
    assert one == many


async def statements(work: Casework, case_ids: list[str]) -> int:
    ran: list[str] = []

    def note(*given: Any) -> None:
        ran.append(str(given[2]))

    engine = work.hub.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        async with work.hub.database.read(EVERYONE) as session:
            await alerts.read_alerts(Unit(session, EVERYONE, work.now), case_ids, with_met=True)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(ran)
