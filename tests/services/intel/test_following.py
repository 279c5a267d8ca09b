"""Watching a seller: told at the full hour of what moved, as far as one may read, and once."""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import event

from aacabot.domain.errors import IntelNotFound, NeedsRole
from aacabot.domain.intel import Draft, IntelKind, Label
from aacabot.domain.intel.relabelling import Wish
from aacabot.domain.intel.verdicts import Verdict
from aacabot.domain.viewers import EVERYONE
from aacabot.services.hub import Hub
from aacabot.services.intel import following, labels
from aacabot.services.intel.following import tell_followers
from aacabot.services.intel.saved_searches import save_search
from aacabot.services.intel.sharing import share
from aacabot.services.intel.verdicts import judge
from aacabot.services.intel.watching import unwatch, watch, watches_of
from aacabot.store.models import (
    IntelFollow,
    IntelItem,
    IntelMove,
    Marketplace,
    Member,
    PersonRow,
    SellerRow,
    SlackMessageRow,
)
from tests.journeys.alliance import ANN, BEA, BEN, GIL, OLA, RAY
from tests.services.casework import Casework


async def member(work: Casework, key: str) -> str:
    (row,) = await work.rows(Member, key=key)
    return str(row.id)


async def sellers(work: Casework, *names: str) -> list[str]:
    (market,) = await work.rows(Marketplace)
    async with work.hub.unit(EVERYONE) as unit:
        unit.session.add_all(
            SellerRow(id=f"seller-{n}", marketplace_id=market.id, seller_id=f"s-{n}", name=name)
            for n, name in enumerate(names)
        )
    return [f"seller-{number}" for number in range(len(names))]


async def tell(work: Casework, who: str, of: str, value: str, *about: str, **more: object) -> str:
    draft = replace(Draft(kind=IntelKind.PAYMENT, value=value, seller_ids=about), **more)  # type: ignore[arg-type]
    return (await share(work.hub, await work.person(who), await member(work, of), draft)).item_id


async def told(work: Casework, user: str) -> list[dict[str, object]]:
    rows = await work.rows(SlackMessageRow, kind="notice")
    mine = [row.values["values"] for row in rows if row.channel.endswith(f":{user}")]
    return [one for one in mine if "items" in one]


async def watched(work: Casework) -> tuple[str, str, str]:
    """Gil watches a seller Ann shared of; nothing is due. Returns (item, its seller, another seller)."""
    one, two = await sellers(work, "Best Deals", "Other Shop")
    item_id = await tell(work, ANN, "acme", "pay.me/77", one)
    await tell_followers(work.hub)
    await watch(work.hub, await work.person(GIL), item_id)
    return item_id, one, two


async def test_a_new_link_is_told_at_the_full_hour_and_once(hub: Hub) -> None:
    work = await Casework.begun(hub)
    _, _, two = await watched(work)
    work.later(minutes=10)
    new = await tell(work, BEA, "beta", "pay.me/77", two)
    assert await tell_followers(work.hub) == 0
    work.later(minutes=49)
    assert await tell_followers(work.hub) == 0
    work.later(minutes=1)
    assert [await tell_followers(work.hub) for _ in range(2)] == [1, 0]
    (values,) = await told(work, GIL)
    assert values["about"] == "Best Deals"
    assert values["items"] == [{"id": new, "kind": "payment", "label": "amber+strict", "what": "shared"}]
    assert await work.rows(IntelMove) == []


async def test_what_was_there_when_one_began_to_watch_is_no_news(hub: Hub) -> None:
    work = await Casework.begun(hub)
    (one,) = await sellers(work, "Best Deals")
    item_id = await tell(work, ANN, "acme", "pay.me/77", one)
    work.later(seconds=1)
    await watch(work.hub, await work.person(GIL), item_id)
    await tell_followers(work.hub)
    work.later(hours=1)
    assert await tell_followers(work.hub) == 0


async def test_an_agency_hears_of_what_its_client_shared_as_of_what_others_did(hub: Hub) -> None:
    work = await Casework.begun(hub)
    (one,) = await sellers(work, "Best Deals")
    known = await tell(work, ANN, "acme", "pay.me/77", one, label=Label.AMBER)
    await tell_followers(work.hub)
    for user in (RAY, BEA):
        await watch(work.hub, await work.person(user), known)
    work.later(minutes=10)
    new = await tell(work, BEA, "beta", "pay.me/78", one, label=Label.AMBER)
    await tell_followers(work.hub)
    work.later(hours=1)
    await tell_followers(work.hub)
    (values,) = await told(work, RAY)
    assert [item["id"] for item in values["items"]] == [new]  # type: ignore[attr-defined]
    assert await told(work, BEA) == [], "its own people know"


async def test_what_comes_within_an_hour_comes_together(hub: Hub) -> None:
    work = await Casework.begun(hub)
    item_id, one, _ = await watched(work)
    await judge(work.hub, await work.person(BEA), await member(work, "beta"), item_id, Verdict.MET)
    for number in range(7):
        await tell(work, BEA, "beta", f"pay.me/{number}", one)
    await tell_followers(work.hub)
    work.later(hours=1)
    await tell_followers(work.hub)
    (values,) = await told(work, GIL)
    assert (len(values["items"]), values["more"]) == (5, 3)  # type: ignore[arg-type]
    await tell(work, BEA, "beta", "pay.me/8", one)
    await tell_followers(work.hub)
    assert len(await told(work, GIL)) == 1
    work.later(hours=1)
    await tell_followers(work.hub)
    assert len(await told(work, GIL)) == 2


async def test_a_day_it_was_met_again_is_news(hub: Hub) -> None:
    work = await Casework.begun(hub)
    item_id, _, _ = await watched(work)
    await judge(work.hub, await work.person(BEA), await member(work, "beta"), item_id, Verdict.MET)
    await tell_followers(work.hub)
    work.later(hours=1)
    await tell_followers(work.hub)
    (values,) = await told(work, GIL)
    assert [one["what"] for one in values["items"]] == ["seen"]  # type: ignore[attr-defined]


async def test_nobody_hears_of_their_own_side_of_red_or_of_what_they_may_not_read(hub: Hub) -> None:
    work = await Casework.begun(hub)
    _, one, two = await watched(work)
    gil = await work.person(GIL)
    await tell(work, GIL, "gamma", "pay.me/9", one)
    await tell(work, ANN, "acme", "pay.me/10", one, two, label=Label.RED, named=frozenset({gil.id}))
    await tell(work, BEA, "beta", "pay.me/11", two)
    ben = await work.person(BEN)
    await tell(work, BEA, "beta", "pay.me/12", one, label=Label.RED, named=frozenset({ben.id}))
    await tell_followers(work.hub)
    work.later(hours=1)
    await tell_followers(work.hub)
    assert await told(work, GIL) == []


async def test_what_may_no_longer_be_read_when_it_would_be_told_is_not_told(hub: Hub) -> None:
    work = await Casework.begun(hub)
    _, _, two = await watched(work)
    new = await tell(work, BEA, "beta", "pay.me/77", two)
    await tell_followers(work.hub)
    async with work.hub.unit(EVERYONE) as unit:
        (await unit.session.get_one(IntelItem, new)).state = "withdrawn"
    work.later(hours=1)
    await tell_followers(work.hub)
    assert await told(work, GIL) == []
    (follow,) = await work.rows(IntelFollow)
    assert (follow.look_at, follow.told) == (None, {})


async def test_who_left_is_forgotten(hub: Hub) -> None:
    work = await Casework.begun(hub)
    _, _, two = await watched(work)
    await tell(work, BEA, "beta", "pay.me/77", two)
    await tell_followers(work.hub)
    gil = await work.person(GIL)
    async with work.hub.unit(EVERYONE) as unit:
        (await unit.session.get_one(PersonRow, gil.id)).withdrawn_at = unit.now
    work.later(hours=1)
    assert await tell_followers(work.hub) == 0
    assert await work.rows(IntelFollow) == []


async def test_several_nodes_tell_once(hub: Hub) -> None:
    work = await Casework.begun(hub)
    _, _, two = await watched(work)
    await tell(work, BEA, "beta", "pay.me/77", two)
    await asyncio.gather(*(tell_followers(work.hub) for _ in range(4)))
    work.later(hours=1)
    counts = await asyncio.gather(*(tell_followers(work.hub) for _ in range(4)))
    assert sum(counts) == 1
    assert len(await told(work, GIL)) == 1


async def test_a_saved_search_is_told_of_news_alike(hub: Hub) -> None:
    work = await Casework.begun(hub)
    gil = await work.person(GIL)
    await save_search(work.hub, gil, "suitcase")
    kind = IntelKind.TITLE
    await tell(work, BEA, "beta", "gold suitcase", kind=kind)
    await tell(work, BEA, "beta", "red suitcase", kind=kind, label=Label.RED, named=frozenset({gil.id}))
    await tell_followers(work.hub)
    work.later(hours=1)
    assert [await tell_followers(work.hub) for _ in range(2)] == [1, 0]
    (values,) = await told(work, GIL)
    assert (values["kind"], values["about"], len(values["items"])) == ("search", "suitcase", 1)  # type: ignore[arg-type]


async def test_what_is_passed_on_more_widely_is_news_to_a_saved_search(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ray = await work.person(RAY)
    item_id = await tell(work, ANN, "acme", "gold suitcase", kind=IntelKind.TITLE)
    await tell(work, ANN, "acme", "gold watch", kind=IntelKind.TITLE)
    await tell_followers(work.hub)
    work.later(days=2)
    await save_search(work.hub, ray, "gold suitcase")
    async with work.hub.unit(EVERYONE) as unit:
        await labels._apply(unit, await unit.session.get_one(IntelItem, item_id), Wish(label=Label.AMBER))
    await tell_followers(work.hub)
    work.later(hours=1)
    assert [await tell_followers(work.hub) for _ in range(2)] == [1, 0]
    (values,) = await told(work, RAY)
    assert values["items"] == [{"id": item_id, "kind": "title", "label": "amber", "what": "widened"}]


async def test_one_watch_that_cannot_be_read_holds_up_nobody_beside_it(hub: Hub) -> None:
    work = await Casework.begun(hub)
    _, one, _ = await watched(work)
    gil = await work.person(GIL)
    async with work.hub.unit(EVERYONE) as unit:
        unit.session.add_all(
            IntelFollow(
                id=f"{number}", person_id=gil.id, member_id=str(gil.of_member), kind="seller",
                seller_row_id=one, told={"news": broken}, made_at=unit.now, look_at=look_at,
            )
            for number, (broken, look_at) in enumerate([(7, None), ([1, 2], unit.now)])
        )  # fmt: skip
    work.later(minutes=1)
    await tell(work, BEA, "beta", "pay.me/77", one)
    with pytest.raises(ExceptionGroup):
        await tell_followers(work.hub)
    assert await work.rows(IntelMove) == []
    work.later(hours=1)
    with pytest.raises(ExceptionGroup):
        await tell_followers(work.hub)
    assert len(await told(work, GIL)) == 1


async def test_more_moves_than_a_page_are_passed_on_in_one_go(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "_MOVES_AT_ONCE", 2)
    work = await Casework.begun(hub)
    _, one, _ = await watched(work)
    for number in range(5):
        work.later(seconds=1)
        await tell(work, BEA, "beta", f"pay.me/{number}", one)
    await tell_followers(work.hub)
    assert await work.rows(IntelMove) == []
    work.later(hours=1)
    await tell_followers(work.hub)
    (values,) = await told(work, GIL)
    assert (len(values["items"]), values["more"]) == (5, 0)  # type: ignore[arg-type]


async def test_watching_is_for_readers_and_once_a_seller(hub: Hub) -> None:
    work = await Casework.begun(hub)
    item_id, _, _ = await watched(work)
    gil, bea = await work.person(GIL), await work.person(BEA)
    await asyncio.gather(*(watch(work.hub, gil, item_id) for _ in range(3)))
    (row,) = await work.rows(IntelFollow)
    (shown,) = (await watches_of(work.hub, gil)).watches
    assert (shown.id, shown.seller) == (row.id, "Best Deals")
    with pytest.raises(IntelNotFound):
        await watch(work.hub, await work.person(OLA), item_id)
    green = await tell(work, ANN, "acme", "pay.me/78", "seller-0", label=Label.GREEN)
    with pytest.raises(NeedsRole):
        await watch(work.hub, await work.person(OLA), green)
    with pytest.raises(IntelNotFound):
        await unwatch(work.hub, bea, row.id)
    await unwatch(work.hub, gil, row.id)
    assert (await watches_of(work.hub, gil)).watches == ()


async def test_a_tick_with_nothing_new_asks_two_questions(hub: Hub) -> None:
    work = await Casework.begun(hub)
    await watched(work)
    gil = await work.person(GIL)
    async with work.hub.unit(EVERYONE) as unit:
        unit.session.add_all(
            IntelFollow(
                id=f"follow-{number}", person_id=gil.id, member_id=str(gil.of_member), kind="seller",
                seller_row_id="seller-1", told={}, made_at=unit.now,
            )
            for number in range(1_000)
        )  # fmt: skip
    asked: list[str] = []

    def note(*arguments: object) -> None:
        if "set_config" not in str(arguments[2]):
            asked.append(str(arguments[2]))

    engine = work.hub.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        assert await tell_followers(work.hub) == 0
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert len([one for one in asked if "intel" in one]) == 2, asked
