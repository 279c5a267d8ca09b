"""Seller clusters for one reader: two readers may see different ones, and nobody more than they may read."""

import random
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from sqlalchemy import event

from aacabot.domain.errors import IntelNotFound
from aacabot.domain.intel import Draft, IntelKind, IntelReader, Label
from aacabot.domain.intel.clusters import Tie
from aacabot.domain.people import Person
from aacabot.domain.viewers import EVERYONE
from aacabot.services.hub import Hub
from aacabot.services.intel import clusters
from aacabot.services.intel.clusters import cluster_in, open_cluster
from aacabot.services.intel.readers import reader_of
from aacabot.services.intel.sharing import share
from aacabot.store.intel.items import read_item
from aacabot.store.models import IntelItem, IntelSeller, Marketplace, Member, SellerRow
from tests.journeys.alliance import ANN, BEA, BEN, GIL, OLA, RAY
from tests.services.casework import Casework

DAY = date(2026, 11, 22)


async def member(work: Casework, key: str) -> str:
    (row,) = await work.rows(Member, key=key)
    return str(row.id)


async def sellers(work: Casework, *names: str) -> list[str]:
    (market,) = await work.rows(Marketplace)
    async with work.hub.unit(EVERYONE) as unit:
        unit.session.add_all(
            SellerRow(id=f"seller-{n:03}", marketplace_id=market.id, seller_id=f"s-{n}", name=name)
            for n, name in enumerate(names)
        )
    return [f"seller-{number:03}" for number in range(len(names))]


async def tell(
    work: Casework, who: str, of: str, kind: IntelKind, value: str, *about: str, **more: object
) -> str:
    draft = replace(Draft(kind=kind, value=value, seller_ids=about), **more)  # type: ignore[arg-type]
    return (await share(work.hub, await work.person(who), await member(work, of), draft)).item_id


async def test_a_payment_handle_ties_two_sellers_and_a_name_does_not(hub: Hub) -> None:
    work = await Casework.begun(hub)
    one, two, three = await sellers(work, "Best Deals", "Other Shop", "Best Deals")
    first = await tell(work, ANN, "acme", IntelKind.PAYMENT, "pay.me/77", one)
    await tell(work, BEA, "beta", IntelKind.PAYMENT, "PAY.ME/77", two)
    await tell(work, BEA, "beta", IntelKind.TITLE, "last pairs", three)
    found = await open_cluster(work.hub, await work.person(GIL), first)
    assert found.cluster.sellers == {one, two}
    (link,) = found.cluster.links
    assert (link.tie, link.label, link.sellers) == (Tie.PAYMENT, Label.AMBER_STRICT, frozenset({one, two}))
    assert [named.id for named in found.same_name] == [three]
    assert (found.about.name, found.cluster.partial) == ("Best Deals", False)


async def test_two_readers_see_two_clusters(hub: Hub) -> None:
    work = await Casework.begun(hub)
    one, two, three = await sellers(work, "A", "B", "Third Shop")
    bea, gil = await work.person(BEA), await work.person(GIL)
    seen = await tell(work, ANN, "acme", IntelKind.PAYMENT, "77", one)
    await tell(work, BEA, "beta", IntelKind.PAYMENT, "77", two)
    await tell(
        work, ANN, "acme", IntelKind.CONTACT, "+33 1", two, three, label=Label.RED, named=frozenset({bea.id})
    )
    of_bea, of_gil = [await open_cluster(work.hub, who, seen) for who in (bea, gil)]
    assert of_bea.cluster.sellers == {one, two, three}
    assert of_gil.cluster.sellers == {one, two}
    assert "Third Shop" in str(of_bea) and "Third Shop" not in str(of_gil)


async def test_a_cluster_opens_from_an_item_one_may_read_alone(hub: Hub) -> None:
    work = await Casework.begun(hub)
    (one,) = await sellers(work, "A")
    strict = await tell(work, ANN, "acme", IntelKind.PAYMENT, "77", one)
    bare = await tell(work, ANN, "acme", IntelKind.TITLE, "no seller")
    for who, item_id in ((RAY, strict), (OLA, strict), (BEA, bare), (BEA, "nothing")):
        with pytest.raises(IntelNotFound):
            await open_cluster(work.hub, await work.person(who), item_id)


async def test_what_several_call_wrong_or_was_taken_back_ties_nobody(hub: Hub) -> None:
    work = await Casework.begun(hub)
    one, two, three = await sellers(work, "A", "B", "C")
    seen = await tell(work, ANN, "acme", IntelKind.PAYMENT, "77", one)
    doubted = await tell(work, BEA, "beta", IntelKind.PAYMENT, "77", two)
    own = await tell(work, ANN, "acme", IntelKind.IMAGE, "f" * 64, one, three)
    async with work.hub.unit(EVERYONE) as unit:
        (await unit.session.get_one(IntelItem, doubted)).doubted = True
        (await unit.session.get_one(IntelItem, own)).state = "withdrawn"
    for who in (ANN, GIL):
        found = await open_cluster(work.hub, await work.person(who), seen)
        assert found.cluster.sellers == {one}


def reference(items: list[tuple[IntelItem, frozenset[str]]], start: str) -> set[str]:
    """Union-find over what one reader may read."""
    groups: dict[str, set[str]] = {}
    for row, about in items:
        for key in (
            row.id,
            *([f"{row.kind}:{row.key}"] if row.kind in ("payment", "contact", "image") else []),
        ):
            groups.setdefault(key, set()).update(about)
    reached = {start}
    while more := {s for group in groups.values() if group & reached for s in group} - reached:
        reached |= more
    return reached


async def test_random_histories_agree_with_a_plain_reference(hub: Hub) -> None:
    work = await Casework.begun(hub)
    dice = random.Random(11)
    known = await sellers(work, *(f"Shop {number}" for number in range(12)))
    people = [await work.person(who) for who in (ANN, BEN, BEA, GIL, RAY, OLA)]
    kinds = [IntelKind.PAYMENT, IntelKind.CONTACT, IntelKind.IMAGE, IntelKind.METHOD]
    for number in range(40):
        who, of = dice.choice([(ANN, "acme"), (BEA, "beta"), (GIL, "gamma")])
        label = dice.choice(list(Label))
        named = frozenset({dice.choice(people[:5]).id}) if label is Label.RED else frozenset()
        about = dice.sample(known, dice.choice([1, 1, 1, 2]))
        kind, digit = dice.choice(kinds), str(dice.randrange(8))
        value = digit * 64 if kind is IntelKind.IMAGE else f"{digit}{of}{number}"[: dice.choice([1, 9])]
        await tell(work, who, of, kind, value, *about, label=label, named=named, text="x")
    async with work.hub.unit(EVERYONE) as unit:
        rows = (await unit.session.execute(IntelItem.__table__.select())).all()  # type: ignore[attr-defined]
        about_rows = (await unit.session.execute(IntelSeller.__table__.select())).all()  # type: ignore[attr-defined]
        sizes = set()
        for person in people:
            reader = await reader_of(unit, person)
            readable = [
                (item, frozenset(r.seller_row_id for r in about_rows if r.item_id == row.id))
                for row in rows
                if (item := await read_item(unit.session, reader, row.id)) is not None
            ]
            for start in known[::3]:
                found = await cluster_in(unit, reader, [start])
                assert found.sellers == reference(readable, start), (person.name, start)
                sizes.add(len(found.sellers))
    assert len(sizes) > 2, sizes


async def test_a_large_cluster_is_cut_short_and_says_so(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    work = await Casework.begun(hub)
    monkeypatch.setattr(clusters, "MOST_SELLERS", 4)
    known = await sellers(work, *(f"Shop {number}" for number in range(9)))
    first = ""
    for near, far in pairwise(known):
        found = await tell(work, ANN, "acme", IntelKind.METHOD, "", near, far, text=f"{near} and {far}")
        first = first or found
    cluster = (await open_cluster(work.hub, await work.person(BEA), first)).cluster
    assert cluster.partial
    assert 4 < len(cluster.sellers) < 9


async def test_a_ring_costs_three_questions_whatever_its_size(hub: Hub) -> None:
    work = await Casework.begun(hub)
    known = await sellers(work, *(f"Shop {number}" for number in range(30)))
    for one in known:
        async with work.hub.unit(EVERYONE) as unit:
            unit.session.add(_row(f"i-{one}"))
            await unit.session.flush()
            unit.session.add(IntelSeller(item_id=f"i-{one}", seller_row_id=one))
    asked: list[str] = []

    def note(*arguments: object) -> None:
        asked.append(str(arguments[2]))

    bea: Person = await work.person(BEA)
    async with work.hub.unit(EVERYONE) as unit:
        reader: IntelReader = await reader_of(unit, bea)
        engine = work.hub.database.engine.sync_engine
        event.listen(engine, "before_cursor_execute", note)
        try:
            found = await cluster_in(unit, reader, [known[0]])
        finally:
            event.remove(engine, "before_cursor_execute", note)
    assert len(found.sellers) == 30
    assert len(asked) <= 6, asked


def _row(ident: str) -> IntelItem:
    return IntelItem(
        id=ident, kind="payment", key="one", label="amber", reliability="b", confidence=50, state="shared",
        shared_on=DAY, last_seen_on=DAY,
    )  # fmt: skip
