"""Alerts that belong together share a card, no burst floods a channel, nothing is lost. On both databases."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update
from sqlmodel import col

from aacabot.domain.alert_groups import AlertGroupShown
from aacabot.domain.bulk_acts import BulkDeed, Forecast
from aacabot.domain.cases import CaseState, DismissReason
from aacabot.domain.errors import CardOutdated, CaseNotFound, NothingChosen
from aacabot.domain.ids import new_id
from aacabot.domain.notes import Note, NoteKind
from aacabot.domain.people import Role
from aacabot.domain.viewers import EVERYONE
from aacabot.services import enforcement, group_cards, group_choice, lookup, messages, placement
from aacabot.services.hub import Hub, Unit
from aacabot.store.models import AlertGroup, CaseRow, GrantRow, Member, SlackMessageRow
from tests.journeys.alliance import ANN, BEA, RAY
from tests.services.casework import Casework

SHOP = {"id": "s-1", "name": "Bag Deal"}
NIGHT = {"quiet_from": 22, "quiet_until": 14}
COPY = "Zephyrine runner 2026 white, all sizes, free shipping"


def listing(n: int, **more: Any) -> dict[str, Any]:
    ident = f"G{n}"
    address = f"https://market.example/item/{ident}"
    return {"listing_id": ident, "url": address, "title": f"Zephyrine no {n}", **more}


async def cards(work: Casework) -> Counter[str]:
    return Counter(row.kind for row in await work.rows(SlackMessageRow))


async def groups(work: Casework) -> list[AlertGroup]:
    return await work.rows(AlertGroup)


async def shown(work: Casework, group_id: str) -> AlertGroupShown:
    async with work.hub.database.read(EVERYONE) as session:
        return await group_cards.read_group(Unit(session, EVERYONE, work.now), group_id)


async def wanting(work: Casework, **wants: Any) -> None:
    """The member of the first brand wants its alerts so."""
    async with work.hub.unit(EVERYONE) as unit:
        changed = update(Member).where(col(Member.key) == "acme").values(**wants)
        await unit.session.execute(changed)


async def test_the_third_alert_on_one_seller_begins_a_card_for_those_that_follow(hub: Hub) -> None:
    work = await Casework.begun(hub)
    for n in range(5):
        await work.receive_all([listing(n, seller=SHOP)])
    assert await cards(work) == {"case": 2, "group": 1}
    (group,) = await groups(work)
    card = await shown(work, group.id)
    assert (card.storefront, card.total, card.waiting) == ("Bag Deal", 3, 3)
    assert [row.listing.title for row in card.rows] == ["Zephyrine no 2", "Zephyrine no 3", "Zephyrine no 4"]


async def test_what_comes_in_one_batch_shares_a_card_at_once_and_no_card_has_more_than_25(hub: Hub) -> None:
    work = await Casework.begun(hub)
    await work.receive_all([listing(n, seller=SHOP) for n in range(60)])
    assert await cards(work) == {"group": 3}
    held = Counter(case.group_id for case in await work.rows(CaseRow))
    assert sorted(held.values()) == [10, 25, 25]


async def test_alerts_on_several_sellers_or_far_apart_keep_cards_of_their_own(hub: Hub) -> None:
    work = await Casework.begun(hub)
    for n in range(4):
        await work.receive_all([listing(n, seller={"id": f"s-{n}", "name": "Shop"})])
    for n in range(4, 8):
        work.later(minutes=6)
        await work.receive_all([listing(n, seller=SHOP)])
    assert await cards(work) == {"case": 8}


async def test_copies_of_one_listing_by_whoever_share_a_card(hub: Hub) -> None:
    work = await Casework.begun(hub)
    for n in range(4):
        seller = {"id": f"s-{n}", "name": f"Shop {n}"}
        await work.receive_all([listing(n, title=f"{COPY} {'!' * n}".strip(), seller=seller)])
    assert await cards(work) == {"case": 2, "group": 1}
    (group,) = await groups(work)
    assert group.kind == "copies"
    assert (await shown(work, group.id)).storefront is None


async def test_a_burst_of_a_thousand_is_eleven_cards_and_none_is_lost(hub: Hub) -> None:
    work = await Casework.begun(hub)
    await work.receive_all([listing(n) for n in range(1_000)])
    found = await work.rows(CaseRow)
    assert len(found) == 1_000
    assert await cards(work) == {"case": 10, "group": 1}
    (group,) = await groups(work)
    own = {row.subject for row in await work.rows(SlackMessageRow, kind="case")}
    assert {case.id for case in found if case.group_id != group.id} == own
    card = await shown(work, group.id)
    assert (card.total, len(card.rows)) == (990, 20)
    reached = await lookup.find_case(work.hub, await work.person(ANN), found[-1].number)
    assert reached.alert.case_id == found[-1].id


async def test_a_channel_takes_cards_again_when_the_window_is_over(hub: Hub) -> None:
    work = await Casework.begun(hub, new_cards=2)
    await work.receive_all([listing(n) for n in range(4)])
    work.later(minutes=10)
    await work.receive_all([listing(n) for n in range(4, 7)])
    assert await cards(work) == {"case": 4, "group": 2}


async def test_what_comes_in_quiet_hours_waits_for_their_end_and_comes_once(hub: Hub) -> None:
    work = await Casework.begun(hub)
    await wanting(work, **NIGHT)
    await work.receive_all([listing(n) for n in range(3)])
    await placement.place_cards(work.hub)
    assert await cards(work) == {}
    assert await group_cards.show_held(work.hub) == 0
    work.later(hours=1)
    assert [await group_cards.show_held(work.hub) for _ in range(2)] == [1, 0]
    assert await cards(work) == {"group": 1}
    (group,) = await groups(work)
    card = await shown(work, group.id)
    assert card.total == 3
    assert card.next_by == card.first_at + timedelta(hours=24)
    await work.receive_all([listing(9)])
    assert await cards(work) == {"group": 1, "case": 1}


async def test_critical_alerts_come_at_once_in_quiet_hours_too(hub: Hub) -> None:
    work = await Casework.begun(hub)
    await wanting(work, **NIGHT)
    await work.receive_all([listing(1, category="baby food"), listing(2)])
    assert await cards(work) == {"case": 1, "notice": 1}


async def test_a_digest_gathers_until_its_hour(hub: Hub) -> None:
    work = await Casework.begun(hub)
    await wanting(work, alert_mode="digest", digest_every=4)
    for n in range(3):
        await work.receive_all([listing(n, seller=SHOP)])
        work.later(minutes=40)
    assert await cards(work) == {}
    work.later(hours=2)
    assert await group_cards.show_held(work.hub) == 1
    assert await cards(work) == {"group": 1}


async def test_bad_news_of_a_case_that_waits_for_the_morning_does_not_wait(hub: Hub) -> None:
    work = await Casework.begun(hub)
    await wanting(work, **NIGHT)
    case = await work.case(await work.suspect())
    async with work.hub.unit(EVERYONE) as unit:
        note = Note(kind=NoteKind.DECLINED, number=case.number, at=unit.now)
        await messages.note_in_thread(unit, await unit.session.get_one(CaseRow, case.id), note)
    (card,) = await work.rows(SlackMessageRow, kind="group")
    (told,) = await work.rows(SlackMessageRow, kind="note")
    assert told.parent_id == card.id


async def test_what_happens_to_a_case_shows_its_shared_card_anew(hub: Hub) -> None:
    work = await Casework.begun(hub)
    await work.receive_all([listing(n, seller=SHOP) for n in range(3)])
    (group,) = await groups(work)
    (before,) = await work.rows(SlackMessageRow, kind="group")
    first = (await shown(work, group.id)).rows[0]
    ann = await work.person(ANN)
    await enforcement.dismiss(work.hub, ann, first.case_id, DismissReason.AUTHORISED_SELLER)
    (after,) = await work.rows(SlackMessageRow, kind="group")
    assert after.wanted_rev > before.wanted_rev
    assert await cards(work) == {"group": 1}
    card = await shown(work, group.id)
    assert card.counts == {CaseState.ALERTED: 2, CaseState.DISMISSED: 1}


async def test_what_was_ticked_is_foretold_and_only_what_the_card_showed(hub: Hub) -> None:
    work = await Casework.begun(hub)
    await work.receive_all([listing(n, seller=SHOP) for n in range(3)])
    (group,) = await groups(work)
    ann = await work.person(ANN)
    rows = (await group_choice.open_group(work.hub, ann, group.id)).rows
    seen = {row.case_id: row.affirmation for row in rows[:2]}
    preview, named = await group_choice.choose(work.hub, ann, BulkDeed.CONFIRM, seen)
    assert preview.forecasts == {Forecast.GOES_OUT: 2}
    assert [row.case_id for row in named] == list(seen)
    with pytest.raises(CardOutdated):
        await group_choice.choose(work.hub, ann, BulkDeed.CONFIRM, {rows[0].case_id: "another"})
    for nothing in ({}, {"forged": "x"}):
        with pytest.raises(NothingChosen):
            await group_choice.choose(work.hub, ann, BulkDeed.CONFIRM, nothing)


async def test_another_members_people_learn_nothing_of_a_card(hub: Hub) -> None:
    work = await Casework.begun(hub)
    await work.receive_all([listing(n, seller=SHOP) for n in range(3)])
    (group,) = await groups(work)
    bea = await work.person(BEA)
    rows = (await shown(work, group.id)).rows
    with pytest.raises(CaseNotFound):
        await group_choice.open_group(work.hub, bea, group.id)
    with pytest.raises(NothingChosen):
        seen = {row.case_id: row.affirmation for row in rows}
        await group_choice.choose(work.hub, bea, BulkDeed.CONFIRM, seen)


async def test_of_a_card_of_several_brands_an_agencys_person_learns_of_its_own_alone(hub: Hub) -> None:
    work = await Casework.begun(hub)
    own, other = await work.suspect("second"), await work.suspect()
    case = await work.case(own)
    async with work.hub.unit(EVERYONE) as unit:
        grant = GrantRow(id=new_id(), person_id=(await work.person(RAY)).id, role=Role.ENFORCER.value)
        grant.member_id, grant.brand_id = case.member_id, case.brand_id
        unit.session.add(grant)
    ray = await work.person(RAY)
    preview, named = await group_choice.choose(work.hub, ray, BulkDeed.DISMISS, {own: "x", other: "x"})
    assert (preview.total, [row.case_id for row in named]) == (1, [own])
    with pytest.raises(NothingChosen):
        await group_choice.choose(work.hub, ray, BulkDeed.CONFIRM, {other: "x"})
